"""Names that stand where only a speaker can: right before a reporting verb, alone or behind a title. The name finder weighs a name over
the whole article; one that is heard once, in this place, needs no other evidence."""

import re
from collections.abc import Iterator, Sequence

from summarizer.text.attribution.passages import ASIDE, Line
from summarizer.text.attribution.tables import ending, pattern, verb_pattern, verbs, words
from summarizer.text.names.entities import Entity, Evidence, Mention, Names, indexed
from summarizer.text.names.romanise import split as parts_of
from summarizer.text.once import once
from summarizer.text.words import is_word

PROBABILITY = 0.85
_REACH = 36
"""Characters before a verb in which its subject is looked for."""
_CLAUSE = re.compile('[,。;:!?…“”「」『』"\n—]')
_GIVEN_STOP = frozenset(
    "的了是在和与对向从将把被给让也则还都并就却又再曾已会要不没有这那此每各所以为因而但且或等及说称认指问答"
    "希们你我他她它个些只更最很太亦均皆地着姓线率值图量者副也时后前方面人员会上中"
)


def with_heard_names(lines: Sequence[Line], blocks: Sequence[str], names: Names) -> Names:
    """The names of an article and those that are only heard to speak, each with all its mentions."""
    taken = {
        (m.block, at)
        for number in range(len(blocks))
        for m in names.mentions_in(number)
        for at in range(m.start, m.end)
    }
    found: dict[str, tuple[str, str]] = {}
    for line in lines:
        for start, end, title in _heard(line):
            if not any((line.block, line.start + at) in taken for at in range(start, end)):
                found.setdefault(line.raw[start:end], (title, line.raw[start:end]))
    entities = list(names.entities)
    for form, (title, evidence) in found.items():
        places = tuple(_mentions(form, blocks, taken, len(entities)))
        if places:
            surname = (parts_of(form) or ("",))[0]
            heard = (Evidence("before-reporting-verb", evidence, 1.7),)
            entities.append(Entity(form, "person", (form,), places, PROBABILITY, heard, surname=surname, role=title))
    return indexed(tuple(entities), names.refused)


def _mentions(form: str, blocks: Sequence[str], taken: set[tuple[int, int]], number: int) -> Iterator[Mention]:
    for block, text in enumerate(blocks):
        for match in re.finditer(re.escape(form), text):
            place = [(block, at) for at in range(match.start(), match.end())]
            if not taken.intersection(place):
                taken.update(place)
                yield Mention(block, match.start(), match.end(), form, number)


def _heard(line: Line) -> Iterator[tuple[int, int, str]]:
    """(start, end, title before it) of each name right before a strong reporting verb."""
    for verb in verb_pattern().finditer(line.prose):
        entry = verbs()[verb["verb"]]
        if not entry.strong and entry.word != "指":
            continue
        floor = max(0, verb.start() - _REACH)
        cut = max((m.end() for m in _CLAUSE.finditer(line.prose, floor, verb.start())), default=floor)
        lead = _lead().match(line.prose, cut, verb.start())
        yield from _name_in(line, lead.end() if lead else cut, verb.start())


@once
def _lead() -> re.Pattern[str]:
    return re.compile(f"(?:{pattern('conjunction')}|\\s|\\d+[日月年时])*")


@once
def _gap() -> re.Pattern[str]:
    manner = "(?:[\u4e00-\u9fff]{2}){1,2}[着地]|[笑哭指看听忍含流顶拿握拍摇][着]"
    return re.compile(
        f"[{ASIDE}\\s]*(?:(?:{pattern('adverb')}|{manner}|(?:赛|会|事|席|庭|采访|受访|质询|备询|发言|致辞|演讲|答记者问)(?:后|上|间|中|时)|\\d+[日月年时])[{ASIDE}\\s]*)*(?:(?:{pattern('preposition')}|接受|发布|发表|受访).*)?$"
    )


def _name_in(line: Line, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The name that opens or ends the subject, if what follows it leads up to the verb."""
    for stop in range(start + 2, end + 1):
        if not _gap().match(line.prose, stop, end):
            continue
        for size in (3, 2, 4, 5, 6):
            begin = stop - size
            if begin < start:
                continue
            title = ending(line.key[start:begin], "role", "person_noun", "institution") if begin > start else ""
            if (begin == start or title) and _is_name(line.key[begin:stop], bool(title)):
                yield begin, stop, line.raw[begin - len(title) : begin] if ending(title, "role") else ""
                return


def _is_name(key: str, titled: bool) -> bool:
    if (
        is_word(key)
        or not re.fullmatch("[\u4e00-\u9fff]+", key)
        or ending(
            key,
            "role",
            "person_noun",
            "organisation_suffix",
            "institution",
            "media",
            "evidence",
            "short_title",
            "anonymous",
        )
    ):
        return False
    parts = parts_of(key)
    if parts and len(key) <= 4 and not set(parts[1]) & _GIVEN_STOP:
        if len(parts[1]) == 2 and (is_word(parts[1]) or (not titled and is_word(key[:2]))):
            return False
        return (titled and len(key) <= 3) or len(key) == 3
    return set(key) <= words("transliterated") and (titled or len(key) >= 3)
