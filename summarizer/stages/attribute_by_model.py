"""Attribution led by a strong model: it reads every passage in which somebody may speak, and the rules are its cross-check.

It answers with a known speaker, with words of the passage (which must stand there), or with nobody. Where the two differ, both readings
go into a second question; what that leaves open is a finding. Both questions run beside the translation. A label of the source itself is
never overruled; of another reading that the rules are sure of, the model's second answer only makes a finding.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from summarizer.common.chunking import packed
from summarizer.errors import ModelError
from summarizer.llm.session import TEXT, Session, list_of, object_of, one_of, settle
from summarizer.llm.tokens import count
from summarizer.records import (
    Basis,
    Brief,
    Finding,
    FindingKind,
    Name,
    Profile,
    ProposedPerson,
    Reading,
    Record,
    Segment,
    Severity,
)
from summarizer.text.attribution.profiles import slug
from summarizer.text.brackets import OPENS, QUOTES
from summarizer.text.names import romanise

NOBODY = "nobody"
PASSAGE_TOKENS = 6_000
"""Source tokens of one question: an answer names runs of sentences, so even a long one has some 2,000 tokens."""
MOST_BLOCKS = 400
MAX_NAME = 40
"""Characters of the words that may name a speaker; longer ones are a clause."""
CONTEXT = 2
"""Sentences shown on either side of one in question."""
AGREED, LED = 0.99, 0.95
"""Probability of a reading on which rule and model agree, and of one that the model decided against the rule when shown both. Set, not
fitted: docs/speakers.md says what was seen with answers written by hand."""


class Said(NamedTuple):
    """What the model says of one segment: a profile's id or None, how, and who passes it on."""

    speaker: str | None
    kind: str = "direct"
    quoted_by: str | None = None


class ModelAttribution(Record):
    """The readings that stand, everybody who speaks in them, and what stayed open."""

    readings: tuple[Reading, ...]
    profiles: tuple[Profile, ...]
    findings: tuple[Finding, ...] = ()


async def attribute_by_model(segments: Sequence[Segment], brief: Brief, session: Session) -> ModelAttribution:
    """Every segment's reading. Raises ModelError if no passage was answered."""
    asked = _asked(segments, brief)
    cast = Cast(brief, segments)
    groups = list(packed(_sized(segments, asked), most=PASSAGE_TOKENS, together=MOST_BLOCKS))
    settled = await settle(_ask(group, cast, session) for group in groups)
    errors = [one for one in settled if isinstance(one, ModelError)]
    if errors and len(errors) == len(settled):
        raise errors[0]
    said: dict[str, Said] = {}
    for group, answer in zip(groups, settled, strict=True):
        if not isinstance(answer, ModelError):
            said |= cast.read(answer, [s for block in group for s in block])
    ruled = [cast.merged(r) for r in brief.readings]
    differing = _differing(ruled, said)
    second = await _ask_again(differing, said, ruled, cast, segments, session) if differing else {}
    readings, findings = _settled(ruled, said, second, cast)
    return ModelAttribution(readings=readings, profiles=cast.speaking(readings), findings=findings)


def _asked(segments: Sequence[Segment], brief: Brief) -> set[str]:
    """Blocks in which somebody may speak: by a rule's reading, a weak one included, or by quotation marks."""
    read = {r.segment for r in brief.readings if r.basis != Basis.NARRATION or not r.decisive or r.candidate}
    return {s.block for s in segments if s.id in read or any(OPENS.get(c) in QUOTES or c == '"' for c in s.source)}


def _sized(segments: Sequence[Segment], asked: set[str]) -> list[tuple[list[Segment], int]]:
    """The blocks that are asked about, each as its segments, with their tokens."""
    blocks: dict[str, list[Segment]] = {}
    for s in segments:
        if s.block in asked:
            blocks.setdefault(s.block, []).append(s)
    return [(own, sum(count(s.source) for s in own)) for own in blocks.values()]


async def _ask(group: Sequence[Sequence[Segment]], cast: "Cast", session: Session) -> dict[str, Any]:
    passage = "\n".join(f"[{s.id}] {s.source.strip()}" for block in group for s in block)
    size = sum(len(block) for block in group)
    run = {"first": TEXT, "last": TEXT, "speaker": TEXT, "kind": one_of(("direct", "reported")), "quoted_by": TEXT}
    schema = object_of(
        {
            "statements": list_of(object_of(run), size + 20),
            "names": list_of(object_of({"words": TEXT, "english": TEXT}), 30),
        }
    )
    values = {"speakers": cast.cards, "passage": passage}
    return await session.ask_object("attribute/article.md", values, schema, most_tokens=400 + 60 * size)


