"""Who said what in a folder of results, read from its `.report.json` files, one at a time."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from summarizer.batch.people import Person, appearances, people
from summarizer.errors import InputError, UsageError
from summarizer.records import Record, Statement, StatementKind
from summarizer.renderers.prose import joined
from summarizer.report import Report
from summarizer.stages.render import FORMATS, load
from summarizer.tasks.speakers import is_named, may_be

SUFFIX = FORMATS["json"].suffix


class Said(Record):
    """A statement, where it stands and when it was published. `link` is the place to read it, below the folder."""

    person: str
    article: str
    date: str | None
    title: str
    kind: StatementKind
    basis: str
    segments: tuple[str, ...]
    source: str
    english: str
    link: str


def cast_of(folder: Path) -> tuple[Person, ...]:
    """Everybody who speaks in the folder's articles. Raises InputError where there is no report in it."""
    found = people(one for place, report in reports_in(folder) for one in appearances(place, report))
    if not found and not any(reports_in(folder)):
        hint = "Give the output folder of a batch that wrote json (--format md,html,json)."
        raise InputError(f"There is no report in {folder}.", hint)
    return found


def statements_of(folder: Path, name: str) -> Iterator[tuple[Person, tuple[Said, ...]]]:
    """Everybody of that name (any form of it, or the id) with what they say, by date. Several are those who may be the same person.
    Raises UsageError where nobody or several different people are meant, InputError where there is no report."""
    for person in _meant(cast_of(folder), name, folder):
        speakers = {(seen.article, seen.speaker) for seen in person.seen}
        wanted = {article for article, _ in speakers}
        said = [
            one
            for place, report in reports_in(folder, wanted)
            for one in _statements(folder, place, report, person, {s for a, s in speakers if a == place})
        ]
        yield person, tuple(sorted(said, key=lambda one: (one.date or "", one.article)))


def reports_in(folder: Path, only: set[str] | None = None) -> Iterator[tuple[str, Report]]:
    """Place of an article below the folder, and its report, in the order of the places. Files that are no reports are passed over, and so
    is a second report of the same article: a copy says nothing anew."""
    seen: set[str] = set()
    for here, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(n for n in names if n.endswith(SUFFIX) and not n.startswith(".")):
            path = Path(here) / name
            place = path.relative_to(folder).as_posix().removesuffix(SUFFIX)
            if only is not None and place not in only:
                continue
            with suppress(InputError):
                report = load(path)
                if report.document.sha256 not in seen:
                    seen.add(report.document.sha256)
                    yield place, report


def words_of(statement: Statement, report: Report) -> tuple[str, str]:
    """A statement's Chinese and English."""
    own = [s for s in report.segments if s.id in statement.segments]
    return "".join(s.source for s in own).strip(), joined([s.target for s in own if s.target])


def _meant(cast: tuple[Person, ...], name: str, folder: Path) -> list[Person]:
    found = (
        [p for p in cast if p.id == name]
        or [p for p in cast if is_named(name, p)]
        or [p for p in cast if may_be(name, p)]
    )
    if not found:
        known = "; ".join(f"{p.name.source} ({p.name.target or p.id})" for p in cast[:40])
        raise UsageError(f"Nobody called {name!r} speaks in {folder}", f"Choose from: {known}.")
    first = found[0]
    if any(p.id not in (first.id, *first.perhaps) for p in found):
        known = "; ".join(f"{p.name.source} ({p.id})" for p in found[:40])
        raise UsageError(f"{name!r} may be several speakers", f"Choose from: {known}.")
    return found


def _statements(folder: Path, place: str, report: Report, person: Person, speakers: set[str]) -> Iterator[Said]:
    title = report.document.title
    page = next((place + f.suffix for f in _BY_LOOKS if (folder / (place + f.suffix)).exists()), place + SUFFIX)
    for statement in report.statements:
        if statement.speaker in speakers:
            source, english = words_of(statement, report)
            yield Said(
                person=person.id,
                article=place,
                date=report.document.date,
                title=title.target or title.source or report.document.origin,
                source=source,
                english=english,
                link=f"{page.translate(_IN_LINKS)}#{statement.segments[0]}",
                **{name: getattr(statement, name) for name in ("kind", "basis", "segments")},
            )


_IN_LINKS = {ord(sign): f"%{ord(sign):02X}" for sign in "%#? \n\t"}
"""What a file's name may hold and a link may not; Chinese stays readable."""
_BY_LOOKS = (FORMATS["html"], FORMATS["md"])
