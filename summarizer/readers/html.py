"""Web pages: trafilatura says where the article is; the blocks are the page's own, in its order, and nothing is dropped unseen."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from lxml.html import HtmlElement

from summarizer.readers.flow import Run, runs_of, tree_of
from summarizer.readers.page import Page, block, numbered, squeeze
from summarizer.readers.text import HEADING_COLUMNS, LABEL, columns
from summarizer.records import Block, Removed
from summarizer.text.headline import headline, looks_like_site
from summarizer.text.scripts import has_han

LINKED = 0.6
"""A run with a larger share of its characters in links is navigation, unless it is a sentence of the article."""
LONG = 40
"""Characters of a run that is recognised in the extracted text by itself; shorter ones occur in it by chance."""
HELD = 0.9
"""Share of the recognised text that the article's element must hold."""
ARTICLE_SHARE = 0.05
"""Less of the page's Chinese than this in the extracted text means that the extraction missed the article."""

_SENTENCE = re.compile(r"[。！？!?；…][”’」』）)]*$|。")
_NOT_BOLD_HEADING = re.compile(r"[。；;，,、：:…—）)]$|[。！？…，][”’」』]$")
_SPACE = re.compile(r"\s+")


def blocks(text: str) -> Page:
    """The article's blocks; all other visible text goes to `removed` with a word for where on the page it stood."""
    tree = tree_of(text)
    found = _extracted(text)
    runs = runs_of(tree)
    kept, head = _choose(runs, found, _titles(tree, found))
    return Page(
        title=head.text if head else _meta_title(tree, found),
        date=_field(found, "date") or None,
        publication=_site(tree) or headline(_meta_title(tree, found)).site,
        author=_declared_author(tree),
        url=_address(tree),
        blocks=numbered(_block(run, run is head) for run in runs if run in kept),
        removed=tuple(Removed(text=run.text, reason=_reason(run, kept)) for run in runs if run not in kept),
    )


class _Kept:
    """The runs of the article, by identity, and the element that holds them."""

    def __init__(self, runs: Sequence[Run], holder: HtmlElement | None) -> None:
        self.ids = {id(run) for run in runs}
        self.holder = holder

    def __contains__(self, run: Run) -> bool:
        return id(run) in self.ids


def _extracted(text: str) -> Any:
    """Trafilatura's reading of the page, or None. Imported here because it takes a second."""
    from trafilatura import bare_extraction

    return bare_extraction(
        text,
        favor_recall=True,
        include_comments=False,
        include_tables=True,
        with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )


def _choose(runs: Sequence[Run], found: Any, titles: Sequence[str]) -> tuple[_Kept, Run | None]:
    """What is of the article: runs that were extracted, their neighbours in the same element, and the headline with the
    lines below it. Without an extraction, whatever is not obviously around an article."""
    extracted = _key(_field(found, "text"))
    whole = _key("".join(run.text for run in runs))
    sure = [run for run in runs if len(_key(run.text)) >= LONG and _key(run.text) in extracted]
    head, holder = _headline(runs, titles), _holder(sure)
    if len(extracted) < ARTICLE_SHARE * len(whole) or holder is None:
        plain = [run for run in runs if run is head or (not run.hints and run.linked <= LINKED)]
        return _Kept(plain or runs, None), head
    sure_ids = {id(run) for run in sure}
    article = [run for run in runs if _belongs(run, holder, id(run) in sure_ids)]
    return _Kept([*article, *_before(runs, head, article, holder)], holder), head


def _holder(sure: Sequence[Run]) -> HtmlElement | None:
    """The innermost element with nearly all of the recognised text."""
    sizes: Counter[HtmlElement] = Counter()
    depth: dict[HtmlElement, int] = {}
    for run in sure:
        for n, element in enumerate(run.places):
            sizes[element] += len(run.text)
            depth[element] = n
    total = sum(len(run.text) for run in sure)
    large = [element for element, size in sizes.items() if size >= HELD * total]
    return max(large, key=lambda element: depth[element], default=None)


