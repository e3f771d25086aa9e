"""A block as the name finder reads it: folded text, words, and quick answers about what stands at a place."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from summarizer.text.lazy_pattern import lazy
from summarizer.text.names.context import longest_after, longest_before, words
from summarizer.text.words import Word, folded, words_of_folded

HAN = lazy(r"[\u3400-\u4dbf\u4e00-\u9fff]")
AHEAD = 12
"""Characters that are cut into words anew behind the end of a name that the first cut runs over."""
BRACKET = lazy(r"\s?\([^()\n]{1,60}\)|\s?\[[^\[\]\n]{1,40}\]")


@dataclass(frozen=True)
class Passage:
    """One block. All offsets are those of the block's own text: folding keeps the length."""

    number: int
    text: str

    @cached_property
    def key(self) -> str:
        return folded(self.text)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return tuple(_parted(words_of_folded(self.key)))

    @cached_property
    def word_at(self) -> list[int]:
        """For each character the number of its word; one more at the end."""
        numbers = [number for number, word in enumerate(self.words) for _ in range(word.end - word.start)]
        return [*numbers, len(self.words)]

    @cached_property
    def _cut_anew(self) -> dict[int, tuple[Word, ...]]:
        return {}

    def word(self, at: int) -> Word:
        return self.words[self.word_at[at]]

    def is_edge(self, at: int) -> bool:
        """True where a word begins or the text ends."""
        return at >= len(self.key) or self.words[self.word_at[at]].start == at

    def words_from(self, at: int) -> tuple[Word, ...]:
        """The words that follow a place, cut anew if a word runs over it; at most a dozen characters of them."""
        if at in self._cut_anew:
            return self._cut_anew[at]
        if self.is_edge(at):
            number = self.word_at[at] if at < len(self.key) else len(self.words)
            return self.words[number : number + 8]
        anew = tuple(Word(w.start + at, w.end + at, w.text, w.tag) for w in words_of_folded(self.key[at : at + AHEAD]))
        self._cut_anew[at] = anew
        return anew

    @cached_property
    def _seen(self) -> dict[tuple[str, int], tuple[str, str]]:
        return {}

    def once(self, side: str, at: int, read: Callable[["Passage", int], tuple[str, str]]) -> tuple[str, str]:
        """What `read` says of the place, asked once a place."""
        if (side, at) not in self._seen:
            self._seen[side, at] = read(self, at)
        return self._seen[side, at]

    def word_before(self, at: int) -> Word | None:
        """The word that ends here; the rest of one that runs over the place is not a word."""
        if at <= 0 or not self.is_edge(at):
            return None
        return self.words[self.word_at[at - 1]]

    def title_before(self, at: int) -> str:
        """The title that ends here, but for one space; empty where none does."""
        if at > 1 and self.key[at - 1] in " ":
            at -= 1
        return longest_before("title", self.key, at)

    def title_after(self, at: int) -> str:
        """The title or form of address that begins here."""
        return longest_after("address", self.key, at)

    def aside(self, at: int) -> str:
        """The bracket that begins here."""
        found = BRACKET.match(self.key, at)
        return found[0] if found else ""


def _parted(found: tuple[Word, ...]) -> Iterator[Word]:
    """The words, with an organisation and a title told apart that the dictionary joins: 县委书记, 小学校|长."""
    for number, word in enumerate(found):
        behind = found[number + 1] if number + 1 < len(found) else None
        before = found[number - 1] if number else None
        if before and word.text == "长" and before.text.endswith("校") and before.text[:-1] in words("organisation"):
            yield Word(word.start - 1, word.end, "校长", "n")
        elif behind and behind.text == "长" and word.text.endswith("校") and word.text[:-1] in words("organisation"):
            yield Word(word.start, word.end - 1, word.text[:-1], "n")
        elif len(word.text) > 3 and (cut := _joint(word.text)) > 0:
            yield Word(word.start, word.start + cut, word.text[:cut], "n")
            yield Word(word.start + cut, word.end, word.text[cut:], "n")
        else:
            yield word


def _joint(text: str) -> int:
    """Where the title begins in a word that joins an organisation's ending and a title; 0 in all others."""
    if len(text) < 4:
        return 0
    return next(
        (n for n in range(len(text) - 2, 1, -1) if text[:n] in words("organisation") and text[n:] in words("title")), 0
    )
