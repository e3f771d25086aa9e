"""What a run works with: the model behind its wrappers, the prompts, the glossary, the store, the ledger. Opened once, at the
front door; with neither key nor server it starts the embedded model, and stops it when the run ends."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Container, Iterator, Sequence
from contextlib import AbstractContextManager, AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import urlsplit

from summarizer.common.files import close_folder
from summarizer.common.processes import worker_identity
from summarizer.errors import ModelError, SettingsError, UsageError
from summarizer.llm.budgeted import BudgetReservations, Ledger
from summarizer.llm.late import LateModel
from summarizer.llm.parameters import OPENAI_URL
from summarizer.llm.prices import DEFAULT_HOSTED_MODEL, limits_of
from summarizer.llm.reported_context import with_reported_context
from summarizer.llm.session import SMALL, STRONG, ModelProfile, Session
from summarizer.memory import NO_MEMORY, Memory, open_memory
from summarizer.model import Endpoint, Model
from summarizer.progress import Event, Progress, silent
from summarizer.records import Brief, Term
from summarizer.report import Receipt
from summarizer.settings import Settings
from summarizer.stages.edits import NO_EDITS, Edits

if TYPE_CHECKING:
    from summarizer.llm.assemble import Assembled, Shared
    from summarizer.llm.precondition import Check
    from summarizer.prompts import Prompts
    from summarizer.store import Store

DRAFTS = "Using the embedded model (draft quality)."
NO_KEY = (
    "No API key: using the embedded model (draft quality). For publication quality, set OPENAI_API_KEY or --base-url."
)
LOCAL_SLOTS = 4
"""Requests that the embedded server processes in parallel; more only wait in its queue."""
HOSTED_CONCURRENCY = 64
"""Concurrent requests to a hosted model: the chunks of a long article go together."""
LOCAL_CONCURRENCY = 16
"""Concurrent requests to a server on this machine, which mostly processes a few and queues the rest."""
LANGUAGES = {"en": "English", "en-US": "American English", "en-GB": "British English"}
"""What a model is told to translate into."""
Notice = Callable[[str], None]


M_co = TypeVar("M_co", bound=Model, covariant=True)


@dataclass(frozen=True)
class SecondReader(Generic[M_co]):
    """Another model, for the review."""

    endpoint: Endpoint
    model: M_co


Wrap = Callable[[Model, Endpoint], Model]
"""Puts something before a model: what counts its requests, say."""
Agree = Callable[[Brief], Brief]
"""What a run over many articles makes of each article's names before anything is translated."""


def _as_it_is(brief: Brief) -> Brief:
    return brief


@dataclass(frozen=True)
class Tools:
    """What one article's journey works with."""

    session: Session
    reviewer: Session | None = None
    """Whoever reviews; None if nobody does."""
    glossary: Sequence[Term] = ()
    agree: Agree = _as_it_is
    rehearsed: bool = False
    repair_rounds: int = 2
    repair_budget: float = 1.0
    edits: Edits = NO_EDITS
    """What a person corrected in this article."""
    memory: Memory = NO_MEMORY

    @property
    def prompts_used(self) -> set[str]:
        return self.session.used | (self.reviewer.used if self.reviewer else set())


