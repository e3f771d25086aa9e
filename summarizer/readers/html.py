"""Web pages: trafilatura says where the article is; the blocks are the page's own, in its order, and nothing is dropped unseen."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from lxml.html import HtmlElement

from summarizer.readers import wechat
from summarizer.readers.account import finding, letters, missing, shown_text, written
from summarizer.readers.article import Article, key, of_article
from summarizer.readers.flow import Run, flow_of, tree_of
from summarizer.readers.legible import without_signs
from summarizer.readers.notes import blocks_without_marks
from summarizer.readers.page import Page, block, numbered, squeeze
from summarizer.readers.text import HEADING_COLUMNS, LABEL, columns
from summarizer.records import Block, Removed
from summarizer.text.headline import headline, looks_like_site
from summarizer.text.scripts import has_han

_SAVED = re.compile(r"<!-- saved from url=\(\d{4}\)(https?://\S+) -->")
_NOT_BOLD_HEADING = re.compile(r"[。；;，,、：:…—）)]$|[。！？…，][”’」』]$")


def blocks(text: str) -> Page:
    """The article's blocks; all other visible text goes to `removed` with a word for where on the page it stood."""
    tree = tree_of(text)
    found = _extracted(text)
    flow = flow_of(tree)
    facts = wechat.facts(text)
    article = of_article(flow.runs, _field(found, "text"), _titles(tree, found))
    title = without_signs(article.headline.text) if article.headline else facts.title or _meta_title(tree, found)
    page = Page(
        title=title,
        date=facts.date or _field(found, "date") or None,
        publication=facts.account or _site(tree) or headline(_meta_title(tree, found)).site,
        author=_declared_author(tree) or facts.author,
        url=_address(tree) or _saved_from(text),
        blocks=numbered(
            blocks_without_marks((*_blocks(flow.runs, article), *_scripted(facts.text, flow.runs, article)))
        ),
        removed=(*_around(flow.runs, article), *flow.beside, *_page_title(tree, title)),
    )
    lost = finding(missing(letters(shown_text(tree)), letters([*written(page), *map(str, _page_titles(tree))])))
    return page.model_copy(update={"findings": (lost,) if lost else ()})


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


def _blocks(runs: Iterable[Run], article: Article) -> Iterable[Block]:
    return (_block(run, run is article.headline) for run in runs if run in article)


def _around(runs: Iterable[Run], article: Article) -> Iterable[Removed]:
    """What stands around the article, with a word for where."""
    return (Removed(text=without_signs(run.text), reason=article.reason(run)) for run in runs if run not in article)


def _scripted(text: str, runs: Sequence[Run], article: Article) -> Iterable[Block]:
    """The paragraphs of a short post whose text stands in a script alone."""
    shown = key("".join(run.text for run in runs if run in article))
    lines = [line for line in map(squeeze, text.splitlines()) if line]
    return (block("paragraph", line) for line in lines if key(line) not in shown)


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


def _page_titles(tree: HtmlElement) -> list[str]:
    return [str(title) for title in tree.xpath("//title//text()")]


def _page_title(tree: HtmlElement, title: str) -> list[Removed]:
    """What the page calls itself, where that is not the headline alone."""
    whole = squeeze("".join(_page_titles(tree)))
    return [Removed(text=whole, reason="page title")] if whole and whole != title else []


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


def _saved_from(text: str) -> str:
    """The address that a browser notes in a page that it saves."""
    found = _SAVED.search(text[:4000])
    return found[1] if found else ""


def _address(tree: HtmlElement) -> str:
    found = tree.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content")
    return next((str(url) for url in found if str(url).startswith("http")), "")
