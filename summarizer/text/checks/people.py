"""Who is meant: a man or a woman, the speaker or somebody else, the deputy or the head."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from summarizer.records import FindingKind, Severity, Term
from summarizer.text import brackets
from summarizer.text.checks.case import Case
from summarizer.text.checks.pairs import sentence_pairs
from summarizer.text.checks.rule import Fault, Rule, at
from summarizer.text.once import once
from summarizer.text.scripts import simplified, table

_FIRST = re.compile(r"(?<![\w'’])(?:I|I['’](?:m|ve|ll|d)|me|my|myself)(?![\w'’])")
_THIRD = re.compile(r"(?<![\w'’])(?:he|she|him|his|her|they|their|them)(?![\w])", re.IGNORECASE)
_PRONOUNS = {"f": re.compile("她(?!们)"), "m": re.compile("(?<![其吉排])他(?![们国人])")}
_TITLES = {"f": "女士|小姐", "m": "先生"}
LEAST_TOLD = 2
"""Sentences with 她 or 他 that it takes: one alone may speak of somebody who is not named. Not measured."""
_SPOKEN_OF = re.compile("(?:^|[，,。；：:“「])[^，。们們]{0,4}[他她](?![们們])")
_SPEAKS = re.compile("[我咱俺吾余朕]|本人|笔者|鄙人|老子|敝|在下|人家")


def wrong_gender(case: Case) -> Fault | None:
    """The source tells of a woman only, the English of a man only, or the other way round."""
    ours = {gender for gender in ("f", "m", "both") if _told("zh", gender, simplified(case.source))}
    theirs = {gender for gender in ("f", "m") if _told("en", gender, case.target.casefold().replace("’", "'"))}
    by_name = _by_name(case) if not ours else {}
    ours = ours or set(by_name)
    if len(ours) != 1 or len(theirs) != 1 or ours == theirs or "both" in ours:
        return None
    [expected], [found] = ours, theirs
    word = by_name.get(expected) or _told("zh", expected, simplified(case.source))
    said = _told("en", found, case.target.casefold().replace("’", "'"))
    return Fault(found=said, expected=word, span=_whole(case.target, said))


def _by_name(case: Case) -> dict[str, str]:
    """The gender that the article tells elsewhere of the one person whom the source names, and that name. Empty where it names another
    person as well: the pronoun may be theirs."""
    named = [form for t in case.terms if t.kind == "person" and (form := _form_in(case.source, t))]
    if len(named) != 1:
        return {}
    return {gender: named[0] for gender, known in (("f", case.women), ("m", case.men)) if named[0] in known}


def _form_in(source: str, term: Term) -> str:
    return next((form for form in (term.source, *term.aliases) if form and form in source), "")


def genders_of(sources: Sequence[str], terms: Sequence[Term]) -> tuple[frozenset[str], frozenset[str]]:
    """The names of those whom an article tells to be women, and men: by 女士 or 先生 behind the name once, or by 她 or 他 in at least
    `LEAST_TOLD` sentences that name nobody else. Whoever is told to be both is neither."""
    people = [t for t in terms if t.kind == "person"]
    told: dict[tuple[str, ...], Counter[str]] = {}
    for source in map(simplified, sources):
        named = [t for t in people if any(simplified(form) in source for form in (t.source, *t.aliases) if form)]
        for term in named:
            votes = told.setdefault((term.source, *term.aliases), Counter())
            votes.update(_titled(source, term))
            if len(named) == 1:
                votes.update({gender: 1 for gender, pronoun in _PRONOUNS.items() if pronoun.search(source)})
    known = {g: {forms for forms, v in told.items() if v[g] >= LEAST_TOLD} for g in _PRONOUNS}
    mixed = {forms for forms, v in told.items() if v["f"] and v["m"]}
    women, men = (frozenset(form for forms in known[g] - mixed for form in forms if form) for g in ("f", "m"))
    return women, men


def _titled(source: str, term: Term) -> dict[str, int]:
    behind = "|".join(re.escape(simplified(form)) for form in (term.source, *term.aliases) if form)
    return {g: LEAST_TOLD for g, titles in _TITLES.items() if re.search(rf"(?:{behind})(?:{titles})", source)}


def first_person(case: Case) -> Fault | None:
    """The source tells what he or she does or says, the English says I, outside of quotation marks."""
    for source, target in sentence_pairs(case):
        if not _SPOKEN_OF.search(source) or _SPEAKS.search(source):
            continue
        told = _outside_quotations(target)
        said = _FIRST.search(told)
        if said and not _THIRD.search(told):
            return Fault(found=said[0], expected="他/她", span=_whole(case.target, said[0]))
    return None


def wrong_rank(case: Case) -> Fault | None:
    """A deputy made the head, an associate professor a professor, a master's degree a doctorate."""
    source, target = simplified(case.source), case.target.casefold().replace("’", "'")
    for chinese, right, wrong in _ranks():
        if (expected := chinese.search(source)) and not right.search(target) and (found := wrong.search(target)):
            return Fault(
                found=found[0], expected=expected[0], span=found.span() if len(target) == len(case.target) else None
            )
    return None


