"""A runtime whose model is a scripted server, and answers for it made by hand. For faults and counting, never for quality."""

import json
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from scripted_server import ScriptedServer, asked_schema, default_answer

from summarizer.llm.assemble import Assembled, assemble
from summarizer.llm.budgeted import BudgetReservations, Ledger
from summarizer.llm.prices import Price
from summarizer.llm.retrying import Retry
from summarizer.llm.session import Session
from summarizer.model import Endpoint
from summarizer.records import Chunk, Segment, Term
from summarizer.runtime import Runtime, SecondReader, another_reader, concurrency_of
from summarizer.settings import Settings
from summarizer.store import Store

AT_ONCE = Retry(attempts=3, first_wait_seconds=0.01, longest_wait_seconds=0.05)
SENTENCES = re.compile(r"<(sentences\d*)>\n(.*)\n</\1>", re.DOTALL)
NO_BRIEF = json.dumps({"title": "", "gist": "", "phrases": {}, "people": [], "terms": []})
Answer = Callable[[dict[str, Any]], str]


@asynccontextmanager
async def runtime_at(
    server: ScriptedServer,
    *,
    tactics: str = "strong",
    store: Store | None = None,
    glossary: Sequence[Term] = (),
    price: Price | None = None,
    review_price: Price | None = None,
    limits: Mapping[str, int] | None = None,
    **settings: Any,
) -> AsyncIterator[Runtime]:
    """A runtime that asks the server as it would a hosted model, and does not wait long before it tries again. `limits` are the model's
    `context_tokens` and `answer_tokens`."""
    chosen = Settings.model_validate({"tactics": tactics, **settings})
    endpoint = Endpoint(model="some-model", base_url=server.base_url, api_key="sk-test-0123456789", **(limits or {}))
    ledger, reservations = Ledger(), BudgetReservations()

    def model_at(place: Endpoint, cost: Price | None) -> Assembled:
        return assemble(
            place,
            store=store,
            ledger=ledger,
            reservations=reservations,
            concurrency=concurrency_of(chosen, place),
            max_cost_usd=chosen.max_cost,
            price=cost,
            retry=AT_ONCE,
            timeout_seconds=10,
        )

    model = model_at(endpoint, price)
    other = another_reader(chosen)
    reader = endpoint.model_copy(update={"model": other.model}) if other else endpoint
    second = SecondReader(reader, model_at(reader, review_price)) if other else None
    try:
        yield Runtime(chosen, endpoint, model, ledger, glossary, second)
    finally:
        await model.aclose()
        if second:
            await second.model.aclose()


@asynccontextmanager
async def session_at(server: ScriptedServer, **more: Any) -> AsyncIterator[Session]:
    """A session about some article."""
    async with runtime_at(server, **more) as runtime:
        yield runtime.session("0" * 64)


def by_hand(english: Mapping[str, str], otherwise: Answer = default_answer) -> Answer:
    """Answers requests for translations with these, and that for a brief with nothing; a sentence that is not among them, and every
    other request, `otherwise`."""

    def answer(body: dict[str, Any]) -> str:
        asked = str(body["messages"][-1]["content"])
        if found := SENTENCES.search(asked):
            sources = {
                i: told["chinese"] if isinstance(told, dict) else told for i, told in json.loads(found[2]).items()
            }
            return json.dumps({i: english[source] for i, source in sources.items() if source in english})
        name, schema = asked_schema(body)
        if schema is not None and name == "attribute_differences":
            return json.dumps({i: _somebody(choice["enum"]) for i, choice in schema["properties"].items()})
        if schema is not None or "JSON object" in asked:
            return NO_BRIEF if name.startswith("brief") else otherwise(body)
        return _last(english, asked) or otherwise(body)

    return answer


def _somebody(choices: Sequence[str]) -> str:
    """One who may have said it, where anybody may: the rules' reading, for the scripted one names nobody."""
    return next((one for one in choices if one != "nobody"), "nobody")


def _last(english: Mapping[str, str], asked: str) -> str:
    """The English of the sentence that stands last in what is asked: what stands before it is context."""
    plain = "".join(asked.split())
    places = {source: plain.rfind("".join(source.split())) for source in english}
    found = max(places, key=lambda source: places[source], default="")
    return english[found] if places.get(found, -1) >= 0 else ""


def segments_of(*sources: str, block: str = "p1") -> tuple[Segment, ...]:
    """Segments of one block."""
    return tuple(Segment(id=f"{block}.s{n}", block=block, source=source) for n, source in enumerate(sources, 1))


def chunk_of(segments: Sequence[Segment], id: str = "c1", **more: Any) -> Chunk:
    given = {"source_tokens": 100, "answer_tokens": 800, **more}
    return Chunk(id=id, segments=tuple(segments), **given)