@dataclass(frozen=True)
class Runtime:
    """What a run works with; good for one article or many. Nobody changes it: `open_runtime` builds it in layers."""

    settings: Settings
    endpoint: Endpoint
    model: Model
    ledger: Ledger
    glossary: Sequence[Term] = ()
    reviewer: SecondReader[Model] | None = None
    """The model of the review, if that is another."""
    agree: Agree = _as_it_is
    rehearsed: bool = False
    """True if the model only counts: its English is made up, so nothing in it is checked or put right."""
    fallback: SecondReader[Model] | None = None
    """The model that is asked what a content filter refuses."""
    reservations: BudgetReservations = field(default_factory=BudgetReservations)
    memory: Memory = NO_MEMORY
    learn: Callable[[str, Edits], None] = lambda _, __: None
    """Keeps what was corrected in an article (its SHA-256) for other articles."""

    @cached_property
    def prompts(self) -> "Prompts":
        from summarizer.prompts import Prompts  # only now: runs without a model start faster

        return Prompts(self.settings.prompts)

    @cached_property
    def profile(self) -> ModelProfile:
        return profile_for(self.settings, self.endpoint)

    def session(self, article: str) -> Session:
        """The questions about an article (its SHA-256) to the model that translates."""
        return self._session(article, self.endpoint, self.model, self.profile, self._fallback(article))

    def _fallback(self, article: str) -> Session | None:
        settings = self.settings.fallback
        if settings is None or self.fallback is None:
            return None
        endpoint = self.fallback.endpoint
        return self._session(article, endpoint, self.fallback.model, profile_for(settings, endpoint))

    def tools(self, article: str, edits: Edits = NO_EDITS) -> Tools:
        """What the journey of an article (its SHA-256) works with. The names that its edits correct go before the glossary's."""
        session = self.session(article)
        return Tools(
            session=session,
            reviewer=self._review(article, session),
            glossary=self.glossary_with(edits),
            edits=edits,
            agree=self.agree,
            rehearsed=self.rehearsed,
            repair_rounds=self.settings.repair_rounds,
            repair_budget=self.settings.repair_budget,
            memory=self.memory.of(article),
        )

    def glossary_with(self, edits: Edits) -> Sequence[Term]:
        """The user's terms, those of the edits in place of others for the same name."""
        return with_names(self.glossary, edits)

    def receipt(self, usage: Ledger, used: Container[str], seconds: float) -> Receipt:
        """What stands in a `ledger.account()`, with the prompts that were used, in so many seconds."""
        prompts = {name: digest for name, digest in self.prompts.digests.items() if name in used}
        receipt = usage.receipt(self.endpoint.model, seconds=round(seconds, 1), prompts=prompts)
        reviewer = self.reviewer.endpoint.model if self.reviewer else ""
        return receipt.model_copy(update={"review_model": reviewer, "draft": not self.profile.strong})

    def _review(self, article: str, session: Session) -> Session | None:
        settings = self.settings.second_reader
        if settings is None or self.reviewer is None:
            return None if settings is None else session
        endpoint = self.reviewer.endpoint
        return self._session(article, endpoint, self.reviewer.model, profile_for(settings, endpoint))

    def _session(
        self,
        article: str,
        endpoint: Endpoint,
        model: Model,
        profile: ModelProfile,
        fallback: Session | None = None,
    ) -> Session:
        language = LANGUAGES[self.settings.target_language]
        return Session(model, endpoint, self.prompts, article, profile, language, fallback)


def endpoints_of(runtime: Runtime) -> str:
    """To whom the articles are sent: model and host, in a sentence."""
    reviewer = f"; review: {_described(runtime.reviewer.endpoint)}" if runtime.reviewer else ""
    return f"Model: {_described(runtime.endpoint)}{reviewer}"


def _described(endpoint: Endpoint) -> str:
    if endpoint.local:
        return f"{endpoint.model} on this machine"
    parts = urlsplit(endpoint.base_url or OPENAI_URL)
    port = f":{parts.port}" if parts.port else ""
    return f"{endpoint.model} at {parts.hostname}{port}"


def with_names(glossary: Sequence[Term], edits: Edits) -> Sequence[Term]:
    """The terms, those of the edits in place of others for the same name."""
    corrected = edits.names.keys()
    return (*edits.terms, *(term for term in glossary if term.source not in corrected)) if corrected else glossary


def concurrency_of(settings: Settings, endpoint: Endpoint) -> int:
    """Most requests under way at once. Pace and limits of a provider are found out on the way (`llm.paced`)."""
    most = settings.concurrency or (LOCAL_CONCURRENCY if endpoint.near else HOSTED_CONCURRENCY)
    return min(most, LOCAL_SLOTS) if endpoint.local else most


@asynccontextmanager
async def open_runtime(
    settings: Settings,
    home: Path,
    notice: Notice = lambda _: None,
    progress: Progress = silent,
    *,
    wrap: Wrap = lambda model, _: model,
    agree: Callable[[Endpoint], Agree] = lambda _: _as_it_is,
    budget: str = "",
) -> AsyncIterator[Runtime]:
    """The runtime for a run, in layers: settings, store and ledger, endpoints, their models, around each model the caller's
    `wrap`, and what the caller makes of names. With `budget` rate and money are shared with all other processes on the store whose run has
    a budget of that name.
    Raises UsageError for settings that cannot work, LocalModelError if the embedded model cannot start."""
    from summarizer.prompts import Prompts

    glossary = glossary_of(settings)
    Prompts(settings.prompts)
    require_provider(settings)
    async with AsyncExitStack() as stack:
        ledger, reservations = Ledger(), BudgetReservations()

        async def opened(place: Endpoint) -> Model:
            needs = partial(_require_reviewer, other) if other and place is endpoint else None
            model = await _model(settings, place, store, ledger, reservations, notice, needs, shared)
            stack.push_async_callback(model.aclose)
            return wrap(model, place)

        endpoint = await with_reported_context(stack.enter_context(_endpoint(settings, home, notice, progress)))
        store = stack.enter_context(_store(settings, home))
        shared = await _shared(settings, store, budget, stack)
        reviewing = another_reader(settings)
        other = stack.enter_context(_endpoint(reviewing, home, notice, progress)) if reviewing else None
        reviewer = SecondReader(other, await opened(other)) if other else None
        yield Runtime(
            settings,
            endpoint,
            await opened(endpoint),
            ledger,
            glossary,
            reviewer,
            agree(endpoint),
            fallback=_fallback(settings, lambda other: _endpoint(other, home, notice, progress), opened, stack),
            reservations=reservations,
            memory=memory_of(settings, store),
            learn=learning(settings, store),
        )


