"""A runtime whose model is a recording of the embedded one. README.md here says how recordings are made."""

import json
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from vcr.cassette import Cassette
from vcr.patch import PATCHER_NAMES
from vcr.record_mode import RecordMode

from summarizer.llm.assemble import assemble
from summarizer.llm.budgeted import Ledger
from summarizer.local.catalogue import OFFICIAL
from summarizer.model import Endpoint
from summarizer.records import Term
from summarizer.runtime import LOCAL_SLOTS, Runtime
from summarizer.settings import Settings
from wire import storage
from wire.projection import projection

FOLDER = Path(__file__).parent / "recordings"
SERVER, KEY, NAMES = "RECORD_SERVER", "RECORD_KEY", "RECORD_NAMES"
"""Set by tests/record.py: where the model runs from which to record, and the beginnings of the recordings wanted (none means all).
Without them recordings are replayed."""
NOWHERE = "http://127.0.0.1:9/v1"
CONTEXT_TOKENS = 16_384
_begun: set[Path] = set()


class Unrecorded(BaseException):
    """Nothing was recorded for a request. Not an Exception, so that nothing takes it for a server out of reach."""


class Recording(Cassette):  # type: ignore[misc]  # vcrpy is not typed
    """A cassette that says loudly what is not in it."""

    def can_play_response_for(self, request: Any) -> bool:
        if super().can_play_response_for(request):
            return True
        if not self.write_protected:
            return False
        wanted = projection(_body(request))
        raise Unrecorded(
            f"{Path(self._path).name} has no answer left for this request; `make record` records anew.\n"
            f"{json.dumps(wanted, ensure_ascii=False, indent=1)}\n{self._nearest(wanted)}"
        )

    def _nearest(self, wanted: dict[str, Any]) -> str:
        """In what the most similar recorded request differs."""
        recorded = [projection(_body(request)) for request in self.requests]
        if not recorded:
            return "The recording is empty or missing."
        near = max(recorded, key=lambda one: (sum(one[k] == wanted[k] for k in wanted), _shared(one, wanted)))
        differing = {k: near[k] for k in wanted if near[k] != wanted[k]}
        return f"The nearest that is recorded differs in: {json.dumps(differing, ensure_ascii=False, indent=1)}"


def _shared(one: dict[str, Any], other: dict[str, Any]) -> int:
    return len(set(one["chinese"]) & set(other["chinese"]))


def _body(request: Any) -> Any:
    return json.loads(request.body)


def same_question(one: Any, other: Any) -> None:
    """vcrpy's matcher."""
    assert projection(_body(one)) == projection(_body(other))


def recording(path: Path, *, record: bool) -> Any:
    """A `with` inside which the program's requests are answered from the file, or recorded into it anew."""
    if record and path not in _begun:
        _begun.add(path)
        path.unlink(missing_ok=True)
    return Recording.use(
        path=str(path),
        serializer=storage,
        record_mode=RecordMode.NEW_EPISODES if record else RecordMode.NONE,
        match_on=(same_question,),
        skip_patchers=[name for name in PATCHER_NAMES if name != "httpx2"],
    )


def _wanted(name: str) -> bool:
    return SERVER in os.environ and name.startswith(tuple(os.environ.get(NAMES, "").split(",")))


def endpoint() -> Endpoint:
    """The embedded model's: the running one while recording, else one where nothing listens."""
    return Endpoint(
        model=OFFICIAL.file_name.removesuffix(".gguf"),
        base_url=os.environ.get(SERVER, NOWHERE),
        api_key=os.environ.get(KEY, "recorded"),
        local=True,
        context_tokens=CONTEXT_TOKENS,
        answer_tokens=CONTEXT_TOKENS // 4,
    )


@asynccontextmanager
async def runtime_on_recording(name: str, *, glossary: Sequence[Term] = (), **settings: Any) -> AsyncIterator[Runtime]:
    """A runtime without a store over the recording `name`; `settings` are those of the run."""
    ledger = Ledger()
    with recording(FOLDER / f"{name}.yaml", record=_wanted(name)):
        model = assemble(endpoint(), store=None, ledger=ledger, concurrency=LOCAL_SLOTS)
        try:
            yield Runtime(Settings(**settings), endpoint(), model, ledger, glossary)
        finally:
            await model.aclose()
