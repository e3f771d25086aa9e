"""Chinese articles in English: the complete translation, and who said what, with proof."""

from summarizer._version import __version__

__all__ = ["__version__"]
