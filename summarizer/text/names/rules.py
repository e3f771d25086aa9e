"""The rules of the name finder as values (`name_rules.tsv`): what each adds to the log-odds, and the sentence that explains it."""

from dataclasses import dataclass

from summarizer.text.names.tables import rows
from summarizer.text.once import once


@dataclass(frozen=True, slots=True)
class Rule:
    """`example` and `counterexample` are texts with a name behind a bar: the rule holds for the one and not for the other."""

    id: str
    weight: float
    by_hand: bool
    sentence: str
    example: str
    counterexample: str


@once
def rules() -> dict[str, Rule]:
    """All rules by id."""
    return {
        cells[0]: Rule(cells[0], float(cells[1]), cells[2] == "*", cells[3], cells[4], cells[5])
        for cells in rows("name_rules.tsv")
    }


def weight(rule: str) -> float:
    """What the rule adds, in log-odds."""
    return rules()[rule].weight
