"""A folder of ten real articles in eight encodings through the embedded model: `python -m benchmarks.ten [--output OUT]`

The Sora panel, and pieces of transcripts (benchmarks/data) as text, Markdown and HTML, each in an encoding that such files come in. Prints
what the batch says of each article, and whether every character of it is in the report and in English. Takes about twenty minutes on two
cores. Ends with 1 where something is lost or left in Chinese.
"""

import argparse
import html
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from summarizer.records import Severity
from summarizer.report import Report
from summarizer.stages.render import load

ROOT = Path(__file__).parents[1]
PANELS = Path(__file__).parent / "data" / "panels"
START = [sys.executable, "-c", "from summarizer.cli import main; main()"]


class Piece(NamedTuple):
    """Turns `first` to `last` of a panel, in a file of this name and encoding."""

    panel: str
    first: int
    last: int
    name: str
    encoding: str


PIECES = (
    Piece("bbc-newsday-2025", 0, 5, "newsday-1.txt", "utf-16"),
    Piece("bbc-newsday-2025", 8, 12, "newsday-2.html", "big5"),
    Piece("techsequences-2021", 5, 13, "podcast.md", "utf-8"),
    Piece("techsequences-2021", 0, 2, "podcast-opening.txt", "utf-8-sig"),
    Piece("unlearning-regulation-2025", 1, 5, "regulation.txt", "gb18030"),
    Piece("uberx-consultation-2015", 0, 3, "consultation/opening.html", "big5hkscs"),
    Piece("uberx-consultation-2015", 4, 7, "consultation/ministry.txt", "gbk"),
    Piece("uberx-consultation-2015", 8, 13, "consultation/tax.txt", "cp950"),
    Piece("uberx-consultation-2015", 20, 24, "consultation/later.html", "utf-8"),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=ROOT / "out" / "ten")
    given = parser.parse_args()
    folder, out = given.output / "in", given.output / "out"
    whole = lay_out(folder)
    words = ["batch", str(folder), "--output", str(out), "--model", "local"]
    code = subprocess.run([*START, *words], cwd=ROOT, check=False).returncode
    print(f"the batch ended with {code}")
    faults = [fault for name, paragraphs in whole.items() for fault in judged(name, paragraphs, out)]
    print("\n".join(faults) or "nothing is lost, and nothing is left in Chinese")
    return int(bool(faults) or code not in (0, 3))


def lay_out(folder: Path) -> dict[str, list[str]]:
    """File → the paragraphs that must be in its report."""
    sora = (ROOT / "examples" / "sora-panel.txt").read_text(encoding="utf-8")
    _write(folder / "sora-panel.txt", sora.encode())
    whole: dict[str, list[str]] = {"sora-panel.txt": []}
    for piece in PIECES:
        paragraphs = list(_paragraphs(piece))
        made = _page(paragraphs, piece) if piece.name.endswith(".html") else "\n\n".join(paragraphs) + "\n"
        _write(
            folder / piece.name,
            made.encode(piece.encoding, errors="strict" if "<p>" not in made else "xmlcharrefreplace"),
        )
        whole[piece.name] = paragraphs
    return whole


def _paragraphs(piece: Piece) -> Iterator[str]:
    lines = (PANELS / f"{piece.panel}.jsonl").read_text(encoding="utf-8").splitlines()[piece.first : piece.last + 1]
    for turn in map(json.loads, lines):
        first, *others = [one.strip() for one in turn["zh"].splitlines() if one.strip()]
        yield f"{turn['zh_speaker']}：{first}"
        yield from others


def _page(paragraphs: Sequence[str], piece: Piece) -> str:
    body = "\n".join(f"<p>{html.escape(one)}</p>" for one in paragraphs)
    return f'<!doctype html><html><head><meta charset="{piece.encoding}"></head><body><article>\n{body}\n</article></body></html>\n'


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def judged(name: str, paragraphs: Sequence[str], out: Path) -> Iterator[str]:
    """Prints a line about the article; yields what is lost of it and what has no English."""
    path = out / f"{name.rsplit('.', 1)[0]}.report.json"
    if not path.is_file():
        yield f"{name}: no report"
        return
    report = load(path)
    held = _bare("".join(s.source for s in report.segments))
    lost = [one for one in paragraphs if _bare(one) not in held]
    left = [s.id for s in report.segments if not s.target or s.target == s.source]
    print(_line(name, report))
    yield from (f"{name}: lost: {one[:60]}" for one in lost)
    yield from (f"{name}: {one} has no English" for one in left)


def _line(name: str, report: Report) -> str:
    document, found = report.document, [f for f in report.findings if f.severity != Severity.INFO]
    speakers = f"{len(report.speakers)} speakers"
    return f"  {name:<28} {document.decoding.encoding:<10} {len(report.segments):>4} segments, {speakers:<12} {len(found):>3} findings"


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


if __name__ == "__main__":
    sys.exit(main())