def memory_of(settings: Settings, store: "Store | None" = None) -> Memory:
    """The translation memory in force. Raises UsageError for a file that is no TMX."""
    return open_memory(settings.memory, store, corrections=settings.corrections)


def learning(settings: Settings, store: "Store | None") -> Callable[[str, Edits], None]:
    """What keeps the corrections of an article for others."""

    def learn(article: str, edits: Edits) -> None:
        if store is not None and settings.corrections:
            corrected = {one.source.strip(): one.target.strip() for one in edits.edits}
            store.memories().learn(article, corrected)

    return learn


def _fallback(
    settings: Settings,
    endpoint: Callable[[Settings], AbstractContextManager[Endpoint]],
    opened: Callable[[Endpoint], Awaitable[Model]],
    stack: AsyncExitStack,
) -> SecondReader[Model] | None:
    """The fallback model, which is opened when it is first asked: the embedded one takes seconds and gigabytes."""
    other = settings.fallback
    if other is None:
        return None

    async def late() -> Model:
        return await opened(await asyncio.to_thread(stack.enter_context, endpoint(other)))

    place = Endpoint(model="embedded model", local=True) if is_local(other) else hosted(other)
    return SecondReader(place, LateModel(late))


def another_reader(settings: Settings) -> Settings | None:
    """The settings of the reviewing model; None if the same model reviews, or none does."""
    reader = settings.second_reader
    return None if reader is settings else reader


def require_provider(settings: Settings) -> None:
    """Raises UsageError if requests should go through a Batch API and cannot."""
    if settings.provider_batch and is_local(settings):
        raise UsageError(
            "--provider-batch needs a hosted model",
            "Set OPENAI_API_KEY, or leave it out: the embedded model has no Batch API.",
        )
    if settings.provider_batch and not settings.cache:
        raise UsageError(
            "--provider-batch and --no-cache are mutually exclusive",
            "Submitted requests are kept in the store until they are collected.",
        )


async def _model(
    settings: Settings,
    endpoint: Endpoint,
    store: "Store | None",
    ledger: Ledger,
    reservations: BudgetReservations,
    notice: Notice,
    needs: "Check | None",
    shared: "Shared | None",
) -> "Assembled":
    """The model behind an endpoint, `needs` checked before its first request; an embedded one that reads a second time is asked directly."""
    from summarizer.llm.assemble import assemble, assemble_batched  # only now: runs without a model start faster
    from summarizer.llm.provider_batch import polling
    from summarizer.llm.retrying import Retry

    if settings.provider_batch and store is not None and not endpoint.local:
        return await assemble_batched(
            endpoint,
            store=store,
            ledger=ledger,
            reservations=reservations,
            polling=polling.POLLING,
            max_cost_usd=settings.max_cost,
            notice=notice,
            timeout_seconds=settings.timeout,
            shared=shared,
        )
    return assemble(
        endpoint,
        store=store,
        ledger=ledger,
        reservations=reservations,
        concurrency=concurrency_of(settings, endpoint),
        max_cost_usd=settings.max_cost,
        notice=notice,
        retry=Retry(patience_seconds=_patience(settings, endpoint)),
        requests_per_minute=settings.requests_per_minute,
        tokens_per_minute=settings.tokens_per_minute,
        timeout_seconds=settings.timeout,
        needs=needs,
        shared=shared,
    )


