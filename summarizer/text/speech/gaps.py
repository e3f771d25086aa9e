"""Where labels are missing. In a full transcript two labels in a row name different people; where they name the same one
with unlabelled lines between, somebody else spoke there, and it is not known from which line on."""

import re
from collections.abc import Sequence
from itertools import pairwise

from summarizer.text.speech.labels import Label
from summarizer.text.speech.lines import Line

_SPOKEN = re.compile(r"[。？！；…]|[?!;]$")
MOST_DOUBTFUL = 0.1
"""Share of gaps between labels of one person from which no unlabelled line is trusted. The four full transcripts it was
set on have none; with every second label taken away they have 0.16 and more."""


def doubtful_lines(lines: Sequence[Line], labels: Sequence[Label | None]) -> frozenset[int]:
    """The unlabelled lines of turns that may belong to somebody whose label is missing, by their place; where many are
    missing, those before the first label too."""
    turns = [at for at, label in enumerate(labels) if label and not label.guest]
    gaps = [(a, b) for a, b in pairwise([*turns, len(lines)]) if b - a > 1 and not _headed(lines[a + 1 : b])]
    between = [(a, b) for a, b in gaps if b < len(lines)]
    same = [(a, b) for a, b in between if _name(labels[a]) == _name(labels[b])]
    if len(same) >= 2 and len(same) >= MOST_DOUBTFUL * len(between):
        same = [(-1, turns[0]), *gaps]
    return frozenset(at for a, b in same for at in range(a + 1, b))


def _headed(lines: Sequence[Line]) -> bool:
    return any(ends_turn(line) for line in lines)


def ends_turn(line: Line) -> bool:
    """A heading or a credit; not a short line that speaks on in sentences and only looks like a heading."""
    return line.kind not in ("paragraph", "list_item") and not (line.kind == "heading" and _SPOKEN.search(line.text))


def _name(label: Label | None) -> str:
    return label.name if label else ""
