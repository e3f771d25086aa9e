"""Bytes become text: in the right encoding, with an honest confidence, or with an error that says what the bytes are."""

import codecs
import random

import pytest

from summarizer.errors import BinaryInput, EmptyInput, UndecodableInput
from summarizer.readers.encoding import declared_encoding, decode, plausibility

HANS = "记者了解到，这家公司去年的营业额只有三百万元，但是他们并不打算关门。“我们还有时间，”老板说。\n" * 12
HANT = "記者了解到，這家公司去年的營業額只有三百萬元，但是他們並不打算關門。「我們還有時間，」老闆說。\n" * 12


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (HANS, "utf-8", "utf-8"),
        (HANS, "gb2312", "gb18030"),
        (HANS, "gb18030", "gb18030"),
        (HANT, "gb18030", "gb18030"),
        (HANT, "big5", "big5"),
        (HANT + "佢哋話：唔係咁㗎，喺嗰度。", "big5hkscs", "big5-hkscs"),
        (HANS, "utf-16-le", "utf-16-le"),
        (HANT, "utf-16-be", "utf-16-be"),
        ("你好", "gbk", "gb18030"),
        ("謝謝你們", "big5", "big5"),
    ],
)
def test_an_encoding_nobody_declared_is_found(text: str, codec: str, name: str) -> None:
    found, decoding = decode(text.encode(codec))
    assert found == text
    assert decoding.encoding == name
    assert decoding.basis == ("utf-8" if codec == "utf-8" else "detected")
    assert decoding.confidence > 0.5


@pytest.mark.parametrize(
    ("codec", "mark"),
    [("utf-8", codecs.BOM_UTF8), ("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE)],
)
def test_a_byte_order_mark_decides_and_is_no_text(codec: str, mark: bytes) -> None:
    found, decoding = decode(mark + HANT.encode(codec))
    assert found == HANT
    assert (decoding.basis, decoding.confidence) == ("bom", 1)


def test_a_page_that_declares_gb2312_and_is_utf8_is_utf8() -> None:
    page = f'<html><head><meta charset="gb2312"></head><body>{HANS}</body></html>'
    found, decoding = decode(page.encode())
    assert found == page
    assert decoding.encoding == "utf-8"


@pytest.mark.parametrize("declared", ["utf-8", "big5", "iso-8859-1", "shift_jis", "utf-16", "nonsense"])
def test_a_declaration_that_makes_no_sense_of_the_bytes_is_not_believed(declared: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body>{HANS}</body></html>'
    found, decoding = decode(page.encode("gb18030"), declared=declared)
    assert found == page
    assert (decoding.encoding, decoding.basis) == ("gb18030", "detected")


def test_a_declaration_that_fits_is_believed_and_gb2312_means_gb18030() -> None:
    page = f'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">{HANS}镕㙍'
    found, decoding = decode(page.encode("gb18030"))
    assert found == page
    assert (decoding.encoding, decoding.basis) == ("gb18030", "declared")


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"<meta charset=utf-8>", "utf-8"),
        (b'<META http-equiv="Content-Type" content="text/html; charset=Big5" />', "Big5"),
        (b'<?xml version="1.0" encoding="gb2312"?>', "gb2312"),
        (b'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset="GBK"\r\n', "GBK"),
        (b"<p>charset=gbk in the text</p>", None),
    ],
)
def test_declarations_inside_the_bytes_are_found(head: bytes, name: str | None) -> None:
    assert declared_encoding(head) == name


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5", "utf-16-le"])
def test_a_download_that_was_cut_inside_a_character_keeps_all_before_it(codec: str) -> None:
    text = HANT if codec == "big5" else HANS
    found, decoding = decode(text.rstrip("\n").encode(codec)[:-1])
    assert found == text.rstrip("\n")[:-1] + "\ufffd"
    assert decoding.confidence < 1


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5"])
def test_a_few_bad_bytes_are_shown_and_lower_the_confidence(codec: str) -> None:
    text = (HANT if codec == "big5" else HANS) * 4
    data = text.encode(codec)
    line = data.index(b"\n") + 1
    whole, broken = decode(data), decode(data[:line] + b"\xff" + data[line:])
    assert broken[0].replace("\ufffd", "") == text
    assert broken[1].encoding == whole[1].encoding
    assert broken[1].confidence < whole[1].confidence


@pytest.mark.parametrize("data", [b"", b"\n \t\r\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE + b" \x00\n\x00"])
def test_nothing_is_said_to_be_empty(data: bytes) -> None:
    with pytest.raises(EmptyInput):
        decode(data)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.4\nrest", "PDF"),
        (b"PK\x03\x04\x14\x00\x06\x00word/document.xml", "Word"),
        (b"PK\x03\x04\x14\x00\x06\x00other", "ZIP"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word"),
        (b"{\\rtf1\\ansi}", "RTF"),
        (random.Random(7).randbytes(4000), "not text"),
        (b"\x00\x01\x02\x03" * 200, "not text"),
    ],
)
def test_files_that_are_no_text_are_named(data: bytes, what: str) -> None:
    with pytest.raises(BinaryInput, match=what) as raised:
        decode(data)
    assert raised.value.hint


def test_bytes_in_no_known_encoding_are_an_error_and_not_a_guess() -> None:
    dice = random.Random(3)
    scattered = bytes(dice.randrange(0x80, 0x100) for _ in range(3000))
    with pytest.raises((UndecodableInput, BinaryInput)):
        decode(scattered)


def test_what_is_given_is_not_doubted_but_must_decode() -> None:
    assert decode(HANT.encode("big5"), given="big5")[1].basis == "given"
    assert decode(HANS.encode("utf-16"), given="utf-16")[0] == HANS
    with pytest.raises(UndecodableInput):
        decode(HANS.encode("gb18030"), given="utf-8")


def test_plausibility_tells_a_text_from_the_same_bytes_misread() -> None:
    assert plausibility(HANS) > 0.6
    assert plausibility(HANT) > 0.6
    assert plausibility(HANS.encode("gb18030").decode("big5", "ignore")) < 0.25
    assert plausibility(HANT.encode("big5").decode("gb18030", "ignore")) < 0.25
    assert plausibility(HANS.encode("gb18030").decode("latin-1")) < 0.25
    assert plausibility("plain ASCII") == 1


@pytest.mark.parametrize(
    "text",
    [
        "Hello everyone, I am Pi-Yun Tseng (曾碧雲) from the Department of Commerce.",
        "“It’s fine” – naïve, café, Müller, Škoda…",
        "龘靐齉爩",
        "鄭蕭葉鍾譚龐",
        "Où êtes-vous né? Ça va très bien.",
    ],
)
def test_letters_with_marks_and_rare_characters_were_not_misread(text: str) -> None:
    read, decoding = decode(text.encode())
    assert read == text
    assert (decoding.encoding, decoding.restored_from) == ("utf-8", "")