class Cast:
    """Everybody who may speak: the rules' profiles, and those that the model names."""

    def __init__(self, brief: Brief, segments: Sequence[Segment]) -> None:
        self._text = "".join(s.source for s in segments)
        self._people = {form: p for p in brief.people for form in (p.source, *p.aliases)}
        self._same = _merges(brief.profiles, brief.people)
        self.profiles = {p.id: p for p in brief.profiles if p.id not in self._same}
        self._by_form: dict[str, str] = {}
        for p in brief.profiles:
            for form in (p.name.source, *p.aliases):
                self._by_form.setdefault(form, self._same.get(p.id, p.id))

    @property
    def cards(self) -> list[dict[str, Any]]:
        return [
            {
                "id": p.id,
                "name": p.name.source,
                "aliases": list(p.aliases),
                "role": "，".join(filter(None, (p.affiliation.source, p.role.source))),
            }
            for p in self.profiles.values()
        ]

    def merged(self, reading: Reading) -> Reading:
        """The rule's reading with one id for one person."""

        def one(i: str | None) -> str | None:
            return self._same.get(i, i) if i else i

        also = tuple(dict.fromkeys(self._same.get(i, i) for i in reading.also))
        changes = {
            "speaker": one(reading.speaker),
            "candidate": one(reading.candidate),
            "quoted_by": one(reading.quoted_by),
            "also": tuple(i for i in also if i != one(reading.speaker)),
        }
        return reading.model_copy(update=changes)

    def read(self, answer: Mapping[str, Any], segments: Sequence[Segment]) -> dict[str, Said]:
        """What an answer says of the segments it was asked about: those that it names nobody for are nobody's. {} if it holds nothing."""
        runs = answer.get("statements")
        if not isinstance(runs, list):
            return {}
        english = {str(n.get("words", "")): n.get("english") for n in _dicts(answer.get("names"))}
        order = {s.id: n for n, s in enumerate(segments)}
        said = {s.id: Said(None) for s in segments}
        for run in _dicts(runs):
            first, last = (order.get(str(run.get(key, "")).strip("[] ")) for key in ("first", "last"))
            who = self._known(run.get("speaker"), english)
            if first is None or last is None or who is None:
                continue
            by = self._known(run.get("quoted_by"), english)
            kind = "reported" if run.get("kind") == "reported" else "direct"
            for s in segments[first : last + 1]:
                if said[s.id].speaker is None:
                    said[s.id] = Said(who, "nested" if by and by != who else kind, by if by != who else None)
        return said

    def _known(self, value: Any, english: Mapping[str, Any]) -> str | None:
        """The id of whom an answer means, added to the cast if they are new; None if the words do not stand in the article."""
        words = str(value).strip() if isinstance(value, str) else ""
        if words in self.profiles:
            return words
        if words in self._same:
            return self._same[words]
        if words in self._by_form:
            return self._by_form[words]
        if not words or len(words) > MAX_NAME or words not in self._text:
            return None
        return self._added(words, english.get(words))

    def _added(self, words: str, english: Any) -> str:
        person = self._people.get(words)
        name = person.source if person else words
        if name in self._by_form:
            return self._by_form[name]
        ident = slug(name)
        while ident in self.profiles:
            ident += "-2"
        target = (person.target if person else "") or romanise(name) or (english if isinstance(english, str) else "")
        self.profiles[ident] = Profile(
            id=ident,
            kind=_kind(name, person),
            name=Name(source=name, target=target),
            aliases=tuple(form for form in (words, *(person.aliases if person else ())) if form != name),
            role=Name(source=person.role if person else ""),
            affiliation=Name(source=person.affiliation if person else ""),
        )
        for form in (name, words, *(person.aliases if person else ())):
            self._by_form.setdefault(form, ident)
        return ident

    def name(self, ident: str | None) -> str:
        return self.profiles[ident].name.source if ident in self.profiles else NOBODY

    def speaking(self, readings: Sequence[Reading]) -> tuple[Profile, ...]:
        """Everybody who says or passes on something, in the order of their first words."""
        heard = [i for r in readings for i in (r.quoted_by, r.speaker, *r.also) if i]
        return tuple(self.profiles[i] for i in dict.fromkeys(heard) if i in self.profiles)


def _kind(name: str, person: ProposedPerson | None) -> Any:
    if person is not None and person.kind == "organisation":
        return "organisation"
    return "person" if romanise(name) or (person is not None and person.target) else "anonymous"


def _merges(profiles: Sequence[Profile], people: Sequence[ProposedPerson]) -> dict[str, str]:
    """Id of a profile → id of the one that the brief says is the same person or organisation."""
    by_name = {p.name.source: p.id for p in reversed(profiles)}
    same: dict[str, str] = {}
    for person in people:
        ids = list(dict.fromkeys(by_name[form] for form in (person.source, *person.aliases) if form in by_name))
        same |= {other: ids[0] for other in ids[1:] if other != ids[0] and ids[0] not in same}
    return same


