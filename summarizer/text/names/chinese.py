"""Candidates for Chinese personal names: a surname with one or two characters, and what speaks for and against each."""

from collections.abc import Iterator
from dataclasses import dataclass

from summarizer.text.lazy_pattern import lazy
from summarizer.text.names.context import words
from summarizer.text.names.entities import NameKind
from summarizer.text.names.everyday import words as everyday_words
from summarizer.text.names.passage import Passage
from summarizer.text.names.romanise import surnames
from summarizer.text.names.rules import weight
from summarizer.text.names.surroundings import left_of, right_of
from summarizer.text.names.tables import rows
from summarizer.text.once import once
from summarizer.text.words import is_folded_word

WEAK = -7.5
"""Log-odds of a form by itself below which no surroundings make it a name."""
HOPELESS = -7.0
"""The same with what stands before it."""
LIKELY_GIVEN = 0.5
"""Mean score from which two characters are rather a given name than a part of a word: 清涟 has 0.57, 血压 -1."""
LEAST_CHARACTER = -2.2
"""A given name holds no character rarer in names than this (的, 了, 这, 说)."""
_KOREAN = frozenset("在")
"""Function words that stand first in Korean given names: 李在明."""
_NEVER = frozenset(
    (
        "氏",
        "姓",
        "某",
        "家",
        "家人",
        "方",
        "等人",
        "夫妇",
        "女子",
        "男子",
        "二人",
        "两人",
        "三人",
        "四人",
        "众人",
        "本人",
        "家人",
    )
)
"""What follows a surname and is no given name."""
_FUNCTION_TAGS = frozenset(("d", "p", "c", "u", "r", "y", "ul", "uj", "ug", "uz", "ud", "uv"))
HAN_FORM = lazy("[\u3400-\u4dbf\u4e00-\u9fff]+")
_NAME_TAGS = frozenset(("nr", "nrfg", "nrt"))


Feature = tuple[str, str, float]
"""A rule's id, the words it matched, and its strength (mostly 1)."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may hold a name."""

    block: int
    start: int
    end: int
    form: str
    """Folded."""
    features: tuple[Feature, ...]
    kind: NameKind = "person"
    whole: bool = True
    """False for an organisation without a name of its own (法院, 警方)."""


@once
def given_scores() -> dict[str, float]:
    """For each character the logarithm of how much commoner it is in given names than elsewhere."""
    return {character: float(score) for character, score in rows("given_characters.tsv")}


@once
def _rank() -> dict[str, int]:
    from summarizer.text.scripts import table

    return {row[0]: number for number, row in enumerate(table("surname_order.txt"), 1)}


def chinese_candidates(passage: Passage) -> Iterator[Candidate]:
    """Every place of the block that has the shape of a Chinese personal name."""
    key, known = passage.key, surnames()
    for start, character in enumerate(key):
        if character in known or key[start : start + 2] in known:
            yield from _from(passage, start)


def _from(passage: Passage, start: int) -> Iterator[Candidate]:
    key, known = passage.key, surnames()
    double = key[start : start + 2] in known
    shapes = [(2, 4), (2, 3)] if double else []
    if key[start] in known:
        shapes += [(1, 3), (1, 2)]
        if not double and key[start + 1 : start + 2] in known:
            shapes.append((2, 4))
    for family, length in shapes:
        form = key[start : start + length]
        if len(form) == length and _possible(form[family:]) and HAN_FORM.fullmatch(form):
            features = _features(passage, start, family, form)
            if features:
                yield Candidate(passage.number, start, start + length, form, tuple(features), "person")


def _possible(given: str) -> bool:
    if (
        given in words("address")
        or given in words("title")
        or given in words("verb")
        or given[0] == "某"
        or given in _NEVER
    ):
        return False
    scores = given_scores()
    if len(given) == 2 and given[0] in _KOREAN:
        given = given[1]
    return all(scores.get(character, 0.0) > LEAST_CHARACTER for character in given)


def _features(passage: Passage, start: int, family: int, form: str) -> list[Feature]:
    """Nothing for a form that no surroundings could make a name: most are, and reading those costs most."""
    features = [*_own_features(passage, start, family, form)]
    own = sum(weight(rule) * strength for rule, _, strength in features)
    if own < WEAK:
        return []
    left, before = left_of(passage, start)
    if own + weight(left) < HOPELESS:
        return []
    right, behind = right_of(passage, start + len(form))
    return [*features, (left, before, 1.0), (right, behind, 1.0)]


