"""Reading: bytes become a document; format, encoding and language are decided from the bytes."""

import hashlib
from pathlib import Path

import opencc
import pytest

from summarizer.errors import BinaryInput, EmptyInput, InputError, SettingsError
from summarizer.records import Document
from summarizer.stages.clean import clean
from summarizer.stages.read import format_of, read, read_path

SORA = Path(__file__).parents[2] / "examples" / "sora-panel.txt"

NOT_IN_BIG5 = str.maketrans("爲叄啓羣衆着\u00a0", "為參啟群眾著 ")
"""Variants that OpenCC writes and Big5 does not have, with the ones it has; and the no-break space."""


def shape(document: Document) -> list[tuple[str, int]]:
    return [(b.kind, b.level) for b in document.blocks]


def test_the_origin_is_a_base_name_and_the_hash_is_of_the_bytes_as_read() -> None:
    document = read_path(SORA)
    assert document.origin == "sora-panel.txt"
    assert document.sha256 == hashlib.sha256(SORA.read_bytes()).hexdigest()
    assert read("你好，世界。".encode(), "/tmp/some/where/a.txt").origin == "a.txt"
    assert read("你好，世界。".encode(), r"C:\Users\someone\a.txt").origin == "a.txt"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_the_same_article_in_another_encoding_gives_the_same_blocks(encoding: str) -> None:
    text = SORA.read_text(encoding="utf-8")
    assert text == text.encode(encoding).decode(encoding)
    again = read(text.encode(encoding), "a.txt")
    assert again.blocks == read_path(SORA).blocks
    assert clean(again).blocks == clean(read_path(SORA)).blocks


@pytest.mark.parametrize("encoding", ["big5hkscs", "cp950"])
def test_the_traditional_article_in_big5_has_the_same_blocks_in_number_and_kind(encoding: str) -> None:
    traditional = opencc.OpenCC("s2t").convert(SORA.read_text(encoding="utf-8")).translate(NOT_IN_BIG5)
    document = read(traditional.encode(encoding), "a.txt")
    assert document.decoding.encoding.startswith("big5")
    assert document.language == "zh-Hant"
    assert shape(document) == shape(read_path(SORA))
    assert shape(clean(document)) == shape(clean(read_path(SORA)))


def test_the_content_decides_the_format_whatever_the_name_says() -> None:
    assert format_of("<!DOCTYPE html>\n<html><body><p>字</p></body></html>", "a.txt") == "html"
    assert format_of("<div><p>一</p>\n<p>二</p></div>", "") == "html"
    assert format_of("# 标题\n\n正文有[链接](https://example.com)。", "") == "markdown"
    assert format_of("只有一行普通的字。", "notes.md") == "markdown"
    assert format_of("# 一个井号不算\n\n正文。", "a.txt") == "text"
    assert format_of('记者：<iframe src="x"></iframe>\n你好。', "a.txt") == "text"
    assert format_of("书名写成<论语>，也不是网页。", "a.html") == "text"


def test_what_the_user_says_about_the_encoding_is_not_doubted() -> None:
    assert read("漢字".encode("big5"), "a.txt", encoding="big5").decoding.basis == "given"
    with pytest.raises(SettingsError):
        read(b"abc", "a.txt", encoding="klingon")


def test_no_text_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(EmptyInput):
        read(" \n\u3000\n".encode("utf-16"), "a.txt")
    with pytest.raises(BinaryInput, match="PDF"):
        read(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a.pdf")
    with pytest.raises(InputError):
        read_path(tmp_path / "missing.txt")
