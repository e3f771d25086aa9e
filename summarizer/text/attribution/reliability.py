"""How likely a reading is right, by the kind of its evidence: text/data/attribution_reliability.tsv.

Fitted on 30 annotated articles and the passages of tests/text/speech_*.txt but the held-out ones; docs/speakers.md holds the counts,
and those on data that it was not fitted on.
"""

from summarizer.text.once import once
from summarizer.text.scripts import table

CREDITED = 0.6
"""From here on a reading is given to its speaker; below, it is left open with a candidate. Narration credited to somebody costs a reader
more than words left open: at 0.5 the share of wrong readings on the fitted articles doubles."""
SURE = 0.97
"""From here on a reading is not asked about and not marked as unsure."""
UNLISTED = 0.7
"""For a kind of evidence too rare to have been counted."""


@once
def _rows() -> dict[str, float]:
    return {row[0]: float(row[1]) for row in table("attribution_reliability.tsv")[1:]}


def probability(evidence: str) -> float:
    return _rows().get(evidence, UNLISTED)
