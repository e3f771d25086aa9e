"""The code's own measures: short functions. The rest of them `make lint` holds (ruff, import-linter)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LONGEST = 60
"""Lines of a function, its docstring included."""
FILES = sorted(
    p.relative_to(ROOT).as_posix() for top in ("summarizer", "benchmarks", "tests") for p in (ROOT / top).rglob("*.py")
)


def too_long(code: str) -> Iterator[str]:
    """The names of functions over the limit."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST:
                yield node.name


@pytest.mark.parametrize("file", FILES)
def test_functions_are_short(file: str) -> None:
    assert list(too_long((ROOT / file).read_text(encoding="utf-8"))) == []


def test_the_limit_is_counted_in_lines() -> None:
    body = "    pass\n"
    assert list(too_long("def short():\n" + body * (LONGEST - 1))) == []
    assert list(too_long("async def long():\n" + body * LONGEST)) == ["long"]
