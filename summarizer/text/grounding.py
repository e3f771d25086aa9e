"""Does a source bear out a sentence about it? Only what can be seen without understanding: numbers, names, and denials that were
dropped on the way (其实不是国内企业和国外企业存在差距 summed up as 国内企业和国外企业存在差距)."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from summarizer.records import Term
from summarizer.text.checks.language import function_words
from summarizer.text.lazy_pattern import lazy
from summarizer.text.names.compare import fold, same_name
from summarizer.text.numbers import chinese_values, english_values, values
from summarizer.text.numbers.differences import unsupported
from summarizer.text.once import once
from summarizer.text.scripts import has_han, table

NEGATIONS = (
    "不是",
    "并非",
    "並非",
    "没有",
    "沒有",
    "不会",
    "不會",
    "不能",
    "不要",
    "不",
    "未",
    "无",
    "無",
    "非",
    "别",
    "別",
)
REACH = 4
"""Characters in front of a shared run in which a negation counts as its own."""
SHORTEST_RUN = 5
_CALENDAR = [*values.MONTHS, *values.DAYS]
EVERYDAY = frozenset(("ai", "ceo", "china", "chinese", "english", "i", "internet", "it", *map(str.casefold, _CALENDAR)))
"""Words with a capital that name nobody, or say 国内; months and days are numbers, and compared as such."""
ADJECTIVE = lazy("(?:[ai]n|ish|ese|ern|ic|s)$")
_CAPITAL = lazy(r"\b[A-Z][^\W_]*(?:[-’'.&][^\W_]+)*")
_OPENS = lazy(r"(?:^|[.!?:;…][”’\"')]*\s+|[“‘\"(]\s*)$")


def supported(sentence: str, source: str) -> bool:
    """True where every number of the sentence is one of the source's, and no run of characters that the two share is denied in
    only one of them."""
    known = {(v.low, v.high) for v in chinese_values(source)}
    if any((v.low, v.high) not in known for v in chinese_values(sentence)):
        return False
    return all(denied(sentence, at) == denied(source, there) for at, there in shared_runs(sentence, source))


def shared_runs(sentence: str, source: str) -> Iterator[tuple[int, int]]:
    """Where runs of at least `SHORTEST_RUN` characters begin that the two have in common: (in the sentence, in the source)."""
    matcher = SequenceMatcher(None, sentence, source, autojunk=False)
    for block in matcher.get_matching_blocks():
        if block.size >= SHORTEST_RUN:
            yield block.a, block.b


def denied(text: str, at: int) -> bool:
    """True where a negation stands right before the place, in the same clause."""
    before = text[max(0, at - REACH) : at]
    clause = before.replace("，", ",").rpartition(",")[2]
    return any(word in clause for word in NEGATIONS)


def strange_numbers(text: str, source: str) -> tuple[str, ...]:
    """The numbers of an English or Chinese text that the Chinese source does not have, as the text writes them; what it counts
    itself ("two reasons") and a year that the date of the article gives are none."""
    read = chinese_values if has_han(text) else english_values
    return tuple(v.text for v in unsupported(read(text), chinese_values(source)))


def strange_names(
    text: str, source: str, translation: str, terms: Sequence[Term], own: Iterable[str] = ()
) -> tuple[str, ...]:
    """The names of an English or Chinese text that neither the Chinese source nor its translation has. `own` are names that need
    no proof: whose words these are."""
    known = " ".join(own)
    if has_han(text):
        return tuple(dict.fromkeys(form for form in _forms_in(text, terms) if form not in source and form not in known))
    meant = [t for t in terms if any(form in source for form in (t.source, *t.aliases) if form)]
    words = set(fold(f"{translation} {source} {known} {' '.join(t.target for t in meant)}").split())
    return tuple(dict.fromkeys(word for word in _names(text) if not _known(word, words, meant)))


def _forms_in(text: str, terms: Iterable[Term]) -> Iterator[str]:
    """Names of people, houses and things that stand in a Chinese text."""
    for term in terms:
        yield from (
            form for form in (term.source, *term.aliases) if term.kind != "term" and len(form) > 1 and form in text
        )


def _names(text: str) -> Iterator[str]:
    """Words with a capital; one that opens a sentence only where another follows it at once, as in a full name."""
    found = list(_CAPITAL.finditer(text))
    for at, match in enumerate(found):
        follows = at + 1 < len(found) and text[match.end() : found[at + 1].start()] == " "
        in_name = follows and match[0].casefold() not in function_words()
        if in_name or not _OPENS.search(text[: match.start()]):
            yield match[0]


def _known(word: str, words: set[str], meant: Iterable[Term]) -> bool:
    """True for a word of the evidence's, an everyday one, or another form of a name that stands there (its acronym, its adjective)."""
    if any(same_name(word, term) for term in meant):
        return True
    return all(part in EVERYDAY or part in words or _derived(part, words) for part in fold(word).split())


def _derived(part: str, words: set[str]) -> bool:
    """Norwegian of Norway, American of the United States; never Jiangxi of Jiangsu."""
    if any(
        part in {w for form in row for w in form} and any(set(form) <= words for form in row) for row in _demonyms()
    ):
        return True
    return any(w[:4] == part[:4] for w in words if len(w) > 3 and (ADJECTIVE.search(w) or ADJECTIVE.search(part)))


@once
def _demonyms() -> tuple[tuple[tuple[str, ...], ...], ...]:
    return tuple(tuple(tuple(fold(form).split()) for form in row) for row in table("demonyms.tsv"))
