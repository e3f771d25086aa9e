"""The tables: the one source from which `migrations.py` makes the statements that create and change them. And what both databases need
said in their own way: the clock, and characters that one of them cannot keep."""

import re
from typing import Any

from sqlalchemy import (
    Column,
    Double,
    Float,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

_ESCAPE = "\uffff"
_UNSTORABLE = re.compile("[\x00\ud800-\udfff\uffff]")
_ESCAPED = re.compile(_ESCAPE + "([0-9a-f]{4})")


class Words(TypeDecorator[str]):
    """Any string, back as it was. PostgreSQL keeps no NUL, and neither database keeps the half characters that stand for the odd
    bytes of a file name: those are written as U+FFFF, which no text has, and four hexadecimal digits."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:  # noqa: ARG002
        return value and _UNSTORABLE.sub(lambda found: f"{_ESCAPE}{ord(found[0]):04x}", value)

    def process_result_value(self, value: Any, dialect: Any) -> str | None:  # noqa: ARG002
        return value and _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)


class Clock(FunctionElement[float]):
    """Seconds since 1970 by the database's own clock: the one that all machines share."""

    type = Float()
    inherit_cache = True


@compiles(Clock, "sqlite")
def _sqlite_clock(*_: Any, **__: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(Clock, "postgresql")
def _postgresql_clock(*_: Any, **__: Any) -> str:
    return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS DOUBLE PRECISION)"


def _words(*names: str, **options: Any) -> list[Column[str]]:
    return [Column(name, Words, **{"nullable": False, **options}) for name in names]


def _since(step: int, *, numbered: bool = False) -> dict[str, Any]:
    """The options of a table that came with a step; `numbered` if its rows are."""
    own: dict[str, Any] = {"sqlite_autoincrement": True} if numbered else {"sqlite_with_rowid": False}
    return {"info": {SINCE: step}, **own}


def _counts(*names: str) -> list[Column[int]]:
    return [Column(name, Integer, nullable=False) for name in names]


SINCE = "since"
SHAPE = MetaData()
ANSWERS = Table(
    "answers",
    SHAPE,
    *_words("key", primary_key=True),
    *_words("model", "stage", "prompt", "text", "finish"),
    *_counts("input_tokens", "cached_input_tokens", "output_tokens"),
    *_words("created"),
    *_words("article", info={SINCE: 5}, server_default=""),
    Column("reasoning_tokens", Integer, nullable=False, server_default="0", info={SINCE: 5}),
    **_since(1),
)
ABILITIES = Table(
    "missing_abilities",
    SHAPE,
    *_words("server", "model", "part", primary_key=True),
    *_words("created"),
    **_since(1),
)
NAMES = Table("names", SHAPE, *_words("scope", "source", primary_key=True), *_words("target"), **_since(3))
RUNS = Table(
    "runs",
    SHAPE,
    Column("id", Integer, Identity(always=False), primary_key=True),
    *_words("started"),
    *_words("ended", nullable=True),
    *_words("folder", "output", "model"),
    *_counts("files"),
    Column("cost_usd", Double),
    Column("exit_code", Integer),
    *_words("config", "stopped", info={SINCE: 7}, server_default=""),
    Column("begun", Integer, nullable=False, server_default="0", info={SINCE: 7}),
    **_since(2, numbered=True),
)
"""`config` is what workers need to know of a run whose articles are in the queue; `begun` counts articles that were begun in it."""
ENTRIES = Table(
    "entries",
    SHAPE,
    Column("run", Integer, ForeignKey("runs.id"), primary_key=True),
    *_words("path", primary_key=True),
    *_words("key", "status", "error", "hint"),
    Column("cost_usd", Double),
    Column("seconds", Double, nullable=False),
    *_counts("input_tokens", "cached_input_tokens", "output_tokens"),
    *_words("file", "place", "result", info={SINCE: 7}, server_default=""),
    Column("done_at", Double, info={SINCE: 7}),
    Index("entries_done", "run", "done_at", info={SINCE: 7}),
    **_since(2),
)
"""`file` is where the article is read, `place` where its results go, `result` all of what became of it. `done_at`, by the database's clock,
is missing as long as it waits in the queue."""
ARTICLES = Table(
    "articles",
    SHAPE,
    *_words("key", primary_key=True),
    *_words("worker", nullable=True),
    Column("expires", Double),
    *_words("status", "outcome", nullable=True),
    Column("report", LargeBinary),
    *_words("finished", nullable=True),
    *_words("article", info={SINCE: 5}, server_default=""),
    info={SINCE: 2},
)
PROVIDER_BATCHES = Table(
    "provider_batches",
    SHAPE,
    *_words("name", primary_key=True),
    *_words("id", nullable=True),
    *_words("server", "model", "created", "state"),
    *_counts("questions", "answered", "failed"),
    Column("expires", Double, nullable=False),
    Column("cost_usd", Double),
    *_words("collected", nullable=True),
    **_since(4),
)
PROVIDER_QUESTIONS = Table(
    "provider_questions", SHAPE, *_words("key", primary_key=True), *_words("batch", "request"), **_since(4)
)
OUTPUTS = Table(
    "outputs", SHAPE, *_words("path", primary_key=True), *_words("sha256", "article", "written"), **_since(5)
)
MEMORIES = Table(
    "memories",
    SHAPE,
    *_words("key", primary_key=True),
    Column("body", LargeBinary, nullable=False),
    *_words("created"),
    info={SINCE: 6},
)
CORRECTIONS = Table(
    "corrections",
    SHAPE,
    *_words("article", "source", primary_key=True),
    *_words("target", "created"),
    **_since(6),
)
RATES = Table(
    "rates",
    SHAPE,
    *_words("server", "model", primary_key=True),
    *(Column(name, Double, nullable=False, server_default="0") for name in ("requests_at", "tokens_at", "held_until")),
    Column("refused", Integer, nullable=False, server_default="0"),
    **_since(7),
)
"""By the database's clock: from when on the next request may go, when all tokens that were granted are paid for, until when nobody asks;
and how often the server refused."""
BUDGETS = Table(
    "budgets",
    SHAPE,
    *_words("name", primary_key=True),
    Column("cap", Double),
    *(Column(name, Double, nullable=False, server_default="0") for name in ("spent", "reserved")),
    Column("granted", Integer, nullable=False, server_default="0"),
    **_since(7),
)
"""US dollars. `granted` says whether the last change reserved what it asked for."""
BUDGET_HOLDS = Table(
    "budget_holds",
    SHAPE,
    *_words("budget", "owner", primary_key=True),
    *(Column(name, Double, nullable=False) for name in ("usd", "expires")),
    **_since(7),
)
"""What each process has reserved, so that the money of one that was killed does not stay reserved."""