def _dicts(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _differing(ruled: Sequence[Reading], said: Mapping[str, Said]) -> list[str]:
    """Segments of which rule and model say different things, in order. Of a segment in parts the model must name one of its speakers."""
    by_segment: dict[str, set[str | None]] = {}
    for r in ruled:
        by_segment.setdefault(r.segment, set()).update(_named(r))
    labelled = {r.segment for r in ruled if is_labelled(r)}
    return [
        i
        for i, names in by_segment.items()
        if i in said and i not in labelled and names != {None} and said[i].speaker not in names
    ]


LABELS = frozenset(("label-given", "label"))
"""Evidence that is the source's own word: who speaks stands there."""


def is_labelled(reading: Reading) -> bool:
    return reading.decisive and reading.evidence in LABELS


def _named(reading: Reading) -> set[str | None]:
    """Whom a rule's reading names; a candidate it does not trust counts."""
    return {reading.speaker or reading.candidate, *reading.also}


async def _ask_again(
    differing: Sequence[str],
    said: Mapping[str, Said],
    ruled: Sequence[Reading],
    cast: Cast,
    segments: Sequence[Segment],
    session: Session,
) -> dict[str, str | None]:
    """Segment → the speaker that the model settles on when shown both readings; {} if it does not answer."""
    place = {s.id: n for n, s in enumerate(segments)}
    choices = {i: _choices(i, said, ruled) for i in differing}
    questions = [
        {
            "id": i,
            "text": segments[place[i]].source.strip(),
            "context": "".join(s.source for s in segments[max(0, place[i] - CONTEXT) : place[i] + CONTEXT + 1]).strip(),
            "readings": [{"id": one or NOBODY, "name": cast.name(one)} for one in choices[i]],
        }
        for i in differing
    ]
    schema = object_of({i: one_of(one or NOBODY for one in choices[i]) for i in differing})
    [answer] = await settle(
        [
            session.ask_object(
                "attribute/differences.md", {"differences": questions}, schema, most_tokens=60 + 40 * len(differing)
            )
        ]
    )
    if isinstance(answer, ModelError):
        return {}
    return {
        i: None if given == NOBODY else given
        for i in differing
        if (given := answer.get(i)) in {one or NOBODY for one in choices[i]}
    }


def _choices(segment: str, said: Mapping[str, Said], ruled: Sequence[Reading]) -> list[str | None]:
    rules = [one for r in ruled if r.segment == segment for one in (r.speaker or r.candidate, *r.also)]
    return list(dict.fromkeys([*rules, said[segment].speaker, None]))


def _settled(
    ruled: Sequence[Reading], said: Mapping[str, Said], second: Mapping[str, str | None], cast: Cast
) -> tuple[tuple[Reading, ...], tuple[Finding, ...]]:
    """One reading for each that the rules made, or one for the whole segment where the model decided against its parts."""
    readings: list[Reading] = []
    findings: list[Finding] = []
    decided: set[str] = set()
    for r in ruled:
        if r.segment in decided:
            continue
        model = said.get(r.segment)
        if model is None or (r.speaker is None and r.candidate is None and model.speaker is None):
            readings.append(r)
        elif model.speaker in _named(r) or any(model.speaker in _named(o) for o in ruled if o.segment == r.segment):
            readings.append(_agreed(r, model))
        elif r.segment in second and second[r.segment] in _named(r):
            readings.append(r.model_copy(update={"decisive": True, "probability": LED}))
        elif is_labelled(r):
            readings.append(r)
        elif r.segment in second and not r.decisive:
            decided.add(r.segment)
            readings.append(_chosen(r, second[r.segment], model))
        elif _named(r) == {None}:
            decided.add(r.segment)
            readings.append(_chosen(r, model.speaker, model))
        else:
            readings.append(r.model_copy(update={"decisive": False}))
            findings.append(_disputed(r, model, cast))
    return tuple(readings), tuple(findings)


def _agreed(rule: Reading, model: Said) -> Reading:
    """What both say; the rule knows parts and joint speakers, the model who passes the words on."""
    speaker = rule.speaker or rule.candidate
    if speaker is None or model.speaker not in _named(rule):
        return rule
    quoted_by = rule.quoted_by or model.quoted_by
    return rule.model_copy(
        update={
            "speaker": speaker,
            "decisive": True,
            "probability": max(rule.probability, AGREED),
            "quoted_by": quoted_by,
        }
    )


def _chosen(rule: Reading, speaker: str | None, model: Said) -> Reading:
    """The model's reading of the whole segment."""
    return rule.model_copy(
        update={
            "start": None,
            "end": None,
            "speaker": speaker,
            "candidate": speaker,
            "kind": model.kind if speaker == model.speaker and speaker else rule.kind,
            "quoted_by": model.quoted_by if speaker == model.speaker else rule.quoted_by,
            "also": (),
            "basis": Basis.MODEL if speaker else Basis.NARRATION,
            "decisive": True,
            "probability": LED,
        }
    )


def _disputed(rule: Reading, model: Said, cast: Cast) -> Finding:
    ours, theirs = cast.name(rule.speaker or rule.candidate), cast.name(model.speaker)
    return Finding(
        segment=rule.segment,
        kind=FindingKind.ATTRIBUTION,
        severity=Severity.INFO,
        rule="attribution-disputed",
        found=ours,
        expected=theirs,
        detail=f"Attribution uncertain: the rule says {ours}, the model says {theirs}.",
    )
