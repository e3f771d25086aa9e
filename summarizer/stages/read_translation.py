"""read_translation: bytes -> paragraphs   somebody's English: text, Markdown or a web page in any encoding, or what this program wrote."""

import re

from pydantic import ValidationError

from summarizer.errors import InputError, NothingToTranslate
from summarizer.readers.page import squeeze, strip
from summarizer.report import GENERATOR, MARKDOWN_MARK, Report
from summarizer.stages.read import read
from summarizer.text.scripts import language_of

_OWN_PAGE = f'<meta name="generator" content="{GENERATOR}">'
_OWN_MARKS = re.compile(r" ?⚠\d+| ?\[not translated\]")
_HEAD = 4000
"""Characters in which our own pages name what made them."""


def read_translation(data: bytes, origin: str) -> tuple[str, ...]:
    """The paragraphs in order, headings and list items among them. Of our own files the translation alone: no overview, no notes,
    and where a sentence failed the Chinese that stands in its place. Raises InputError where there is no English."""
    found = _of_report(data) if data.lstrip()[:1] == b"{" else _of_page(data, origin)
    held = tuple(text for one in found if (text := strip(one)))
    if not held:
        raise NothingToTranslate(f"{origin} holds no text", "Give the translation of the article.")
    if language_of("\n".join(held)) in ("zh-Hans", "zh-Hant", "ja", "ko"):
        raise NothingToTranslate(
            f"{origin} is not in English", "Give the article first, then its translation into English."
        )
    return held


def _of_report(data: bytes) -> list[str]:
    try:
        report = Report.model_validate_json(data)
    except ValidationError as error:
        raise InputError(
            "The translation looks like JSON, but is no report of this program", "Give text, Markdown or HTML."
        ) from error
    target = {s.id: s.target or s.source for s in report.segments}
    return [" ".join(target[i].strip() for i in block.segments) for block in report.document.blocks]


def _of_page(data: bytes, origin: str) -> list[str]:
    text = data.decode("utf-8", "replace").lstrip("\ufeff")
    if text.startswith(MARKDOWN_MARK):
        return _of_own_text(text)
    document = read(data, origin)
    if document.format == "html" and _OWN_PAGE in text[:_HEAD]:
        return _of_own_page(text)
    return [b.text for b in document.blocks]


def _of_own_text(text: str) -> list[str]:
    """Markdown whatever else it looks like: it has tags of HTML in it. Raises InputError if the translation was taken out of it."""
    from summarizer.readers import markdown

    blocks = markdown.blocks(text).blocks
    texts = [b.text for b in blocks]
    headings = [n for n, b in enumerate(blocks) if b.kind == "heading" and b.level == 2]
    start = next((n for n in headings if texts[n] == "Translation"), None)
    if start is None:
        raise InputError(
            "The Markdown has no section “Translation” any more", "Give the file as it was written, corrected."
        )
    end = next((n for n in headings if n > start), len(texts))
    return [_OWN_MARKS.sub("", text) for text in texts[start + 1 : end]]


def _of_own_page(text: str) -> list[str]:
    """The English column; marks of notes and of speakers are not part of it."""
    from summarizer.readers.flow import tree_of

    tree = tree_of(text)
    for mark in tree.xpath("//article//*[contains(@class, 'noted') or @class='who' or @class='missing']"):
        mark.drop_tree()
    cells = tree.xpath("//article[@id='article']//div[@class='target']")
    return [squeeze(cell.text_content()) for cell in cells]
