"""Whether an article is Chinese at all, asked before it costs anything."""

from summarizer.pipeline import Stop, prepare
from summarizer.text.scripts import han_count

LEAST_CHINESE = 0.2
"""The share of Chinese characters among an article's letters below which it is probably the wrong file. A judgement: an article about
software with its English names has about half; an English one with some names in brackets under a twentieth."""


def mostly_foreign(data: bytes, name: str, encoding: str | None = None) -> str:
    """A sentence for an article that is hardly Chinese; empty for others. Raises InputError."""
    if _share(data.decode("utf-8", "ignore")) >= LEAST_CHINESE:
        return ""  # with its markup, if it has any, so that it need not be read twice
    document = prepare(data, name, until=Stop.CLEANED, encoding=encoding).document
    share = _share("".join(block.text for block in document.blocks))
    if share >= LEAST_CHINESE:
        return ""
    return f"Warning: {name}: only {share:.0%} of the letters are Chinese. Is this the right file?"


def _share(text: str) -> float:
    return han_count(text) / max(1, sum(map(str.isalpha, text)))
