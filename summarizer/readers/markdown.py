"""Markdown through markdown-it: headings, paragraphs, quotes, lists, tables, code, images' descriptions, and front matter."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference
from markdown_it.token import Token

from summarizer.readers import notes, tags
from summarizer.readers.account import finding, letters, missing, shown_text, written
from summarizer.readers.entities import without_references
from summarizer.readers.front_matter import front_matter
from summarizer.readers.legible import without_signs
from summarizer.readers.page import Page, block, join, numbered, strip
from summarizer.readers.text import LABEL, columns
from summarizer.records import Block, Removed
from summarizer.text.scripts import has_han

_FIELDS = {
    "title": ("title", "标题", "標題"),
    "author": ("author", "authors", "作者", "byline"),
    "publication": ("publication", "source", "site", "sitename", "来源", "來源", "媒体", "媒體"),
    "url": ("url", "link", "canonical", "original", "链接", "連結"),
}
_DATES = ("date", "published", "created", "日期", "发布日期", "發佈日期")
_BREAK = re.compile(r"^<br\s*/?>$", re.IGNORECASE)
_NOT_A_HEADING = re.compile(r"[。；]$")
_ADDRESS = re.compile(r"\[[^\]\n]+\]:\s*(?:<[^<>\n]*>|(?:[a-z][a-z0-9+.-]*:|[/#.]|www\.)[\x21-\x7e]*)", re.IGNORECASE)
"""A definition of a link: an address follows the label. CommonMark takes any word for one, and Chinese has no blanks."""

VERSE_COLUMNS = 40
"""Columns of the longest line of verse. Prose is wrapped at 60 and more; twenty characters to a line are a poem."""
WRAP = 4
"""Columns by which the lines of prose in a narrow column differ; a poem of such lines has no sentence ends inside."""
NESTING = 60
"""Lists and quotations inside each other that are read; a file with more is read as text."""


def _link_definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """As CommonMark's, where an address follows. What was defined is kept for the account."""
    first = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if not _ADDRESS.match(first) or not reference(state, start, end, silent):
        return False
    state.env.setdefault("definitions", []).append(state.getLines(start, state.line, state.blkIndent, False))
    return True


_PARSER = (
    MarkdownIt("commonmark", {"maxNesting": NESTING, "store_labels": True})
    .enable(["table", "strikethrough"])
    .disable("code")
)
"""Without indented code: Chinese authors indent their paragraphs."""
_PARSER.block.ruler.at("reference", _link_definition)


def blocks(text: str) -> Page:
    """The document's blocks. A rule line right under a paragraph makes it no heading if it ends as a sentence."""
    head = front_matter(text)
    known, used = _metadata(head.values)
    walker = _Walker()
    env: dict[str, object] = {}
    walker.walk(_PARSER.parse(head.body, env))
    definitions = [str(piece) for piece in env.get("definitions", ())]  # type: ignore[attr-defined]
    fields = [Removed(text=w, reason="front matter") for name, w in head.written.items() if w and name not in used]
    page = Page.model_validate(
        {
            **known,
            "blocks": numbered(_marked(walker.blocks)),
            "removed": (*fields, *(Removed(text=d, reason="link definition") for d in definitions), *walker.removed),
            "markup": (*walker.markup, *(head.written[name] for name in used)),
        }
    )
    return _accounted(text, page)


def _accounted(text: str, page: Page) -> Page:
    """The page, or where it lost anything the file as plain text."""
    lost = missing(letters([without_references(text)]), letters([*written(page), *page.markup]))
    if not finding(lost):
        return page
    from summarizer.readers import text as plain

    return plain.blocks(text)


def _marked(found: Sequence[Block]) -> Iterator[Block]:
    """Without the marks of footnotes."""
    texts = notes.without_marks([b.text for b in found])
    return (
        b if b.kind == "code" else b.model_copy(update={"text": text}) for b, text in zip(found, texts, strict=True)
    )


def _metadata(fields: dict[str, object]) -> tuple[dict[str, str], list[str]]:
    """What the front matter says in our terms, and the names of the fields that said it."""
    known: dict[str, str] = {}
    used: list[str] = []
    lower = {name.lower(): name for name in fields}
    for ours, theirs in _FIELDS.items():
        name = next((lower[t] for t in theirs if t in lower and _as_text(fields[lower[t]])), None)
        if name:
            known[ours] = _as_text(fields[name])
            used.append(name)
    for name in (lower[t] for t in _DATES if t in lower):
        if day := _day(_as_text(fields[name])):
            return known | {"date": day}, [*used, name]
    return known, used


