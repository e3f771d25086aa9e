"""The report as a Word document to be read, marked up and sent back: both languages in a table, one below the other, or the English alone.

Every sentence's English has a bookmark with the segment's id, so that `summarize apply` finds it again; what the checks found is a Word
comment on it. The package is written here and not by a library: the one in common use needs seconds for a table of a thousand rows, and
gives other bytes each time.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from summarizer.renderers.archive import archive
from summarizer.renderers.docx_parts import CORE, parts_beside
from summarizer.renderers.options import Options
from summarizer.renderers.prose import gaps
from summarizer.renderers.rows import Row, chinese, rows, said_of, xml_text
from summarizer.report import Report

DRAFT = "Draft by a small model, for orientation. Do not quote the English."
BOOKMARK = "s_"
"""What the names of bookmarks begin with; p3.s2 is s_p3_s2."""
HEADS = ("No.", "Speaker", "Chinese", "English")
WIDTHS = (1000, 1700, 5900, 5900)
"""Of the columns, in twentieths of a point: together the width between the margins of a landscape page."""
NOT_TRANSLATED = "[not translated]"


def render(report: Report, options: Options) -> bytes:
    """The document in one of the layouts; the source document's own is `stages/write_back.py`."""
    made = _Document(report)
    layout = {"stacked": made.stacked, "english": made.english}.get(options.layout, made.table)
    landscape = options.layout not in ("stacked", "english")
    body = "".join((*made.head(), *layout(), _section(landscape)))
    parts = parts_beside(report, body, made.comments)
    return archive(parts, stored=frozenset({CORE}))


class _Document:
    """Makes the paragraphs, and collects the comments on the way."""

    def __init__(self, report: Report) -> None:
        self.report, self.rows = report, list(rows(report))
        self.comments: list[str] = []
        self._bookmarks = 0

    def head(self) -> Iterator[str]:
        document = self.report.document
        title = document.title
        yield paragraph(_run(xml_text(title.target or title.source or document.origin)), "Title")
        if title.target and title.source:
            yield paragraph(_run(xml_text(title.source), chinese=True), "Subtitle")
        line = " · ".join(
            xml_text(one) for one in (document.publication, document.author, document.date, document.url) if one
        )
        yield from [paragraph(_run(line), "Details")] if line else []
        if self.report.receipt.draft:
            yield paragraph(_run(DRAFT, bold=True), "Details")
        model = xml_text(self.report.receipt.models)
        yield paragraph(_run(f"Machine translation by {model}, checked automatically." if model else ""), "Details")

    def table(self) -> Iterator[str]:
        """One row a sentence, under a row of headings that every page repeats."""
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in WIDTHS)
        yield f'<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="{sum(WIDTHS)}" w:type="dxa"/>'
        yield f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        heads = [paragraph(_run(head, bold=True), "Cell") for head in HEADS]
        yield _row(heads, "<w:cantSplit/><w:tblHeader/>")
        for row in self.rows:
            bold = row.block.kind == "heading"
            yield _row(
                [
                    paragraph(_run(row.id), "Small"),
                    paragraph(_run(row.speaker), "Cell"),
                    paragraph(_run(row.source, chinese=True, bold=bold), "Cell"),
                    paragraph(self._english(row, bold=bold), "Cell"),
                ],
                "<w:cantSplit/>",
            )
        yield "</w:tbl>"
        yield paragraph("")

    def stacked(self) -> Iterator[str]:
        """Each paragraph in English, below it in Chinese."""
        for own in self._blocks():
            yield self._paragraph(own)
            yield paragraph(_run("".join(row.source for row in own), chinese=True), "Source")

    def english(self) -> Iterator[str]:
        return (self._paragraph(own) for own in self._blocks())

    def _blocks(self) -> Iterator[list[Row]]:
        for _, own in groupby(self.rows, key=lambda row: row.block.id):
            yield list(own)

    def _paragraph(self, own: Sequence[Row]) -> str:
        before = gaps([row.target or NOT_TRANSLATED for row in own])
        runs = "".join(_run(gap) + self._english(row) for gap, row in zip(before, own, strict=True))
        return paragraph(runs, _style(own[0]))

    def _english(self, row: Row, *, bold: bool = False) -> str:
        """The sentence inside its bookmark, with its comments. The bookmark goes around them: programs move one that ends inside."""
        self._bookmarks += 1
        name = BOOKMARK + row.id.replace(".", "_")
        text = _run(row.target, bold=bold) if row.target else _run(NOT_TRANSLATED, bold=True)
        marked = self._commented(text, map(said_of, row.notes))
        return f'<w:bookmarkStart w:id="{self._bookmarks}" w:name={quoteattr(name)}/>{marked}<w:bookmarkEnd w:id="{self._bookmarks}"/>'

    def _commented(self, runs: str, notes: Iterable[str]) -> str:
        start, end = "", ""
        for note in notes:
            number = len(self.comments)
            self.comments.append(note)
            start += f'<w:commentRangeStart w:id="{number}"/>'
            end += f'<w:commentRangeEnd w:id="{number}"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>'
            end += f'<w:commentReference w:id="{number}"/></w:r>'
        return start + runs + end

    @property
    def language(self) -> str:
        return chinese(self.report)


def paragraph(runs: str, style: str = "") -> str:
    return f"<w:p>{f'<w:pPr><w:pStyle w:val={quoteattr(style)}/></w:pPr>' if style else ''}{runs}</w:p>"


def _run(text: str, *, chinese: bool = False, bold: bool = False) -> str:
    """A run of text. The hint makes the quotation marks of Chinese full width, and keeps those of English narrow."""
    if not text:
        return ""
    fonts = '<w:rFonts w:hint="eastAsia"/>' if chinese else ""
    heavy = "<w:b/>" if bold else ""
    properties = f"<w:rPr>{fonts}{heavy}</w:rPr>" if fonts or heavy else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{properties}{lines}</w:r>"


def _row(cells: Sequence[str], properties: str) -> str:
    filled = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
        for width, cell in zip(WIDTHS, cells, strict=True)
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{filled}</w:tr>"


def _style(row: Row) -> str:
    kind, level = row.block.kind, row.block.level
    if kind == "heading":
        return f"Heading{min(max(1, level), 6)}"
    if kind == "list_item":
        return f"ListBullet{min(max(1, level), 3)}"
    return {"code": "Code", "caption": "Details", "credit": "Details"}.get(kind, "")


def _section(landscape: bool) -> str:
    size = 'w:w="16838" w:h="11906" w:orient="landscape"' if landscape else 'w:w="11906" w:h="16838"'
    margins = 'w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"'
    return f'<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:pgSz {size}/><w:pgMar {margins}/></w:sectPr>'
