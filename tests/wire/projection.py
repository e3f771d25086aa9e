"""What of a request must be the same for a recorded answer to be its answer.

The model, the shape of the answer, the roles, the temperature, and of the last user message the fences and every line with Chinese.
Not the instructions, worked examples and English: a prompt may be reworded, and its wording is pinned by the snapshots in tests/prompts.
(Where a last message gives instructions in Chinese, rewording those asks for a new recording.)
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
LATIN = re.compile(r"[A-Za-z]")
LABEL = re.compile(r"^[A-Z][a-z]+(?:[ ,]+[a-z]+)*: ")
"""Words of ours before the article's on one line: `Context, not to be translated: `."""
FENCE = re.compile(r"^<(\w+)>$(?=.*^</\1>$)", re.MULTILINE | re.DOTALL)


def projection(body: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a chat-completions request that counts."""
    form = body.get("response_format", {})
    schema = form.get("json_schema", {})
    messages = body["messages"]
    task = next((m["content"] for m in reversed(messages) if m["role"] == "user"), "")
    return {
        "model": body["model"],
        "answer": schema.get("name", form.get("type", "text")),
        "ids": list(_ids(schema.get("schema", {}))),
        "roles": [m["role"] for m in messages],
        "fences": FENCE.findall(task),
        "temperature": body.get("temperature"),
        "chinese": chinese_lines(task),
    }


def chinese_lines(text: str, *, whole: bool = True) -> list[str]:
    """The lines that hold Chinese; of those that are mostly ours, and of all where `whole` is false, only the Chinese."""
    found = [line.strip() for line in text.splitlines() if HAN.search(line)]
    return [
        LABEL.sub("", line) if whole and _mostly_theirs(line) else " ".join(HAN_RUN.findall(line)) for line in found
    ]


def _mostly_theirs(line: str) -> bool:
    """True where at least every fourth letter is Chinese."""
    return 3 * len(HAN.findall(line)) >= len(LATIN.findall(LABEL.sub("", line)))


def _ids(schema: Mapping[str, Any]) -> Iterator[str]:
    """Every property's name and every permitted value, depth first."""
    for name, part in schema.get("properties", {}).items():
        yield name
        yield from _ids(part)
    yield from _ids(schema["items"]) if "items" in schema else ()
    yield from (str(value) for value in schema.get("enum", ()))
