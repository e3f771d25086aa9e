"""What stands between a newcomer and the program: how fast it starts, what its help says, how it is completed."""

import os
import subprocess
import sys

import pytest

from cli.running import Run

HEAVY = (
    "openai",
    "httpx2",
    "sqlalchemy",
    "trafilatura",
    "lxml",
    "tiktoken",
    "rich.progress",
    "pydantic",
    "jinja2",
    "asyncio",
)
COMMANDS = ("translate", "inspect", "check", "speakers", "config", "schema", "runs", "models")


def loaded(module: str) -> set[str]:
    code = f"import {module}, sys; print(*sys.modules)"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def test_the_help_needs_no_heavy_package() -> None:
    assert not {*HEAVY} & loaded("summarizer.cli")


def test_importing_the_package_needs_no_heavy_package() -> None:
    assert not {*HEAVY, "typer"} & loaded("summarizer")


def test_without_a_command_the_help_is_shown_and_the_exit_code_is_2(run: Run) -> None:
    outcome = run()
    assert outcome.code == 2
    assert all(name in outcome.err for name in COMMANDS)
    assert outcome.out == ""


def test_the_help_shows_how_to_start(run: Run) -> None:
    outcome = run("--help")
    assert outcome.code == 0
    assert "summarize translate article.txt" in outcome.out
    assert "OPENAI_API_KEY" in outcome.out


@pytest.mark.parametrize("command", ["translate", "inspect", "check", "speakers", "config", "schema", "runs"])
def test_the_help_of_a_command_has_an_example(run: Run, command: str) -> None:
    assert f"\n    summarize {command}" in run(command, "--help").out or command == "config"
    assert "Example" in run(command, "--help").out


def test_the_version_is_printed(run: Run) -> None:
    from summarizer import __version__

    assert run("--version") == (0, f"summarize {__version__}\n", "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_get_their_completion(shell: str) -> None:
    code = "from summarizer.cli import main; import sys; sys.argv = ['summarize']; main()"
    asked = {"_SUMMARIZE_COMPLETE": f"source_{shell}", "PATH": os.environ["PATH"]}
    said = subprocess.run([sys.executable, "-c", code], env=asked, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    assert "_SUMMARIZE_COMPLETE" in said.stdout


def test_a_reader_that_stops_reading_is_no_error() -> None:
    code = "from summarizer.cli import main; import sys; sys.argv = ['summarize', 'schema']; main()"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
