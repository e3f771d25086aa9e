"""What an article would take, without asking anything: the stages run against a model that only counts (`dry_run.py`), so the
questions are the real ones. Repairs cannot be rehearsed; how many there are was measured."""

from math import ceil
from typing import NamedTuple

from summarizer.dry_run import ENGLISH, DryRunModel, english
from summarizer.llm.model import Endpoint, Usage
from summarizer.llm.prices import Price, price_for
from summarizer.llm.session import Session
from summarizer.llm.tokens import count
from summarizer.pipeline import Prepared, prepare
from summarizer.prompts import Prompts
from summarizer.records import Record, Translation
from summarizer.runtime import glossary_of, hosted, is_local, tactics_for
from summarizer.settings import Settings
from summarizer.stages.attribute import attribute
from summarizer.stages.brief import RuleBrief, brief, rule_based_brief
from summarizer.stages.review import review
from summarizer.stages.summarize import summarize
from summarizer.stages.translate import Translations, translate


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


class ArticleEstimate(Record):
    """Tokens are tiktoken's; a model's own count differs by some percent. Money is None where the price is not known;
    `most_…` is if every answer ran to its bound."""

    model: str
    review_model: str = ""
    """The model of the second reading, where that is another."""
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
    rule_brief: RuleBrief
    estimate: ArticleEstimate


class Rehearsed(NamedTuple):
    """What one model would hear and say: requests, and tokens in, out and at most out."""

    stages: dict[str, int]
    usage: Usage
    most: int

    def cost(self, price: Price | None) -> tuple[float | None, float | None]:
        """About, and at most, in USD."""
        most = self.usage.model_copy(update={"output_tokens": self.most})
        return (price.cost(self.usage), price.cost(most)) if price else (None, None)


async def estimate(data: bytes, origin: str, settings: Settings) -> Inspection:
    """Raises what `prepare` raises, and UsageError for settings that cannot work. Needs no key."""
    endpoint = _endpoint(settings)
    tactics, glossary = tactics_for(settings, endpoint), glossary_of(settings)
    prepared = prepare(data, origin, tactics, settings.source_language)
    document, segments = prepared.document, prepared.segments
    sizes = {s.id: count(s.source) for s in segments}
    model, prompts = DryRunModel(sizes), Prompts(settings.prompts)
    session = Session(model, endpoint, prompts, document.sha256, tactics)
    known = await brief(document, segments, glossary, session)
    await translate(prepared.chunks, known, session)
    attribution = await attribute(document.blocks, segments, known, session)
    drafts = {s.id: Translation(segment=s.id, target=english(int(ENGLISH * sizes[s.id]))) for s in segments}
    await summarize(segments, drafts, attribution.statements, known, session)
    rounds = min(settings.repair_rounds, 2) / 2
    repairs = BY_STRONG if tactics.strong else BY_SMALL
    again = ceil(repairs.share * rounds * len(segments))
    asked = _repairing(_heard(model), repairs, again, sum(sizes.values()) // len(segments))
    reader, second = settings.second_reader, DryRunModel(sizes)
    other = _endpoint(reader) if reader else endpoint
    if reader:
        reading = Session(second, other, prompts, document.sha256, tactics_for(reader, other))
        await review(document, segments, Translations(by_segment=drafts), known, reading)
    return Inspection(
        prepared=prepared,
        rule_brief=rule_based_brief(document, segments, glossary),
        estimate=_reckoned((asked, endpoint), (_heard(second), other), provider_batch=settings.provider_batch),
    )


def _endpoint(settings: Settings) -> Endpoint:
    return Endpoint(model="embedded model", local=True) if is_local(settings) else hosted(settings, key_needed=False)


def _heard(model: DryRunModel) -> Rehearsed:
    return Rehearsed(
        stages={kind: sum(stage == kind for stage, *_ in model.heard) for kind, *_ in model.heard},
        usage=Usage(
            input_tokens=sum(u.input_tokens for _, u, _ in model.heard),
            output_tokens=sum(u.output_tokens for _, u, _ in model.heard),
        ),
        most=sum(bound for *_, bound in model.heard),
    )


def _repairing(asked: Rehearsed, kind: Repairs, repairs: int, sentence: int) -> Rehearsed:
    """The rehearsal with so many repairs more, each of one sentence of so many tokens."""
    usage = Usage(
        input_tokens=asked.usage.input_tokens + repairs * (kind.question + sentence),
        output_tokens=asked.usage.output_tokens + int(repairs * kind.answer * sentence),
    )
    return Rehearsed(asked.stages | {"repair": repairs}, usage, asked.most + repairs * (60 + 3 * sentence))


def _reckoned(
    first: tuple[Rehearsed, Endpoint], second: tuple[Rehearsed, Endpoint], *, provider_batch: bool
) -> ArticleEstimate:
    """Both models together; the cost is known where both prices are, or only one of them is asked."""
    both = [pair for pair in (first, second) if pair[0].stages]
    costs = [asked.cost(price_for(endpoint, provider_batch=provider_batch)) for asked, endpoint in both]
    known = all(about is not None for about, _ in costs)
    name = second[1].model if len(both) > 1 and second[1] != first[1] else ""
    return ArticleEstimate(
        model=first[1].model,
        review_model=name,
        requests=sum(sum(asked.stages.values()) for asked, _ in both),
        input_tokens=sum(asked.usage.input_tokens for asked, _ in both),
        output_tokens=sum(asked.usage.output_tokens for asked, _ in both),
        most_output_tokens=sum(asked.most for asked, _ in both),
        cost_usd=sum(about or 0.0 for about, _ in costs) if known else None,
        most_cost_usd=sum(most or 0.0 for _, most in costs) if known else None,
        stages=first[0].stages | second[0].stages,
    )