async def _shared(settings: Settings, store: "Store | None", budget: str, stack: AsyncExitStack) -> "Shared | None":
    """Rate and budget of all workers; None if the run has a store of its own, or shares nothing."""
    if store is None or not budget:
        return None
    from summarizer.llm.assemble import Shared
    from summarizer.llm.shared_budget import SharedBudget

    shared = SharedBudget(store.budgets(), budget, worker_identity(), settings.max_cost)
    await shared.open()
    stack.push_async_callback(shared.aclose)
    return Shared(store.rates(), shared)


async def _require_reviewer(endpoint: Endpoint) -> None:
    """Raises ModelError where the model of the review could not be asked: better before the translation is paid for than after."""
    from summarizer.llm.capabilities import Capabilities
    from summarizer.llm.openai import OpenAIModel

    if endpoint.local:
        return
    door = OpenAIModel(endpoint, capabilities=Capabilities(None), timeout_seconds=CHECK_SECONDS)
    try:
        await door.require()
    except ModelError as error:
        hint = f"{error.hint} It is named by --review-model and SUMMARIZER_REVIEW_BASE_URL; nothing was paid yet."
        raise type(error)(f"The model of the review: {error}", hint) from None
    finally:
        await door.aclose()


CHECK_SECONDS = 15.0
"""How long the server of the review may take to say that it is there."""
PATIENCE_SECONDS = 30.0
"""How long an outage is waited for if nothing is set; a batch waits longer (`batch.run`)."""


def _patience(settings: Settings, endpoint: Endpoint) -> float:
    """The embedded model does not come back by itself."""
    if endpoint.local:
        return 0.0
    return PATIENCE_SECONDS if settings.patience is None else settings.patience


def glossary_of(settings: Settings) -> Sequence[Term]:
    """The user's own terms. Raises GlossaryError."""
    if settings.glossary is None:
        return ()
    from summarizer.glossary import load

    return load(settings.glossary)


def is_local(settings: Settings) -> bool:
    """True if the run uses a model on this machine: one is named, or there is neither key nor server."""
    from summarizer.local.models import is_local_name

    if settings.model:
        return settings.model == "local" or (not settings.base_url and is_local_name(settings.model))
    return not settings.wants_server


def hosted(settings: Settings, *, key_needed: bool = True) -> Endpoint:
    """The server that the settings name; without `key_needed`, for estimates only."""
    name = settings.model or DEFAULT_HOSTED_MODEL
    if key_needed and not settings.wants_server:
        raise SettingsError(
            f"{name} needs a key or a server", "Set OPENAI_API_KEY, or --base-url, or use --model local."
        )
    limits = limits_of(name, settings.base_url)
    return Endpoint(
        model=name,
        base_url=settings.base_url,
        api_key=settings.api_key or "none",
        price_in=settings.price_in,
        price_out=settings.price_out,
        **{
            k: v
            for k, v in {"context_tokens": limits.context_tokens, "answer_tokens": limits.answer_tokens}.items()
            if v
        },
    )


def profile_for(settings: Settings, endpoint: Endpoint) -> ModelProfile:
    """How this model is asked, with the user's own chunk size if one is set."""
    small = endpoint.local if settings.tactics == "auto" else settings.tactics == "small"
    tactics = SMALL if small else STRONG
    room = min(tactics.brief_tokens, endpoint.context_tokens // 3)
    chunk_tokens = settings.chunk_tokens or min(tactics.chunk_tokens, endpoint.answer_tokens // 4)
    return tactics.model_copy(update={"chunk_tokens": chunk_tokens, "brief_tokens": room})


@contextmanager
def _endpoint(settings: Settings, home: Path, notice: Notice, progress: Progress) -> Iterator[Endpoint]:
    if not is_local(settings):
        yield hosted(settings)
        return
    from summarizer.local.models import ensure
    from summarizer.local.server import serving

    def loading(done: int, total: int) -> None:
        progress(Event(stage="load", done=done, total=total))

    path = ensure("" if settings.model == "local" else settings.model, home, loading)
    notice(DRAFTS if settings.model else NO_KEY)
    with serving(path, slots=LOCAL_SLOTS) as endpoint:
        yield endpoint


def store_place(settings: Settings, home: Path) -> Path | str:
    """The location of the store, as `Store.open` takes it. Our own folder is closed to others."""
    if not settings.store:
        close_folder(home)
    return settings.store or home / "store.sqlite"


@contextmanager
def _store(settings: Settings, home: Path) -> Iterator["Store | None"]:
    if not settings.cache:
        yield None
        return
    from summarizer.store import Store  # only now: SQLAlchemy takes a third of a second to load

    store = Store.open(store_place(settings, home))
    try:
        yield store
    finally:
        store.close()
