"""Learns the article before it is translated: who speaks, what the names are in English, what it is about.

Names and speakers are found by rule; the model is asked for the English of what no table knows, and, where it is a strong
one, for more names. Of its proposals only those are kept whose Chinese stands in the article.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field

from summarizer.errors import FATAL_FOR_SERVER, ModelError, Unreachable
from summarizer.glossary import standing as glossary_terms
from summarizer.llm.session import TEXT, Session, list_of, object_of, one_of, settle
from summarizer.llm.tokens import count
from summarizer.progress import Counter, Progress, silent
from summarizer.records import (
    Brief,
    Document,
    Finding,
    FindingKind,
    Name,
    Profile,
    ProposedLayout,
    ProposedPerson,
    Reading,
    Record,
    Segment,
    Severity,
    Term,
)
from summarizer.stages.translate import phrase
from summarizer.text import names
from summarizer.text.attribution import attribute_by_rule, label_in_english
from summarizer.text.scripts import has_han
from summarizer.text.words import is_word

MOST_PHRASES = 24
"""Roles, companies and names put to the model; an article with more leaves the rest in Chinese, as a finding says."""
MOST_CHARACTERS = 40
"""Of a name, role or organisation; what is longer is a clause."""
LONGEST_WORD = 2
"""Characters up to which a word of the dictionary is too common to be a term of the article: 芯片, 晚上. A model knows those."""
FULL_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*)+$")
"""A person's name in English, as far as its shape tells: two words or more. A model also offers “Librarian”."""
KINDS = ("person", "organisation", "place", "work", "product", "term")


Answers = tuple[list[dict[str, Any]], tuple[Finding, ...]]
"""What the model said, and a finding where it said nothing."""


class RuleBrief(Record):
    """What the rules see in an article: terms with their English, speakers without, and phrases whose English is wanted."""

    terms: tuple[Term, ...]
    profiles: tuple[Profile, ...]
    readings: tuple[Reading, ...]
    """Who says what, by rule."""
    phrases: tuple[str, ...]
    regions: Mapping[str, names.Region] = Field(default_factory=dict)
    """The people that the name finder sees, and where their names are from."""


def rule_based_brief(document: Document, segments: Sequence[Segment], glossary: Sequence[Term] = ()) -> RuleBrief:
    """The part of the brief that needs no model."""
    blocks = [b.text for b in document.blocks]
    text = "\n".join(blocks)
    given = glossary_terms(glossary, text)
    glossed = names.in_brackets(text)
    found = names.find_names(blocks, [*given, *glossed])
    known = _unique([*given, *names.terms_of(found), *glossed])
    regions = _regions(found, blocks) if document.language.startswith("zh") else {}
    people = _named(found, regions, known)
    ruled = attribute_by_rule(document.blocks, segments, known, found)
    profiles = ruled.profiles
    speaking = [p.name.source for p in profiles]
    terms = _unique([*known, *people, *_resolved(document, speaking, [*known, *people], regions)])
    return RuleBrief(
        terms=terms,
        profiles=profiles,
        readings=ruled.readings,
        phrases=_phrases(profiles, terms),
        regions=regions,
    )


def _regions(found: names.Names, blocks: Sequence[str]) -> dict[str, names.Region]:
    """For each person of the article where the name is from."""
    return {found.entities[at].name: region for at, region in names.regions_of(found, blocks).items()}


def _named(found: names.Names, regions: Mapping[str, names.Region], known: Sequence[Term]) -> list[Term]:
    """The people whose English the rules can give, with their short forms."""
    have = {form for term in known for form in (term.source, *term.aliases)}
    terms = []
    for entity in found.people:
        english = names.english_of(entity, regions[entity.name]) if entity.name in regions else None
        if english and entity.name not in have and has_han(entity.name):
            aliases = tuple(form for form in entity.forms[1:] if form in entity.name)
            terms.append(Term(source=entity.name, target=english[0], kind="person", origin=english[1], aliases=aliases))
    return terms


def by_rule(document: Document, segments: Sequence[Segment], glossary: Sequence[Term] = ()) -> Brief:
    """The brief without a model: English only for names that a table, the article or romanisation gives."""
    return _checked(document, rule_based_brief(document, segments, glossary), (), glossary, strong=False)


