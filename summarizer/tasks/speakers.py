"""Who says what in an article, and nothing more: no translation, and no model unless one is wanted for what the rules leave open.

From an article's bytes, or from a report that has settled it already.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from pydantic import Field

from summarizer import pipeline
from summarizer.errors import UsageError
from summarizer.progress import Progress, silent
from summarizer.records import (
    FindingKind,
    Name,
    Profile,
    Reading,
    Record,
    Statement,
    StatementKind,
    Term,
    TermOrigin,
)
from summarizer.report import Report
from summarizer.runtime import Tools
from summarizer.stages import attribute
from summarizer.text.attribution.tables import words
from summarizer.text.names.compare import fold

ToolsFor = Callable[[str], Tools]
"""What the journey of an article works with, by the digest of its bytes."""


class Utterance(Record):
    """One segment that somebody says. `target` is its English, from a report alone; `sure` is false where only a weak rule, or
    the model against the rules, says whose it is."""

    segment: str
    """The segment's id; of a part of a segment with its offsets: `p3.s2:0-45`."""
    statement: str
    speaker: str
    also: tuple[str, ...] = ()
    """The others who say it together with `speaker`."""
    kind: StatementKind
    basis: str
    quoted_by: str | None = None
    sure: bool = True
    source: str
    target: str = ""

    @property
    def speakers(self) -> tuple[str, ...]:
        return (self.speaker, *self.also)


class SourceText(Record):
    """A segment, or a part of one that is read apart, and its text."""

    segment: str
    source: str


class SpeakerShare(Profile):
    """A speaker and how much of the article is theirs."""

    name_origin: TermOrigin | None = None
    """Where the English form of the name comes from; None where there is none, or the article's own is Latin."""
    statements: int
    share: float = Field(ge=0, le=1)
    """Of the article's characters."""
    basis: dict[str, int]
    """How their segments were read: label, speech verb … to how many."""


class SpeakerReport(Record):
    """Everyone who speaks, in the order of their first words, with all they say."""

    origin: str
    title: Name
    segments: int
    speakers: tuple[SpeakerShare, ...]
    words: tuple[Utterance, ...]
    all: tuple[SourceText, ...] = ()
    """Every segment, those that nobody says among them, in order."""
    open: tuple[str, ...] = ()
    """Segments that may be somebody's, and no rule says whose."""
    readings: tuple[Reading, ...] = Field(default=(), exclude=True)
    """How each segment was read, for `--explain`; not part of the JSON."""
    unanswered: bool = False
    """True where the model was asked and did not answer about all of it."""

    def of(self, speaker: str) -> "SpeakerReport":
        """The same with one speaker's words alone, by the speaker's id."""
        people = tuple(s for s in self.speakers if s.id == speaker)
        said = tuple(w for w in self.words if speaker in w.speakers)
        return self.model_copy(update={"speakers": people, "words": said, "open": ()})


def by_rule(
    data: bytes, origin: str, glossary: Sequence[Term] = (), language: str = "auto", encoding: str | None = None
) -> SpeakerReport:
    """Who says what, as the rules read it. Raises InputError where the bytes are no Chinese article."""
    return _report(pipeline.by_rule(_segmented(data, origin, language, encoding), glossary))


async def by_asking(
    data: bytes,
    origin: str,
    tools: ToolsFor,
    glossary: Sequence[Term] = (),
    language: str = "auto",
    progress: Progress = silent,
    encoding: str | None = None,
) -> SpeakerReport:
    """The same, with the model asked about what the rules leave open. Where it fails, the rules' reading stands, unsure."""
    prepared = _segmented(data, origin, language, encoding)
    asked = tools(prepared.document.sha256)
    article = await pipeline.attributed(pipeline.by_rule(prepared, glossary), asked, progress)
    unanswered = any(f.rule == attribute.UNCONFIRMED for f in article.attribution.findings)
    return _report(article).model_copy(update={"unanswered": unanswered})


def _segmented(data: bytes, origin: str, language: str, encoding: str | None) -> pipeline.Prepared:
    return pipeline.prepare(data, origin, language=language, until=pipeline.Stop.SEGMENTED, encoding=encoding)


def _report(article: pipeline.ArticleState) -> SpeakerReport:
    document, segments = article.prepared.document, article.prepared.segments
    known, found = article.cast, article.attribution
    source = {s.id: s.source for s in segments}
    unsure = {f.segment for f in found.findings if f.segment}
    sure = {r.unit for r in found.readings if r.decisive}
    said = _words(found.statements, source, {}, lambda unit, segment: unit in sure or segment not in unsure)
    return SpeakerReport(
        origin=document.origin,
        title=known.title,
        segments=len(segments),
        speakers=_speakers(known.profiles, known.terms, found.statements, said, source),
        words=said,
        all=tuple(
            SourceText(segment=r.unit, source=source[r.segment][r.start : r.end].strip()) for r in found.readings
        ),
        open=_open(found.readings, unsure),
        readings=found.readings,
    )


def _open(readings: Iterable[Reading], unsure: Iterable[str]) -> tuple[str, ...]:
    waiting = set(unsure)
    return tuple(r.unit for r in readings if r.speaker is None and not r.decisive and r.segment in waiting)


