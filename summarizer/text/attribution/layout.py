"""Layouts of conversations: which lines carry a speaker label, in what form, and where a turn ends.

Whether what stands in the place of a label is one depends on the article: a name, a moderator or a time code beside it, its coming
back at the head of several lines, and how much of the article carries labels of that form.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from summarizer.text.attribution.layout_forms import FORMS, LEAD, Label
from summarizer.text.attribution.layout_names import (
    MOST_NAME,
    SPOKEN,
    core,
    is_list,
    is_name,
    is_nickname,
    may_recur,
    named_in,
    only_names,
    reports,
)
from summarizer.text.attribution.passages import FINAL, Line
from summarizer.text.attribution.tables import ending, words
from summarizer.text.names.entities import Names
from summarizer.text.words import folded

WEAK_FORMS = ("alone", "brackets", "bar")
"""Forms that headings, tags and tables have too: they are labels only where they carry the article."""
LEAST_LABELS = 3
LEAST_SHARE = 0.3
"""Share of the lines from the first label of a weak form to the last that must have one. With one line of words under each label
alone it is a half; a turn of three paragraphs has a quarter of its lines."""
SINGLE_SHARE = 0.5
"""The same for colons where no label comes back: subheads and captions with a colon stand between paragraphs without."""

HOSTED_SHARE = 0.3
"""The same with a moderator, or with every label a heading."""


@dataclass(frozen=True, slots=True)
class Layout:
    """For each line its label or None; `dialogue`: labels carry the article, so that a turn lasts until the next label."""

    labels: tuple[Label | None, ...]
    dialogue: bool
    doubtful: frozenset[int] = frozenset()
    """Lines of turns that may belong to somebody whose label is missing."""
    unknown: frozenset[int] = frozenset()
    """Lines that open with what may be a label of somebody who is nowhere else: they end the turn before."""
    firm: bool = False
    """Labels come back and are dense enough that the lines between them belong to the turn above."""


def layout_of(lines: Sequence[Line], names: Names) -> Layout:
    """The labels of an article's lines."""
    article = _Article(lines, names, [_candidates(line) for line in lines])
    labels: list[Label | None] = []
    unknown = set()
    guests = False
    for at, line in enumerate(lines):
        label = article.label(at)
        if label and _is_guest(line, label, guests):
            label = replace(label, guest=True, role=line.raw[label.end :].strip())
        guests = line.key.strip("*#【】 :") in words("guest_heading") or (guests and bool(label and label.guest))
        labels.append(label)
        if label is None and article.dialogue and article.may_be_unknown(at):
            unknown.add(at)
    doubtful = _doubtful(lines, labels) if article.dialogue else frozenset()
    return Layout(tuple(labels), article.dialogue, doubtful, frozenset(unknown), article.dialogue and _is_firm(labels))


FIRM_SHARE = 0.12
"""Share of lines with a label between the first and the last from which unlabelled ones belong to the turn above: answers of an
interview run to seven paragraphs; names before colons in prose are rarer."""
DENSE_SHARE = 0.3
"""The same where no label comes back."""


def _is_firm(labels: Sequence[Label | None]) -> bool:
    places = [at for at, label in enumerate(labels) if label and not label.guest]
    if any(label and label.form == "given" for label in labels):
        return True
    named = Counter(label.name for label in labels if label and not label.guest)
    back = any(count >= 2 for count in named.values())
    share = len(places) / (places[-1] - places[0] + 1) if places else 0.0
    return len(places) >= LEAST_LABELS and len(named) >= 2 and share >= (FIRM_SHARE if back else DENSE_SHARE)


