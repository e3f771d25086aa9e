"""Who is meant: one resolver for each class of mention, over what was said and mentioned before."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from summarizer.text.attribution.cast import Cast, Gender, Member
from summarizer.text.attribution.tables import ending
from summarizer.text.attribution.tokens import Subject
from summarizer.text.words import folded

SURE_NAME = 0.9
"""Probability of a name below which its readings are a row of their own in the reliability table."""


@dataclass(frozen=True, slots=True)
class Note:
    """One thing a rule found, for the trace: its id, the words that it matched, what it made of them."""

    rule: str
    words: str
    result: str = ""


@dataclass(frozen=True, slots=True)
class Resolved:
    """Whose words, on what evidence (a kind of the reliability table); `who` is None if nobody can be told."""

    who: Member | None
    evidence: str
    also: tuple[Member, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(slots=True)
class Mentioned:
    """A member as mentioned: when, and whether as the subject of its clause or as a speaker."""

    member: Member
    paragraph: int
    sentence: int
    subject: bool
    speaker: bool = False


@dataclass(slots=True)
class Memory:
    """What a mention may refer back to, the latest last."""

    cast: Cast
    paragraph: int = 0
    sentence: int = 0
    mentioned: list[Mentioned] = field(default_factory=list)
    speaker: Member | None = None
    """Who spoke last."""
    speaker_at: tuple[int, int] = (-1, -1)
    topic: Member | None = None
    """Whom the sentence in hand is about so far."""
    author: bool = False

    def note(self, member: Member, subject: bool, speaker: bool = False) -> None:
        self.mentioned.append(Mentioned(member, self.paragraph, self.sentence, subject, speaker))
        if (subject and member.kind != "organisation") or (subject and self.topic is None):
            self.topic = member
        if speaker:
            self.speaker, self.speaker_at = member, (self.paragraph, self.sentence)


def resolve(subject: Subject, memory: Memory) -> Resolved:
    """Whom the subject of a cue means."""
    return _RESOLVERS[subject.kind](subject, memory)


def _named(subject: Subject, memory: Memory) -> Resolved:
    members = [m for m in (memory.cast.of_entity(e) for e in subject.entities) if m]
    if not members and not subject.entities:
        member = (
            memory.cast.of_form(subject.text)
            or memory.cast.short_form(subject.text)
            or memory.cast.add(subject.text, "person")
        )
        return Resolved(member, "name-with-title", (), (Note("name-with-title", subject.text, member.name),))
    if not members:
        return Resolved(None, "unknown")
    weak = subject.entities and memory.cast.names.entities[subject.entities[0]].probability < SURE_NAME
    evidence = "name-loose" if subject.loose else "name-doubtful" if weak else "name"
    if len(members) > 1:
        return Resolved(
            members[0],
            "joint",
            tuple(members[1:]),
            (Note("joint-subject", subject.text, "+".join(m.name for m in members)),),
        )
    return Resolved(members[0], evidence, (), (Note("name", subject.text, members[0].name),))


def _organisation(subject: Subject, memory: Memory) -> Resolved:
    if subject.entities:
        return _named(subject, memory)
    member = memory.cast.organisation(subject.text)
    evidence = "proper-noun" if subject.head == "proper noun" else "organisation"
    return Resolved(
        member,
        "organisation-loose" if subject.loose else evidence,
        (),
        (Note("organisation", subject.text, member.name),),
    )


def _unnamed(subject: Subject, memory: Memory) -> Resolved:
    """一位居民: somebody new; the same words again are the same person."""
    plural = bool(re.match("(?:多|几|数|一些|部分|不少|许多|两|三)", folded(subject.text))) or subject.text.endswith(
        ("们", "們")
    )
    member = memory.cast.add(subject.text, "anonymous", subject.head, plural)
    return Resolved(
        member,
        "unnamed-loose" if subject.loose else "unnamed",
        (),
        (Note("unnamed-person", subject.text, member.name),),
    )


_OWNER = re.compile("^(?P<owner>他|她|其|他们|她们)(?:的)?(?P<rest>.+)$")


def _described(subject: Subject, memory: Memory) -> Resolved:
    """里长, 徐里长, 李某的代理律师, 他17岁的儿子: somebody known by name or title, or somebody called by what they are."""
    short = memory.cast.of_form(subject.text) or (
        memory.cast.short_form(subject.text) if "姓" not in subject.text else None
    )
    if short:
        return Resolved(short, "short-form", (), (Note("short-form", subject.text, short.name),))
    if _OWNER.match(subject.text):
        owner = _latest(memory, lambda m: m.kind != "organisation")
        if owner and subject.head:
            name = f"{owner.name}的{subject.text[-len(subject.head) :]}"
            member = memory.cast.add(name, "anonymous", subject.head, aliases=(subject.text,))
            return Resolved(member, "described", (), (Note("relative-of", subject.text, name),))
    titled = [m for m in memory.cast.people() if m.role and folded(m.role) == folded(subject.text)]
    if len(titled) == 1:
        return Resolved(titled[0], "title", (), (Note("title", subject.text, titled[0].name),))
    return _as_described(subject, memory)


def _as_described(subject: Subject, memory: Memory) -> Resolved:
    member = memory.cast.add(subject.text, "anonymous", subject.head, subject.text.endswith(("们", "們")))
    return Resolved(
        member,
        "described-loose" if subject.loose else "described",
        (),
        (Note("described-person", subject.text, member.name),),
    )


_OFFICE = re.compile(
    "^(?:该|这家|本|上述)(?P<org>公司|集团|署|局|部|厅|院|校|所|委|台|行|社|队|机构|企业|平台|中心|协会|大学|医院|法院|部门)(?:的|有关|相关|一位|一名)*(?:负责人|工作人员|发言人|人士|官员|人员|方面)$"
)


def _definite(subject: Subject, memory: Memory) -> Resolved:
    """该负责人, 这位教头, 前述高管: the latest person who may be called so; 该署有关负责人 speaks for the organisation."""
    key = folded(subject.text)
    if office := _OFFICE.match(key):
        member = _organisation_called(memory, office["org"])
        if member:
            return Resolved(member, "organisation-reference", (), (Note("office-of", subject.text, member.name),))
    gender = _gender(subject)
    earlier = re.match("前述|上述", key)
    named_so = _latest(
        memory, lambda m: m.kind == "anonymous" and bool(m.head) and folded(m.name).endswith(folded(subject.head))
    )
    if named_so:
        return Resolved(named_so, "definite", (), (Note("definite-person", subject.text, named_so.name),))
    titled = _latest(
        memory,
        lambda m: (
            m.kind == "person"
            and bool(m.role)
            and (folded(m.role).endswith(subject.head) or (subject.head == "负责人" and bool(m.role)))
        ),
    )
    if titled:
        return Resolved(titled, "definite", (), (Note("definite-title", subject.text, titled.name),))
    if earlier:
        return _as_described(subject, memory)
    latest = _latest(memory, lambda m: m.kind in ("person", "anonymous") and _may_be(m, gender) and not m.plural)
    if latest:
        return Resolved(latest, "definite-latest", (), (Note("definite-latest", subject.text, latest.name),))
    return _as_described(subject, memory)


def _gender(subject: Subject) -> Gender:
    key = folded(subject.text)
    return "f" if key in ("她", "她们") or ending(key, "female") else "m" if ending(key, "male") else ""


def _may_be(member: Member, gender: Gender) -> bool:
    return not gender or member.gender in ("", gender)


def _latest(memory: Memory, fits: Callable[[Member], bool]) -> Member | None:
    return next((m.member for m in reversed(memory.mentioned) if fits(m.member)), None)


def _pronoun(subject: Subject, memory: Memory) -> Resolved:
    """他, 她, 其: whom the text is about, by how near and how prominent; 他们 a group or an organisation."""
    key = folded(subject.text)
    if key in ("前者", "后者"):
        return _former_or_latter(subject, memory, key)
    plural = key in ("他们", "她们")
    gender = "f" if key in ("她", "她们") else "m" if key == "他" else ""

    def fits(member: Member) -> bool:
        if plural:
            return member.plural or member.kind == "organisation"
        if member.kind == "organisation":
            return key == "其"
        if member.head in ("我", "记者"):
            return False
        return (
            not member.plural
            and not (key == "她" and member.gender == "m")
            and not (key == "他" and member.gender == "f")
        )

    ranked, close = _ranked(memory, fits)
    if not ranked:
        return Resolved(None, "pronoun-nobody", (), (Note("pronoun", subject.text, ""),))
    best = ranked[0]
    rivals = [m.name for m in ranked[1:]]
    note = Note("pronoun", subject.text, best.name + (f" (not {', '.join(rivals)})" if rivals else ""))
    if gender and not best.gender and not rivals and not plural:
        best.gender = gender
    near = memory.speaker is best and memory.speaker_at[0] == memory.paragraph
    evidence = (
        "pronoun-speaker"
        if near and not rivals
        else _alone(best, memory)
        if not rivals
        else "pronoun-speaker-rivals"
        if near
        else "pronoun-rivals-close"
        if close
        else "pronoun-rivals"
    )
    return Resolved(best, evidence, (), (note,))


def _alone(best: Member, memory: Memory) -> str:
    """How near the only one stands whom a pronoun can mean."""
    mention = next(m for m in reversed(memory.mentioned) if m.member is best)
    if memory.speaker is best and memory.paragraph - memory.speaker_at[0] == 1:
        return "pronoun-speaker-before"
    if mention.paragraph == memory.paragraph:
        return "pronoun-subject" if mention.subject and memory.sentence - mention.sentence <= 1 else "pronoun-paragraph"
    return "pronoun-before" if memory.paragraph - mention.paragraph == 1 and mention.subject else "pronoun-far"


CLOSE = 0.8
"""Share of the best score from which a rival is as likely as the best: half of the pronouns with a rival were somebody else's on articles
that no rule was mended for."""


def _ranked(memory: Memory, fits: Callable[[Member], bool]) -> tuple[list[Member], bool]:
    """(the people of the nearest sentences that name any, the likeliest first; whether the second is as likely as the first)."""
    scores: dict[str, float] = {}
    by_key: dict[str, Member] = {}
    for mention in reversed(memory.mentioned[-30:]):
        if not fits(mention.member):
            continue
        paragraphs = memory.paragraph - mention.paragraph
        distance = memory.sentence - mention.sentence
        if paragraphs > 2 or distance > 8:
            break
        score = (3.0 if mention.speaker else 2.0 if mention.subject else 0.6) / (1 + distance + 0.5 * paragraphs)
        by_key[mention.member.key] = mention.member
        scores[mention.member.key] = max(scores.get(mention.member.key, 0), score)
    ordered = sorted(scores, key=lambda k: -scores[k])
    found = [by_key[k] for k in ordered if scores[k] >= 0.5 * scores[ordered[0]]]
    return found, len(found) > 1 and scores[ordered[1]] >= CLOSE * scores[ordered[0]]


def _former_or_latter(subject: Subject, memory: Memory, key: str) -> Resolved:
    latest = list(dict.fromkeys(m.member.key for m in reversed(memory.mentioned) if m.member.kind != "organisation"))[
        :2
    ]
    if len(latest) < 2:
        return Resolved(None, "pronoun-nobody")
    who = memory.cast.members[latest[1] if key == "前者" else latest[0]]
    return Resolved(who, "pronoun-rivals", (), (Note("former-latter", subject.text, who.name),))


def _organisation_called(memory: Memory, kind: str) -> Member | None:
    """The latest organisation whose name ends like 公司, 署, …; else the latest of all."""
    called = _latest(memory, lambda m: m.kind == "organisation" and any(folded(f).endswith(kind) for f in m.forms))
    return called or (_latest(memory, lambda m: m.kind == "organisation") if len(kind) <= 2 else None)


def _organisation_pronoun(subject: Subject, memory: Memory) -> Resolved:
    key = folded(subject.text)
    kind = re.sub("^(?:该|这家|本|上述|前述)|方面$", "", key)
    member = _organisation_called(memory, kind)
    if not member:
        return _organisation(subject, memory) if len(key) > 2 else Resolved(None, "pronoun-nobody")
    return Resolved(member, "organisation-reference", (), (Note("organisation-reference", subject.text, member.name),))


def _parties(subject: Subject, memory: Memory) -> Resolved:
    """双方, 两人: so many of those mentioned last."""
    people = folded(subject.text).startswith(("两人", "二人", "三人", "四人", "两者"))
    latest = [
        m
        for m in dict.fromkeys(x.member.key for x in reversed(memory.mentioned))
        if not people or memory.cast.members[m].kind != "organisation"
    ][: subject.count]
    if len(latest) < subject.count:
        return Resolved(None, "parties-unknown", (), (Note("parties", subject.text),))
    members = [memory.cast.members[k] for k in reversed(latest)]
    return Resolved(
        members[0], "parties", tuple(members[1:]), (Note("parties", subject.text, "+".join(m.name for m in members)),)
    )


def _author(subject: Subject, memory: Memory) -> Resolved:
    memory.author = True
    return Resolved(memory.cast.add("我", "anonymous", "我"), "author", (), (Note("author", subject.text),))


def _none(_: Subject, memory: Memory) -> Resolved:
    """A clause without a subject goes on about the sentence's topic, else whoever spoke last."""
    if memory.topic:
        return Resolved(memory.topic, "topic", (), (Note("topic-of-sentence", memory.topic.name),))
    if memory.speaker and memory.speaker_at[0] == memory.paragraph and memory.sentence - memory.speaker_at[1] <= 2:
        return Resolved(memory.speaker, "elided-speaker", (), (Note("last-speaker", memory.speaker.name),))
    latest = next((m for m in reversed(memory.mentioned) if m.subject and memory.sentence - m.sentence <= 1), None)
    if latest:
        return Resolved(latest.member, "elided-topic", (), (Note("last-topic", latest.member.name),))
    return Resolved(None, "elided-nobody")


def _nobody(subject: Subject, _: Memory) -> Resolved:
    return Resolved(None, "unknown", (), (Note("unknown-subject", subject.text),))


def _reporter(subject: Subject, memory: Memory) -> Resolved:
    member = memory.cast.add(re.sub("^有", "", subject.text), "anonymous", "记者")
    return Resolved(member, "unnamed", (), (Note("reporter-asks", subject.text, member.name),))


_RESOLVERS: dict[str, Callable[[Subject, Memory], Resolved]] = {
    "named": _named,
    "organisation": _organisation,
    "pronoun": _pronoun,
    "organisation pronoun": _organisation_pronoun,
    "definite": _definite,
    "anonymous": _unnamed,
    "described": _described,
    "parties": _parties,
    "author": _author,
    "reporter": _reporter,
    "media": _nobody,
    "evidence": _nobody,
    "none": _none,
    "unknown": _nobody,
}
