"""corrections: a returned file, and the report it was made from -> Edit...   what somebody changed, sentence by sentence.

Sentences are matched by their id, if the file has it and its Chinese is still the report's, else by their Chinese. A text without either
(Markdown) is matched paragraph by paragraph, and what changed inside a paragraph goes to the sentences it stands in.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import dropwhile, pairwise

from summarizer.errors import InputError
from summarizer.readers.returned import Returned, sentences
from summarizer.records import Record
from summarizer.renderers.prose import joined
from summarizer.report import Report, TranslatedSegment
from summarizer.stages.edits import Edit
from summarizer.stages.read import read
from summarizer.stages.read_translation import read_translation
from summarizer.text.scripts import han_count

LEAST_ALIKE = 0.3
"""How much of a paragraph must be left for it to be the same one, corrected; of less, nobody can say which sentence became which."""
LONGEST_PARAGRAPH = 20_000
"""Characters of the longest paragraph that is compared character by character."""
_NOT_TRANSLATED = re.compile(r"\s*\[not translated\]\s*")


class Corrections(Record):
    """`edits` are the sentences that differ; `unmatched` says of each part of the file that fits no sentence what it is."""

    edits: tuple[Edit, ...] = ()
    unchanged: int = 0
    unmatched: tuple[str, ...] = ()


def corrections(report: Report, data: bytes, origin: str, note: str = "") -> Corrections:
    """Raises InputError for a file that cannot be read or holds nothing of the article."""
    returned = sentences(data)
    found = _of_sentences(report, returned, note) if returned else _of_text(report, data, origin, note)
    if not found.edits and not found.unchanged:
        raise InputError(
            f"{origin}: no sentence in it is one of this article", "Check that it was made from this article's report."
        )
    return found


def _of_sentences(report: Report, returned: Sequence[Returned], note: str) -> Corrections:
    by_id = {s.id: s for s in report.segments}
    by_source: dict[str, list[TranslatedSegment]] = {}
    for s in report.segments:
        for text in {_plain(s.source), _plain(s.as_written)}:
            by_source.setdefault(text, []).append(s)
    edits: list[Edit] = []
    unmatched: list[str] = []
    unchanged = 0
    for one in returned:
        own = by_id.get(one.segment)
        if own is None or (one.source and _plain(one.source) not in (_plain(own.source), _plain(own.as_written))):
            same = by_source.get(_plain(one.source), []) if one.source else []
            own = same[0] if same else None
        if own is None:
            unmatched.append(_short(one.segment, one.source or one.target))
        elif edit := _edit(own, one.target, note):
            edits.append(edit)
        else:
            unchanged += 1
    return Corrections(edits=tuple(edits), unchanged=unchanged, unmatched=tuple(unmatched))


def _edit(segment: TranslatedSegment, english: str, note: str) -> Edit | None:
    """None if it is what the report has, or nothing."""
    text = _line(_NOT_TRANSLATED.sub(" ", english))
    if not text or text == _line(segment.target) or not segment.source.strip():
        return None
    if not segment.target.strip() and _plain(text) == _plain(segment.as_written):
        return None  # what was not translated stands there in Chinese
    return Edit(segment=segment.id, source=segment.source.strip(), target=text, note=note)


def _of_text(report: Report, data: bytes, origin: str, note: str) -> Corrections:
    """Paragraph by paragraph, in order."""
    paragraphs = _paragraphs(data, origin)
    by_id = {s.id: s for s in report.segments}
    own = [[by_id[i] for i in block.segments] for block in report.document.blocks if block.segments]
    before = [_line(joined([s.target or s.as_written.strip() for s in block])) for block in own]
    edits: list[Edit] = []
    unmatched: list[str] = []
    unchanged = 0
    pairs = list(_paired(before, paragraphs))
    if data.startswith(b"PK"):  # over the text of a document stand its title and what it is
        pairs = list(dropwhile(lambda pair: pair[0] is None, pairs))
    for old, new in pairs:
        if old is None:
            unmatched.append(_short("", paragraphs[new])) if new is not None else None
        elif new is None:
            unmatched.append(_short(own[old][0].id, before[old]))
        elif before[old] == paragraphs[new]:
            unchanged += len(own[old])
        else:
            parts = _shared(own[old], before[old], paragraphs[new])
            if parts is None:
                unmatched.append(_short(own[old][0].id, paragraphs[new]))
                continue
            made = [_edit(s, text, note) for s, text in zip(own[old], parts, strict=True)]
            edits += [one for one in made if one]
            unchanged += sum(one is None for one in made)
    return Corrections(edits=tuple(edits), unchanged=unchanged, unmatched=tuple(unmatched))


def _paragraphs(data: bytes, origin: str) -> list[str]:
    """The paragraphs in English. In a document that lost its marks on the way the Chinese may stand below each."""
    if not data.startswith(b"PK"):
        return [_line(text) for text in read_translation(data, origin)]
    texts = [_line(block.text) for block in read(data, origin).blocks]
    return [text for text in texts if han_count(text) <= len(text) // 4]


def _paired(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """Which paragraph became which. Runs of as many changed paragraphs as stood there are taken in order."""
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal" or b - a == d - c:
            yield from zip(range(a, b), range(c, d), strict=True)
        else:
            yield from _by_likeness(before, after, range(a, b), range(c, d))


def _by_likeness(
    before: Sequence[str], after: Sequence[str], old: range, new: range
) -> Iterator[tuple[int | None, int | None]]:
    """Where paragraphs came or went: each with the most similar of those behind the last pair."""
    start = new.start
    for a in old:
        scores = [(_alike(before[a], after[c]), -c) for c in range(start, new.stop)]
        best, c = max(scores, default=(0.0, 0))
        if best < LEAST_ALIKE:
            yield a, None
            continue
        yield from ((None, skipped) for skipped in range(start, -c))
        yield a, -c
        start = -c + 1
    yield from ((None, c) for c in range(start, new.stop))


def _alike(one: str, other: str) -> float:
    """By words, which is quick."""
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()


def _shared(segments: Sequence[TranslatedSegment], before: str, after: str) -> list[str] | None:
    """The paragraph's new text over its sentences: each boundary where the unchanged text around it went. None if too little is left."""
    if len(segments) == 1:
        return [after]
    if max(len(before), len(after)) > LONGEST_PARAGRAPH or _alike(before, after) < LEAST_ALIKE:
        return None
    words, new = re.findall(r"\s+|[^\s]+", before), re.findall(r"\s+|[^\s]+", after)
    matcher = SequenceMatcher(None, words, new, autojunk=False)
    moved: dict[int, int] = {0: 0}
    for block in matcher.get_matching_blocks():
        old_at, new_at = len("".join(words[: block.a])), len("".join(new[: block.b]))
        for n in range(block.size + 1):
            size = len("".join(words[block.a : block.a + n]))
            moved.setdefault(old_at + size, new_at + size)
    at, cuts = 0, []
    for segment in segments[:-1]:
        at = before.index(_line(segment.target or segment.as_written), at) + len(
            _line(segment.target or segment.as_written)
        )
        cuts.append(at)
    places = [_place(cut, moved, len(before), after) for cut in cuts]
    if places != sorted(places):
        return None
    bounds = [0, *places, len(after)]
    return [after[a:b].strip() for a, b in pairwise(bounds)]


def _place(cut: int, moved: dict[int, int], length: int, after: str) -> int:
    """Where a boundary is in the new text: as it was moved, else before the next blank that was not changed."""
    if cut in moved:
        return moved[cut]
    following = next((at for at in range(cut, length + 1) if at in moved), None)
    return len(after) if following is None else moved[following]


def _line(text: str) -> str:
    return " ".join(text.split())


def _plain(text: str) -> str:
    return "".join(text.split())


def _short(segment: str, text: str) -> str:
    shown = text if len(text) <= 60 else text[:59] + "…"
    return f"{segment}: {_line(shown)}" if segment else _line(shown)
