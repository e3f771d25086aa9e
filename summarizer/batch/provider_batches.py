"""The batches that lie with a provider, as `summarize batch status` and `summarize batch cancel` see them."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from summarizer.errors import UsageError
from summarizer.llm.capabilities import Capabilities
from summarizer.llm.openai import OpenAIModel
from summarizer.llm.parameters import server_of
from summarizer.llm.prices import price_for
from summarizer.llm.provider_batch.provider import ENDED, Provider, Remote
from summarizer.model import Usage
from summarizer.runtime import hosted, store_place
from summarizer.settings import Settings
from summarizer.store import Store, Submitted


class ProviderBatches:
    """Those of the server that the settings name can be asked about and cancelled; those of others are listed as last known."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._books, self._endpoint = store.batches(), hosted(settings, key_needed=False)
        self._settings, self._server = settings, server_of(self._endpoint)
        self._costs: dict[str, float] = {}

    def latest(self, last: int) -> Sequence[Submitted]:
        """The newest first, with what those cost that have ended and are not collected."""
        return [
            one.model_copy(update={"cost_usd": self._costs.get(one.name, one.cost_usd)})
            for one in self._books.latest(last)
        ]

    def under_way(self) -> Sequence[Submitted]:
        """Those of this server that have not ended, as last known."""
        return [one for one in self._open() if one.id and one.state not in ENDED]

    def chosen(self, ids: Iterable[str]) -> Sequence[Submitted]:
        """By the provider's ids. Raises UsageError for one that is not here, or is not under way."""
        here = {one.id: one for one in self.under_way()}
        for id in ids:
            if id not in here:
                raise UsageError(f"{id} is not under way at {self._server}", "`summarize batch status` lists what is.")
        return [here[id] for id in dict.fromkeys(ids)]

    async def refresh(self) -> None:
        """Asks the provider about all that are open. Raises SettingsError without a key, ModelError where it cannot be asked."""
        batches = [one for one in self._open() if one.id]
        if not batches:
            return
        async with self._provider() as provider:
            for one in batches:
                remote = await provider.retrieve(one.id or "")
                if remote is not None:
                    self._note(one, remote)

    async def cancel(self, batches: Sequence[Submitted]) -> Sequence[Submitted]:
        """The same, in the state they are in then."""
        async with self._provider() as provider:
            return [self._note(one, await provider.cancel(one.id or "")) for one in batches]

    def _open(self) -> Sequence[Submitted]:
        return self._books.open(self._server)

    def _note(self, one: Submitted, remote: Remote) -> Submitted:
        counts = {"questions": remote.questions or one.questions, "answered": remote.answered, "failed": remote.failed}
        self._books.update(one.name, remote.id, remote.state, **counts)
        price = price_for(self._endpoint.model_copy(update={"model": one.model}), provider_batch=True)
        if price is not None and remote.ended and remote.usage != Usage():
            self._costs[one.name] = price.cost(remote.usage)
        return one.model_copy(update={"state": remote.state, **counts})

    @asynccontextmanager
    async def _provider(self) -> AsyncIterator[Provider]:
        door = OpenAIModel(hosted(self._settings), capabilities=Capabilities(), timeout_seconds=self._settings.timeout)
        try:
            yield Provider(door, self._server)
        finally:
            await door.aclose()


@asynccontextmanager
async def open_office(settings: Settings, home: Path) -> AsyncIterator[ProviderBatches]:
    with Store.open(store_place(settings, home)) as store:
        yield ProviderBatches(settings, store)
