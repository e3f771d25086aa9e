"""Which runs of a web page are its article: what was extracted, what stands with it in one element, the headline, and
what stands between the two."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from summarizer.readers.flow import Run
from summarizer.readers.legible import without_signs
from summarizer.text.boilerplate import junk, reads_as_sentence
from summarizer.text.scripts import has_han

LINKED = 0.6
"""A run with a larger share of its characters in links is navigation, unless it is a sentence of the article."""
PIECE = 6
"""Characters of the shortest sentence that is recognised in the extracted text; shorter ones occur in it by chance."""
RECOGNISED = 0.6
"""Share of a run's characters in sentences of the extracted text from which it was extracted. The extraction joins and
cuts runs, so that some sentences differ at their ends."""
HELD = 0.9
"""Share of the recognised text that the article's element must hold."""
ARTICLE_SHARE = 0.05
"""Less of the page's Chinese than this in the extracted text means that the extraction missed the article."""
SHORT = 400
"""Characters of an article's element up to which half of what stands beside it need be sentences for both to be the
article; beside a longer one, `PROSE` of it: readers' comments are sentences too, with names and dates between them."""
PROSE = 0.75

_LEAVES = frozenset(
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dd", "dt", "pre", "td", "th", "tr", "caption", "figcaption"]
)
_SENTENCE = re.compile(r"[。！？!?；…][”’」』）)]*$|。")
_PIECES = re.compile(r"[。！？!?；;|\n]+")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Article:
    """The runs of the article, by identity, its headline, and the elements around all of it."""

    kept: frozenset[int]
    headline: Run | None
    around: frozenset[HtmlElement] = frozenset()

    def __contains__(self, run: Run) -> bool:
        return id(run) in self.kept

    def reason(self, run: Run) -> str:
        """A word for where a run stood that is not of the article."""
        if run.hint and run.hint.element not in self.around:
            return run.hint.reason
        return "links" if run.linked > LINKED else "outside the article"


def key(text: str) -> str:
    """Without white space and the signs of readers."""
    return _SPACE.sub("", without_signs(text))


def of_article(runs: Sequence[Run], extracted: str, titles: Sequence[str]) -> Article:
    """What is of the article: runs that were extracted, their neighbours in the same element, and the headline with the
    lines below it. Without an extraction, whatever is not obviously around an article."""
    pieces = {piece for piece in _PIECES.split(_lines_key(extracted)) if len(piece) >= PIECE}
    recognised = frozenset(id(run) for run in runs if _is_recognised(run, pieces))
    head = _headline(runs, titles)
    outline = _Outline(runs)
    holder = outline.holder([n for n, run in enumerate(runs) if id(run) in recognised])
    size = sum(len(run.text) for run in runs)
    if len(extracted) < ARTICLE_SHARE * size or holder is None:
        plain = [run for run in runs if run is head or (not run.hint and run.linked <= LINKED)]
        return Article(frozenset(map(id, plain or runs)), head)
    holder = outline.widened(holder)
    around = frozenset((holder, *holder.iterancestors()))
    start, end = outline.span(holder)
    article = [
        run
        for n, run in enumerate(runs)
        if _belongs(run, start <= n < end, id(run) in recognised, _hinted(run, around))
    ]
    before = _before(runs, head, article, around)
    return Article(frozenset(map(id, (*article, *before))), head, around)


def _lines_key(text: str) -> str:
    return "\n".join(_SPACE.sub("", line) for line in text.splitlines())


def _is_recognised(run: Run, pieces: set[str]) -> bool:
    own = [piece for piece in _PIECES.split(key(run.text)) if piece]
    total = sum(map(len, own))
    return total >= PIECE and sum(len(piece) for piece in own if piece in pieces) >= RECOGNISED * total


def _hinted(run: Run, around: frozenset[HtmlElement]) -> bool:
    """A hint of an element that does not hold the article itself: a class of the body says nothing about its parts."""
    return run.hint is not None and run.hint.element not in around


