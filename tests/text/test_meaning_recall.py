"""Seeded faults: correct sentences whose English loses a denial or a hedge, or gains a denial. How many are seen is printed.

The checks speak only where nothing of the kind is left in the English, so a sentence with two denials that loses one passes.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from summarizer.text.checks import Case
from summarizer.text.checks.hedging import hedge_flattened
from summarizer.text.checks.negation import negation_gained, negation_lost
from summarizer.text.signs import signs

LINES = (Path(__file__).parent / "panel_sentences.tsv").read_text(encoding="utf-8").splitlines()
SENTENCES = [line.split("\t") for line in LINES if not line.startswith("#")]
DENIALS = (
    (r"\b(do|does|did|is|are|was|were|has|have|had|could|should|would|ca|wo)n[’']t\b", r"\1"),
    (r"\bcannot\b", "can"),
    (r"\b(?:not|never)\b ?", ""),
    (r"\bno\b ", ""),
)
HEDGES = (
    (r"\b(?:is|are) (?:very )?likely to\b|\b(?:is|are|was|were) (?:expected|said|believed|reported) to\b", "will"),
    (r"\b(?:may|might|could)\b", "will"),
    (r"\b(?:perhaps|maybe|probably|possibly|presumably|apparently|seemingly|reportedly|allegedly)\b,? ?", ""),
    (r"\b(?:seems?|appears?) to be\b", "is"),
)
POSITIVE = ((r"\b(is|are|was|were|could|should|would|will|can|must)\b(?! not|n)", r"\1 not"),)
Seeds = tuple[tuple[str, str], ...]


def changed(target: str, seeds: Seeds) -> Iterator[str]:
    for pattern, instead in seeds:
        for match in re.finditer(pattern, target, re.IGNORECASE):
            yield target[: match.start()] + match.expand(instead) + target[match.end() :]


def plain(table: str, source: str) -> bool:
    """True where the source has a word of the kind that a translation must say."""
    return any(sign.kind == "clear" for sign in signs(table, "zh", source))


def denied(_: str, target: str) -> bool:
    return any(sign.kind == "clear" for sign in signs("negation", "en", target))


@pytest.mark.parametrize(
    ("what", "seeds", "where", "check", "floor"),
    [
        ("a denial dropped", DENIALS, lambda s, _: plain("negation", s), negation_lost, 0.5),
        ("a denial added", POSITIVE, lambda s, t: not denied(s, t), negation_gained, 0.55),
        ("a hedge flattened", HEDGES, lambda s, _: plain("hedges", s), hedge_flattened, 0.6),
    ],
)
def test_seeded_faults_are_seen(
    what: str,
    seeds: Seeds,
    where: Callable[[str, str], bool],
    check: Callable[[Case], str | None],
    floor: float,
    capsys: pytest.CaptureFixture[str],
) -> None:
    made = [Case(s, fault) for s, t in SENTENCES if where(s, t) for fault in changed(t, seeds)]
    seen = sum(check(case) is not None for case in made)
    with capsys.disabled():
        print(f"\n{what}: {seen} of {len(made)} seen")  # noqa: T201
    assert len(made) >= 20
    assert seen >= floor * len(made)