def _candidates(line: Line) -> tuple[Label, ...]:
    """What each form reads at the head of the line."""
    if line.speaker:
        head = re.compile(rf"{LEAD}{re.escape(folded(line.speaker))}\s*:?\s*").match(line.key)
        return (Label(line.speaker, 0, head.end() if head else 0, "given"),)
    if line.kind in ("credit", "caption", "code"):
        return ()
    found = []
    for form in FORMS:
        match = form.pattern.match(line.key)
        if not match:
            continue
        group = next((g for g in ("name", "name2", "name3") if g in form.pattern.groupindex and match[g]), "")
        if not group:
            continue
        start, end = match.span(group)
        raw = line.raw[start:end].strip('* “”「」"')
        aside = match.groupdict().get("aside") or ""
        at = match.start("aside") if aside else 0
        role = line.raw[at : at + len(aside)] if aside else ""
        if raw:
            found.append(Label(raw, start, match.end(), form.id, role, form.certain, alone=form.alone))
    return tuple(found)


@dataclass
class _Article:
    """What the labels of an article have in common."""

    lines: Sequence[Line]
    names: Names
    found: Sequence[Sequence[Label]]

    @cached_property
    def counts(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        for candidates in self.found:
            counts.update({label.name for label in candidates})
        return counts

    @cached_property
    def trusted(self) -> frozenset[str]:
        """Labels that come back, before words that somebody may say."""
        spoken: Counter[str] = Counter()
        for line, candidates in zip(self.lines, self.found, strict=True):
            for label in candidates[:1]:
                spoken[label.name] += bool(SPOKEN.search(line.key[label.end :])) or label.alone
        return frozenset(
            name
            for name, count in self.counts.items()
            if count >= 2 and len(name) <= MOST_NAME and may_recur(name) and spoken[name] >= 0.5 * count
        )

    @cached_property
    def carrying(self) -> frozenset[str]:
        """The weak forms that carry the article: several labels, most of which come back or are names, at the head of many lines."""
        return frozenset(form for form in WEAK_FORMS if self._carries(form))

    def _carries(self, form: str) -> bool:
        places = [
            (at, label.name)
            for at, candidates in enumerate(self.found)
            for label in candidates
            if label.form == form and self._plausible(label, at)
        ]
        if len(places) < LEAST_LABELS:
            return False
        named = Counter(name for _, name in places)
        recurring = sum(count for count in named.values() if count >= 2)
        known = sum(count for name, count in named.items() if is_name(name, self.names))
        turns = sum(one != other for (_, one), (_, other) in pairwise(places))
        reach = places[-1][0] - places[0][0] + 1
        return (
            len(named) >= 2
            and 2 * recurring >= len(places)
            and (2 * known >= len(places) or (len(places) >= LEAST_LABELS + 1 and known + recurring >= len(places)))
            and 2 * turns >= len(places)
            and len(places) >= LEAST_SHARE * reach
        )

    def _plausible(self, label: Label, at: int) -> bool:
        if not may_recur(label.name) or len(label.name) > MOST_NAME:
            return False
        return not label.alone or _opens_turn(self.lines, at)

    @cached_property
    def dialogue(self) -> bool:
        """Labels carry the article."""
        if self.carrying:
            return True
        sure: Counter[str] = Counter()
        places = []
        for at, candidates in enumerate(self.found):
            for label in candidates[:1]:
                if label.certain or (label.form not in WEAK_FORMS and is_name(core(label.name), self.names)):
                    sure[label.name] += 1
                    places.append(at)
                elif label.form not in WEAK_FORMS and label.name in self.trusted:
                    places.append(at)
        labelled = sum(sure.values())
        back = sum(count for count in sure.values() if count >= 2)
        recurring = sum(self.counts[name] for name in self.trusted)
        if len(self.trusted) >= 2 and recurring >= 4:
            return True
        if not back and not any(label.form == "given" for one in self.found for label in one):
            reach = places[-1] - places[0] + 1 if places else 0
            hosted = any(folded(name) in words("moderator") for name in sure)
            headed = all(self.lines[at].kind == "heading" for at in places)
            return labelled >= LEAST_LABELS and labelled >= (HOSTED_SHARE if hosted or headed else SINGLE_SHARE) * reach
        return labelled >= LEAST_LABELS or (len(sure) >= 2 and labelled + recurring >= LEAST_LABELS)

    def label(self, at: int) -> Label | None:
        """The label of a line."""
        line = self.lines[at]
        for label in self.found[at]:
            if label.form == "given":
                return label
            key = folded(label.name)
            if key in words("not_label") - words("moderator") or reports(key) or re.fullmatch("https?|ftp", key):
                continue
            rest = line.key[label.end :].strip()
            if (line.kind == "heading" and rest and not self._is_turn(label, at)) or not self._weak_enough(label, at):
                continue
            if key in words("moderator") and (only_names(rest) or is_list(rest)):
                return None
            named = named_in(label, self.names)
            described = ending(rest.removesuffix("之一"), "role")
            if named and (self.dialogue or label.alone or described or rest[-1:] in _SPOKEN_END):
                return named if self.dialogue else replace(named, certain=False)
            if label.certain and self.dialogue:
                return label
            if self.dialogue and (label.name in self.trusted or label.form in self.carrying):
                return replace(label, certain=is_name(label.name, self.names))
        return None

    def _is_turn(self, label: Label, at: int) -> bool:
        """A short question behind a label that comes back only looks like a heading; the title is none."""
        return at > 0 and self.dialogue and label.name in self.trusted and self.counts[label.name] >= 2

    def _weak_enough(self, label: Label, at: int) -> bool:
        """A label of a weak form is one only if its form carries the article."""
        if label.form not in WEAK_FORMS:
            return True
        if label.form not in self.carrying or not self._plausible(label, at):
            return False
        return self.counts[label.name] >= 2 or is_name(label.name, self.names)

    def may_be_unknown(self, at: int) -> bool:
        """The line opens with what may be the label of somebody who is named nowhere else: Vivian：, 南山客：."""
        return any(
            label.form == "colon" and may_recur(label.name) and is_nickname(label.name) for label in self.found[at][:1]
        )


_SPOKEN_END = tuple('。！？!?…”」』"~')
"""What ends words that somebody says; a caption or a subhead behind a colon ends without."""


def _opens_turn(lines: Sequence[Line], at: int) -> bool:
    """A name alone on its line opens a turn if words follow below."""
    following = lines[at + 1] if at + 1 < len(lines) else None
    return following is not None and following.kind in ("paragraph", "list_item") and len(following.key.strip()) > 1


def _is_guest(line: Line, label: Label, guests: bool) -> bool:
    """What follows describes a person rather than says something."""
    rest = line.key[label.end :].strip()
    if not rest or rest[-1] in FINAL or len(rest) > 60 or line.kind == "heading" or label.alone:
        return False
    return guests or bool(ending(rest.removesuffix("之一"), "role"))


# -- missing labels ------------------------------------------------------------

MOST_DOUBTFUL = 0.1
"""Share of gaps between labels of one person from which no unlabelled line is trusted. The four full transcripts it was
set on have none; with every second label taken away they have 0.16 and more."""
_SENTENCE = re.compile(r"[。?!;…]")


def _doubtful(lines: Sequence[Line], labels: Sequence[Label | None]) -> frozenset[int]:
    """The unlabelled lines of turns that may belong to somebody whose label is missing: in a full transcript two labels in a row name
    different people."""
    turns = [at for at, label in enumerate(labels) if label and not label.guest and not label.alone]
    if not turns:
        return frozenset()
    gaps = [
        (a, b)
        for a, b in pairwise([*turns, len(lines)])
        if b - a > 1 and not any(ends_turn(x) for x in lines[a + 1 : b])
    ]
    between = [(a, b) for a, b in gaps if b < len(lines)]
    same = [(a, b) for a, b in between if _name(labels[a]) == _name(labels[b])]
    if len(same) >= 2 and len(same) >= MOST_DOUBTFUL * len(between):
        same = [(-1, turns[0]), *gaps]
    return frozenset(at for a, b in same for at in range(a + 1, b))


def ends_turn(line: Line) -> bool:
    """A heading or a credit; not a short line that speaks on in sentences and only looks like a heading."""
    return line.kind not in ("paragraph", "list_item", "table_row") and not (
        line.kind == "heading" and _SENTENCE.search(line.key)
    )


def _name(label: Label | None) -> str:
    return label.name if label else ""
