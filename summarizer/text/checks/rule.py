"""A check as a value: what it looks for, how its finding is worded, and what passes and what does not.

The examples are the rule's test (`tests/text/test_checks_rules.py`) and stand in `docs/checks.md`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from summarizer.records import FindingKind, Severity
from summarizer.text.checks.case import Case

EVERYTHING = "*"
"""Explains findings of every kind: there is no translation to check."""


class Fault(NamedTuple):
    """What a rule found. `found` stands in the English, `expected` in the source or as it should read; `span` is where, in characters of
    the English."""

    found: str = ""
    expected: str = ""
    span: tuple[int, int] | None = None


Test = Callable[[Case], Fault | None]


@dataclass(frozen=True)
class Rule:
    """`id` is stable and stands in reports. `message` words a fault, with {found} and {expected}. Findings of a kind in `explains` are
    the same fault seen again; facts that are lost (numbers, names) are never explained away but where there is no translation."""

    id: str
    kind: FindingKind
    severity: Severity
    looks_for: str
    message: str
    test: Test
    passes: Case
    fails: Case
    explains: tuple[str, ...] = ()

    def sentence(self, fault: Fault) -> str:
        """The finding in words, for people and for the model that repairs."""
        return self.message.format(found=fault.found, expected=fault.expected)

    @property
    def asks_repair(self) -> bool:
        """True where the finding is right often enough to ask the model again: every error and warning, as severities are set by
        precision."""
        return self.severity != Severity.INFO


def at(text: str, words: str) -> tuple[int, int] | None:
    """Where the words stand in the text."""
    start = text.find(words)
    return (start, start + len(words)) if words and start >= 0 else None
