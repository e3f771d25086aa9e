"""Saved pages, read and cleaned: what must be there, what must not, and what is known about each."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from summarizer.records import Document
from summarizer.stages.clean import clean
from summarizer.stages.read import read_path

HERE = Path(__file__).parent
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((HERE / "expected.toml").read_text(encoding="utf-8"))


@pytest.fixture(params=sorted(EXPECTED))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def article(name: str) -> Document:
    return clean(read_path(HERE / "pages" / name))


def texts(article: Document, kind: str) -> list[str]:
    return [b.text for b in article.blocks if b.kind == kind]


def test_every_page_is_expected_and_every_expected_page_is_there() -> None:
    assert sorted(EXPECTED) == sorted(path.name for path in (HERE / "pages").iterdir())


def test_the_format_encoding_and_language_are_found(name: str, article: Document) -> None:
    expected = EXPECTED[name]
    found = {"format": article.format, "encoding": article.decoding.encoding, "language": article.language}
    assert found == {key: expected[key] for key in found}


def test_the_metadata_is_the_pages(name: str, article: Document) -> None:
    expected = EXPECTED[name]
    found = {field: getattr(article, field) or "" for field in ("title", "date", "publication", "author")}
    assert found == {field: expected.get(field, "") for field in found}


def test_the_headline_is_the_first_block_and_stands_once(name: str, article: Document) -> None:
    first = article.blocks[0]
    assert (first.kind, first.level, first.text) == ("heading", 1, EXPECTED[name]["title"])
    assert [b.text for b in article.blocks].count(first.text) == 1


def test_what_belongs_to_the_article_is_kept(name: str, article: Document) -> None:
    body = "\n".join(b.text for b in article.blocks)
    assert [snippet for snippet in EXPECTED[name]["keep"] if snippet not in body] == []


def test_what_belongs_to_the_page_is_moved_aside_with_a_reason(name: str, article: Document) -> None:
    body = "\n".join(b.text for b in article.blocks)
    moved = "\n".join(piece.text for piece in article.removed)
    assert [snippet for snippet in EXPECTED[name]["gone"] if snippet in body] == []
    assert [snippet for snippet in EXPECTED[name]["gone"] if snippet not in moved] == []
    assert all(piece.reason for piece in article.removed)


@pytest.mark.parametrize(("kind", "field"), [("caption", "captions"), ("credit", "credits")])
def test_captions_and_credits_are_told_from_paragraphs(name: str, article: Document, kind: str, field: str) -> None:
    assert texts(article, kind) == EXPECTED[name][field]


def test_section_headings_are_recognised(name: str, article: Document) -> None:
    assert texts(article, "heading")[1:] == EXPECTED[name]["headings"]


def test_nothing_the_browser_hides_becomes_text(name: str, article: Document) -> None:
    everything = "".join(b.text for b in article.blocks) + "".join(piece.text for piece in article.removed)
    assert "脚本里的字不是正文" not in everything
