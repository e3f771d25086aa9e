"""The tables as they are after the last step of `migrations.py` (a test compares the two), and what both databases need said
in their own way: the clock, and characters that one of them cannot keep."""

import re
from typing import Any

from sqlalchemy import Column, Float, ForeignKey, Integer, LargeBinary, MetaData, String, Table, TypeDecorator
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

_ESCAPE = "\uffff"
_UNSTORABLE = re.compile("[\x00\ud800-\udfff\uffff]")
_ESCAPED = re.compile(_ESCAPE + "([0-9a-f]{4})")


class Words(TypeDecorator[str]):
    """Any string, back as it was. PostgreSQL keeps no NUL, and neither database keeps the half characters that stand for the odd
    bytes of a file name: those are written as U+FFFF, which no text has, and four hexadecimal digits."""

    impl = String
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


def _counts(*names: str) -> list[Column[int]]:
    return [Column(name, Integer, nullable=False) for name in names]


SHAPE = MetaData()
ANSWERS = Table(
    "answers",
    SHAPE,
    *_words("key", primary_key=True),
    *_words("model", "stage", "prompt", "text", "finish"),
    *_counts("input_tokens", "cached_input_tokens", "output_tokens"),
    *_words("created"),
)
ABILITIES = Table("missing_abilities", SHAPE, *_words("server", "model", "part", primary_key=True), *_words("created"))
NAMES = Table("names", SHAPE, *_words("scope", "source", primary_key=True), *_words("target"))
RUNS = Table(
    "runs",
    SHAPE,
    Column("id", Integer, primary_key=True),
    *_words("started"),
    *_words("ended", nullable=True),
    *_words("folder", "output", "model"),
    *_counts("files"),
    Column("cost_usd", Float),
    Column("exit_code", Integer),
)
ENTRIES = Table(
    "entries",
    SHAPE,
    Column("run", Integer, ForeignKey("runs.id"), primary_key=True),
    *_words("path", primary_key=True),
    *_words("key", "status", "error", "hint"),
    Column("cost_usd", Float),
    Column("seconds", Float, nullable=False),
    *_counts("input_tokens", "cached_input_tokens", "output_tokens"),
)
ARTICLES = Table(
    "articles",
    SHAPE,
    *_words("key", primary_key=True),
    *_words("worker", nullable=True),
    Column("expires", Float),
    *_words("status", "outcome", nullable=True),
    Column("report", LargeBinary),
    *_words("finished", nullable=True),
)
PROVIDER_BATCHES = Table(
    "provider_batches",
    SHAPE,
    *_words("name", primary_key=True),
    *_words("id", nullable=True),
    *_words("server", "model", "created", "state"),
    *_counts("questions", "answered", "failed"),
    Column("expires", Float, nullable=False),
    Column("cost_usd", Float),
    *_words("collected", nullable=True),
)
PROVIDER_QUESTIONS = Table("provider_questions", SHAPE, *_words("key", primary_key=True), *_words("batch", "request"))
