"""`summarize speakers FOLDER`: who speaks across the articles of a batch, and what one of them says, when and where."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.cli.output import print_json, print_lines, warn
from summarizer.cli.tables import clean, show

if TYPE_CHECKING:
    from summarizer.batch.people import Person
    from summarizer.batch.statements import Said
    from summarizer.records import Name

HEADS = ("Name", "English name", "Role", "Affiliation", "Kind", "Statements", "Articles", "Matched on")


def speakers_of_folder(folder: Path, speaker: str | None, format_: str) -> None:
    """Prints everybody, or one speaker's statements. Raises InputError and UsageError."""
    from summarizer.batch.statements import cast_of, statements_of

    if speaker is None:
        cast = cast_of(folder)
        if format_ == "json":
            print_json([p.model_dump(mode="json") for p in cast])
        else:
            show(HEADS, map(tuple, map(_row, cast)), right=("Statements", "Articles"))
        return
    found = list(statements_of(folder, speaker))
    if format_ == "json":
        parts = [
            {"speaker": p.model_dump(mode="json"), "statements": [s.model_dump(mode="json") for s in said]}
            for p, said in found
        ]
        print_json(parts)
        return
    for person, said in found:
        print_lines(_words(folder, person, said))
    if len(found) > 1:
        warn("These may be the same person: same name, different affiliations.")


def _row(person: "Person") -> Iterator[str]:
    yield clean(person.name.source)
    yield clean(" / ".join((person.name.target or "-", *person.others)))
    yield _names(person.roles)
    yield _names(person.affiliations)
    yield person.kind
    yield str(person.statements)
    yield str(len({seen.article for seen in person.seen}))
    yield f"? perhaps also {', '.join(person.perhaps)}" if person.perhaps else person.by


def _names(names: "tuple[Name, ...]") -> str:
    return clean("; ".join(name.source or name.target for name in names))


def _words(folder: Path, person: "Person", said: "tuple[Said, ...]") -> Iterator[str]:
    """What they say, article by article."""
    about = " ".join(filter(None, (_names(person.affiliations), _names(person.roles))))
    yield "  ".join(filter(None, (clean(person.name.source), clean(person.name.target), about, f"({person.id})")))
    yield f"{person.kind}, {_count(person.statements, 'statement')} in {_count(len({s.article for s in said}), 'article')}"
    for _, same in groupby(said, key=lambda one: one.article):
        own = list(same)
        yield f"\n{own[0].date or 'no date'}  {clean(own[0].title)}"
        for one in own:
            yield f"  {clean(str(folder / one.link))}  {one.kind}, {one.basis}"
            yield f"    {clean(one.source)}"
            if one.english:
                yield f"    {clean(one.english)}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"
