"""Personal names that an article uses, found without a model: surname and given name in the company that names keep.

Precision before recall: a name must stand once beside a title, a label or a speech verb with a clear edge on its other
side, or come back several times in different company.
"""

import gzip
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from summarizer.text.names.authority import occurrences
from summarizer.text.names.foreign import foreign_names
from summarizer.text.names.romanise import split, surnames
from summarizer.text.names.titles import before_name, behind_name, titles
from summarizer.text.scripts import simplified

VERBS = (
    "表示|认为|認為|指出|透露|强调|強調|坦言|补充|補充|回应|回應|介绍|介紹|告诉|告訴|解释|解釋|说|說|称|稱|直言|建议|建議|写道|寫道|提到|提出"
    "|谈到|談到|分析|质疑|質疑|呼吁|呼籲|承认|承認|回忆|回憶|预测|預測|预计|預計|相信|觉得|覺得|主张|主張|宣布|否认|否認|批评|批評|警告"
)
ADVERBS = "则|則|也|还|還|又|再|就|曾|近日|昨日|今日|日前|此前|随后|隨後|当天|當天|对此|對此|向|进一步|進一步|公开|公開|同样|同樣|并|並|都"
BEHIND = re.compile(f"(?:{ADVERBS}){{0,3}}(?:{VERBS})")
PARTICLES = set("在于於就向将將以从從为為因则則也是曾已对對的")
"""What may follow a name whose title stands before it."""
PLAIN = ("verb", "edge", "title", "label", "list")
"""What must stand behind a name that may be an everyday word, even with a title before it."""
CLEAR = re.compile(r"[^\u3400-\u4dbf\u4e00-\u9fffA-Za-z0-9]")
QUOTES = ("“", "「", "『", "《", "‘", '"')
"""Behind these a colon is one of a title (「解學習：監管」), not of a speaker."""
LIST = re.compile("[和与與及、跟同]")
NEVER = set("以会會的了是在们們这這那个個你我他她它也就都而或等被把将將对對很不没沒么麼吗嗎呢吧说說称稱与與及")
"""Characters that hardly ever stand in a given name, and often behind a short one."""
NO_GIVEN = re.compile(
    f"(?:{VERBS}|先生|女士|小姐|老师|老師|同学|同學|家族|政府|公司|集团|集團|夫妇|夫婦|夫人|某某|某|姓|氏|总|總|局|部|省|市|县|縣|州|区|區|路|镇|鎮|村|岛|島|江|河|山|湖|港)"
)
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


@cache
def words() -> frozenset[str]:
    """Everyday words of two and three characters that begin with a surname, and frequent ones of two; simplified."""
    packed = (files("summarizer.text") / "data" / "words.txt.gz").read_bytes()
    return frozenset(line for line in gzip.decompress(packed).decode("utf-8").split("\n") if line[:1] != "#")


@dataclass(frozen=True, slots=True)
class Company:
    """What stands around one occurrence of what may be a name."""

    start: int
    left: str
    """title, edge (punctuation, the text's start), list (和, 、), or nothing."""
    right: str
    """label, verb, title, list, edge, word (behind a title), or nothing."""
    next: str
    """The character behind it."""

    @property
    def strong(self) -> bool:
        if self.left == "title":
            return self.right != "" or self.next in PARTICLES or self.next.isdigit()
        return self.left in ("edge", "list") and self.right in ("label", "verb", "title")


def candidates(text: str) -> tuple[str, ...]:
    """Personal names that stand in the text, in order of first mention: Chinese ones, known ones, foreign ones with a dot.

    No reading of other kinds: 马斯克 is found because the authority table has it.
    """
    taken = bytearray(len(text))
    found: dict[str, int] = {}
    known = [(hit.start, hit.form, hit.entry.kind) for hit in occurrences(text)]
    foreign = [(start, name, "person") for start, name in foreign_names(text)]
    for start, name, kind in known + foreign:
        if not any(taken[start : start + len(name)]):
            taken[start : start + len(name)] = b"\x01" * len(name)
            if kind == "person":
                found.setdefault(name, start)
    for name, start in _chinese(text, taken).items():
        found.setdefault(name, start)
    return tuple(sorted(found, key=lambda name: (found[name], -len(name))))


