"""What a batch says about its whole folder, for programs and for spreadsheets; read back, it says which files were written."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from summarizer.batch.discovery import REPORT
from summarizer.batch.leftovers import Previous
from summarizer.batch.results import ArticleResult, BatchResult
from summarizer.common.files import open_atomic

COLUMNS = (
    *("path", "status", "needs_a_person", "error", "outputs", "findings", "speakers"),
    *("requests", "input_tokens", "output_tokens", "cost_usd", "seconds"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet reckon rather than show."""


def write_json(output: Path, done: BatchResult, model: str) -> Path:
    """`batch-report.json`, a line for each article. Raises OutputError."""
    head = {"schema_version": "1", "model": model, "exit_code": done.exit_code, "stopped": done.stopped}
    head |= {"cost_usd": done.cost_usd, "counts": dict(sorted(done.counts.items())), "left": done.left}
    with open_atomic(output / REPORT) as file:
        file.write(json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}"))
        file.write(',\n "files": [')
        for number, row in enumerate(done.rows):
            shown = json.dumps(row.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))
            file.write(("," if number else "") + "\n  " + shown)
        file.write("\n ]\n}\n")
    return output / REPORT


def write_csv(output: Path, done: BatchResult) -> Path:
    """`batch-report.csv`, with the mark by which spreadsheets know UTF-8. Raises OutputError."""
    path = output / "batch-report.csv"
    with open_atomic(path) as file:
        file.write("\ufeff")
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        for row in done.rows:
            table.writerow([_cell(getattr(row, column)) for column in COLUMNS])
    return path


def read_previous(output: Path) -> Previous:
    """What the last batch into the folder said; nothing if there was none, or its report is not as it was written."""
    try:
        whole = json.loads((output / REPORT).read_bytes())
        rows = {row.path: row for row in map(ArticleResult.model_validate, whole["files"])}
        return Previous(rows, {str(k): str(v) for k, v in whole.get("left", {}).items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, ValidationError):
        return Previous({}, {})


def _cell(value: object) -> object:
    if isinstance(value, Mapping):
        shown = (k if isinstance(v, str) else f"{v} {k}" for k, v in value.items())
        return _cell("; ".join(shown))
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, bool):
        return "yes" if value else ""
    return "'" + value if isinstance(value, str) and value.startswith(FORMULA) else value
