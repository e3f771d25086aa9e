"""How fast a translation memory is: a Trados-like TMX of 100,000 units in UTF-16 is read, kept in the store, loaded from it, and searched.

The sentences are made up from the words of a table, some with inner codes, so that lengths and characters are like those of news.
"""

import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from summarizer.memory import Memory, file_key, open_memory
from summarizer.memory.tmx import units_of
from summarizer.store import Store

UNITS, QUERIES = 100_000, 300
_HEAD = """<?xml version="1.0" encoding="utf-16"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header creationtool="TRADOS Translator's Workbench for Windows" creationtoolversion="Edition 8"
segtype="sentence" o-tmf="TW4Win 2.0 Format" adminlang="EN-US" srclang="ZH-CN" datatype="rtf"></header><body>
"""


class Figures(NamedTuple):
    """Seconds of CPU, but for the file's megabytes, the memory's peak in megabytes and milliseconds of a search."""

    file_megabytes: float
    parsed: float
    peak_megabytes: float
    kept: float
    loaded: float
    first_search: float
    exact_ms: float
    similar_ms: float
    found: float
    """Of the altered sentences, the share whose own unit was the nearest."""


def sentences(count: int, seed: int = 7) -> Iterator[str]:
    """Sentences of 8 to 60 characters."""
    folder = Path(__file__).parents[1] / "summarizer" / "text" / "data"
    characters = [c for c in (folder / "common_han.txt").read_text(encoding="utf-8") if "\u4e00" <= c <= "\u9fff"]
    draw = random.Random(seed)
    weights = [1 / (n + 5) for n in range(len(characters))]
    for _ in range(count):
        length = min(60, max(8, int(draw.gauss(28, 12))))
        yield "".join(draw.choices(characters, weights, k=length)) + "。"


def write_memory(path: Path, count: int) -> list[str]:
    """The file, and its sources."""
    sources = list(sentences(count))
    with path.open("w", encoding="utf-16", newline="\r\n") as file:
        file.write(_HEAD)
        for n, source in enumerate(sources):
            inner = f"<bpt i='1'>{{\\b </bpt>{source[:3]}<ept i='1'>}}</ept>{source[3:]}" if n % 10 == 0 else source
            english = escape(f"Sentence number {n} of the memory, in which {n % 97} words & figures stand for English.")
            file.write(
                f'<tu creationdate="20200101T000000Z" creationid="A"><prop type="Txt::Client">C</prop>'
                f'<tuv xml:lang="ZH-CN"><seg>{inner}</seg></tuv><tuv xml:lang="EN-US"><seg>{english}</seg></tuv></tu>\n'
            )
        file.write("</body></tmx>\n")
    return sources


def measure(count: int = UNITS) -> Figures:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "trados.tmx"
        sources = write_memory(path, count)
        before = _peak()
        started = time.process_time()
        parsed_units = sum(1 for _ in units_of(path))
        parsed = time.process_time() - started
        assert parsed_units == count
        with Store.open(Path(name) / "store.sqlite") as store:
            file_key(path)
            started = time.process_time()
            open_memory(path, store)
            kept = time.process_time() - started
            started = time.process_time()
            memory = open_memory(path, store)
            loaded = time.process_time() - started
        return _searched(memory, sources, path, parsed, kept, loaded, before)


def _searched(
    memory: Memory, sources: Sequence[str], path: Path, parsed: float, kept: float, loaded: float, before: float
) -> Figures:
    draw = random.Random(3)
    chosen = draw.sample(sources, QUERIES)
    started = time.process_time()
    memory.similar(chosen[0])
    first = time.process_time() - started
    started = time.process_time()
    assert all(memory.exact(one) for one in chosen)
    exact = time.process_time() - started
    altered = [one[: len(one) // 2] + "很" + one[len(one) // 2 + 1 :] for one in chosen]
    started = time.process_time()
    nearest = [memory.similar(one) for one in altered]
    similar = time.process_time() - started
    found = sum(bool(got) and got[0].unit.source == one for got, one in zip(nearest, chosen, strict=True))
    return Figures(
        path.stat().st_size / 1e6,
        parsed,
        _peak() - before,
        kept,
        loaded,
        first,
        1000 * exact / QUERIES,
        1000 * similar / QUERIES,
        found / QUERIES,
    )


def _peak() -> float:
    """Megabytes that the process has had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


if __name__ == "__main__":
    for name, value in measure()._asdict().items():
        print(f"{name}\t{value:.2f}")
