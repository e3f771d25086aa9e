"""The articles of these tests: texts, and for one of them English made by hand."""

import csv
import json
from pathlib import Path

HERE = Path(__file__).parent
SORA = HERE.parents[1] / "examples" / "sora-panel.txt"
HOSTILE = HERE / "hostile.txt"


def library() -> list[tuple[str, str, str]]:
    """Kind, sentence, English of the short article."""
    text = (HERE / "library.tsv").read_text(encoding="utf-8")
    rows = csv.reader((x for x in text.splitlines() if not x.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [(kind, source, english) for kind, source, english in rows]


def library_text() -> str:
    """The short article as a file holds it."""
    return "".join(("\n\n" if kind else "") + source for kind, source, _ in library()).strip() + "\n"


def library_english() -> dict[str, str]:
    """Sentence → English."""
    return {source: english for _, source, english in library()}


def newsday(lines: int) -> str:
    """The beginning of a real interview in traditional characters (CC0, see panel_heads.json)."""
    heads = json.loads((HERE.parent / "stages" / "panel_heads.json").read_text(encoding="utf-8"))
    text = next(head["text"] for head in heads if head["title"] == "BBC-Newsday-訪談")
    return "\n\n".join([line for line in text.splitlines() if line.strip()][:lines]) + "\n"
