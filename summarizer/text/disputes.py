"""Who contradicts whom, where the text says so in words: 质疑杨立昆的说法, 对罗江春的看法表示反对. Nothing is inferred from what is meant."""

import re
from collections.abc import Iterator, Mapping, Sequence

from summarizer.records import Disagreement, Profile, Segment, Statement
from summarizer.text.lazy_pattern import lazy
from summarizer.text.once import once
from summarizer.text.scripts import table

REACH = 8
"""Characters between a verb and the name, or the name and the view: 反对来自Meta的杨立昆此前的说法."""
QUOTED = lazy("“[^”]*”?|「[^」]*」?")
"""In reported speech a quotation may be a title, or another's word; in direct speech it is the speaker's own."""
_DOTS = lazy("[·・•‧]")


def disagreements(
    segments: Sequence[Segment], statements: Sequence[Statement], profiles: Sequence[Profile]
) -> tuple[Disagreement, ...]:
    """Each pair once, in the order of the article. The other's words are the nearest before, else the first behind; where the
    article has none, there is nothing to show."""
    place = {s.id: number for number, s in enumerate(segments)}
    text = {s.id: s.source for s in segments}
    found: dict[tuple[str, str], Disagreement] = {}
    for statement in (st for st in statements if st.kind != "nested"):
        for i in statement.segments:
            said = text[i] if statement.kind == "direct" else QUOTED.sub("\n", text[i])
            for other in _opposed(said, [p for p in profiles if p.id not in statement.speakers]):
                theirs = _words(other, place[i], statements, place)
                if theirs:
                    one = Disagreement(
                        speaker=statement.speaker, against=other, evidence=(i,), opposed=theirs, basis="rule"
                    )
                    found.setdefault((one.speaker, other), one)
    return tuple(found.values())


def _opposed(text: str, others: Sequence[Profile]) -> Iterator[str]:
    """Whom the words of a sentence oppose."""
    for profile in others:
        forms = _forms(profile)
        name = "|".join(map(re.escape, forms))
        if any(form in text for form in forms) and re.search(_pattern().replace("NAME", f"(?:{name})"), text):
            yield profile.id


def _forms(profile: Profile) -> tuple[str, ...]:
    """Every form of a name that stands for it alone; of a foreign one also the last part."""
    forms = (profile.name.source, _DOTS.split(profile.name.source)[-1], *profile.aliases)
    return tuple(dict.fromkeys(form for form in forms if len(form) > 1))


@once
def _pattern() -> str:
    words = _words_of_kind()
    near = f"[^，。；、\\n]{{0,{REACH}}}?"
    not_taken_back = "".join(f"(?<!{re.escape(word)})" for word in words["not_before"])
    view = _any(words["view"])
    return "|".join(
        (
            f"{not_taken_back}{_any(words['against'])}(?:了|过|過)?{near}NAME{near}{view}",
            f"{not_taken_back}{_any(words['answer'])}(?:了|过|過)?{near}NAME",
            f"(?:对|對|对于|對於|就|针对|針對){near}NAME{near}(?:{view})?{near}{_any(words['said'])}",
        )
    )


def _any(words: Sequence[str]) -> str:
    return "(?:" + "|".join(map(re.escape, words)) + ")"


def _words_of_kind() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind, word in table("dispute_words.tsv")[1:]:
        found.setdefault(kind, []).append(word)
    return found


def _words(who: str, at: int, statements: Sequence[Statement], place: Mapping[str, int]) -> tuple[str, ...]:
    own = [st.segments for st in statements if who in st.speakers and at not in {place[i] for i in st.segments}]
    before = [ids for ids in own if place[ids[-1]] < at]
    return before[-1] if before else own[0] if own else ()
