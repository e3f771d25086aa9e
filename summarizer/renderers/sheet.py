"""The report as a table: CSV, and a sheet of a workbook with the speakers and the terms on sheets of their own.

What begins with =, +, -, @ or a control character would be run as a formula by spreadsheets. In a workbook every cell is text by its
type; in CSV such a cell gets an apostrophe in front, as spreadsheets write it themselves.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib.util import find_spec
from math import ceil

from summarizer.errors import UsageError
from summarizer.renderers.docx_parts import MARK
from summarizer.renderers.facts import Facts
from summarizer.renderers.options import Options
from summarizer.renderers.rows import Row, rows, said_of, xml_text
from summarizer.report import Report

HEADS = ("Segment", "Kind", "Speaker", "Chinese", "English", "Status", "Findings")
_WIDTHS = (9, 11, 18, 55, 55, 10, 40)
_FORMULA = re.compile(r"[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
"""What a formula may begin with, full-width forms included."""
LONGEST_CELL = 32_767
"""Characters that a cell of a workbook holds."""


def render_csv(report: Report, options: Options) -> str:  # noqa: ARG001  every format is told the same
    """With a byte order mark, without which spreadsheets take the Chinese for another encoding."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(HEADS)
    for row in rows(report):
        writer.writerow([guarded(cell) for cell in _cells(row)])
    return "\ufeff" + made.getvalue()


def guarded(cell: str) -> str:
    """The cell as no spreadsheet takes it for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def render_xlsx(report: Report, options: Options) -> bytes:  # noqa: ARG001
    """Raises UsageError where the library for it is not installed."""
    require_library()
    import xlsxwriter

    made = io.BytesIO()
    # `strings_to_…` off: every cell is text, whatever it looks like.
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(made, safe) as book:
        title = report.document.title
        book.set_properties(
            {
                "title": xml_text(title.target or title.source)[:255],
                "keywords": MARK,
                "created": datetime(2000, 1, 1),
            }
        )
        head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        text = book.add_format({"text_wrap": True, "valign": "top"})
        for name, heads, widths, lines in _sheets(report):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for column, (label, width) in enumerate(zip(heads, widths, strict=True)):
                sheet.set_column(column, column, width)
                sheet.write_string(0, column, label, head)
            number = 0
            for number, cells in enumerate(lines, 1):
                sheet.set_row(number, _height(cells, widths))
                for column, cell in enumerate(cells):
                    sheet.write_string(number, column, cell[:LONGEST_CELL], text)
            sheet.autofilter(0, 0, max(1, number), len(heads) - 1)
            sheet.repeat_rows(0)
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
    return made.getvalue()


def require_library() -> None:
    """Raises UsageError where the library that writes workbooks is not installed."""
    if find_spec("xlsxwriter") is None:
        raise UsageError(
            "Workbooks (.xlsx) need the extra `documents`", "pip install 'summarizer[documents]', or use --format csv."
        )


LINE_POINTS, HIGHEST_POINTS = 15, 400
"""Height of a line and of the highest row. Spreadsheets know the height of wrapped text only when they have laid it out."""


def _height(cells: Sequence[str], widths: Sequence[int]) -> int:
    """Points that a row needs; Chinese characters are two columns wide."""
    lines = max(
        sum(max(1, ceil(_columns(line) / width)) for line in cell.split("\n"))
        for cell, width in zip(cells, widths, strict=True)
    )
    return min(LINE_POINTS * lines, HIGHEST_POINTS)


def _columns(text: str) -> float:
    return sum(2 if ord(sign) > 0x2E7F else 1.05 for sign in text)


_Sheet = tuple[str, Sequence[str], Sequence[int], Iterator[Sequence[str]]]


def _sheets(report: Report) -> Iterator[_Sheet]:
    yield "Translation", HEADS, _WIDTHS, (_cells(row) for row in rows(report))
    facts = Facts(report)
    heads = ("English", "Chinese", "Role", "Affiliation", "Statements", "Share")
    people = (
        tuple(
            map(
                xml_text,
                (
                    one.name.target,
                    one.name.source,
                    one.role.target or one.role.source,
                    one.affiliation.target or one.affiliation.source,
                    str(facts.statements_of(one)),
                    f"{facts.share(one):.0%}",
                ),
            )
        )
        for one in report.speakers
    )
    yield "Speakers", heads, (26, 18, 30, 30, 11, 8), people
    terms = (tuple(map(xml_text, (t.source, t.target, t.kind, t.origin, "|".join(t.aliases)))) for t in report.terms)
    yield "Terms", ("Chinese", "English", "Kind", "Origin", "Aliases"), (24, 34, 14, 14, 24), terms


def _cells(row: Row) -> Sequence[str]:
    findings = "\n".join(said_of(one) for one in row.notes)
    return row.id, row.block.kind, row.speaker, row.source, row.target, row.status, findings
