"""Damaged, hostile and oversized documents, a hundred of each kind: a clear error in time and memory, or a reading; never anything else."""

import json
import os
import random
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import document_files as files
import pytest

SECONDS = 10
MEGABYTES = 500
COUNT = 100
COUNT_PDF = 100 if "FUZZ_DOCUMENTS" in os.environ else 40
"""Each is read in a process of its own; all hundred with `make fuzz`."""
LONG = "河东区图书馆昨天宣布，从下个月一日起，每天的开放时间将从晚上六点延长到晚上九点，周末照常开放，读者不需要另外办理手续。"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
LAUGHS = (
    "<!DOCTYPE d ["
    + '<!ENTITY a0 "汉汉汉汉汉汉汉汉汉汉">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    + '<!ENTITY file SYSTEM "file:///etc/passwd"><!ENTITY net SYSTEM "http://127.0.0.1:9/x">]>'
)

CHILD = """
import json, resource, sys, time
from pathlib import Path
from summarizer.errors import SummarizerError
from summarizer.stages.clean import clean
from summarizer.stages.read import read
def own_peak():  # not ru_maxrss: what called exec counts in it
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")))
for line in sys.stdin:
    name = json.loads(line)
    started = time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        document = clean(read(Path(name).read_bytes(), name))
        said, text = "read", "".join(b.text for b in document.blocks)
    except SummarizerError as error:
        said, text = f"{type(error).__name__}: {error}", ""
    except BaseException as error:
        said, text = f"crash {type(error).__name__}: {error}", ""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = time.process_time() - started[0] + children.ru_utime + children.ru_stime - started[1].ru_utime - started[1].ru_stime
    peak = max(own_peak(), children.ru_maxrss) // 1024
    print(json.dumps([said, len(text), "root:" in text, round(spent, 1), peak]), flush=True)
"""


def damaged(source: bytes, seed: int) -> bytes:
    """Cut off, with bytes turned, taken out, doubled or filled with noise."""
    rng = random.Random(seed)
    data = bytearray(source)
    if seed % 4 == 0:
        del data[rng.randrange(5, len(data)) :]
    for _ in range(1 + seed % 9):
        at = rng.randrange(min(5, len(data) - 1), len(data))
        how = rng.randrange(4)
        if how == 0:
            data[at] = rng.randrange(256)
        elif how == 1:
            del data[at : at + rng.randrange(1, 200)]
        elif how == 2:
            data[at:at] = data[at : at + rng.randrange(1, 2000)]
        else:
            data[at : at + 20] = rng.randbytes(20)
        if len(data) < 10:
            break
    return bytes(data)


def word(body: str, prolog: str = "") -> bytes:
    return files.packed(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"{prolog}<w:document {W}><w:body>{body}</w:body></w:document>",
        }
    )


def book(body: str) -> bytes:
    return files.book("题目", [LONG]).replace(b"", b"") if not body else files.packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": f'{LAUGHS if "&" in body else ""}<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>',
            "a.opf": '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a.xhtml"/><item id="p" href="../../../../etc/passwd"/><item id="f" href="file:///etc/passwd"/></manifest><spine><itemref idref="a"/><itemref idref="p"/><itemref idref="f"/></spine></package>',
            "a.xhtml": body,
        }
    )  # fmt: skip


def sheet(cells: str, prolog: str = "") -> bytes:
    return files.packed(
        {
            "xl/workbook.xml": f'<workbook {S}><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f"{prolog}<worksheet {S}><sheetData>{cells}</sheetData></worksheet>",
        }
    )  # fmt: skip


def lying(data: bytes) -> bytes:
    """An archive whose parts say that they are small."""
    changed = bytearray(data)
    at = changed.find(b"PK\x01\x02")
    while at >= 0:
        changed[at + 24 : at + 28] = (1000).to_bytes(4, "little")
        at = changed.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def locked(data: bytes) -> bytes:
    changed = bytearray(data)
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)


