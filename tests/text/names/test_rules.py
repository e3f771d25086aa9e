"""Every rule of the name finder holds for its example and not for its counterexample."""

import pytest

from summarizer.text.names import chinese, resolution
from summarizer.text.names.finder import candidates_of
from summarizer.text.names.rules import Rule, rules


@pytest.fixture(autouse=True)
def nothing_is_hopeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Candidates are weighed to the end, so that rules that speak against one can be seen."""
    monkeypatch.setattr(chinese, "WEAK", float("-inf"))
    monkeypatch.setattr(chinese, "HOPELESS", float("-inf"))
    monkeypatch.setattr(resolution, "HOPELESS", float("-inf"))


WITH_EXAMPLES = [rule for rule in rules().values() if rule.example]


def fires(rule: Rule, case: str) -> bool:
    """True if the rule is among the evidence of the case's name, wherever it stands in the text."""
    text, _, name = case.partition("|")
    return any(
        rule.id in {evidence.rule for evidence in one.evidence}
        for one in candidates_of([text])
        if one.candidate.form == name
    )


@pytest.mark.parametrize("rule", WITH_EXAMPLES, ids=lambda rule: rule.id)
def test_a_rule_holds_for_its_example(rule: Rule) -> None:
    assert fires(rule, rule.example)


@pytest.mark.parametrize("rule", WITH_EXAMPLES, ids=lambda rule: rule.id)
def test_a_rule_does_not_hold_for_its_counterexample(rule: Rule) -> None:
    assert not fires(rule, rule.counterexample)


def test_every_rule_has_a_sentence() -> None:
    assert all(rule.sentence.endswith(".") for rule in rules().values())