def _outside_quotations(text: str) -> str:
    """The text without what stands in quotation marks; a mark without a partner quotes all that follows."""
    found = brackets.match(text)
    spans = [(p.open, p.close) for p in found.pairs if p.kind in brackets.QUOTES]
    spans += [(i, len(text)) for i in found.unclosed if brackets.OPENS.get(text[i], "straight") in brackets.QUOTES]
    spans += [(0, i) for i in found.unopened]
    kept, end = [], 0
    for start, stop in sorted(spans):
        kept.append(text[end : max(start, end)])
        end = max(end, stop + 1)
    return " ".join([*kept, text[end:]])


def _whole(text: str, word: str) -> tuple[int, int] | None:
    found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)
    return found.span() if found else at(text, word)


def _told(language: str, gender: str, text: str) -> str:
    """The first word that tells the gender; empty where none does."""
    found = _genders()[language, gender].search(text)
    return found[0] if found else ""


@once
def _genders() -> dict[tuple[str, str], re.Pattern[str]]:
    words: dict[tuple[str, str], list[str]] = {}
    for language, gender, word in table("genders.tsv"):
        words.setdefault((language, gender), []).append(word)
    return {of: re.compile("|".join(w) if of[0] == "zh" else _word("|".join(w))) for of, w in words.items()}


@once
def _ranks() -> tuple[tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(_row(*row) for row in table("ranks.tsv"))


def _row(chinese: str, right: str, wrong: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    return re.compile(chinese), re.compile(_word(right)), re.compile(_word(wrong))


def _word(alternatives: str) -> str:
    return rf"(?<![\w'])(?:{alternatives})(?!\w)"


def comparison_turned(case: Case) -> Fault | None:
    """Higher made lower, fewer made more."""
    for source, target in sentence_pairs(case):
        plain, english = simplified(source), target.casefold().replace("’", "'")
        for chinese, right, wrong in _comparisons():
            said = chinese.search(plain)
            if (
                said
                and not _denied(plain, said.start())
                and not right.search(english)
                and (found := wrong.search(english))
            ):
                return Fault(found=found[0], expected=said[0], span=_whole(case.target, found[0]))
    return None


def _denied(source: str, start: int) -> bool:
    """True for 不高于, 并不比…高."""
    return re.search("[不没未非难无]", source[max(0, start - 3) : start]) is not None


@once
def _comparisons() -> tuple[tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(_row(*row) for row in table("comparisons.tsv"))


def _rules() -> Iterator[Rule]:
    yield Rule(
        id="wrong-gender",
        kind=FindingKind.PRONOUN,
        severity=Severity.WARNING,
        looks_for="A woman of the source who is “he” in English, or a man who is “she”.",
        message="The English says “{found}”, the source “{expected}”.",
        test=wrong_gender,
        passes=Case("她周二抵达东京。", "She arrived in Tokyo on Tuesday."),
        fails=Case("她周二抵达东京。", "He arrived in Tokyo on Tuesday."),
    )
    yield Rule(
        id="first-person",
        kind=FindingKind.PRONOUN,
        severity=Severity.WARNING,
        looks_for="“I” outside of a quotation, where the source tells of him or her.",
        message="The English says “{found}” outside of a quotation, the source tells of {expected}.",
        test=first_person,
        passes=Case("他说他明天离开。", "He said: “I will leave tomorrow.”"),
        fails=Case("他说他明天离开。", "I will leave tomorrow."),
    )
    yield Rule(
        id="wrong-rank",
        kind=FindingKind.RANK,
        severity=Severity.WARNING,
        looks_for="A rank, office or degree made another: a deputy the head, a master's degree a doctorate.",
        message="The source says “{expected}”, the English “{found}”.",
        test=wrong_rank,
        passes=Case("该校副教授陈明表示同意。", "Chen Ming, an associate professor at the school, agreed."),
        fails=Case("该校副教授陈明表示同意。", "Chen Ming, a professor at the school, agreed."),
    )
    yield Rule(
        id="comparison-turned",
        kind=FindingKind.COMPARISON,
        severity=Severity.WARNING,
        looks_for="A comparison whose English says the opposite: higher made lower, more made fewer.",
        message="The source says “{expected}”, the English “{found}”.",
        test=comparison_turned,
        passes=Case("今年的价格低于去年。", "Prices are lower than last year."),
        fails=Case("今年的价格低于去年。", "Prices are higher than last year."),
    )


RULES = tuple(_rules())
