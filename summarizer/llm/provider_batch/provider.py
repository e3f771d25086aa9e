"""The door to the Files and Batches endpoints of an OpenAI-compatible provider."""

import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarizer.errors import ModelError, Rejected, UsageError
from summarizer.llm.openai import OpenAIModel, refusal
from summarizer.llm.provider_batch.lines import URL
from summarizer.model import Usage
from summarizer.records import Record

if TYPE_CHECKING:
    from openai import APIStatusError
    from openai.types import Batch, BatchError

ENDED = frozenset({"completed", "failed", "expired", "cancelled"})
NAME = "summarizer"
"""Key in a batch's metadata under which our own name for it stands."""
_LOOKED_THROUGH = 500
"""The provider's latest batches among which one is sought whose submission was not confirmed."""
_CHUNK_BYTES = 1 << 20


class Unknown(Rejected):
    """The provider does not know the batch or the file."""


class Fault(Record):
    """What keeps a whole batch from being done. `line` is the line of the file at fault, from 1; None where it is all of it."""

    line: int | None = None
    body: dict[str, Any]


class Remote(Record):
    """A batch as the provider sees it."""

    id: str
    name: str
    """Ours; empty for a batch of somebody else's."""
    state: str
    questions: int = 0
    answered: int = 0
    failed: int = 0
    files: tuple[str, ...] = ()
    """Where its answers are: the output file, and the file of errors."""
    faults: tuple[Fault, ...] = ()
    usage: Usage = Usage()
    """Nothing in it where the provider does not say."""

    @property
    def ended(self) -> bool:
        return self.state in ENDED


class Provider:
    """Every method raises the branches of `ModelError`; `UsageError` where the server has no Batch API."""

    def __init__(self, door: OpenAIModel, server: str) -> None:
        self._door, self._server = door, server

    async def upload(self, file: Path) -> str:
        """The id of the uploaded file. It is sent piece by piece, not read into memory."""
        with self._told(), file.open("rb") as content:
            named = (file.name, content, "application/jsonl")
            return (await self._door.client().files.create(file=named, purpose="batch")).id

    async def begin(self, file_id: str, metadata: Mapping[str, str]) -> Remote:
        with self._told():
            return _remote(
                await self._door.client().batches.create(
                    input_file_id=file_id, endpoint=URL, completion_window="24h", metadata=dict(metadata)
                )
            )

    async def retrieve(self, id: str) -> Remote | None:
        """None where the provider does not know it (any more)."""
        try:
            with self._told(id):
                return _remote(await self._door.client().batches.retrieve(id))
        except Unknown:
            return None

    async def cancel(self, id: str) -> Remote:
        with self._told(id):
            return _remote(await self._door.client().batches.cancel(id))

    async def require(self) -> None:
        """Raises UsageError where the server has no Batch API, and ModelError where it cannot be asked."""
        with self._told():
            await self._door.client().batches.list(limit=1)

    async def named(self, name: str) -> Remote | None:
        """The batch with our name, looked for among the latest."""
        with self._told():
            looked = 0
            async for batch in self._door.client().batches.list(limit=100):
                if (batch.metadata or {}).get(NAME) == name:
                    return _remote(batch)
                looked += 1
                if looked >= _LOOKED_THROUGH:
                    break
        return None

    async def lines(self, file_id: str) -> AsyncIterator[bytes]:
        """The lines of a result file, as they come. Cut at line feeds alone: a text may hold what else ends lines in Unicode. Raises
        `Unknown` where the file is gone."""
        rest = b""
        with self._told(file_id):
            async with self._door.client().files.with_streaming_response.content(file_id) as response:
                async for piece in response.iter_bytes(_CHUNK_BYTES):
                    *whole, rest = (rest + piece).split(b"\n")
                    for line in whole:
                        yield line
        yield rest

    @contextmanager
    def _told(self, of: str = "") -> Iterator[None]:
        """Turns what goes wrong into our errors; `of` is the batch or file that was asked about."""
        import httpx2
        import openai

        try:
            yield
        except openai.APIStatusError as error:
            raise self._failure(error, of) from error
        except (openai.APIError, httpx2.HTTPError, json.JSONDecodeError) as error:
            raise self._door.unreached(error) from error

    def _failure(self, error: "APIStatusError", of: str) -> ModelError | UsageError:
        if of and error.status_code == 404:
            return Unknown(f"{self._server} does not know {of}.", "Was it made with another key, or deleted?")
        if error.status_code in (404, 405, 501):
            return UsageError(f"{self._server} has no Batch API", "Leave --provider-batch out, or name another server.")
        return self._door.failure(refusal(error))


def _remote(batch: "Batch") -> Remote:
    """Servers leave out what they do not count, so nothing here is taken to be there."""
    counts, usage = batch.request_counts, batch.usage
    return Remote(
        id=batch.id,
        name=(batch.metadata or {}).get(NAME, ""),
        state=batch.status,
        questions=_number(counts, "total"),
        answered=_number(counts, "completed"),
        failed=_number(counts, "failed"),
        files=tuple(one for one in (batch.output_file_id, batch.error_file_id) if one),
        faults=tuple(_fault(one) for one in ((batch.errors and batch.errors.data) or ())),
        usage=Usage(
            input_tokens=_number(usage, "input_tokens"),
            cached_input_tokens=_number(getattr(usage, "input_tokens_details", None), "cached_tokens"),
            output_tokens=_number(usage, "output_tokens"),
        ),
    )


def _number(of: object, name: str) -> int:
    return int(getattr(of, name, None) or 0)


def _fault(error: "BatchError") -> Fault:
    return Fault(line=error.line, body={"code": error.code, "message": error.message, "param": error.param})
