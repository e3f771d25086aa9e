"""Who said what, by rule: layouts with labels, reporting verbs, quotations and references. No model, no English.

`attribute_by_rule` reads an article once and gives everyone who speaks with one reading for each segment or part of it.
"""

from collections.abc import Sequence

from summarizer.records import Block, Profile, Reading, Record, Segment, Term
from summarizer.text.attribution.engine import analyse
from summarizer.text.attribution.english import label_in_english
from summarizer.text.attribution.profiles import profiles_of
from summarizer.text.attribution.readings import readings_of, units_of
from summarizer.text.names.entities import Names

__all__ = ["RuleAttribution", "attribute_by_rule", "label_in_english"]


class RuleAttribution(Record):
    """Everyone who speaks, in the order of their first words, and the readings, in the order of the segments."""

    profiles: tuple[Profile, ...] = ()
    readings: tuple[Reading, ...] = ()


def attribute_by_rule(
    blocks: Sequence[Block], segments: Sequence[Segment], known: Sequence[Term] = (), names: Names | None = None
) -> RuleAttribution:
    """Who says what. `known` are names found elsewhere, with all their forms; `names` what the name finder saw, if it has read."""
    analysis = analyse(blocks, known, names)
    units = units_of(blocks, segments, analysis.spans)
    spans = [u.span for u in units if u.span]
    members = [m for s in spans for m in (s.quoted_by, s.who, *s.also) if m]
    profiles, ids = profiles_of(members)
    return RuleAttribution(profiles=profiles, readings=readings_of(units, ids))
