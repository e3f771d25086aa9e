"""Every rule of attribution has a passage that is its test."""

import re

import pytest

from summarizer.records import Block, Segment
from summarizer.text.attribution import attribute_by_rule
from summarizer.text.attribution.rules import RULES, Rule


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_example_of_a_rule_is_read_by_it(rule: Rule) -> None:
    blocks = tuple(Block(id=f"p{n}", kind="paragraph", text=text) for n, text in enumerate(rule.example, 1))
    segments = tuple(
        Segment(id=f"{b.id}.s{n}", block=b.id, source=sentence)
        for b in blocks
        for n, sentence in enumerate(
            re.findall(r".+?[。！？](?:[’”]+(?!我))?|.+$", b.text) if rule.id != "quoted-within" else [b.text], 1
        )
    )
    made = attribute_by_rule(blocks, segments)
    said = [r for r in made.readings if r.candidate and r.segment == segments[-1].id]
    names = {p.id: p.name.source for p in made.profiles}
    if not rule.speaker:
        assert not said
        return
    assert rule.speaker in {names[r.candidate] for r in said if r.candidate}
    assert rule.id in {step.rule for r in said for step in r.trace}


def test_no_two_rules_share_an_id() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
