"""The one tokenizer: the words of a Chinese text with their places and parts of speech.

Words come from the dictionary of jieba (package rjieba) without its model for unknown words: that one joins a name to whatever
follows it. A boundary is evidence, not proof: the dictionary cuts unknown names into pieces, and sometimes across their edges.
"""

from types import ModuleType
from typing import NamedTuple

from summarizer.text.once import once
from summarizer.text.scripts import simplified

_WIDE: dict[int, int | str] = {**{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}, 0x3000: 0x20, 0xA0: 0x20}
"""Full-width letters, digits and punctuation to their ASCII counterparts."""
_VARIANTS: dict[int, int | str] = dict(
    zip(
        map(ord, "後著衞衆説爲週祕夥纔託佈佔採於裏徵滙綫啓牀羣峯"),
        "后着卫众说为周秘伙才托布占采于里征汇线启床群峰",
        strict=True,
    )
)
"""Variants that simplified text writes in one way, though a conversion to print must leave them."""
_DOTS: dict[int, int | str] = {ord(dot): "·" for dot in "•‧∙・･"}
"""Every dot that separates the parts of a foreign name; the full-width full stop is told apart by its neighbours."""
_FOLDS = {**_WIDE, **_VARIANTS, **_DOTS}


class Word(NamedTuple):
    """A word as it stands in the text; `start` and `end` are offsets, `tag` is the dictionary's (n, v, nr, nt, ns, m, x …)."""

    start: int
    end: int
    text: str
    tag: str


def folded(text: str) -> str:
    """The text as tables and rules see it, character for character: simplified, half width, one kind of dot."""
    key = simplified(text).translate(_FOLDS)
    return key if len(key) == len(text) else text


def words_of(text: str) -> tuple[Word, ...]:
    """The words of the text; joined, they give it back exactly. Time grows in proportion to the text."""
    return _cut(text, folded(text))


def words_of_folded(key: str) -> tuple[Word, ...]:
    """As `words_of`, for a text that is folded already."""
    return _cut(key, key)


def _cut(text: str, key: str) -> tuple[Word, ...]:
    found: list[Word] = []
    at = 0
    for word, tag in _tokenizer().tag(key, hmm=False):
        end = at + len(word)
        found.append(Word(at, end, text[at:end], tag))
        at = end
    return tuple(found)


def is_word(text: str) -> bool:
    """True if the dictionary lists the text, in either script, as a word."""
    return is_folded_word(folded(text))


def is_folded_word(key: str) -> bool:
    """As `is_word`, for a text that is folded already."""
    return bool(_tokenizer().has_word(key))


@once
def _tokenizer() -> ModuleType:
    """Loaded when first needed: its dictionary takes about 0.15 s and 60 MB."""
    import rjieba

    return rjieba