def is_report(data: bytes, name: str) -> bool:
    """True for what looks like a report of ours rather than an article: by its name, or by how its text begins."""
    return name.endswith(".report.json") or b'"schema_version"' in data[:100]


def of_report(report: Report) -> SpeakerReport:
    """Who says what, as a report has it."""
    source = {s.id: s.source for s in report.segments}
    target = {s.id: s.target for s in report.segments}
    unsure = {f.segment for f in report.findings if f.segment and f.kind == FindingKind.ATTRIBUTION}
    said = _words(report.statements, source, target, lambda _, segment: segment not in unsure)
    return SpeakerReport(
        origin=report.document.origin,
        title=report.document.title,
        segments=len(report.segments),
        speakers=_speakers(report.speakers, report.terms, report.statements, said, source),
        words=said,
        open=tuple(s.id for s in report.segments if s.speaker is None and s.id in unsure),
    )


def _words(
    statements: Iterable[Statement],
    source: Mapping[str, str],
    target: Mapping[str, str],
    sure: Callable[[str, str], bool],
) -> tuple[Utterance, ...]:
    """Every segment, or part of one, of every statement. `sure` is asked with the unit's id and the segment's."""
    return tuple(
        Utterance(
            segment=unit,
            statement=st.id,
            speaker=st.speaker,
            also=st.also,
            kind=st.kind,
            basis=st.basis,
            quoted_by=st.quoted_by,
            sure=sure(unit, segment),
            source=source[segment][start:end].strip(),
            target=target.get(segment, ""),
        )
        for st in statements
        for unit, segment, start, end in _units(st)
    )


def _units(statement: Statement) -> Iterator[tuple[str, str, int | None, int | None]]:
    """(the unit's id, the segment's, start, end) of the segments of a statement, each whole or in its parts."""
    for segment in statement.segments:
        parts = [p for p in statement.parts if p.segment == segment]
        for part in parts:
            yield f"{segment}:{part.start}-{part.end}", segment, part.start, part.end
        if not parts:
            yield segment, segment, None, None


def _speakers(
    profiles: Iterable[Profile],
    terms: Iterable[Term],
    statements: Iterable[Statement],
    said: Sequence[Utterance],
    source: Mapping[str, str],
) -> tuple[SpeakerShare, ...]:
    """Those who say something, and those who quote somebody who does."""
    origin = {form: t.origin for t in terms for form in (*t.aliases, t.source)}
    count = Counter(who for st in statements for who in st.speakers)
    whole = max(1, sum(map(_size, source.values())))
    order = list(
        dict.fromkeys([*(who for w in said for who in w.speakers), *(w.quoted_by for w in said if w.quoted_by)])
    )
    heard = sorted((p for p in profiles if p.id in order), key=lambda p: order.index(p.id))
    return tuple(
        SpeakerShare(
            **{name: getattr(p, name) for name in Profile.model_fields},
            name_origin=origin.get(p.name.source) if p.name.target != p.name.source else None,
            statements=count[p.id],
            share=round(sum(_size(w.source) for w in said if p.id in w.speakers) / whole, 4),
            basis=dict(Counter(w.basis for w in said if p.id in w.speakers).most_common()),
        )
        for p in heard
    )


def _size(text: str) -> int:
    """Characters, white space left out: what a share is a share of."""
    return len("".join(text.split()))


def who(attribution: SpeakerReport, wanted: str) -> SpeakerShare:
    """The speaker whom `wanted` names: an id, a Chinese or English name or alias, or a part of one that no other has.
    Raises UsageError, listing everybody, where it names nobody or several."""
    found = [s for s in attribution.speakers if is_named(wanted, s)] or [
        s for s in attribution.speakers if may_be(wanted, s)
    ]
    if len(found) == 1:
        return found[0]
    known = [f"{s.name.source} ({s.name.target or s.id})" for s in found or attribution.speakers]
    if not known:
        raise UsageError(
            f"Nobody called {wanted!r} speaks in {attribution.origin}", "As far as the rules see, nobody speaks."
        )
    what = (
        f"{wanted!r} may be several speakers" if found else f"Nobody called {wanted!r} speaks in {attribution.origin}"
    )
    raise UsageError(what, f"Choose from: {'; '.join(known)}.")


def is_named(wanted: str, speaker: Profile) -> bool:
    """An English name counts in either order: Jiangchun Luo."""
    given = sorted(fold(wanted).split())
    return wanted.strip() in _forms(speaker) or any(given == sorted(fold(f).split()) for f in _forms(speaker) if given)


def may_be(wanted: str, speaker: Profile) -> bool:
    """Whole words of an English form, a part of a Chinese one, or the surname with a title: 罗总."""
    text = fold(wanted)
    if text.strip() and any(text in fold(f) or wanted.strip() in f for f in _forms(speaker)):
        return True
    surname = next((wanted[: -len(title)] for title in words("short_title") if wanted.endswith(title)), "")
    return bool(surname) and speaker.kind == "person" and speaker.name.source.startswith(surname)


def _forms(speaker: Profile) -> tuple[str, ...]:
    return tuple(filter(None, (speaker.id, speaker.name.source, speaker.name.target, *speaker.aliases)))
