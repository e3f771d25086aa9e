"""The page of a batch's whole folder. The reports are read once, one at a time; what people say waits in a database on disk until the
page comes to them, so memory does not grow with it."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from textwrap import shorten
from urllib.parse import quote

from summarizer.batch.discovery import PAGE
from summarizer.batch.page import Card, Entry, Head, Line, pieces
from summarizer.batch.people import Appearance, Person, appearances, people
from summarizer.batch.results import STATUSES, ArticleResult, BatchResult
from summarizer.batch.statements import words_of
from summarizer.common.files import open_atomic
from summarizer.records import Name
from summarizer.report import Report
from summarizer.stages.render import FORMATS

Reports = Callable[[ArticleResult], Report | None]
MOST = 300
"""Characters of a statement that the list shows, and a third of it in Chinese."""
_READABLE = tuple(FORMATS[name].suffix for name in ("html", "md", "json"))


def write_index(output: Path, done: BatchResult, model: str, reports: Reports) -> Path:
    """`index.html`. `reports` finds the stored report of a row. Raises OutputError."""
    path = output / PAGE
    with (
        closing(sqlite3.connect("")) as base,
        open_atomic(path) as file,
    ):  # an empty name is a file that nobody else sees
        base.execute(
            "CREATE TABLE lines (article INT, speaker TEXT, place INT, kind TEXT, english TEXT, source TEXT, link TEXT)"
        )
        cards: list[Card] = []
        cast: list[Appearance] = []
        for number, row in enumerate(done.rows):
            report = reports(row)
            cards.append(_card(number, row, report))
            if report is not None and not row.copy_of:  # what a copy says was said once
                cast += appearances(str(number), report)
                base.executemany("INSERT INTO lines VALUES (?,?,?,?,?,?,?)", _lines(cards[-1], report))
        base.execute("CREATE INDEX by_speaker ON lines (article, speaker, place)")
        for piece in pieces(_head(output, done, model), cards, _entries(people(cast), base)):
            file.write(piece)
    return path


def _head(output: Path, done: BatchResult, model: str) -> Head:
    counts = tuple((words, done.counts[status]) for status, words in STATUSES.items() if done.counts[status])
    return Head(output.resolve().name, model, counts, done.cost_usd, done.stopped)


def _card(number: int, row: ArticleResult, report: Report | None) -> Card:
    document = report.document if report else None
    page = next((file for suffix in _READABLE for file in row.outputs if file.endswith(suffix)), "")
    return Card(
        number=number,
        path=row.path,
        title=document.title if document else Name(source=""),
        date=(document.date or "") if document else "",
        publication=document.publication if document else "",
        language=document.source_language if document else "en",
        status=row.status,
        alarm=row.needs_a_person or row.status in ("failed", "incomplete"),
        remark=" ".join(filter(None, (f"Copy of {row.copy_of}." if row.copy_of else "", row.error, row.hint))),
        findings=sum(row.findings.values()),
        speakers=tuple(s.name.target or s.name.source for s in report.speakers) if report else (),
        link=quote(page),
    )


def _lines(card: Card, report: Report) -> Iterator[Sequence[object]]:
    for place, statement in enumerate(report.statements):
        source, english = words_of(statement, report)
        short = shorten(english, MOST, placeholder=" …")
        zh = source if len(source) <= MOST // 3 else source[: MOST // 3] + "…"
        link = f"{card.link}#{statement.segments[0]}" if card.link else f"#a{card.number}"
        yield card.number, statement.speaker, place, statement.kind, short, zh, link


def _entries(cast: Sequence[Person], base: sqlite3.Connection) -> Iterator[Entry]:
    by_id = {person.id: person for person in cast}
    for person in cast:
        perhaps = tuple(by_id[one] for one in person.perhaps)
        yield Entry(person, len({seen.article for seen in person.seen}), perhaps, _said(person, base))


def _said(person: Person, base: sqlite3.Connection) -> Iterator[Line]:
    wanted = "SELECT article, kind, english, source, link FROM lines WHERE article = ? AND speaker = ? ORDER BY place"
    for seen in person.seen:
        rows: Iterable[tuple[int, str, str, str, str]] = base.execute(wanted, (int(seen.article), seen.speaker))
        for article, kind, english, source, link in rows:
            yield Line(article, kind, english, source, link)  # type: ignore[arg-type]
