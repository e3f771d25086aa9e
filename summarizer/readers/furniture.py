"""What printing put on every page of a text that was copied from one: page numbers, and titles that run over all pages."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from summarizer.text.boilerplate import fold, reads_as_sentence

_NUMBER = re.compile(
    r"""
      第 \s? \d{1,4} \s? 页 (?: \s? [,/|·]? \s? [(（]? 共 \s? \d{1,4} \s? 页 [)）]? )?
    | 共 \s? \d{1,4} \s? 页 \s? [,/]? \s? 第 \s? \d{1,4} \s? 页
    | [-—–~·•]+ \s? \d{1,4} \s? [-—–~·•]+
    | page \s \d{1,4} (?: \s (?:of|/) \s \d{1,4} )?
    | p\.? \s? \d{1,4}
    | \d{1,4} \s? / \s? \d{1,4}
    """,
    re.VERBOSE,
)
_BARE = re.compile(r"\d{1,4}")
_PARTS = re.compile(r"\s*\d{1,4}\s*")

RUNNING = 40
"""Characters of the longest running title."""
NEAR = 2
"""Lines between a running title and the number of its page."""


def furniture(texts: Sequence[str]) -> dict[int, str]:
    """The lines that are of the page and not of the text, each with a reason. Bare numbers and titles count only where several
    pages have them: a number that goes up from page to page, a short line that is repeated beside the numbers."""
    numbers = {n for n, text in enumerate(texts) if _NUMBER.fullmatch(fold(text).strip())}
    numbers |= _bare(texts)
    if not numbers:
        return {}
    found = dict.fromkeys(numbers, "page number")
    near = {n + step for n in numbers for step in range(-NEAR, NEAR + 1)} - numbers
    titles = Counter(_title(text) for text in texts if _may_run(text))
    for n, text in enumerate(texts):
        repeated = titles[_title(text)] >= 2 if _may_run(text) else False
        if repeated and n in near:
            found[n] = "running title"
    return found


def _may_run(text: str) -> bool:
    return 2 <= len(text) <= RUNNING and not reads_as_sentence(text) and not re.search("[：:]$", text)


def _title(text: str) -> str:
    """A running title without the number of its page."""
    return _PARTS.sub("", fold(text)) if re.fullmatch(r"\d{1,4}\s.*|.*\s\d{1,4}", text) else fold(text)


def _bare(texts: Sequence[str]) -> set[int]:
    """Lines of one number each, at least three, that count pages; other texts have years and scores in such lines."""
    lines = [(n, int(text)) for n, text in enumerate(texts) if _BARE.fullmatch(text)]
    steps = [(second[1] - first[1], second[0] - first[0]) for first, second in itertools.pairwise(lines)]
    counts = len(lines) >= 3 and all(step == 1 and apart >= 3 for step, apart in steps)
    return {n for n, _ in lines} if counts else set()
