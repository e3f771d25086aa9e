"""Edits: corrections of an article that a person made, kept beside it in ARTICLE.edits.toml and applied in every later run.

An edit is matched by its Chinese text, not by the segment's id, so it holds when the article is segmented otherwise. Names go into the
glossary of the run. Of two edits of one sentence the later in the file holds.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from summarizer.common.files import said
from summarizer.errors import UsageError
from summarizer.records import Finding, FindingKind, Record, Segment, Severity, Term, Translation

_SENTENCE_END = re.compile(
    r"""
    (?<=[.!?])(?P<closing>["”’)\]]*)  # a full stop with the marks that close behind it,
    \s+
    (?=["“‘(\[]*[A-Z0-9])            # and behind the blank something that may begin a sentence
    """,
    re.VERBOSE,
)
SUFFIX = ".edits.toml"
LONGEST_RUN = 12
"""Segments that one edit may stand for, and edits that one segment may take, where the sentences are cut otherwise than they were."""


class Edit(Record):
    """A sentence's corrected English. `segment` is where it stood when the edit was made: for people, nothing is matched by it."""

    source: str = Field(min_length=1)
    target: str = Field(min_length=1)
    segment: str = ""
    note: str = ""


class Edits(Record):
    """What a file of edits holds."""

    edits: tuple[Edit, ...] = Field((), alias="edit")
    names: Mapping[str, str] = Field(default_factory=dict)
    """A name's Chinese → its English."""

    @property
    def terms(self) -> tuple[Term, ...]:
        return tuple(Term(source=zh, target=en, kind="person", origin="glossary") for zh, en in self.names.items())


NO_EDITS = Edits()


def edits_path(article: Path) -> Path:
    return article.with_name(article.stem + SUFFIX)


def read_edits(path: Path) -> Edits:
    """The edits in a file; none if there is no such file. Raises UsageError."""
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):  # the second beside an article in an archive
        return NO_EDITS
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {said(error)}", "Check its permissions.") from error
    try:
        return Edits.model_validate(tomllib.loads(content.decode("utf-8-sig")))
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: {_reason(error)}", "Fix the file; `summarize edit ARTICLE` checks it.") from error


def edits_for(article: Path) -> Edits:
    """An article's own edits, with the names that the edits of the other articles in its folder correct. Raises UsageError."""
    own = read_edits(edits_path(article))
    names: dict[str, str] = {}
    for path in sorted(article.parent.glob(f"*{SUFFIX}")):
        names |= read_edits(path).names
    return own.model_copy(update={"names": {**names, **own.names}})


def apply_edits(
    segments: Sequence[Segment], made: Mapping[str, Translation], edits: Edits
) -> tuple[dict[str, Translation], tuple[Finding, ...]]:
    """The translations with the edits in them, and a finding for every edit: applied, or without a sentence to apply it to."""
    texts, used = _matched(segments, edits.edits)
    result = dict(made)
    for segment, english in texts.items():
        before = made.get(segment, Translation(segment=segment, target=None))
        result[segment] = before.model_copy(update={"target": english, "edited": True})
    applied = (_applied(segment, edit) for segment, edit in used)
    kept = {id(edit) for _, edit in used}
    latest = {_plain(edit.source): edit for edit in edits.edits}
    lost = (_lost(edit) for edit in latest.values() if id(edit) not in kept)
    return result, (*applied, *lost)


def _matched(segments: Sequence[Segment], edits: Sequence[Edit]) -> tuple[dict[str, str], list[tuple[str, Edit]]]:
    """Segment id → English, and which edit was used for it."""
    by_source = {_plain(edit.source): edit for edit in edits}
    texts: dict[str, str] = {}
    used: list[tuple[str, Edit]] = []
    for segment in segments:
        whole = [by_source[p] for p in [_plain(segment.source)] if p in by_source] or _parts(segment, by_source)
        if whole:
            texts[segment.id] = " ".join(edit.target.strip() for edit in whole)
            used += [(segment.id, edit) for edit in whole]
    for ids, edit in _over_several(segments, texts, by_source):
        if shares := _shared(edit.target, len(ids)):
            texts.update(zip(ids, shares, strict=True))
            used += [(one, edit) for one in ids]
    return texts, used


def _parts(segment: Segment, by_source: Mapping[str, Edit]) -> list[Edit]:
    """The edits whose sentences, one behind the other, are this segment."""
    rest, found = _plain(segment.source), list[Edit]()
    while rest and len(found) < LONGEST_RUN:
        start = max((source for source in by_source if rest.startswith(source)), key=len, default="")
        if not start:
            return []
        found.append(by_source[start])
        rest = rest[len(start) :]
    return [] if rest else found


def _over_several(
    segments: Sequence[Segment], taken: Mapping[str, str], by_source: Mapping[str, Edit]
) -> Iterator[tuple[list[str], Edit]]:
    """Runs of segments of one block that together are the sentence of one edit."""
    open_edits = dict(by_source)
    for at, first in enumerate(segments):
        text, ids = "", list[str]()
        for segment in segments[at : at + LONGEST_RUN]:
            if segment.block != first.block or segment.id in taken:
                break
            text, ids = text + _plain(segment.source), [*ids, segment.id]
            if len(ids) > 1 and text in open_edits:
                yield ids, open_edits.pop(text)
                break


def _shared(english: str, count: int) -> list[str]:
    """The English over so many segments, at least a sentence each; nothing if it has fewer sentences."""
    sentences = [s for s in _SENTENCE_END.sub(r"\g<closing>\n", " ".join(english.split())).split("\n") if s]
    if len(sentences) < count:
        return []
    return [*sentences[: count - 1], " ".join(sentences[count - 1 :])]


def _applied(segment: str, edit: Edit) -> Finding:
    note = f": {edit.note}" if edit.note else "."
    return Finding(segment=segment, kind=FindingKind.EDITED, severity=Severity.INFO, detail=f"Edited by hand{note}")


def from_memory(made: Mapping[str, Translation]) -> tuple[Finding, ...]:
    """A remark on every translation that was taken from a translation memory and not edited since: where it comes from."""
    return tuple(
        Finding(
            segment=one.segment,
            kind=FindingKind.MEMORY,
            severity=Severity.INFO,
            detail=f"Taken from the translation memory ({one.memory}): the same sentence.",
            found=one.memory,
        )
        for one in made.values()
        if one.memory and one.target and not one.edited
    )


def _lost(edit: Edit) -> Finding:
    short = edit.source if len(edit.source) <= 40 else edit.source[:39] + "…"
    detail = f"An edit was not applied: the article has no such sentence any more ({short})."
    return Finding(segment=None, kind=FindingKind.EDITED, severity=Severity.WARNING, detail=detail)


def _plain(text: str) -> str:
    """Without white space, which segmentation may give to either side."""
    return "".join(text.split())


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first: Any = error.errors(include_url=False)[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return str(error)