def _chinese(text: str, taken: bytearray) -> dict[str, int]:
    """Names with the place of their first mention; a shorter one that only stands inside longer ones is left out."""
    seen: dict[str, list[Company]] = defaultdict(list)
    for start in range(len(text)):
        for name in _shapes(text, start):
            if not any(taken[start : start + len(name)]):
                seen[name].append(_company(text, start, name))
    sure = {name for name, places in seen.items() if _convincing(name, places)}
    sure |= _listed(seen, sure)
    return {name: places[0].start for name, places in seen.items() if name in sure and not _inside(name, seen, sure)}


def _shapes(text: str, start: int) -> Iterator[str]:
    """What may be a Chinese name here, the longest first."""
    compound = text[start : start + 2] in surnames()
    if not compound and text[start] not in surnames():
        return
    for length in (4, 3) if compound else (3, 2):
        name = text[start : start + length]
        if len(name) == length and all(map(HAN.match, name)) and _plausible(name):
            yield name


def _plausible(name: str) -> bool:
    parts = split(name)
    if parts is None or NEVER & set(parts[1]) or NO_GIVEN.fullmatch(parts[1]):
        return False
    return simplified(name) not in words() and parts[1] not in titles()


def _company(text: str, start: int, name: str) -> Company:
    before, behind = text[max(0, start - 8) : start], text[start + len(name) : start + len(name) + 12]
    left, right = _left(before), _right(before, behind)
    if left == "title" and not right and _new_word(name, behind):
        right = "word"
    return Company(start, left, right, behind[:1])


def _new_word(name: str, behind: str) -> bool:
    """True where an everyday word begins just behind the name, and none with its last character: 李建昆进行."""
    return simplified(behind[:2]) in words() and simplified(name[-1] + behind[:1]) not in words()


def _left(before: str) -> str:
    if before_name().search(before):
        return "title"
    if LIST.match(before[-1:]):
        return "list"
    return "edge" if not before or CLEAR.match(before[-1]) else ""


def _right(before: str, behind: str) -> str:
    if behind[:1] in ("：", ":") and before[-1:] not in QUOTES:
        return "label"
    if BEHIND.match(behind):
        return "verb"
    if behind_name().match(behind):
        return "title"
    if LIST.match(behind):
        return "list"
    return "edge" if not behind or CLEAR.match(behind) else ""


def _convincing(name: str, places: list[Company]) -> bool:
    parts = split(name) or ("", "")
    known = surnames().get(parts[0])
    use = known.use if known else "common"
    strong = [place for place in places if place.strong]
    if use == "word" or (len(parts[0]) == 1 and simplified(name[:2]) in words()):
        return any(place.right == "label" or (place.left == "title" and place.right in PLAIN) for place in strong)
    common = use == "common" and len(name) > 2 and simplified(parts[1]) not in words()
    return bool(strong) or (common and _comes_back(places))


def _comes_back(places: list[Company]) -> bool:
    """Three mentions or more, before different words, one of them with a clear edge on either side."""
    clear = any(place.left and place.right for place in places)
    return len(places) >= 3 and clear and len({place.next for place in places}) >= 2


def _listed(seen: dict[str, list[Company]], sure: set[str]) -> set[str]:
    """Names in a list behind a sure one: in 记者李薇、王一鸣 the title speaks for both."""
    ends = {place.start + len(name) for name in sure for place in seen[name]}
    more: set[str] = set()
    for place, name in sorted((place.start, name) for name, places in seen.items() for place in places):
        listed = [
            p for p in seen[name] if p.start == place and p.left == "list" and p.right in ("list", "edge", "verb")
        ]
        if listed and place - 1 in ends and len(name) > 2 and simplified(name[:2]) not in words():
            more.add(name)
            ends.add(place + len(name))
    return more


def _inside(name: str, seen: dict[str, list[Company]], sure: set[str]) -> bool:
    spans = [(p.start, p.start + len(o)) for o in sure if len(o) > len(name) and name in o for p in seen[o]]
    return all(any(a <= p.start and p.start + len(name) <= b for a, b in spans) for p in seen[name])