async def brief(
    document: Document,
    segments: Sequence[Segment],
    glossary: Sequence[Term],
    session: Session,
    progress: Progress = silent,
    rule_brief: RuleBrief | None = None,
) -> Brief:
    """What every later request is told. Where the model does not answer, what the rules saw, with a finding that says so.
    `rule_brief` is what they saw, if it is known already. Raises the model's error where no request could be answered."""
    rule_brief = rule_brief or rule_based_brief(document, segments, glossary)
    ask = _read if session.tactics.strong else _phrase_by_phrase
    answers, findings = await ask(segments, rule_brief.phrases, session, progress)
    known = _checked(document, rule_brief, answers, glossary, strong=session.tactics.strong)
    return known.model_copy(update={"findings": (*known.findings, *findings)})


async def _read(segments: Sequence[Segment], phrases: Sequence[str], session: Session, progress: Progress) -> Answers:
    """A strong model reads the article, in parts where it is long; the phrases are asked with the first."""
    parts = _parts(segments, session.tactics.brief_tokens)
    counter = Counter(progress, "brief", len(parts))
    asked = [_ask(part, phrases if number == 0 else (), session) for number, part in enumerate(parts)]
    settled = await settle(counter.counting(q) for q in asked)
    _give_up_where_hopeless(settled)
    answers = [a for a in settled if isinstance(a, dict) and len(a) > 1]
    if len(answers) == len(settled):
        return answers, ()
    which = "the article" if len(parts) == 1 else f"{len(parts) - len(answers)} of {len(parts)} parts of the article"
    return answers, (_unread(which, settled),)


async def _phrase_by_phrase(
    segments: Sequence[Segment], phrases: Sequence[str], session: Session, progress: Progress
) -> Answers:
    """A small model reads nothing: it copies phrases asked for in one answer, and the names it proposes are wrong."""
    del segments
    counter = Counter(progress, "brief", len(phrases))
    settled = await settle(counter.counting(phrase(p, session)) for p in phrases)
    _give_up_where_hopeless(settled)
    failed = [p for p, e in zip(phrases, settled, strict=True) if isinstance(e, ModelError)]
    english = {p: e for p, e in zip(phrases, settled, strict=True) if isinstance(e, str)}
    return [{"phrases": english}], (
        (_unread(f"these names and titles: {', '.join(failed)}", settled),) if failed else ()
    )


def _give_up_where_hopeless(settled: Sequence[object]) -> None:
    """Raises the error where nothing was answered and nothing will be: waiting for each stage to find out takes minutes."""
    hopeless = [one for one in settled if isinstance(one, (*FATAL_FOR_SERVER, Unreachable))]
    if hopeless and len(hopeless) == len(settled):
        raise hopeless[0]


def _unread(what: str, settled: Sequence[object]) -> Finding:
    """The finding that names were not checked by the model, and why."""
    why = next((f" ({one})" for one in settled if isinstance(one, ModelError)), ": its answer could not be read")
    return Finding(
        segment=None,
        kind=FindingKind.BRIEF,
        severity=Severity.WARNING,
        detail=f"The model could not be asked about {what}{why}. Names there are as the tables and rules have them.",
    )


def _unique(terms: Sequence[Term]) -> tuple[Term, ...]:
    """One term for each source, the first one wins."""
    return tuple({t.source: t for t in reversed(terms)}.values())[::-1]


def _resolved(
    document: Document,
    sources: Sequence[str],
    known: Sequence[Term],
    regions: Mapping[str, names.Region],
    forms: Mapping[str, str] | None = None,
    *,
    strong: bool = False,
) -> list[Term]:
    """The English of people; what the name finder does not see as a person counts as one by its shape."""
    found = (
        names.resolve(
            source,
            language=document.language,
            glossary=known,
            model_form=(forms or {}).get(source),
            strong_model=strong,
            kind="person" if source in regions or names.is_person_name(source) else None,
            region=regions.get(source, "mainland"),
        )
        for source in sources
        if has_han(source)
    )
    return [t for t in found if t is not None]


def _phrases(profiles: Sequence[Profile], terms: Sequence[Term]) -> tuple[str, ...]:
    """Names, roles and affiliations without an English form, each once, in order."""
    have = {t.source for t in terms} | {p.name.source for p in profiles if label_in_english(p.name.source)}
    wanted = [text for p in profiles for text in (p.name.source, p.affiliation.source, p.role.source)]
    return tuple(dict.fromkeys(w for w in wanted if has_han(w) and w not in have))[:MOST_PHRASES]


