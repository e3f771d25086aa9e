"""What an article would take, without asking anything: the stages run against a model that only counts (`rehearsal.py`), so the
questions are the real ones. Repairs cannot be rehearsed; how many there are was measured."""

from math import ceil
from typing import NamedTuple

from summarizer.desk import glossary_of, hosted, is_local, tactics_for
from summarizer.llm.model import Endpoint, Usage
from summarizer.llm.prices import FREE, price_of
from summarizer.llm.session import Session
from summarizer.llm.tokens import count
from summarizer.pipeline import Prepared, prepare
from summarizer.prompts import Prompts
from summarizer.records import Record, Translation
from summarizer.rehearsal import ENGLISH, Rehearsal, english
from summarizer.settings import Settings
from summarizer.stages.attribute import attribute
from summarizer.stages.brief import Spotted, brief, spot
from summarizer.stages.summarize import summarize
from summarizer.stages.translate import translate


class Repairs(NamedTuple):
    """What repairs take: questions for one segment, all rounds together; the tokens of such a question beside its sentence; and the
    length of its answer, for one token of the sentence."""

    share: float
    question: int
    answer: float


BY_SMALL = Repairs(0.25, 80, 0.37)
"""Measured with the embedded model on examples/sora-panel.txt: 26 questions for 103 segments, 124 tokens in and 16 out each."""
BY_STRONG = Repairs(0.05, 200, 0.85)
"""A guess, until a strong model is measured."""


class Estimate(Record):
    """Tokens are tiktoken's; a model's own count differs by some percent. Money is None where the price is not known;
    `most_…` is if every answer ran to its bound."""

    model: str
    requests: int
    input_tokens: int
    output_tokens: int
    most_output_tokens: int
    cost_usd: float | None
    most_cost_usd: float | None
    stages: dict[str, int]
    """Requests of each kind."""


class Inspection(Record):
    """An article as it is prepared, what the rules see in it, and what asking about it would take."""

    prepared: Prepared
    spotted: Spotted
    estimate: Estimate


async def estimate(data: bytes, origin: str, settings: Settings) -> Inspection:
    """Raises what `prepare` raises, and UsageError for settings that cannot work. Needs no key."""
    endpoint = (
        Endpoint(model="embedded model", local=True) if is_local(settings) else hosted(settings, key_needed=False)
    )
    tactics, glossary = tactics_for(settings, endpoint), glossary_of(settings)
    prepared = prepare(data, origin, tactics, settings.source_language)
    document, segments = prepared.document, prepared.segments
    sizes = {s.id: count(s.source) for s in segments}
    model = Rehearsal(sizes)
    session = Session(model, endpoint, Prompts(settings.prompts), document.sha256, tactics)
    known = await brief(document, segments, glossary, session)
    await translate(prepared.chunks, known, session)
    attribution = await attribute(document.blocks, segments, known, session)
    drafts = {s.id: Translation(segment=s.id, target=english(int(ENGLISH * sizes[s.id]))) for s in segments}
    await summarize(segments, drafts, attribution.statements, known, session)
    rounds = min(settings.repair_rounds, 2) / 2
    repairs = BY_STRONG if tactics.strong else BY_SMALL
    again = ceil(repairs.share * rounds * len(segments))
    return Inspection(
        prepared=prepared,
        spotted=spot(document, segments, glossary),
        estimate=_reckoned(model, repairs, again, sum(sizes.values()) // len(segments), endpoint),
    )


def _reckoned(model: Rehearsal, kind: Repairs, repairs: int, sentence: int, endpoint: Endpoint) -> Estimate:
    """The rehearsal with so many repairs more, each of one sentence of so many tokens."""
    stages = {kind: sum(stage == kind for stage, *_ in model.heard) for kind, *_ in model.heard}
    usage = Usage(
        input_tokens=sum(u.input_tokens for _, u, _ in model.heard) + repairs * (kind.question + sentence),
        output_tokens=sum(u.output_tokens for _, u, _ in model.heard) + int(repairs * kind.answer * sentence),
    )
    most = sum(bound for *_, bound in model.heard) + repairs * (60 + 3 * sentence)
    price = FREE if endpoint.local else price_of(endpoint.model, endpoint.base_url)
    return Estimate(
        model=endpoint.model,
        requests=len(model.heard) + repairs,
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        most_output_tokens=most,
        cost_usd=price.cost(usage) if price else None,
        most_cost_usd=price.cost(usage.model_copy(update={"output_tokens": most})) if price else None,
        stages=stages | {"repair": repairs},
    )
