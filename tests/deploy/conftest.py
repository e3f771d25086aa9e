"""The same surroundings as for the tests of the commands."""

from cli.conftest import alone, run

__all__ = ["alone", "run"]
