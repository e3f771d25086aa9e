"""Every rule by its own examples: what it must let pass, and what it must find."""

import pytest

from summarizer.text.checks import RULES, Rule
from summarizer.text.checks.meaning import available


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_passes_its_good_example_and_finds_its_bad_one(rule: Rule) -> None:
    if rule.id in ("neighbours-content", "another-meaning") and not available():
        pytest.skip("needs the extra `meaning`")
    assert rule.test(rule.passes) is None
    fault = rule.test(rule.fails)
    assert fault is not None
    assert "{" not in rule.sentence(fault)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_span_shows_what_was_found(rule: Rule) -> None:
    fault = rule.test(rule.fails)
    if fault and fault.span:
        start, end = fault.span
        shown = rule.fails.target[start:end].casefold()
        assert shown
        assert (
            fault.expected
            or shown in fault.found.casefold()
            or fault.found.rstrip("…").casefold() in rule.fails.target.casefold()
        )


def test_ids_are_unique_and_every_rule_explains_only_kinds_that_exist() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    kinds = {rule.kind for rule in RULES} | {"*"}
    assert all(set(rule.explains) <= kinds for rule in RULES)
