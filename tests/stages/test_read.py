"""Reading: bytes become a document; format, encoding and language are decided from the bytes."""

import base64
import hashlib
import quopri
from pathlib import Path

import opencc
import pytest

from summarizer.errors import EmptyInput, InputError, SettingsError
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
    with pytest.raises(InputError, match="PDF is damaged"):
        read(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a.pdf")
    with pytest.raises(InputError):
        read_path(tmp_path / "missing.txt")


@pytest.mark.parametrize("transfer", ["quoted-printable", "base64"])
def test_a_page_saved_as_a_single_file_is_the_page_in_it(transfer: str) -> None:
    page = "<html><body><h1>骑行道的春天</h1><p>早上七点半，城东的骑行道上已经排起了队。</p></body></html>".encode(
        "gb18030"
    )
    encode = quopri.encodestring if transfer == "quoted-printable" else base64.encodebytes
    saved = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.com/\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----b"\r\n\r\n------b\r\n'
        b"Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: " + transfer.encode() + b"\r\n\r\n"
        + encode(page) + b"\r\n------b--\r\n"
    )  # fmt: skip
    document = read(saved, "a.mhtml")
    assert document.format == "html"
    assert [b.text for b in document.blocks] == ["骑行道的春天", "早上七点半，城东的骑行道上已经排起了队。"]
    assert document.sha256 == hashlib.sha256(saved).hexdigest()


def test_a_text_that_talks_about_mail_headers_is_no_single_file() -> None:
    assert read("MIME-Version: 1.0\n\n这一行是邮件的头，后面是正文。".encode(), "a.txt").format == "text"
