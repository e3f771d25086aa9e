"""The report as a book: English with the Chinese below each paragraph (or alone), the speakers, the notes of the checks."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.sax.saxutils import escape

from summarizer.records import Severity
from summarizer.renderers.archive import archive
from summarizer.renderers.docx_parts import MARK
from summarizer.renderers.facts import Facts
from summarizer.renderers.options import Options
from summarizer.renderers.prose import joined
from summarizer.renderers.rows import Row, chinese, english, rows, said_of, xml_text
from summarizer.report import Report

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CONTAINER = "META-INF/container.xml"
_MODIFIED = "2000-01-01T00:00:00Z"
"""No real time: the same report gives the same file. Books without a date get it too, as the format demands one."""
_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
_STYLE = """body { font-family: serif; line-height: 1.5; margin: 0 5%; }
h1 { font-size: 1.5em; line-height: 1.25; } h2, h3, h4, h5, h6 { font-size: 1.15em; }
p.zh { color: #555; font-size: .9em; margin: .2em 0 1.2em; }
p.details, p.caption, p.credit { color: #555; font-size: .85em; }
p.item { margin-left: 1.2em; } pre { white-space: pre-wrap; font-size: .85em; }
.missing { font-weight: bold; } a.note { font-size: .7em; vertical-align: super; text-decoration: none; }
"""


def render(report: Report, options: Options) -> bytes:
    parts = [
        ("mimetype", "application/epub+zip"),
        (_CONTAINER, _container()),
        ("OEBPS/content.opf", _package(report)),
        ("OEBPS/nav.xhtml", _navigation(report)),
        ("OEBPS/style.css", _STYLE),
        ("OEBPS/article.xhtml", _article(report, bilingual=options.layout != "english")),
        ("OEBPS/speakers.xhtml", _speakers(report)),
    ]
    return archive(parts, stored=frozenset({"mimetype", _CONTAINER}))


def _container() -> str:
    return (
        f'{_XML}<!-- {MARK} -->\n<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
    )


def _package(report: Report) -> str:
    document = report.document
    identity = hashlib.sha256((document.sha256 + document.target_language).encode()).hexdigest()[:32]
    date = document.date if document.date and _DATE.fullmatch(document.date) else ""
    optional = (("creator", document.author), ("publisher", document.publication), ("date", date))
    more = "".join(f"<dc:{name}>{escape(xml_text(value))}</dc:{name}>" for name, value in optional if xml_text(value))
    items = "".join(
        f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"{extra}/>'
        for name, extra in (("nav", ' properties="nav"'), ("article", ""), ("speakers", ""))
    )
    return (
        f'{_XML}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">urn:sha256:{identity}</dc:identifier><dc:title>{_title(report)}</dc:title>'
        f"<dc:language>{english(report)}</dc:language><dc:language>{chinese(report)}</dc:language>{more}"
        f'<meta property="dcterms:modified">{_MODIFIED}</meta></metadata>'
        f'<manifest>{items}<item id="style" href="style.css" media-type="text/css"/></manifest>'
        '<spine><itemref idref="article"/><itemref idref="speakers"/></spine></package>\n'
    )


def _title(report: Report) -> str:
    title = report.document.title
    return escape(xml_text(title.target or title.source or report.document.origin)) or "Untitled"


def _page(report: Report, title: str, body: str, extra: str = "") -> str:
    return (
        f'{_XML}<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'lang="{english(report)}" xml:lang="{english(report)}"><head><title>{title}</title>'
        f'<link rel="stylesheet" type="text/css" href="style.css"/></head><body{extra}>{body}</body></html>\n'
    )


def _navigation(report: Report) -> str:
    links = f'<li><a href="article.xhtml">{_title(report)}</a></li><li><a href="speakers.xhtml">Speakers and checks</a></li>'
    return _page(report, _title(report), f'<nav epub:type="toc" id="toc"><h1>Contents</h1><ol>{links}</ol></nav>')


def _article(report: Report, *, bilingual: bool) -> str:
    return _page(report, _title(report), "".join(_blocks(report, bilingual=bilingual)))


def _blocks(report: Report, *, bilingual: bool) -> Iterator[str]:
    document, facts = report.document, Facts(report)
    details = (document.publication, document.author, document.date, document.url)
    if not any(block.kind == "heading" and facts.heading(block) == 3 for block in document.blocks[:1]):
        yield f"<h1>{_title(report)}</h1>"
    if line := " · ".join(escape(xml_text(one)) for one in details if one):
        yield f'<p class="details">{line}</p>'
    if report.receipt.draft:
        yield '<p class="details">Draft by a small model, for orientation. Do not quote the English.</p>'
    for _, run in groupby(rows(report), key=lambda row: row.block.id):
        own = list(run)
        yield _english(own, facts.heading(own[0].block) - 2)
        if bilingual and own[0].block.kind != "code":
            text = escape("".join(row.source for row in own))
            yield f'<p class="zh" lang="{chinese(report)}" xml:lang="{chinese(report)}">{text}</p>'


def _english(own: Sequence[Row], level: int) -> str:
    texts = [_sentence(row) for row in own]
    text, kind = joined(texts), own[0].block.kind
    if kind == "heading":
        return f"<h{level}>{text}</h{level}>"
    if kind == "code":
        return f"<pre>{text}</pre>"
    if kind == "list_item":
        return f'<p class="item">• {text}</p>'
    return f'<p class="{kind}">{text}</p>' if kind in ("caption", "credit") else f"<p>{text}</p>"


def _sentence(row: Row) -> str:
    text = escape(row.target) if row.target else '<span class="missing">[not translated]</span>'
    warned = any(one.severity != Severity.INFO for one in row.findings)
    mark = f'<a class="note" href="speakers.xhtml#n-{row.id}">⚠</a>' if warned else ""
    return f'<span id="{row.id}">{text}</span>{mark}'


def _speakers(report: Report) -> str:
    return _page(report, "Speakers and checks", "".join((*_people(report), *_notes(report))))


def _people(report: Report) -> Iterator[str]:
    yield "<h1>Speakers and checks</h1>"
    for one in report.speakers:
        name = " ".join(dict.fromkeys(filter(None, map(xml_text, (one.name.target, one.name.source)))))
        yield f"<h2>{escape(name)}</h2>"
        points = (
            f"<li>{escape(xml_text(point.en))} "
            + ", ".join(f'<a href="article.xhtml#{i}">{i}</a>' for i in point.evidence)
            + "</li>"
            for point in one.points
        )
        yield f"<ol>{''.join(points)}</ol>" if one.points else ""


def _notes(report: Report) -> Iterator[str]:
    marked = [row for row in rows(report) if any(one.severity != Severity.INFO for one in row.findings)]
    yield "<h2>Notes</h2>"
    if not marked:
        yield "<p>No check objects to a sentence.</p>"
        return
    for row in marked:
        told = "; ".join(escape(said_of(one)) for one in row.findings if one.severity != Severity.INFO)
        yield f'<p id="n-{row.id}"><a href="article.xhtml#{row.id}">{row.id}</a> {told}</p>'
