"""What stands to the left and to the right of a possible name."""

from summarizer.text.lazy_pattern import lazy
from summarizer.text.names.context import longest_after, longest_before, words
from summarizer.text.names.passage import HAN, Passage
from summarizer.text.words import Word

Found = tuple[str, str]
"""A rule's id and the words it matched."""

_OPENING = frozenset("\n.,;:!?。，；：！？、…—-|/#*>~()[]{}<>“”‘’\"'「」『』《》〈〉【】〔〕")
_LIST = frozenset("、和与及跟同")
_LIST_WORDS = frozenset(("以及", "还有", "暨", "&"))
_PERSONAL_ASIDE = lazy(
    r"^\s?[(\[](?:男|女|化名|音译|\d{1,2}岁|时年|现年|右|左|中|前|后|[一二三四]排|原名|艺名|笔名|网名|英文名|微博|受访者供图|时任|前|资料图|图)"
)
_LATIN_ASIDE = lazy(r"^\s?[(\[]\s?[A-ZÀ-Ž][A-Za-zÀ-ž'’.-]*(?:[ -][A-Za-zÀ-ž'’.-]+){0,4}\s?[,)\]]")
_LABEL = lazy(r"^\s?:")
_MANNER = lazy(r"^(?:[笑哭含流看指拿握拍望低抬摇点红][着头手泪]|[一-龥]{2}地)")
_SKIPPED = ("d", "ad", "t", "uv", "uz", "f", "b")
"""Tags of words that may stand between a name and its verb: adverbs, times, 地, 着."""
MOST_SKIPPED = 4


def left_of(passage: Passage, start: int) -> Found:
    """The rule that says what stands before the place."""
    return passage.once("left", start, _left_of)


def _left_of(passage: Passage, start: int) -> Found:
    key = passage.key
    if start == 0:
        return "left-edge", ""
    if called := longest_before("calls", key, start):
        return "left-calls", called
    if title := passage.title_before(start):
        return "left-title", title
    before = key[start - 1]
    if before in " \t" and start > 1 and HAN.match(key[start - 2]):
        return "left-space", before
    if before in _LIST or key[max(0, start - 2) : start] in _LIST_WORDS:
        return "left-list", before
    if before in _OPENING or before.isspace():
        return "left-edge", before
    word = passage.word_before(start)
    if word is None:
        return "left-inside", passage.word(start).text
    if before == "的" and (organisation := longest_before("organisation", key, start - 1)) and len(organisation) > 1:
        return "left-affiliation", organisation
    return _left_tag(word), word.text


def _left_tag(word: Word) -> str:
    if word.text == "的":
        return "left-particle"
    if len(word.text) > 1 and word.text[-1] in "员师家长者手匠夫工妻母父兄弟姐妹子女友侠人" and word.tag[0] == "n":
        return "left-trade"
    if word.tag[0] in "pc":
        return "left-preposition"
    if word.tag[0] in "v":
        return "left-verb"
    if word.tag[0] in "dtr":
        return "left-adverb"
    if word.tag in ("ns", "nt"):
        return "left-place"
    return "left-noun"


def right_of(passage: Passage, end: int) -> Found:
    """The rule that says what stands behind the place."""
    return passage.once("right", end, _right_of)


def _right_of(passage: Passage, end: int) -> Found:
    key = passage.key
    if end >= len(key):
        return "right-edge", ""
    aside = passage.aside(end)
    if aside and _PERSONAL_ASIDE.match(aside):
        return "right-personal-aside", aside
    if aside and _LATIN_ASIDE.match(aside):
        return "right-latin-aside", aside
    at = end + len(aside)
    if _LABEL.match(key[at : at + 2]):
        return "right-label", ":"
    if title := passage.title_after(end):
        rest = passage.words_from(end + len(title))
        if len(title) > 1 or not rest or rest[0].tag[0] in "vdptcxu" or rest[0].text[0] in _OPENING:
            return "right-title", title
    if at >= len(key):
        return "right-edge", ""
    if key[at] in _LIST and key[at] != "同":
        return "right-list", key[at]
    if key[at] in _OPENING or key[at].isspace():
        return "right-edge", key[at]
    return _right_words(passage, at)


def _right_words(passage: Passage, at: int) -> Found:
    following = passage.words_from(at)
    for number, word in enumerate(following):
        if verb := longest_after("verb", passage.key, word.start):
            return "right-reporting", verb
        if word.tag not in _SKIPPED or number >= MOST_SKIPPED:
            break
    if not following:
        return "right-edge", ""
    if _MANNER.match(passage.key[at : at + 3]):
        return "right-reporting", passage.key[at : at + 3]
    if passage.is_edge(at) and _FAMILY.match(passage.key, at):
        return "right-family", "家"
    return _right_tag(following[0]), following[0].text


def _right_tag(word: Word) -> str:
    if word.text in ("的", "之"):
        return "right-particle"
    if word.text in words("weak_verb"):
        return "right-reporting"
    if word.text == "等":
        return "right-list"
    whole = _RIGHT.get(word.tag) or _RIGHT.get(word.tag[0], "right-noun")
    return whole + "-short" if whole in ("right-verb", "right-noun") and len(word.text) == 1 else whole


_RIGHT = {
    "vn": "right-noun",
    "v": "right-verb",
    "d": "right-adverb",
    "ad": "right-adverb",
    "a": "right-noun",
    "t": "right-time",
    "m": "right-number",
    "p": "right-preposition",
    "c": "right-list",
    "u": "right-aspect",
    "r": "right-pronoun",
}
_FAMILY = lazy("一?家(?:的|里|中|住|有|在|门|[一二三四五六七]|几|老|人|就|也|都|,|。|、)")
