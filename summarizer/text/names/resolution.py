"""From candidates to names: each place is weighed with the whole article in view, and of those that overlap the likeliest stands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp

from summarizer.text.names.chinese import Candidate
from summarizer.text.names.entities import Evidence, Refusal
from summarizer.text.names.passage import Passage
from summarizer.text.names.rules import weight

HOPELESS = -9.0
"""Log-odds below which a candidate is not followed: no support from elsewhere lifts it (`SUPPORT_LIMIT` times `recurs`)."""
SUPPORT_LIMIT = 5.0
"""Log-odds of the best other place that count at most as support."""
LENGTH_BONUS = 0.2
"""What a character more is worth where two kinds of name overlap: 南陵大学 before 南陵."""
_CUT_OFF = frozenset(("adverb-at-end", "verb-at-end", "acts-at-end", "word-over-end"))
"""Rules that show that a name ends earlier."""
_PERSONAL = frozenset(
    (
        "left-title",
        "left-calls",
        "left-affiliation",
        "left-trade",
        "left-list",
        "right-reporting",
        "right-title",
        "right-label",
        "right-list",
        "right-personal-aside",
        "right-latin-aside",
        "right-family",
        "right-verb",
        "right-adverb",
        "right-pronoun",
        "right-preposition",
    )
)
"""Rules that show somebody who is spoken of as a person is."""
_BASES = {
    "sur": "base-chinese",
    "dot": "base-foreign",
    "spe": "base-foreign",
    "jap": "base-foreign",
    "lat": "base-latin",
    "org": "base-organisation",
}


@dataclass(slots=True)
class Weighed:
    """A candidate with what it weighs: alone, and with the support of the other places where its form stands."""

    candidate: Candidate
    evidence: list[Evidence]
    alone: float
    score: float
    refused: list[Refusal] = field(default_factory=list)

    @property
    def span(self) -> tuple[int, int]:
        return self.candidate.start, self.candidate.end


def weighed(candidates: Iterable[Candidate]) -> list[Weighed]:
    """Every candidate that is not hopeless, weighed alone."""
    found = []
    for candidate in candidates:
        evidence = [Evidence(rule, words, weight(rule) * strength) for rule, words, strength in candidate.features]
        base = _BASES.get(candidate.features[0][0][:3])
        alone = sum(e.weight for e in evidence) + (weight(base) if base else 0.0)
        if alone > HOPELESS:
            found.append(Weighed(candidate, evidence, alone, alone))
    return found


def with_support(found: Sequence[Weighed], passages: Sequence[Passage]) -> None:
    """Adds to each place what the other places of its form say."""
    by_form: dict[tuple[str, str], list[Weighed]] = defaultdict(list)
    for one in found:
        by_form[one.candidate.kind, one.candidate.form].append(one)
    for (kind, form), places in by_form.items():
        if (
            kind == "person"
            and len(places) == 1
            and len(form) >= 3
            and _is_longer(places[0], by_form.get((kind, form[:-1]), ()))
        ):
            _add(places[0], "shorter-elsewhere", form[:-1], weight("shorter-elsewhere"))
        ranked = sorted({(p.candidate.block, p.candidate.start): p.alone for p in places}.values(), reverse=True)
        followers = {passages[p.candidate.block].key[p.candidate.end : p.candidate.end + 1] for p in places}
        longer = by_form.get((places[0].candidate.kind, places[0].candidate.form + min(followers)), [])
        inside = len(followers) == 1 and any(other.alone > -1 for other in longer)
        acts = any(rule in _PERSONAL for p in places for rule, _, _ in p.candidate.features)
        shown = [p for p in places if p.alone > 0 and any(rule in _SHOWS for rule, _, _ in p.candidate.features)]
        for place in places:
            if kind == "person" and any(p is not place and p.span != place.span for p in shown) and _opens(place):
                _add(place, "shown-elsewhere", form, weight("shown-elsewhere"))
            if not acts and _needs_to_act(place.candidate):
                _add(place, "never-acts", place.candidate.form, weight("never-acts"))
            _support(place, ranked, min(followers) if inside else "")


def _opens(place: Weighed) -> bool:
    """True for a name that opens a clause or stands in a list: where a subject stands."""
    return any(rule in ("left-edge", "left-list", "left-title") for rule, _, _ in place.candidate.features)


def _needs_to_act(candidate: Candidate) -> bool:
    """Two characters, or an everyday word with one more: 钱财, 周转池."""
    if not candidate.features[0][0].startswith("surname"):
        return False
    return len(candidate.form) == 2 or any(rule == "word-at-start" for rule, _, _ in candidate.features)


def _is_longer(place: Weighed, shorter: Sequence[Weighed]) -> bool:
    """True if the form without its last character is likely a name at another place, one that a title or the like shows."""
    return any(
        other.candidate.start != place.candidate.start
        and other.alone > 0
        and any(rule in _SHOWS for rule, _, _ in other.candidate.features)
        for other in shorter
    )


_SHOWS = frozenset(("left-title", "left-calls", "left-affiliation", "right-reporting", "right-title", "right-label"))


def _support(place: Weighed, ranked: Sequence[float], follower: str) -> None:
    if len(ranked) < 2:
        return
    best = ranked[1] if place.alone == ranked[0] else ranked[0]
    candidate = place.candidate
    if best > 0:
        _add(place, "recurs", candidate.form, min(SUPPORT_LIMIT, best) * weight("recurs"))
    if candidate.kind == "organisation" and not any(rule == "describes-something" for rule, _, _ in candidate.features):
        _add(place, "organisation-recurs", candidate.form, weight("organisation-recurs"))
    if follower:
        _add(place, "always-longer", follower, weight("always-longer"))


def _add(place: Weighed, rule: str, words: str, amount: float) -> None:
    place.evidence.append(Evidence(rule, words, amount))
    place.score += amount


def chosen(found: Sequence[Weighed]) -> list[Weighed]:
    """Of one block the names that stand: likelier ones first, none over another; what was refused goes with whom it yields to."""
    by_start: dict[int, list[Weighed]] = defaultdict(list)
    for one in found:
        by_start[one.candidate.start].append(one)
    likely = sorted((f for f in found if f.score > 0), key=lambda f: (-_rank(f, by_start), f.candidate.start))
    taken: dict[int, Weighed] = {}
    stand: list[Weighed] = []
    for one in likely:
        start, end = one.span
        winner = next((taken[at] for at in range(start, end) if at in taken), None)
        if winner is None:
            stand.append(one)
            taken.update(dict.fromkeys(range(start, end), one))
        else:
            winner.refused.append(_refusal(one, "overlaps", winner.candidate.form))
    for one in found:
        if one.score <= 0:
            start, end = one.span
            winner = next((taken[at] for at in range(start, end) if at in taken), None)
            if winner is not None and winner.span != one.span and one.score > -4:
                worst = min(one.evidence, key=lambda e: e.weight)
                winner.refused.append(_refusal(one, worst.rule, worst.words))
    return stand


def _rank(one: Weighed, by_start: Mapping[int, Sequence[Weighed]]) -> float:
    """The score; what holds another whole name inside it goes before that: 朝鲜中央电视台 before 中央电视台."""
    start, end = one.span
    rank = one.score + LENGTH_BONUS * (end - start)
    first = one.candidate.features[0][0]
    if first == "known":
        same = [f for f in by_start[start] if f.span == one.span]
        return max(rank, *(f.score + LENGTH_BONUS * (end - start) + 0.1 for f in same))
    if first == "surname-two" and any(rule in _CUT_OFF for rule, _, _ in one.candidate.features):
        return rank
    if one.candidate.kind == "person" and first not in ("dotted", "surname-two"):
        return rank
    inside = (
        f.score + LENGTH_BONUS * (f.span[1] - f.span[0]) + 0.1
        for at in range(start, end)
        for f in by_start.get(at, ())
        if f is not one and f.span[1] <= end and f.span != one.span
    )
    return max(rank, max(inside, default=rank))


def _refusal(one: Weighed, rule: str, words: str) -> Refusal:
    c = one.candidate
    return Refusal(c.block, c.start, c.end, c.form, rule, words)


def probability(score: float) -> float:
    """Log-odds as a probability."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))
