"""One segment and its English, as the checks see them."""

from dataclasses import dataclass, field
from functools import cached_property

from summarizer.records import Term
from summarizer.text.scripts import han_count


@dataclass(frozen=True)
class Case:
    """`previous` are the sources and targets of the segments before, nearest first; `following` those behind."""

    source: str
    target: str
    terms: tuple[Term, ...] = field(default=(), hash=False)
    """Left out of the hash only: an article's cases share them, and to hash them would cost more than a check."""
    previous: tuple[tuple[str, str], ...] = ()
    names_in_brackets: bool = False
    """True where the English may give a name's characters behind it: Luo Jiangchun (罗江春)."""
    following: tuple[tuple[str, str], ...] = ()
    segment: str = field(default="", compare=False)
    """The segment's id, for the findings."""

    women: frozenset[str] = field(default=frozenset(), hash=False)
    """Names in Chinese of people of whom the article tells elsewhere that they are women; likewise `men`."""
    men: frozenset[str] = field(default=frozenset(), hash=False)

    @cached_property
    def han(self) -> int:
        """Chinese characters in the source; where there are none the source may stand as it is."""
        return han_count(self.source)
