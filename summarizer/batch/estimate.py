"""What a batch would take, before anything is asked: of few articles each is rehearsed (`estimate.py`), of many a sample."""

import asyncio
from collections.abc import Sequence
from math import ceil
from pathlib import Path
from typing import NamedTuple

from summarizer.batch.article import Job, read_bytes, to_redo
from summarizer.batch.key import config_fingerprint, key_of
from summarizer.batch.run import Plan, open_store
from summarizer.batch.worker import Limits
from summarizer.errors import InputError
from summarizer.model import Endpoint
from summarizer.records import Record
from summarizer.runtime import (
    concurrency_of,
    glossary_of,
    hosted,
    is_local,
    memory_of,
    profile_for,
    require_provider,
    with_names,
)
from summarizer.settings import Settings
from summarizer.tasks.estimate import ArticleEstimate, estimate

EXACT = 40
"""Articles that are all rehearsed (half a second each); of more, so many are."""
LOCAL_TOKENS = 43.0
"""Tokens in and out that the embedded model takes a second on two cores: examples/sora-panel.txt took 744 s for 31,942."""
STREAM_TOKENS, FIRST_SECONDS = 60.0, 1.5
"""What a hosted model is taken to write a second, and to think before it begins. Guesses: providers differ by a factor of three."""
ROUND_TRIPS = 3
"""Of an article, one after the other: brief, translate, repair and summarize."""


class BatchEstimate(Record):
    """Money is None where the price is not known; `most_…` is if every answer ran to its bound."""

    model: str
    articles: int
    done: int
    """Those that are done and unchanged, and those with the same content as another."""
    unusable: dict[str, str]
    """Name → why it would fail."""
    rehearsed: int
    """As many of the others as were rehearsed; the figures are reckoned up from them by size."""
    not_now: int = 0
    """Those that --max-files or --retry-failed leave out."""
    max_cost_usd: float | None = None
    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = 0.0
    most_cost_usd: float | None = 0.0
    seconds: float = 0.0
    provider_batch: bool = False
    """At the half price of the provider's Batch API, which takes its time: `seconds` is then not known and 0."""

    @property
    def to_do(self) -> int:
        return self.articles - self.done - self.not_now - len(self.unusable)


class _Open(NamedTuple):
    job: Job
    size: int


async def estimate_batch(plan: Plan, settings: Settings, home: Path, limits: Limits) -> BatchEstimate:
    """Needs no key. Raises UsageError for settings that cannot work."""
    require_provider(settings)
    endpoint = endpoint_without_key(settings, home)
    still, done, not_now, unusable = _sorted_out(plan, settings, endpoint, home, limits.retry_failed)
    not_now += len(still[limits.max_files :]) if limits.max_files else 0
    still = still[: limits.max_files]
    chosen = _sample(still)
    measured: list[tuple[_Open, ArticleEstimate]] = []
    for one in chosen:
        try:
            data = await asyncio.to_thread(read_bytes, one.job.found.path)
            measured.append((one, (await estimate(data, one.job.found.path.name, settings)).estimate))
        except InputError as error:
            unusable[one.job.found.name] = str(error)
    bad = {one.job.found.name for one in chosen} & unusable.keys()
    sizes = sum(one.size for one in still if one.job.found.name not in bad)
    known = BatchEstimate(
        model=endpoint.model,
        articles=len(plan.jobs),
        done=done,
        unusable=unusable,
        rehearsed=len(measured),
        not_now=not_now,
        max_cost_usd=settings.max_cost,
        provider_batch=settings.provider_batch,
    )
    return _reckoned(known, measured, sizes, settings, endpoint)


def endpoint_without_key(settings: Settings, home: Path) -> Endpoint:
    """The model that the settings name, for what asks it nothing."""
    if not is_local(settings):
        return hosted(settings, key_needed=False)
    from summarizer.local.catalogue import SUFFIX
    from summarizer.local.models import find

    name = "" if settings.model == "local" else settings.model
    file = name if name.lower().endswith(SUFFIX) else find(name, home).file_name
    return Endpoint(model=Path(file).stem, local=True)