class _Outline:
    """Which runs each element holds: those from `first` to `last` of its own subtree."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs = runs
        self.spans: dict[HtmlElement, tuple[int, int]] = {}
        self.depths: dict[HtmlElement, int] = {}
        chain: list[HtmlElement] = []
        for n, run in enumerate(runs):
            chain = self._chain(run.element, chain)
            self.spans[run.element] = (self.spans.get(run.element, (n, n))[0], n + 1)
        self._spread()

    def _chain(self, element: HtmlElement, known: list[HtmlElement]) -> list[HtmlElement]:
        """Notes the depth of the element and of those around it."""
        new = []
        around: HtmlElement | None = element
        while around is not None and around not in self.depths:
            new.append(around)
            around = around.getparent()
        depth = self.depths[around] if around is not None else -1
        for n, one in enumerate(reversed(new), 1):
            self.depths[one] = depth + n
        return known

    def _spread(self) -> None:
        """From the innermost out, what an element holds is held by the one around it."""
        for element in sorted(self.depths, key=lambda e: -self.depths[e]):
            parent = element.getparent()
            if parent is None or element not in self.spans:
                continue
            start, end = self.spans[element]
            first, last = self.spans.get(parent, (start, end))
            self.spans[parent] = (min(first, start), max(last, end))

    def span(self, element: HtmlElement) -> tuple[int, int]:
        return self.spans.get(element, (0, 0))

    def holder(self, recognised: Sequence[int]) -> HtmlElement | None:
        """The innermost element with nearly all of the recognised text that can hold more than one run."""
        if not recognised:
            return None
        sums = [0]
        marked = set(recognised)
        for n, run in enumerate(self.runs):
            sums.append(sums[-1] + (len(run.text) if n in marked else 0))
        large = [e for e, (a, b) in self.spans.items() if e.tag not in _LEAVES and sums[b] - sums[a] >= HELD * sums[-1]]
        return max(large, key=lambda e: self.depths[e], default=None)

    def widened(self, holder: HtmlElement) -> HtmlElement:
        """The element around it for as long as what comes in addition is mostly sentences."""
        while (parent := holder.getparent()) is not None and parent.tag != "html":
            (start, end), (first, last) = self.span(holder), self.span(parent)
            extra = [*self.runs[first:start], *self.runs[end:last]]
            if extra and not _goes_with(extra, sum(len(run.text) for run in self.runs[start:end])):
                return holder
            holder = parent
        return holder


def _goes_with(extra: Sequence[Run], size: int) -> bool:
    """Whether what stands beside an article of that size is of it, too."""
    plain = [run for run in extra if not run.hint and run.linked <= LINKED and run.kind != "heading"]
    total = sum(len(run.text) for run in plain)
    prose = sum(len(run.text) for run in plain if _is_sentence(run.text))
    return prose > 0 and prose >= (0.5 if size <= SHORT else PROSE) * total


def _is_sentence(text: str) -> bool:
    return reads_as_sentence(text) and junk(text, "head", "tail") is None


def _belongs(run: Run, inside: bool, recognised: bool, hinted: bool) -> bool:
    """Recognised prose always; anything else in the article's element unless its place or its links say otherwise."""
    sentence = _SENTENCE.search(run.text) is not None
    if recognised and (sentence or (not hinted and run.linked <= LINKED)):
        return True
    return inside and not hinted and (run.linked <= LINKED or "。" in run.text)


def _headline(runs: Sequence[Run], titles: Sequence[str]) -> Run | None:
    """The first run that is (part of) the page's title: a heading where there is one."""
    keys = [key(title) for title in titles]
    fits = [r for r in runs if len(key(r.text)) >= 4 and r.linked <= LINKED and any(key(r.text) in k for k in keys)]
    fits = [r for r in fits if not r.hint or r.kind == "heading"]
    longest = max((len(run.text) for run in fits), default=0)
    fits = [run for run in fits if len(run.text) >= 0.6 * longest]
    headings = [run for run in fits if run.kind == "heading"]
    main = next((run for run in headings if run.level == 1), None)
    return main or next(iter(headings or fits), None) or _only_h1(runs)


def _only_h1(runs: Sequence[Run]) -> Run | None:
    firsts = [run for run in runs if run.kind == "heading" and run.level == 1 and has_han(run.text)]
    return firsts[0] if len(firsts) == 1 else None


def _before(runs: Sequence[Run], head: Run | None, article: Iterable[Run], around: frozenset[HtmlElement]) -> list[Run]:
    """The headline and what stands between it and the article: date, source, author, a summary."""
    if head is None:
        return []
    ids = {id(run) for run in article}
    at = next(n for n, run in enumerate(runs) if run is head)
    first = next((n for n, run in enumerate(runs) if id(run) in ids), at)
    between = [run for run in runs[at:first] if run.linked <= LINKED and not _hinted(run, around)]
    return [head, *between]