def hostile_word() -> Iterator[bytes]:
    paragraph = f"<w:p><w:r><w:t>{LONG}</w:t></w:r></w:p>"
    yield word(paragraph * 60_000)
    yield word("<w:p/>" * 5_000_000)
    yield word("<w:p>" * 200_000 + "</w:p>" * 200_000)
    yield word("<w:tbl><w:tr><w:tc>" * 50_000 + paragraph)
    yield word(f'<w:p><w:r><w:t w:x="&a8;">{LONG}&a8;&file;&net;</w:t></w:r></w:p>', LAUGHS)
    yield word("<w:r><w:ruby><w:rt>" * 100_000 + "字")
    yield lying(word("字" * 40_000_000))
    yield locked(word(paragraph))
    yield word("<w:p " + " ".join(f'a{n}="x"' for n in range(400_000)) + "/>")
    yield word("".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in noise(240_000)))
    yield word("".join(f'<w:p w:a="{text}" w:b="1"/>' for text in noise(480_000)))
    yield word("".join(f"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in noise(100_000)))
    yield files.packed({f"word/{n}.xml": "x" for n in range(20_000)} | {"word/document.xml": "<a/>"})
    yield files.packed(
        {
            "word/document.xml": f"<w:document {W}/>",
            "word/header1.xml": f"<w:hdr {W}>" + "<w:p><w:r><w:t>头</w:t></w:r>" * 30_000,
        }
    )


def noise(count: int) -> Iterator[str]:
    """Short texts that do not pack well."""
    rng = random.Random(count)
    return (f"字{rng.getrandbits(64):x}" for _ in range(count))


def hostile_book() -> Iterator[bytes]:
    yield book(f"<html><body><p>{LONG}&a8;&file;</p></body></html>")
    yield book("<div>" * 300_000 + LONG)
    yield book("<p>" + "字" * 20_000_000)
    yield book("<ruby>" * 200_000 + "<rt>a" * 200_000)
    yield book("<table><tr>" + "<td>字" * 300_000)
    yield lying(book("字" * 40_000_000))
    yield book("".join(f"<p>{text}" for text in noise(400_000)))
    yield book("".join(f"<div>{text}" for text in noise(200_000)))
    yield locked(book(f"<p>{LONG}</p>"))
    yield book(f"<p {'a=1 ' * 500_000}>{LONG}")


def hostile_sheet() -> Iterator[bytes]:
    text = f'<c t="inlineStr"><is><t>{LONG}</t></is></c>'
    yield sheet(f"<row>{text}</row>" * 60_000)
    yield sheet("<row><c r='XFD1' t='inlineStr'><is><t>字</t></is></c></row>" * 200_000)
    yield sheet(f"<row>{text}&a8;&file;</row>", LAUGHS)
    yield sheet("<row><c t='s'><v>99999999999</v></c></row>")
    yield sheet("<row><c r='ZZZZZZZ1'><v>9</v></c></row>" + "<row/>" * 4_000_000)
    yield lying(sheet("字" * 40_000_000))
    yield sheet("".join(f"<row><c t='inlineStr'><is><t>{text}</t></is></c></row>" for text in noise(180_000)))
    yield locked(sheet(text))


def hostile_archive() -> Iterator[bytes]:
    yield files.packed({f"{n}.txt": "字" for n in range(4_000)})
    yield files.packed({"a.txt": b"\0" * 60_000_000})
    yield files.packed({"a.zip": files.packed({"a.txt": LONG})})
    yield files.packed({"../../../../tmp/evil.txt": LONG, "C:\\evil.txt": LONG})
    yield lying(files.packed({"a.txt": "字" * 20_000_000}))
    yield locked(files.packed({"a.txt": LONG}))
    yield files.packed({"a.exe": b"MZ"})
    yield b"PK\x05\x06" + b"\0" * 18


def pdf(*objects: bytes, root: int = 1) -> bytes:
    """A file of these objects, numbered from 1."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % p for p in places)
    return bytes(out + b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, root, start))


def stream(data: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    return b"<</Length %d/Filter/FlateDecode%s>>\nstream\n" % (len(packed), more) + packed + b"\nendstream"


def one_page(content: bytes, *more: bytes, resources: bytes = b"/Font<</F 5 0 R>>") -> bytes:
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<%s>>>>" % resources,
        content,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *more,
    )


def hostile_pdf() -> Iterator[bytes]:
    yield one_page(stream(b" " * 400_000_000))
    yield one_page(stream(b"BT /F 10 Tf 1 0 0 1 10 10 Tm (abc) Tj ET\n" * 300_000))
    yield one_page(stream(b"q " * 2_000_000))
    yield one_page(
        stream(b"/X Do"),
        stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"),
        resources=b"/XObject<</X 6 0 R>>",
    )
    yield one_page(stream(b"BT /F 10 Tf " + b"(x) Tj 0 0 Td " * 500_000 + b"ET"))
    yield one_page(stream(b"BT /F 1e30 Tf 1e30 0 0 1e-30 1e30 -1e30 Tm (abc) Tj ET"))
    yield one_page(
        stream(
            b"BT /F 10 Tf "
            + b"".join(b"1 0 0 1 %d %d Tm (a) Tj " % (n * 37 % 595, n * 91 % 842) for n in range(60_000))
            + b"ET"
        )
    )
    yield pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>")
    yield pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 2000000000>>",
        b"<</Type/Page/Parent 2 0 R>>",
    )
    yield pdf(b"[" * 500_000 + b"]" * 500_000)
    yield b"%PDF-1.7\n" + b"1 0 obj\n<<" * 200_000


def kinds() -> dict[str, tuple[str, Callable[[], bytes], Callable[[], Iterator[bytes]]]]:
    paragraphs = [LONG] * 6
    return {
        "docx": ("docx", lambda: files.word("题目", paragraphs), hostile_word),
        "epub": ("epub", lambda: files.book("题目", paragraphs), hostile_book),
        "xlsx": ("xlsx", lambda: sheet(f'<row><c t="inlineStr"><is><t>{LONG}</t></is></c></row>' * 5), hostile_sheet),
        "zip": (
            "zip",
            lambda: files.packed({"a.txt": LONG, "b/c.docx": files.word("题目", paragraphs)}),
            hostile_archive,
        ),
        "pdf": ("pdf", lambda: files.reportlab_pdf("题目", paragraphs * 4), hostile_pdf),
    }


def outcomes(folder: Path, wanted: list[Path]) -> Iterator[tuple[str, int, bool, float, int]]:
    """What became of each file, read one after the other in a process of its own."""
    asked = "".join(json.dumps(str(path)) + "\n" for path in wanted)
    done = subprocess.run(
        [sys.executable, "-c", CHILD], input=asked, capture_output=True, text=True, cwd=folder, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    for line in done.stdout.splitlines():
        said, length, leaked, seconds, peak = json.loads(line)
        yield said, length, leaked, seconds, peak


@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", ["docx", "epub", "xlsx", "zip", "pdf"])
def test_bad_files_of_a_kind_end_well(kind: str, tmp_path: Path) -> None:
    suffix, make, hostile = kinds()[kind]
    bad = list(hostile())
    source = make()
    count = COUNT_PDF if kind == "pdf" else COUNT
    bad += [damaged(source, seed) for seed in range(count - len(bad))]
    folder = tmp_path / "in"
    folder.mkdir()
    paths = []
    for number, data in enumerate(bad):
        paths.append(folder / f"{number:03}.{suffix}")
        paths[-1].write_bytes(data)
    found = list(outcomes(folder, paths))
    wrong = {
        f"{number}: {said}": (seconds, peak)
        for number, (said, length, leaked, seconds, peak) in enumerate(found)
        if said.startswith("crash") or leaked or length > 8_000_000 or seconds > SECONDS or peak > MEGABYTES
    }
    assert len(found) == count
    assert wrong == {}
    assert sorted(p.name for p in folder.iterdir()) == sorted(p.name for p in paths)
    assert [p.name for p in tmp_path.iterdir()] == ["in"]