def _sorted_out(
    plan: Plan, settings: Settings, endpoint: Endpoint, home: Path, retry_failed: bool
) -> tuple[list[_Open], int, int, dict[str, str]]:
    """What is to do, in the order of the plan and each content once; how many are done, and how many left out because they did not
    fail; what cannot be read, with the reason."""
    shaped, glossary = config_fingerprint(settings, endpoint, profile_for(settings, endpoint)), glossary_of(settings)
    still: dict[str, _Open] = {}
    done, not_now, unusable = 0, 0, {}
    with open_store(settings, home) as store:
        work, memory = store.work(), memory_of(settings, store)
        for job in plan.jobs:
            try:
                data = read_bytes(job.found.path, convert=settings.convert)
                key = key_of(
                    data,
                    job.found.path.name,
                    shaped,
                    with_names(glossary, job.edits),
                    job.edits,
                    settings.encoding,
                    memory,
                )
            except InputError as error:
                unusable[job.found.name] = str(error)
                continue
            found = work.finished(key)
            if key in still or (found and not to_redo(found[0])):
                done += 1
            elif retry_failed and not found:
                not_now += 1
            else:
                still[key] = _Open(job, len(data))
    return list(still.values()), done, not_now, unusable


def _sample(articles: Sequence[_Open]) -> Sequence[_Open]:
    """All of a few; of many, every so-manieth by size, so that short and long ones have their part."""
    if len(articles) <= EXACT:
        return articles
    by_size = sorted(articles, key=lambda one: (one.size, one.job.found.name))
    return [by_size[(2 * i + 1) * len(by_size) // (2 * EXACT)] for i in range(EXACT)]


def _reckoned(
    known: BatchEstimate,
    measured: Sequence[tuple[_Open, ArticleEstimate]],
    sizes: int,
    settings: Settings,
    endpoint: Endpoint,
) -> BatchEstimate:
    """The sample's figures, as many times as all articles are its size."""
    scale = sizes / max(1, sum(one.size for one, _ in measured))
    estimates = [e for _, e in measured]

    def total(values: Sequence[float]) -> int:
        return ceil(scale * sum(values) - 1e-6)

    def money(values: Sequence[float | None]) -> float | None:
        given = [v for v in values if v is not None]
        return scale * sum(given) if len(given) == len(values) else None

    found = known.model_copy(
        update={
            "requests": total([e.requests for e in estimates]),
            "input_tokens": total([e.input_tokens for e in estimates]),
            "output_tokens": total([e.output_tokens for e in estimates]),
            "cost_usd": money([e.cost_usd for e in estimates]),
            "most_cost_usd": money([e.most_cost_usd for e in estimates]),
        }
    )
    known_time = 0.0 if settings.provider_batch else seconds(found, settings, endpoint)
    return found.model_copy(update={"seconds": known_time})


def seconds(found: BatchEstimate, settings: Settings, endpoint: Endpoint) -> float:
    """Wall time: what the model takes for all of it, or what the provider's limits make of it, whichever is longer."""
    tokens = found.input_tokens + found.output_tokens
    if endpoint.local:
        return tokens / LOCAL_TOKENS
    answering = FIRST_SECONDS * found.requests + found.output_tokens / STREAM_TOKENS
    answer = FIRST_SECONDS + found.output_tokens / STREAM_TOKENS / max(1, found.requests)
    by_requests = 60 * found.requests / (settings.requests_per_minute or float("inf"))
    by_tokens = 60 * tokens / (settings.tokens_per_minute or float("inf"))
    at_once = concurrency_of(settings, endpoint)
    return max(answering / at_once, by_requests, by_tokens, ROUND_TRIPS * answer if found.requests else 0)