def _as_text(value: object) -> str:
    """A text, or a list of texts; nothing for what is nested deeper."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "、".join(value)
    return value if isinstance(value, str) else ""


def _day(value: str) -> str | None:
    try:
        return date.fromisoformat(value[:10].replace("/", "-")).isoformat()
    except ValueError:
        return None


@dataclass
class _Walker:
    """Blocks from the parser's tokens, in order, with what stands beside them."""

    blocks: list[Block] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    markup: list[str] = field(default_factory=list)
    depth: int = 0
    number: str = ""
    """What the list item at hand begins with."""
    cells: list[str] = field(default_factory=list)

    def walk(self, tokens: Sequence[Token]) -> None:
        for before, token in pairwise((Token("start", "", 0), *tokens)):
            self._take(token, before)

    def _take(self, token: Token, before: Token) -> None:
        if token.type == "list_item_open":
            self.depth += 1
            self.number = f"{token.info}{token.markup} " if token.info else ""
        elif token.type == "list_item_close":
            self.depth -= 1
        elif token.type == "tr_open":
            self.cells = []
        elif token.type == "tr_close":
            self.blocks.append(block("table_row", " | ".join(self.cells)))
        elif token.type in ("fence", "code_block"):
            self.markup.append(token.info)
            self.blocks.append(block("code", token.content.expandtabs(4)))
        elif token.type == "html_block":
            self._html(token.content)
        elif token.type == "inline":
            self._inline(token, before)

    def _inline(self, token: Token, before: Token) -> None:
        lines = self._lines(token)
        if before.type in ("td_open", "th_open"):
            self.cells.append(join(line for line, _ in lines))
        elif before.type == "heading_open":
            text = join(line for line, _ in lines)
            prose = before.markup in ("-", "=") and _NOT_A_HEADING.search(text)
            self.blocks.append(block("paragraph", text) if prose else block("heading", text, int(before.tag[1])))
        else:
            self._paragraph(lines)

    def _paragraph(self, lines: list[tuple[str, bool]]) -> None:
        for line, is_image in lines:
            if is_image:
                self.blocks.append(block("caption", line))
            elif self.depth:
                self.blocks.append(block("list_item", self.number + line, self.depth))
                self.number = ""
            else:
                self.blocks.append(block("paragraph", line))

    def _html(self, source: str) -> None:
        """HTML between the paragraphs: its text, without what a browser would not show."""
        from summarizer.readers.flow import flow_of, tree_of

        tree = tree_of(source)
        flow = flow_of(tree)
        self.blocks += [block(run.kind, run.text, run.level) for run in flow.runs]
        self.removed += flow.beside
        shown = letters(shown_text(tree))
        self.markup.append("".join((letters([source]) - shown).elements()))

    def _lines(self, inline: Token) -> list[tuple[str, bool]]:
        """The inline text cut at hard breaks, before a line that starts with a label (a new turn), around images, and at every
        line end of verse."""
        pieces = _Pieces(self._texts(inline))
        lines: list[tuple[str, bool]] = []
        for group in pieces.groups:
            if isinstance(group, str):
                lines += [(strip(group), True)] if strip(group) else []
                continue
            held = [part for part in map(strip, group) if part]
            if _is_verse(held):
                lines += [(part, False) for part in held]
            elif held:
                lines += [(join(turn), False) for turn in _turns(held)]
        return lines

    def _texts(self, inline: Token) -> Iterator[tuple[str, str]]:
        """(what, text) of each piece: text, line, break or image. Addresses and tags that are markup go to `markup`."""
        children = inline.children or []
        dropped = _markup_children(children)
        for n, child in enumerate(children):
            self.markup += [str(child.attrs[name]) for name in ("href", "src") if name in child.attrs]
            if label := child.meta.get("label"):
                self.markup += [str(label), str(label).lower()]
            if title := child.attrs.get("title"):
                self.removed.append(Removed(text=str(title), reason="description"))
            if child.type == "image":
                yield "image", _plain(child)
            elif child.type == "hardbreak" or (
                child.type == "html_inline" and _BREAK.match(child.content) and n in dropped
            ):
                self.markup.append(child.content)
                yield "break", ""
            elif child.type == "softbreak":
                yield "line", ""
            elif child.type == "code_inline":
                yield "text", f"{child.markup}{child.content}{child.markup}"
            elif child.type == "html_inline" and n in dropped:
                self.removed.append(
                    Removed(text=child.content, reason="comment" if "<!--" in child.content else "markup")
                )
            elif child.content:
                yield "text", without_signs(child.content)


@dataclass
class _Pieces:
    """The lines between hard breaks, and the descriptions of images, in order."""

    groups: list[list[str] | str]

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        self.groups = [[""]]
        for what, text in texts:
            if what == "image":
                self.groups += [text, [""]]
            elif what == "break":
                self.groups.append([""])
            elif what == "line":
                self._lines().append("")
            else:
                self._lines()[-1] += text

    def _lines(self) -> list[str]:
        last = self.groups[-1]
        if isinstance(last, str):
            last = [""]
            self.groups.append(last)
        return last


def _plain(image: Token) -> str:
    return "".join(child.content or " " for child in image.children or []) or image.content


def _markup_children(children: Sequence[Token]) -> set[int]:
    """Which of the pieces of HTML in a line are markup; the others are what it speaks about."""
    if not any(child.type == "html_inline" for child in children):
        return set()
    starts: dict[int, int] = {}
    length = 0
    line: list[str] = []
    for n, child in enumerate(children):
        starts[n] = length
        text = "\ufffc" * len(child.content) if child.type == "code_inline" else child.content
        line.append(text)
        length += len(text)
    spans = set(tags.markup("".join(line)))
    whole = {start for start, _ in spans}
    return {
        n
        for n, child in enumerate(children)
        if child.type == "html_inline" and (starts[n] in whole or not tags.is_known(child.content))
    }


def _turns(lines: Sequence[str]) -> Iterator[list[str]]:
    """The lines of a paragraph, parted where one begins with a label."""
    turn: list[str] = []
    for line in lines:
        if turn and LABEL.match(line):
            yield turn
            turn = []
        turn.append(line)
    yield turn


def _is_verse(lines: Sequence[str]) -> bool:
    """Several short lines of Chinese, and not prose in a narrow column: there all lines but the last are equally full, and
    sentences end inside them."""
    widths = [columns(line) for line in lines]
    if len(lines) < 2 or max(widths) > VERSE_COLUMNS or not all(map(has_han, lines)):
        return False
    if min(widths) < 4 or any(map(LABEL.match, lines)):
        return False
    full = len(lines) > 3 and min(widths[:-1]) >= max(widths) - WRAP
    return not (full and sum(bool(re.search(r"[，。！？]\S", line)) for line in lines) > len(lines) / 3)