def _own_features(passage: Passage, start: int, family: int, form: str) -> Iterator[Feature]:
    yield _surname_rule(form[:family]), form[:family], 1.0
    scores = given_scores()
    given = form[family:]
    yield "given-characters", given, sum(scores.get(c, 0.0) for c in given) / len(given)
    if len(given) == 1:
        yield "one-given-character", given, 1.0
    if len(given) == 2 and (given[0] in _KOREAN or _joins(passage, start + family)):
        yield "function-word-inside", given[0], 1.0
    if len(given) < len(form) - 1 and form[:2] not in surnames() and _is_function_word(passage, start):
        yield "word-at-start", form[0], 2.4
    yield from _word_features(passage, start, start + len(form), family)


def _is_function_word(passage: Passage, at: int) -> bool:
    """True if the character is a preposition, conjunction or adverb of its own: 经|刘明 is no name with two surnames."""
    word = passage.word(at)
    own = word.start == at and word.end == at + 1
    return own and (word.tag in ("p", "c", "d") or word.text in words("stops"))


def _joins(passage: Passage, at: int) -> bool:
    """True if 和, 与 or 及 stands here as a word of its own: 张燕和刘月."""
    return passage.key[at] in "和与及" and passage.word(at).tag == "c"


def _surname_rule(family: str) -> str:
    surname = surnames().get(family)
    if surname is None:
        return "surname-two"
    if len(family) == 2:
        return "surname-everyday" if surname.use == "word" else "surname-double"
    if surname.use == "common":
        if family in words("follows"):
            return "surname-frequent-word"
        return "surname-frequent" if _rank().get(family, 1000) <= 100 else "surname-common"
    return (
        "surname-rare"
        if surname.use == "rare"
        else "surname-everyday"
        if family not in _rank()
        else "surname-frequent-word"
    )


def _word_features(passage: Passage, start: int, end: int, family: int) -> Iterator[Feature]:
    form = passage.key[start:end]
    if not passage.is_edge(start):
        yield "word-over-start", passage.word(start).text, 1.0
    first = passage.word(start)
    if first.start == start and first.end == end:
        name = first.tag in _NAME_TAGS and form not in everyday_words() and form not in words("not_person")
        everyday = form in everyday_words() or first.tag[0] != "n"
        yield ("listed-name" if name else "listed-word"), form, _listed(form, family, name, everyday)
        return
    if form in everyday_words():
        yield "listed-word", form, 1.6
    elif is_folded_word(form):
        yield "listed-word", form, 0.5
    if not passage.is_edge(end):
        over = passage.word(end)
        yield "word-over-end", over.text, 1.3 if over.tag[0] in "vdu" else 1.0
    elif passage.word(end - 1).start == end - 1 and len(form) - family == 2:
        yield from _last_word(form[-1], passage.word(end - 1).tag, passage.key[end : end + 1])
        if form[-1] in words("says") and passage.key[end : end + 1] in (",", ":"):
            yield "acts-at-end", form[-1], 3.0
        elif passage.key[end : end + 1] in ("着", "了", "过"):
            yield "acts-at-end", passage.key[end - 1 : end + 1], 1.0
    if (
        first.start == start
        and start + family < first.end < end
        and (first.tag not in _NAME_TAGS or first.text in everyday_words())
    ):
        yield "word-at-start", first.text, 1.4 if first.tag[0] in "nvag" and first.tag not in ("ns", "nt") else 2.4
    if (
        first.start == start
        and first.end == start + family == start + 2
        and passage.key[start : start + 2] not in surnames()
    ):
        yield "listed-word", first.text, 0.7
    given = passage.word(start + family)
    if given.start == start + family and given.end == end and end - given.start == 2:
        listed = given.tag in _NAME_TAGS
        yield (
            ("given-listed" if listed else "given-is-word"),
            given.text,
            1.0 if listed else 1.6 if given.tag[0] in "vdpcrmt" else 1.2,
        )


def _listed(form: str, family: int, name: bool, everyday: bool) -> float:
    """How much it counts that the dictionary lists the form. It has people of three characters among its nouns."""
    if name:
        return 1.0
    scores = [given_scores().get(character, 0.0) for character in form[family:]]
    if len(form) == 3 and sum(scores) > LIKELY_GIVEN * len(scores):
        return 0.5
    return 1.5 if everyday else 1.0


def _last_word(character: str, tag: str, following: str) -> Iterator[Feature]:
    """The last character is cut off as a word of its own; it counts the more, the rarer it is in given names. A preposition or
    conjunction before a mark is none."""
    if tag in ("p", "c") and not HAN_FORM.match(following):
        return
    score = given_scores().get(character, 0.0)
    strength = 1.5 - score
    if strength <= 0:
        return
    if character in words("follows") or (tag in _FUNCTION_TAGS and score < 0.5):
        yield "adverb-at-end", character, strength
    elif tag in _FUNCTION_TAGS or tag[0] in "vf":
        yield "verb-at-end", character, strength
