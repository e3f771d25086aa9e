"""Is it English at all: copied source, another language, Chinese left in it."""

import re
from collections import Counter

from summarizer.records import FindingKind, Severity
from summarizer.text.checks.case import Case
from summarizer.text.checks.rule import EVERYTHING, Fault, Rule, at
from summarizer.text.english_words import is_english
from summarizer.text.once import once
from summarizer.text.scripts import HAN, has_han, simplified, table

NAME_BEHIND = re.compile(r"(?<=[\w.”\"])\s?[（(][^（）()]*[）)]")
"""Brackets behind a name, as in Luo Jiangchun (罗江春)."""
_HAN_RUN = re.compile(rf"(?:{HAN.pattern})+")
_LOWER_WORD = re.compile(r"(?<![\w’'])[a-zà-öø-ÿāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][\w’'-]*")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")

_FEWEST_WORDS = 14
_ENGLISH_SHARE = 0.6
"""Of the words in lower case: English text has 95 % and more of them in the word list, however many nouns stand in a row; single sentences
of pinyin, Spanish, French, German and Indonesian have up to 45 %."""

_COPIED_SHARE = 0.8


def copied(case: Case) -> Fault | None:
    """Four fifths of the source's Chinese stand in the target, with hardly a word of English around them."""
    if not case.han or not has_han(case.target):
        return None
    source, target = (Counter(HAN.findall(simplified(text))) for text in (case.source, case.target))
    kept = (source & target).total()
    new_letters = len(_LATIN.findall(case.target)) - len(_LATIN.findall(case.source))
    if kept < _COPIED_SHARE * case.han or new_letters > kept:
        return None
    return Fault(found=case.target.strip()[:40])


def other_language(case: Case) -> Fault | None:
    """Letters that are mostly not Latin, or Latin words that are not English ones."""
    letters = sum(c.isalpha() for c in case.target)
    if case.han and 2 * len(_LATIN.findall(case.target)) < letters:
        return Fault(found=case.target.strip()[:40])
    words = [w.casefold().replace("’", "'") for w in _LOWER_WORD.findall(case.target)]
    if not case.han or len(words) < _FEWEST_WORDS:
        return None
    share = sum(w in function_words() or (len(w) > 3 and is_english(w)) for w in words) / len(words)
    return Fault(found=case.target.strip()[:40]) if share < _ENGLISH_SHARE else None


@once
def function_words() -> frozenset[str]:
    return frozenset(row[0] for row in table("english_function_words.txt"))


def leftover(case: Case) -> Fault | None:
    """Any Chinese character, unless it is a name in brackets and these were asked for."""
    text = NAME_BEHIND.sub("", case.target) if case.names_in_brackets else case.target
    runs = list(dict.fromkeys(_HAN_RUN.findall(text)))
    if not runs:
        return None
    shown = ", ".join(runs[:5]) + (", …" if len(runs) > 5 else "")
    return Fault(found=shown, span=at(case.target, runs[0]))


RULES = (
    Rule(
        id="copied",
        kind=FindingKind.COPIED,
        severity=Severity.ERROR,
        looks_for="The Chinese source in place of a translation.",
        message="It is the Chinese source, not translated.",
        test=copied,
        passes=Case("会议在周三结束。", "The meeting ended on Wednesday."),
        fails=Case("会议在周三结束。", "会议在周三结束。"),
        explains=(EVERYTHING,),
    ),
    Rule(
        id="wrong-language",
        kind=FindingKind.WRONG_LANGUAGE,
        severity=Severity.ERROR,
        looks_for="Letters that are mostly not Latin, or Latin words that are mostly not English ones.",
        message="It is not in English: “{found}…”.",
        test=other_language,
        passes=Case(
            "数据包括平均寿命、婴儿死亡率、自杀率、肥胖率和心理疾病。",
            "Comparable data include average life expectancy, infant mortality, suicide rate, prison population, teenage pregnancy rate,"
            " obesity, mental illness, drug addiction.",
        ),
        fails=Case(
            "罗江春认为，先被推翻的是图文行业，随后是短视频、短剧，接着则是影视行业。",
            "luo jiangchun renwei, xian bei tuifan de shi tuwen hangye, suihou shi duan shipin, duanju, jiezhe ze shi yingshi hangye",
        ),
        explains=(EVERYTHING,),
    ),
    Rule(
        id="untranslated",
        kind=FindingKind.UNTRANSLATED,
        severity=Severity.ERROR,
        looks_for="Chinese characters left in the English, but for a name in brackets if these were asked for.",
        message="Chinese is left in the English: {found}.",
        test=leftover,
        passes=Case("罗江春表示同意。", "Luo Jiangchun (罗江春) agreed.", names_in_brackets=True),
        fails=Case("罗江春表示同意。", "罗江春 agreed."),
    ),
)
