"""English that the article itself gives in brackets: 唐鳳（Audrey Tang）, “世界模拟器”(world simulators), 人工通用智能(AGI)."""

import re
from collections.abc import Iterator

from summarizer.records import Term, TermKind
from summarizer.text.lazy_pattern import lazy
from summarizer.text.names.authority import lookup
from summarizer.text.names.passage import Passage
from summarizer.text.names.romanise import split, surnames, syllables
from summarizer.text.names.transliterate import is_foreign_name
from summarizer.text.names.transliterated import dotted

BRACKET = lazy(r"\s?[（(]\s*([A-Za-zÀ-ž][A-Za-zÀ-ž0-9'’.,&:\- ]{1,80}?)\s*[）)]")
QUOTED = lazy(r"[“「『《〈\"]([^“”「」『』《》〈〉\"]{2,30})[”」』》〉\"]$")
HAN_RUN = lazy(r"[\u3400-\u4dbf\u4e00-\u9fff]+$")
PERSON = lazy(r"[A-ZÀ-Ž][\w'’.-]*(?: (?:[a-z]{2,3} )?[A-ZÀ-Ž][\w'’.-]*){1,3}")
LEADS = lazy(
    "总统|總統|总理|總理|部长|部長|首相|主席|教授|博士|先生|女士|作家|学者|學者|创始人|創辦人|創始人|开创人|首席执行官|執行長|总裁|總裁|记者|記者"
    "|实现|實現|成为|成為|使用|通过|透過|利用|包括|包含|推出|发布|發布|称为|稱為|叫做|所谓|所謂|进行|進行|支持|提出|采用|採用|根据|根據"
    "|[叫由和与與及是的在对對为為让讓被把将將从從向以等使有了着著幫帮跟]"
)
"""What may stand before a term and is no part of it."""
UNLIKELY = lazy(r"[它他她我你您们們这這那哪谁誰当當就也都还還很更最]")
"""Characters that no term of a bracket is likely to hold: pronouns and adverbs."""
ENDINGS = lazy(
    "(?:公司|集[团團]|大[学學]|研究院|[实實][验驗]室|智能|智慧|模型|系[统統]|基金[会會]|委[员員][会會]|[协協][会會]|法案|[计計][划畫劃]|平[台臺]|技[术術])$"
)
LONGEST_KNOWN = 20
"""Characters of the longest name that the authority table is asked for."""
LONGEST_TERM = 8
"""Characters of a term in the open; longer ones have no certain left edge."""
SURE_TERM = 4
"""Characters of a term in the open that need no ending such as 公司 to be taken."""


def in_brackets(text: str) -> tuple[Term, ...]:
    """Terms with the English that stands behind them in brackets, in order, each once, with origin `source`.

    Where the left edge of the Chinese is not certain the bracket is passed over.
    """
    found: dict[str, Term] = {}
    for match in BRACKET.finditer(text):
        before, english = text[max(0, match.start() - 40) : match.start()], match[1].strip()
        for source, kind in _before(before, english):
            found.setdefault(source, Term(source=source, target=english, kind=kind, origin="source"))
            break
    return tuple(found.values())


def _before(before: str, english: str) -> Iterator[tuple[str, TermKind]]:
    """The Chinese the bracket explains, best reading first; nothing where no reading is safe."""
    if quoted := QUOTED.search(before):
        yield quoted[1], "person" if is_foreign_name(quoted[1]) else "work" if before[-1] in "》〉" else "term"
    for length in range(min(LONGEST_KNOWN, len(before)), 1, -1):
        if entry := lookup(before[-length:]):
            yield before[-length:], entry.kind
            break
    for chain in dotted(Passage(0, before)):
        if chain.end == len(before):
            yield before[chain.start :], "person"
    run = HAN_RUN.search(before)
    if run is None:
        return
    personal = PERSON.fullmatch(english) is not None
    if personal and (name := _person(run[0], english)):
        yield name, "person"
    elif name := _bounded(run[0]):
        yield name, "person" if personal and split(name) else "term"


def _behind_lead(run: str) -> str:
    """实现人工通用智能 is 人工通用智能; a lead needs two characters behind it."""
    ends = [match.end() for match in LEADS.finditer(run) if match.end() <= len(run) - 2]
    return run[ends[-1] :] if ends else run


def _person(run: str, english: str) -> str | None:
    """The Chinese personal name at the end of a run, where its pinyin or surname is in the English."""
    words = {word.casefold() for word in re.split(r"[\s-]+", english)}
    for length in (4, 3, 2):
        name = run[-length:]
        parts = split(name) if len(name) == length else None
        if parts and parts[0] in surnames():
            surname = surnames()[parts[0]]
            readings = {surname.pinyin.casefold(), *(other.casefold() for other in surname.others)}
            if readings & words or "".join(syllables(parts[1])) in words:
                return name
    return None


def _bounded(run: str) -> str | None:
    """The run, or what stands in it behind a lead word, where it is short enough to be one term."""
    term = _behind_lead(run)
    if not 2 <= len(term) <= LONGEST_TERM or UNLIKELY.search(term):
        return None
    return term if len(term) <= SURE_TERM or ENDINGS.search(term) else None
