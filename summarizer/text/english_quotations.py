"""Gives the English of a paragraph the bounds that its quotations have in the Chinese.

A model that translates sentence by sentence closes each quotation where its sentence ends, and forgets it in the next one: words of
somebody quoted then stand as the newspaper's own. The Chinese says which sentences are inside; the marks follow from that. Style: The
Chicago Manual of Style, 17th ed., 13.30 (a quotation of several sentences has one pair of marks; one of several paragraphs is opened in
each and closed in the last) and 6.9 (a full stop or comma stands inside the closing mark).
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from summarizer.text import brackets
from summarizer.text.lazy_pattern import lazy
from summarizer.text.quotations import Bounds

OPEN, CLOSE = "“", "”"
MIN_WORDS_PER_HAN = 0.25
"""English words for one Chinese character from which on a quotation in the English is the one of the Chinese, not a term in marks.
Median of the turns of four panels (benchmarks/data/panels, 160 turns of 20 characters or more): 0.53 to 0.69, one in twenty below 0.44 to
0.58; half of that leaves room for a quotation of which part is reported."""

_REPORTING = (
    r"(?:sa(?:id|ys|ying)|told|tells|add(?:ed|s|ing)|believ(?:es?|ed|ing)|not(?:ed|es|ing)|explain(?:ed|s|ing)|point(?:ed|s|ing)\ out"
    r"|stat(?:ed|es|ing)|stress(?:ed|es|ing)|argu(?:ed|es|ing)|ask(?:ed|s|ing)|repl(?:ied|ies|ying)|continu(?:ed|es|ing)"
    r"|emphasi[sz](?:ed|es|ing)|express(?:ed|es)|conclud(?:ed|es)|recall(?:ed|s)|sighed|laughed|admitt?(?:ed|s)|wr(?:ote|ites?)"
    r"|warn(?:ed|s)|reveal(?:ed|s)|predict(?:ed|s)|suggest(?:ed|s)|respond(?:ed|s)|remark(?:ed|s)|observ(?:ed|es)|insist(?:ed|s)"
    r"|complain(?:ed|s)|thinks?|thought|claim(?:ed|s)|announc(?:ed|es)|mention(?:ed|s)|indicat(?:ed|es)|call(?:ed|s)\ for)"
)
_LEAD_IN = lazy(
    rf"""
    \b{_REPORTING}\b            # X said
    [^,:;.!?“”]{{0,60}}?        # … to reporters on Monday
    (?P<mark>\s*[,:])\s+        # , or :  and then the words
    """,
    re.VERBOSE,
)
_NAME = r"(?:(?:Mr|Ms|Mrs|Dr|Prof)\.?\s+|the\ |[Aa]\ )?[\w’'.-]+(?:\s+[\w’'.-]+){0,5}?"
_TAIL = lazy(
    rf"""
    (?P<end>[.,!?…])\s+                                   # the words end,
    (?P<tag>
        {_NAME}\s+(?:also\s+|further\s+|then\s+)?{_REPORTING}    # X (further) said
      | {_REPORTING}\s+{_NAME}                             # said X
    )
    (?P<rest>(?:\s+[^“”.!?]{{0,60}})?)\.$                  # … in an interview.
    """,
    re.VERBOSE,
)
_ONLY_STOPS = lazy(r"[\s.,;:!?…。，]*")


class Sentence(NamedTuple):
    """One sentence of a paragraph: the Chinese, how it stands to the quotations, and its English ("" where there is none)."""

    source: str
    bounds: Bounds
    english: str


class Bounded(NamedTuple):
    """The English with its marks where they belong. `lost` where the words are quoted in the Chinese, the English does not say which of
    its words those are, and no rule can tell."""

    english: str
    lost: bool = False


def with_bounds(paragraph: Sequence[Sentence]) -> tuple[Bounded, ...]:
    """One for each sentence of the paragraph. Only sentences are touched that share a quotation with a neighbour or are one from end to
    end; done again, it changes nothing."""
    writer = _Paragraph()
    for sentence in paragraph:
        writer.take(sentence)
    return tuple(writer.done)


class _Paragraph:
    """The English so far, and whether a quotation is open in it."""

    def __init__(self) -> None:
        self.done: list[Bounded] = []
        self.open = False

    def take(self, sentence: Sentence) -> None:
        place, english = sentence.bounds, sentence.english
        if not english.strip():
            self.done.append(Bounded(english))
            self.open = False
            return
        if not place.crosses:
            self.done.append(Bounded(_marked(english) if place.whole and _is_speech(sentence.source) else english))
            self.open = False
            return
        lost = False
        if place.starts_inside:
            english, lost = self._begin(sentence, english)
        if place.opens_at is not None:
            english, lost_tail = self._leave_open(sentence, english)
            lost = lost or lost_tail
        self.done.append(Bounded(english, lost))

    def _begin(self, sentence: Sentence, english: str) -> tuple[str, bool]:
        """The sentence begins within a quotation: open, or opened anew where the English has closed it before."""
        source, place = sentence.source, sentence.bounds
        if place.closes_at is None:
            english = self._opened(_bare(english))
            self.open = True
            return english, False
        if not _has_words(source[place.closes_at :]):
            english = self._opened(_bare(english))
            self.open = False
            return _closed(english), False
        return self._close_within(sentence, english)

    def _close_within(self, sentence: Sentence, english: str) -> tuple[str, bool]:
        """Its quotation ends before the sentence does: “…,” X said. What follows may open another."""
        marks = _double(english)
        lone = next((i for i in marks.unopened), None)
        first = next((p for p in marks.pairs if not english[: p.open].strip()), None)
        if lone is not None:
            english = self._opened(english)
        elif first is not None:
            if self.open:
                english = english[first.open + 1 :].lstrip()
        elif self._moved_behind(sentence, marks, english):
            self._close_before()
        elif tail := _TAIL.search(english):
            stop = "," if tail["end"] in ".," else tail["end"]
            english = self._opened(f"{english[: tail.start()]}{stop}{CLOSE} {english[tail.start('tag') :]}")
        else:
            self._close_before()
            self.open = False
            return english, True
        self.open = False
        return english, False

    def _moved_behind(self, sentence: Sentence, marks: brackets.Brackets, english: str) -> bool:
        """The English names the speaker first: X said, “…”."""
        closes_at = sentence.bounds.closes_at or 0
        return any(_long_enough(english[p.open : p.close], sentence.source[:closes_at]) for p in marks.pairs)

    def _close_before(self) -> None:
        """The quotation that is open ends with the sentence before this one."""
        if self.open and self.done and self.done[-1].english.strip():
            last = self.done[-1]
            self.done[-1] = last._replace(english=_closed(last.english))
        self.open = False

    def _leave_open(self, sentence: Sentence, english: str) -> tuple[str, bool]:
        """A quotation opens in the sentence and goes on in the next."""
        source, opens_at = sentence.source, sentence.bounds.opens_at or 0
        marks = _double(english)
        quoted = source[opens_at:]
        self.open = True
        if marks.unclosed:
            return _single_inside(english, marks.unclosed[-1]), False
        pairs = [p for p in marks.pairs if _long_enough(english[p.open : p.close], quoted)]
        last = max(pairs, key=lambda p: p.close, default=None)
        if last is not None and _ONLY_STOPS.fullmatch(english[last.close + 1 :]):
            return _single_inside(_without_close(english, last.close), last.open), False
        if last is not None:
            self.open = False
            return english, False
        if not _has_words(source[: max(0, opens_at - 1)]):
            return _single_inside(OPEN + english.lstrip(), 0), False
        if lead := _LEAD_IN.search(english):
            words = english[lead.end() :]
            if _long_enough(words, quoted):
                opened = english[: lead.end()] + OPEN + words[:1].upper() + words[1:]
                return _single_inside(opened, lead.end()), False
        self.open = False
        return english, True

    def _opened(self, english: str) -> str:
        return english if self.open else OPEN + english.lstrip()


def standing_alone(text: str) -> str:
    """A sentence cut out of a quotation, in either language, with the marks that its neighbours had: it begins and ends what it quotes."""
    marks = _double(text.strip())
    before = OPEN if marks.unopened else ""
    behind = CLOSE if marks.unclosed else ""
    return f"{before}{text.strip()}{behind}"


def _is_speech(source: str) -> bool:
    """A clause mark stands in it: a title or a slogan in quotation marks has none."""
    return any(c in "，,。！？!?；;：…" for c in source)


def _marked(english: str) -> str:
    """In quotation marks, where it has none."""
    marks = _double(english)
    return english if marks.pairs or marks.unclosed or marks.unopened else f"{OPEN}{english.strip()}{CLOSE}"


def _double(english: str) -> brackets.Brackets:
    """The double quotation marks, outermost pairs only."""
    found = brackets.match(english)
    pairs: list[brackets.Pair] = []
    for pair in found.pairs:
        if pair.kind == "quote" and (not pairs or pair.open > pairs[-1].close):
            pairs.append(pair)
    unclosed = tuple(i for i in found.unclosed if english[i] == OPEN)
    return brackets.Brackets(tuple(pairs), unclosed, tuple(i for i in found.unopened if english[i] == CLOSE))


def _bare(english: str) -> str:
    """The English of a sentence that is quoted throughout, without double marks of its own: what is quoted in it has single ones."""
    text = english.strip()
    marks = _double(text)
    drop = {*marks.unclosed, *marks.unopened}
    singles: dict[int, str] = {}
    for pair in marks.pairs:
        if pair.open == 0 and _ONLY_STOPS.fullmatch(text[pair.close + 1 :]):
            drop |= {pair.open, pair.close}
        else:
            singles |= {pair.open: "‘", pair.close: "’"}
    return "".join(singles.get(i, c) for i, c in enumerate(text) if i not in drop)


def _single_inside(english: str, opener: int) -> str:
    """With single marks for what is quoted behind this opening mark: “The term ‘world simulator’ …"""
    inside = english[opener + 1 :]
    singles = {i: c for p in _double(inside).pairs for i, c in ((p.open, "‘"), (p.close, "’"))}
    return english[: opener + 1] + "".join(singles.get(i, c) for i, c in enumerate(inside))


def _closed(english: str) -> str:
    """With the closing mark at its end, behind the full stop."""
    text = english.rstrip()
    return text if text.endswith(CLOSE) and _double(text).unopened else text + CLOSE


def _without_close(english: str, at: int) -> str:
    """Without the closing mark at this place; one of two stops around it is enough."""
    before, behind = english[:at].rstrip(), english[at + 1 :].lstrip()
    if before[-1:] in (".", ",", "!", "?", "…", ";", ":") and behind[:1] in (".", ","):
        before = before[:-1] + "." if before[-1] == "," else before
        behind = behind[1:]
    if before.endswith(",") and not behind:
        before = before[:-1] + "."
    return f"{before}{behind}".rstrip()


def _long_enough(english: str, quoted: str) -> bool:
    han = sum("\u3400" <= c <= "\u9fff" for c in quoted)
    return len(english.split()) >= MIN_WORDS_PER_HAN * han


def _has_words(text: str) -> bool:
    return any(c.isalnum() for c in text)
