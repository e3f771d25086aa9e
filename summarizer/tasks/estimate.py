"""What an article would take, without asking anything: its journey with a model that only counts (`dry_run.py`), so the
questions are the real ones. Repairs cannot be rehearsed; how many there are was measured."""

from collections.abc import Collection, Mapping
from math import ceil
from typing import NamedTuple

from summarizer.llm.budgeted import Ledger
from summarizer.llm.prices import Price, price_for
from summarizer.llm.session import ModelProfile
from summarizer.llm.tokens import count
from summarizer.model import Endpoint, Usage
from summarizer.pipeline import Prepared, prepare, walk
from summarizer.records import Record
from summarizer.runtime import Runtime, SecondReader, glossary_of, hosted, is_local, memory_of, profile_for
from summarizer.settings import Settings
from summarizer.stages.brief import RuleBrief, rule_based_brief
from summarizer.tasks.dry_run import DryRunModel


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
    """The reviewing model, if it is another."""
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


NOTHING = Rehearsed({}, Usage(), 0)


async def estimate(data: bytes, origin: str, settings: Settings) -> Inspection:
    """Raises what `prepare` raises, and UsageError for settings that cannot work. Needs no key."""
    endpoint = _endpoint(settings)
    profile, glossary = profile_for(settings, endpoint), glossary_of(settings)
    prepared = prepare(data, origin, profile, settings.source_language, encoding=settings.encoding)
    sizes = {s.id: count(s.source) for s in prepared.segments}
    model, reviewer = DryRunModel(sizes), _reviewer(settings, endpoint, sizes)
    ruled = rule_based_brief(prepared.document, prepared.segments, glossary)
    runtime = Runtime(
        settings.model_copy(update={"repair_rounds": 0}),
        endpoint,
        model,
        Ledger(),
        glossary,
        reviewer,
        rehearsed=True,
        memory=memory_of(settings),
    )
    await walk(prepared, runtime.tools(prepared.document.sha256), ruled=ruled)
    asked = _repairing(_heard(model), settings, profile, sizes.values())
    second = (_heard(reviewer.model), reviewer.endpoint) if reviewer else (NOTHING, endpoint)
    return Inspection(
        prepared=prepared,
        rule_brief=ruled,
        estimate=_reckoned((asked, endpoint), second, provider_batch=settings.provider_batch),
    )


def _reviewer(settings: Settings, endpoint: Endpoint, sizes: Mapping[str, int]) -> SecondReader[DryRunModel] | None:
    """A model of its own for the review, so that what it takes is counted by itself; None if nobody reviews."""
    reader = settings.second_reader
    return (
        SecondReader(_endpoint(reader) if reader is not settings else endpoint, DryRunModel(sizes)) if reader else None
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


def _repairing(asked: Rehearsed, settings: Settings, profile: ModelProfile, sizes: Collection[int]) -> Rehearsed:
    """The rehearsal with the repairs that segments of these sizes (tokens) will take, each of one sentence of average length."""
    kind = BY_STRONG if profile.strong else BY_SMALL
    repairs = ceil(kind.share * min(settings.repair_rounds, 2) / 2 * len(sizes))
    sentence = sum(sizes) // len(sizes)
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
