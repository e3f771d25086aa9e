"""What can be recognised on both sides of a translation without understanding either."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from summarizer.records import Term
from summarizer.text import names, numbers
from summarizer.text.numbers import Value
from summarizer.text.numbers.agree import readings

_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]+")
_SIGNS = (
    ("a question", re.compile("[？?]"), re.compile(r"[?？]")),
    ("a quotation", re.compile('[“「『"]'), re.compile("[“\"]|(?<!\\w)[‘'](?=\\w)")),
    ("a label", re.compile(r"^[^\s，。：:]{1,20}(?:（[^）]*）)?[：:]"), re.compile(r"^[A-Z][^.,:]{0,60}:\s")),
)
"""Marks of a sentence that a translator keeps, and how each looks in Chinese and in English."""

FEW = 20
"""Units that every text is taken to have beside its own: in a short one a shared name tells as much as in a long one."""
Weights = list[dict[int, float]]
"""For each source unit: the target units that share something with it, and how much that tells."""


def anchors(source: Sequence[str], target: Sequence[str], terms: Sequence[Term] = ()) -> Weights:
    """What each pair of units has in common. A key weighs the more the rarer it is: log((N + FEW) / frequency), where the
    frequency is that of the side which has it more often."""
    theirs = [_target_keys(text) for text in target]
    ours = [_source_keys(text) for text in source]
    for number, term in enumerate(terms):
        _add_name(f"name {number}", term, source, target, ours, theirs)
    weights = _weights(ours, theirs)
    places: dict[str, list[int]] = {}
    for j, keys in enumerate(theirs):
        for key in keys & weights.keys():
            places.setdefault(key, []).append(j)
    return [_shared(keys, places, weights) for keys in ours]


def _shared(keys: Iterable[str], places: dict[str, list[int]], weights: dict[str, float]) -> dict[int, float]:
    row: dict[int, float] = {}
    for key in keys:
        for j in places.get(key, ()):
            row[j] = row.get(j, 0.0) + weights[key]
    return row


def _weights(ours: Sequence[set[str]], theirs: Sequence[set[str]]) -> dict[str, float]:
    """Of keys that stand on both sides; one that stands in more than half of the units tells nothing."""
    left, right = (Counter(key for keys in side for key in keys) for side in (ours, theirs))
    units = max(len(ours), len(theirs))
    often = {key: max(left[key], right[key]) for key in left.keys() & right.keys()}
    return {key: math.log((units + FEW) / n) for key, n in often.items() if n == 1 or 2 * n <= units}


def _source_keys(text: str) -> set[str]:
    found = {f"word {w.casefold()}" for w in _LATIN.findall(text)}
    found |= {what for what, chinese, _ in _SIGNS if chinese.search(text)}
    return found | set(_values(numbers.chinese_values(text)))


def _target_keys(text: str) -> set[str]:
    found = {f"word {w.casefold()}" for w in _LATIN.findall(text)}
    found |= {what for what, _, english in _SIGNS if english.search(text)}
    return found | set(_values(numbers.english_values(text)))


def _values(values: Sequence[Value]) -> Iterator[str]:
    """A key for each way in which a value can be read: 半年 and "six months" have one in common."""
    for value in values:
        if value.kind == "name":
            yield f"word {value.text.casefold()}"
        elif value.required:
            yield from (f"{r.scale} {r.low} {r.high}" for r in readings(value))


def _add_name(
    key: str,
    term: Term,
    source: Sequence[str],
    target: Sequence[str],
    ours: Sequence[set[str]],
    theirs: Sequence[set[str]],
) -> None:
    forms = [form for form in (term.source, *term.aliases) if form]
    standing = [i for i, text in enumerate(source) if any(form in text for form in forms)]
    if not standing or not term.target:
        return
    for i in standing:
        ours[i].add(key)
    for j, text in enumerate(target):
        if names.same_name(text, term):
            theirs[j].add(key)