def _parts(segments: Sequence[Segment], most_tokens: int) -> list[str]:
    """The article's text in pieces of at most so many tokens, at least one; each block behind its id."""
    parts, size = [""], 0
    block = ""
    for s in segments:
        tokens = count(s.source)
        if parts[-1] and size + tokens > most_tokens:
            parts.append("")
            size, block = 0, ""
        if s.block != block:
            parts[-1] += ("\n" if parts[-1] else "") + f"[{s.block}] "
        parts[-1] += s.source
        block, size = s.block, size + tokens
    return parts


async def _ask(part: str, phrases: Sequence[str], session: Session) -> dict[str, Any]:
    numbered = [{"id": f"n{number}", "source": source} for number, source in enumerate(phrases, 1)]
    values = {"language": session.language, "article": part, "phrases": numbered}
    most_tokens = 2700 + 16 * len(phrases) + sum(3 * count(p) for p in phrases)
    answer = await session.ask_object("brief/article.md", values, _schema(numbered), most_tokens=most_tokens)
    given = answer.get("phrases")
    texts = given if isinstance(given, dict) else {}
    return answer | {"phrases": {p["source"]: str(texts.get(p["id"], "")) for p in numbered}}


def _schema(phrases: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    properties: dict[str, Any] = {"headline": TEXT, "boilerplate": list_of(TEXT, 60), "credits": list_of(TEXT, 20)}
    properties |= {"reworded": {"type": "boolean"}, "title": TEXT, "gist": TEXT}
    if phrases:
        properties["phrases"] = object_of({p["id"]: TEXT for p in phrases})
    pair = {"source": TEXT, "target": TEXT}
    person = {
        **pair,
        "kind": one_of(("person", "organisation")),
        "role": TEXT,
        "affiliation": TEXT,
        "gender": one_of(("male", "female", "unknown")),
        "aliases": list_of(TEXT, 6),
    }
    properties["people"] = list_of(object_of(person), 40)
    properties["terms"] = list_of(object_of({**pair, "kind": one_of(KINDS)}), 60)
    return object_of(properties)


def _checked(
    document: Document,
    spotted: RuleBrief,
    answers: Sequence[dict[str, Any]],
    glossary: Sequence[Term],
    *,
    strong: bool,
) -> Brief:
    first = answers[0] if answers else {}
    phrases = {source: text for a in answers for source, text in a["phrases"].items() if _english(text)}
    text = "\n".join(b.text for b in document.blocks)
    proposed, refused = _believable([t for a in answers for t in _proposals(a, text)], document)
    terms = _with_english(document, spotted, phrases, proposed, glossary, strong)
    return Brief(
        title=Name(source=document.title, target=_english(first.get("title"))),
        gist=_english(first.get("gist")),
        date=document.date,
        terms=terms,
        profiles=tuple(_in_english(p, terms, phrases) for p in spotted.profiles),
        readings=spotted.readings,
        people=tuple(_proposed_people(answers, text)),
        layout=_layout(answers, document),
        findings=tuple(refused),
    )


def _layout(answers: Sequence[Mapping[str, Any]], document: Document) -> ProposedLayout:
    """What the model says of the page's parts, by ids that exist."""
    known = {b.id for b in document.blocks}

    def ids(key: str) -> tuple[str, ...]:
        named = (str(i).strip("[] ") for a in answers for i in _values(a.get(key)))
        return tuple(dict.fromkeys(i for i in named if i in known))

    headlines = (str(a.get("headline", "")).strip("[] ") for a in answers)
    return ProposedLayout(
        headline=next((h for h in headlines if h in known), None),
        boilerplate=ids("boilerplate"),
        credits=ids("credits"),
        reworded=any(a.get("reworded") is True for a in answers),
    )


def _values(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _proposed_people(answers: Sequence[Mapping[str, Any]], text: str) -> Iterator[ProposedPerson]:
    """Whom the model names as speaking; every Chinese form of it stands in the article, or it is left out."""

    def standing(value: Any) -> str:
        words = str(value).strip() if isinstance(value, str) else ""
        return words if words and len(words) <= MOST_CHARACTERS and words in text else ""

    seen: set[str] = set()
    for one in (one for a in answers for one in _list(a.get("people"))):
        if not (source := standing(one.get("source"))) or source in seen:
            continue
        seen.add(source)
        gender = one.get("gender")
        yield ProposedPerson(
            source=source,
            target=_english(one.get("target")),
            kind="organisation" if one.get("kind") == "organisation" else "person",
            aliases=tuple(a for v in _values(one.get("aliases")) if (a := standing(v)) and a != source),
            role=standing(one.get("role")),
            affiliation=standing(one.get("affiliation")),
            gender=gender if gender in ("male", "female") else "unknown",
        )


def _believable(proposed: Sequence[Term], document: Document) -> tuple[list[Term], list[Finding]]:
    """The proposals that may be used, and a finding for each that may not: a mainland name is romanised, whatever a model takes it for,
    unless a table knows better. Everyday words are no terms."""
    kept: list[Term] = []
    refused: list[Finding] = []
    for term in proposed:
        if term.kind == "term" and len(term.source) <= LONGEST_WORD and is_word(term.source):
            continue
        pinyin = names.romanise(term.source, document.language) if term.kind == "person" else None
        romanised = term.model_copy(update={"target": pinyin, "origin": "pinyin"}) if pinyin else None
        if romanised and document.language == "zh-Hans" and not names.same_name(term.target, romanised):
            refused.append(_other_person(term, romanised.target))
        else:
            kept.append(term)
    return kept, refused


def _other_person(term: Term, pinyin: str) -> Finding:
    return Finding(
        segment=None,
        kind=FindingKind.NAME,
        severity=Severity.INFO,
        rule="brief-name-not-romanised",
        found=term.target,
        expected=pinyin,
        detail=f"The model gives “{term.target}” for {term.source}, which does not romanise it: {pinyin} is used. Check the name.",
    )


def _with_english(
    document: Document,
    rule_brief: RuleBrief,
    phrases: Mapping[str, str],
    proposed: Sequence[Term],
    glossary: Sequence[Term],
    strong: bool,
) -> tuple[Term, ...]:
    """All terms of the article, best origin first: given ones, then names as `names.resolve` ranks them, then proposals."""
    forms = {t.source: t.target for t in proposed if t.kind != "person" or FULL_NAME.match(t.target)} | dict(phrases)
    people = [p.name.source for p in rule_brief.profiles] + [t.source for t in proposed if t.kind == "person"]
    given = [t for t in rule_brief.terms if t.verified or t.origin == "glossary"]
    resolved = _resolved(document, people, [*given, *glossary], rule_brief.regions, forms, strong=strong)
    companies = [
        Term(source=a, target=phrases[a], kind="organisation", origin="model")
        for p in rule_brief.profiles
        if (a := p.affiliation.source) in phrases
    ]
    aliases = {p.name.source: p.aliases for p in rule_brief.profiles}
    terms = _unique([*given, *resolved, *companies, *proposed, *rule_brief.terms])
    return tuple(t.model_copy(update={"aliases": _merged(t, aliases.get(t.source, ()))}) for t in terms)


def _merged(term: Term, more: Sequence[str]) -> tuple[str, ...]:
    """A name's short forms that may be printed as the name: those that are part of it (奥特曼), not pronouns or titles."""
    return tuple(dict.fromkeys([*term.aliases, *(m for m in more if m in term.source)]))


def _proposals(answer: Mapping[str, Any], text: str) -> list[Term]:
    """What the model adds, where its Chinese stands in the article and its English is English."""
    found = []
    for one in [*_list(answer.get("people")), *_list(answer.get("terms"))]:
        source, target = str(one.get("source", "")).strip(), _english(one.get("target"))
        kind = one.get("kind") if one.get("kind") in KINDS else "term"
        if source and target and has_han(source) and source in text and len(source) <= MOST_CHARACTERS:
            found.append(Term.model_validate({"source": source, "target": target, "kind": kind, "origin": "model"}))
    return found


def _list(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _english(value: Any) -> str:
    """The text where it is English, else nothing."""
    text = " ".join(value.split()).strip(" .,;:") if isinstance(value, str) else ""
    return "" if has_han(text) else text


def _in_english(profile: Profile, terms: Sequence[Term], phrases: Mapping[str, str]) -> Profile:
    english = {t.source: t.target for t in terms}
    known = {t.source: t.target for t in terms if t.verified}

    def named(name: Name) -> Name:
        fallback = names.title_in_english(name.source) if has_han(name.source) else name.source
        fixed = known.get(name.source) or label_in_english(name.source)
        target = fixed or english.get(name.source) or phrases.get(name.source) or fallback
        return name.model_copy(update={"target": target})

    return profile.model_copy(
        update={"name": named(profile.name), "role": named(profile.role), "affiliation": named(profile.affiliation)}
    )
