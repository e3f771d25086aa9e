"""Returned files, whole and broken: what is read of them, and that no damage does more than end in an error."""

import random
import time
import zipfile
from io import BytesIO

import pytest

from summarizer.common.files import encoded
from summarizer.errors import InputError
from summarizer.readers.returned import Returned, sentences
from summarizer.records import Decoding, Name
from summarizer.report import Receipt, Report, ReportBlock, ReportDocument, TranslatedSegment
from summarizer.stages.render import render

FORMATS = ("docx", "xlsx", "csv", "xliff", "xliff2", "tmx")
PAIRS = [("p1.s1", "第一句话，=1。", "=Sentence one, with “marks” & signs."), ("p1.s2", "第二句话。", "Sentence two.")]


def report() -> Report:
    return Report(
        document=ReportDocument(
            title=Name(source="题", target="A title"),
            source_language="zh-Hans",
            target_language="en",
            origin="a.txt",
            sha256="0" * 64,
            format="text",
            decoding=Decoding(encoding="utf-8", confidence=1, basis="utf-8"),
            blocks=(ReportBlock(id="p1", kind="paragraph", segments=tuple(id for id, *_ in PAIRS)),),
        ),
        segments=tuple(TranslatedSegment(id=i, source=zh, target=en, status="ok") for i, zh, en in PAIRS),
        receipt=Receipt(model="m"),
    )


def made(format: str) -> bytes:
    return encoded(render(report(), format))


@pytest.mark.parametrize("format", FORMATS)
def test_what_went_out_comes_back_as_it_was(format: str) -> None:
    assert sentences(made(format)) == [Returned(*pair) for pair in PAIRS]


@pytest.mark.parametrize("format", FORMATS)
def test_a_hundred_damaged_files_end_in_an_error_or_in_sentences(format: str) -> None:
    data, draw = made(format), random.Random(format)
    started = time.process_time()
    for n in range(100):
        damaged = bytearray(data)
        for _ in range(1 + n % 20):
            damaged[draw.randrange(len(damaged))] = draw.randrange(256)
        broken = bytes(damaged[: draw.randrange(len(damaged))] if n % 3 == 0 else damaged)
        try:
            found = sentences(broken)
        except InputError:
            continue
        assert found is None or all(isinstance(one, Returned) for one in found)
    assert time.process_time() - started < 20


def packed(name: str, content: bytes) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return held.getvalue()


W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "0123456789"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    "data",
    [
        packed("word/document.xml", b"<w:document " + W + b">" + b" " * 60_000_000),
        packed("word/document.xml", b"<w:document " + W + b">" + b"<w:p>" * 100_000),
        packed("xl/workbook.xml", b"<workbook/>"),
        packed("elsewhere.xml", b"<x/>"),
        ENTITIES + b"<xliff><trans-unit id='p1.s1'><source>&b;</source><target>&f;</target></trans-unit></xliff>",
        b"<?xml version='1.0'?>" + b"<x>" * 100_000,
        b"<?xml version='1.0'?><tmx>" + b"<tu/>" * 100_000 + b"</tmx>",
        b"<?xml version='1.0'?><unknown/>",
        b"Segment,Chinese,English\r\n" + b'p1.s1,"' * 1000,
    ],
    ids=range(9),
)
def test_hostile_files_open_nothing_and_fill_nothing(data: bytes) -> None:
    started = time.process_time()
    try:
        found = sentences(data) or []
    except InputError:
        found = []
    assert not any(len(one.target) > 100 or "/" in one.target for one in found)
    assert time.process_time() - started < 10
