"""Everyday words that begin like a Chinese name (`words.txt.gz`)."""

import gzip
from importlib.resources import files

from summarizer.text.once import once


@once
def words() -> frozenset[str]:
    """Everyday words of two and three characters that begin with a surname, and frequent ones of two; simplified."""
    packed = (files("summarizer.text") / "data" / "words.txt.gz").read_bytes()
    return frozenset(line for line in gzip.decompress(packed).decode("utf-8").split("\n") if line[:1] != "#")