def _belongs(run: Run, holder: HtmlElement, extracted: bool) -> bool:
    """Recognised prose always; anything else in the article's element unless its place or its links say otherwise."""
    hinted = bool(_inner_hints(run, holder))
    if (
        extracted
        and (not hinted or _SENTENCE.search(run.text))
        and (run.linked <= LINKED or _SENTENCE.search(run.text))
    ):
        return True
    prose = run.linked <= LINKED or "。" in run.text
    return any(place is holder for place in run.places) and not hinted and prose


def _inner_hints(run: Run, holder: HtmlElement | None) -> list[str]:
    """Hints of elements that do not hold the article themselves: a class of the body says nothing about its parts."""
    around = set() if holder is None else {id(holder), *(id(e) for e in holder.iterancestors())}
    return [reason for element, reason in run.hints if id(element) not in around]


def _headline(runs: Sequence[Run], titles: Sequence[str]) -> Run | None:
    """The first run that is (part of) the page's title: a heading where there is one."""
    keys = [_key(title) for title in titles]
    fits = [r for r in runs if len(_key(r.text)) >= 4 and r.linked <= LINKED and any(_key(r.text) in k for k in keys)]
    fits = [r for r in fits if not r.hints or r.kind == "heading"]
    longest = max((len(run.text) for run in fits), default=0)
    fits = [run for run in fits if len(run.text) >= 0.6 * longest]
    headings = [run for run in fits if run.kind == "heading"]
    main = next((run for run in headings if run.level == 1), None)
    return main or next(iter(headings or fits), None) or _only_h1(runs)


def _only_h1(runs: Sequence[Run]) -> Run | None:
    firsts = [run for run in runs if run.kind == "heading" and run.level == 1 and has_han(run.text)]
    return firsts[0] if len(firsts) == 1 else None


def _before(runs: Sequence[Run], head: Run | None, article: Sequence[Run], holder: HtmlElement) -> list[Run]:
    """The headline and what stands between it and the article: date, source, author, a summary."""
    if head is None:
        return []
    ids = {id(run) for run in article}
    at = next(n for n, run in enumerate(runs) if run is head)
    first = next((n for n, run in enumerate(runs) if id(run) in ids), at)
    between = [run for run in runs[at:first] if run.linked <= LINKED and not _inner_hints(run, holder)]
    return [head, *between]


def _block(run: Run, is_head: bool) -> Block:
    if is_head:
        return block("heading", run.text, 1)
    if run.kind == "paragraph" and _is_bold_heading(run):
        return block("heading", run.text, 2)
    return block(run.kind, run.text, run.level)


def _is_bold_heading(run: Run) -> bool:
    """Portals rarely use heading elements: a short paragraph all in bold type is one."""
    short = columns(run.text) <= HEADING_COLUMNS and has_han(run.text)
    return short and run.bold > 0.95 and not _NOT_BOLD_HEADING.search(run.text) and not LABEL.match(run.text)


def _reason(run: Run, kept: _Kept) -> str:
    hints = _inner_hints(run, kept.holder)
    if hints:
        return hints[-1]
    return "links" if run.linked > LINKED else "outside the article"


def _titles(tree: HtmlElement, found: Any) -> list[str]:
    meta = tree.xpath("//meta[@property='og:title' or @name='og:title' or @name='twitter:title']/@content")
    return [str(t) for t in (*tree.xpath("//title/text()")[:1], *meta, _field(found, "title")) if str(t).strip()]


def _meta_title(tree: HtmlElement, found: Any) -> str:
    return squeeze(next(iter(_titles(tree, found)), ""))


def _field(found: Any, name: str) -> str:
    return str(getattr(found, name, None) or "")


def _site(tree: HtmlElement) -> str:
    """The site's name as the page gives it; the library would take the host's where there is none."""
    found = tree.xpath("//meta[@property='og:site_name' or @name='application-name' or @name='publisher']/@content")
    return next((squeeze(str(name)) for name in found if str(name).strip()), "")


def _declared_author(tree: HtmlElement) -> str:
    found = tree.xpath("//meta[@name='author' or @property='article:author' or @property='og:article:author']/@content")
    return next((squeeze(str(n)) for n in found if has_han(str(n)) and not looks_like_site(str(n))), "")


def _address(tree: HtmlElement) -> str:
    found = tree.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content")
    return next((str(url) for url in found if str(url).startswith("http")), "")


def _key(text: str) -> str:
    return _SPACE.sub("", text)
