"""Who said it, by rule: labels, speech verbs, quotations and pronouns. No model, no English; pure functions.

`speakers` finds everyone who speaks; `read` says for each segment who says it, on what ground, and whether that is sure.
"""

from collections.abc import Sequence

from summarizer.records import Block, Profile, Reading, Segment, Term
from summarizer.text.speech.cast import Cast
from summarizer.text.speech.discover import cast_of
from summarizer.text.speech.english import label_in_english
from summarizer.text.speech.labels import labels_of
from summarizer.text.speech.lines import lines_of
from summarizer.text.speech.memory import Span
from summarizer.text.speech.profiles import ids_of, profiles_of
from summarizer.text.speech.readings import readings_of
from summarizer.text.speech.walk import walk

__all__ = ["label_in_english", "read", "speakers"]


def speakers(
    blocks: Sequence[Block], segments: Sequence[Segment], known: Sequence[Term] = (), language: str = "zh-Hans"
) -> tuple[Profile, ...]:
    """Everyone who speaks, in the order of their first words; `known` are names found elsewhere, with all their forms.

    The rules read both scripts and whole blocks: `segments` and `language` are there for the caller's convenience.
    """
    del segments, language
    spans, cast = _analysed(blocks, known)
    return profiles_of(spans, cast)


def read(blocks: Sequence[Block], segments: Sequence[Segment], profiles: Sequence[Profile]) -> tuple[Reading, ...]:
    """One reading for each segment, in order. Speech of somebody without a profile is left open (`decisive` False)."""
    spans, _ = _analysed(blocks, tuple(_term(p) for p in profiles if p.kind in ("person", "organisation")))
    return readings_of(segments, spans, ids_of(profiles))


def _analysed(blocks: Sequence[Block], known: Sequence[Term]) -> tuple[tuple[Span, ...], Cast]:
    lines = lines_of(blocks)
    labels = labels_of(lines)
    cast = cast_of(lines, labels, known)
    return walk(lines, labels, cast), cast


def _term(profile: Profile) -> Term:
    kind = "organisation" if profile.kind == "organisation" else "person"
    return Term(source=profile.name.source, target="", kind=kind, origin="source", aliases=profile.aliases)
