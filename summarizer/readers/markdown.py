"""Markdown through markdown-it: headings, paragraphs, quotes, lists, tables, code, images' descriptions, and front matter."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import frontmatter
import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from summarizer.readers.page import Page, block, join, numbered, strip
from summarizer.readers.text import LABEL
from summarizer.records import Block, Removed

_PARSER = MarkdownIt("commonmark").enable("table").disable("code")
"""Without indented code: Chinese authors indent their paragraphs."""
_FIELDS = {
    "title": ("title", "标题", "標題"),
    "author": ("author", "authors", "作者", "byline"),
    "publication": ("publication", "source", "site", "sitename", "来源", "來源", "媒体", "媒體"),
    "url": ("url", "link", "canonical", "original", "链接", "連結"),
}
_DATES = ("date", "published", "created", "日期", "发布日期", "發佈日期")
_BREAK = re.compile(r"^<br\s*/?>$", re.IGNORECASE)
_NOT_A_HEADING = re.compile(r"[。；]$")


def blocks(text: str) -> Page:
    """The document's blocks. A rule line right under a paragraph makes it no heading if it ends as a sentence."""
    fields, body = _front_matter(text)
    found = list(_walk(_PARSER.parse(body)))
    known, rest = _metadata(fields)
    markup = [b for b in found if isinstance(b, Removed)]
    return Page.model_validate(
        {**known, "blocks": numbered(b for b in found if isinstance(b, Block)), "removed": (*rest, *markup)}
    )


def _front_matter(text: str) -> tuple[dict[str, object], str]:
    """Its fields and the rest of the text; what is no valid YAML mapping is no front matter."""
    try:
        fields, body = frontmatter.parse(text)
    except yaml.YAMLError:
        return {}, text
    return (fields, body) if fields else ({}, text)


def _metadata(fields: dict[str, object]) -> tuple[dict[str, str], list[Removed]]:
    """What the front matter says in our terms, and the fields we have no term for."""
    lower = {str(key).lower(): value for key, value in fields.items()}
    known = {ours: _first(lower, theirs) for ours, theirs in _FIELDS.items()}
    known |= {"date": day} if (day := _day(lower)) else {}
    used = {name for theirs in _FIELDS.values() for name in theirs} | set(_DATES)
    rest = [Removed(text=f"{k}: {v}", reason="front matter") for k, v in fields.items() if str(k).lower() not in used]
    return known, rest


def _first(fields: dict[str, object], names: Sequence[str]) -> str:
    value = next((fields[name] for name in names if fields.get(name)), "")
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _day(fields: dict[str, object]) -> str | None:
    value = next((fields[name] for name in _DATES if fields.get(name)), None)
    if isinstance(value, date):
        return value.isoformat()[:10]
    try:
        return date.fromisoformat(str(value)[:10]).isoformat()
    except ValueError:
        return None


def _walk(tokens: Sequence[Token]) -> Iterator[Block | Removed]:
    depth, heading, setext = 0, 0, False
    cells: list[str] = []
    for token in tokens:
        depth += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        if token.type == "heading_open":
            heading = int(token.tag[1])
            setext = token.markup in ("-", "=")
        elif token.type == "heading_close":
            heading = 0
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            yield block("table_row", " | ".join(cells))
        elif token.type in ("fence", "code_block"):
            yield block("paragraph", token.content)
        elif token.type == "html_block":
            yield from _html(token.content)
        elif token.type == "inline" and token.level >= 3 and _in_table(tokens, token):
            cells.append(join(line for line, _ in _lines(token)))
        elif token.type == "inline" and heading:
            text = join(line for line, _ in _lines(token))
            prose = setext and _NOT_A_HEADING.search(text)
            yield block("paragraph", text) if prose else block("heading", text, heading)
        elif token.type == "inline":
            yield from _paragraph(token, depth)


def _in_table(tokens: Sequence[Token], inline: Token) -> bool:
    return tokens[tokens.index(inline) - 1].type in ("td_open", "th_open")


def _paragraph(inline: Token, depth: int) -> Iterator[Block]:
    for line, is_image in _lines(inline):
        if is_image:
            yield block("caption", line)
        else:
            yield block("list_item", line, depth) if depth else block("paragraph", line)


def _lines(inline: Token) -> list[tuple[str, bool]]:
    """The inline text cut at hard breaks, before a line that starts with a label (a new turn), and around images."""
    lines: list[tuple[str, bool]] = []
    running: list[str] = [""]

    def end() -> None:
        text = join(strip(part) for part in running if strip(part))
        if text:
            lines.append((text, False))
        running[:] = [""]

    for child in inline.children or []:
        if child.type == "image":
            end()
            lines.extend([(strip(child.content), True)] if strip(child.content) else [])
        elif child.type == "hardbreak" or (child.type == "html_inline" and _BREAK.match(child.content)):
            end()
        elif child.type == "softbreak":
            running.append("")
        elif child.type in ("text", "code_inline"):
            if not running[-1] and len(running) > 1 and LABEL.match(child.content):
                end()
            running[-1] += child.content
    end()
    return lines


def _html(source: str) -> Iterable[Block | Removed]:
    """HTML between the paragraphs: its text, without what a browser would not show."""
    from summarizer.readers.flow import runs_of

    return [block(run.kind, run.text, run.level) for run in runs_of(source)]
