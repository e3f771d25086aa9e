"""What the simulated model says: about as long as a translation would be, with the names it was told, valid against the schema."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

_SENTENCES = re.compile(r"<(sentences\d*)>\n(.*)\n</\1>", re.DOTALL)
_TERM = re.compile(r"^- (?P<source>[^=\n]+?) = (?P<target>[^\n]+)$", re.MULTILINE)
_SCHEMA = re.compile(r"valid against this JSON schema \([^)]*\):\n(.*)\Z", re.DOTALL)
_WHO = (
    "farmers readers teachers builders doctors workers visitors neighbours sailors painters singers students "
    "carpenters gardeners weavers bakers drivers dancers hunters merchants writers fishers potters tailors"
)
_DO = (
    "bring carry follow gather mention open plan share visit watch welcome paint polish remember describe collect "
    "arrange borrow deliver examine furnish harvest measure repair"
)
_WHAT = (
    "morning river garden market school bridge village harbour theatre basket blanket candle carpet drum fiddle ladder "
    "lantern mirror needle paddle saddle teapot violin wagon"
)
_WHERE = (
    "kitchen library station orchard meadow valley island forest castle tower cellar chapel cottage corner court "
    "gallery hill lake mill museum palace pavilion quarry square"
)
_PHRASES = (
    tuple(f"the {who}" for who in _WHO.split()),
    tuple(_DO.split()),
    tuple(f"the {what}" for what in _WHAT.split()),
    ("with the", "and the", "of the", "for the", "at the", "from the", "to the", "in the"),
    tuple(_WHERE.split()),
)
"""A sentence goes round and round through these."""
_HAN = re.compile("[㐀-鿿]")
WORDS_A_CHARACTER = 0.62
"""English words that a Chinese character becomes in news: between the 0.55 and 0.7 of ordinary prose."""


def answer(body: Mapping[str, Any]) -> str:
    """The text of the answer to a chat-completions request; always the same for the same request."""
    asked = str(body["messages"][-1]["content"])
    schema = _schema(body, asked)
    if schema is None:
        return english(asked.rstrip().rsplit("\n", 1)[-1], names(asked))
    if found := _SENTENCES.search(asked):
        known = names(asked)
        return json.dumps({i: english(_source(given), known) for i, given in json.loads(found[2]).items()})
    return json.dumps(sample(schema, asked, schema), ensure_ascii=False)


def _source(given: Any) -> str:
    """The sentence itself; a repair gives it with its faults."""
    return str(given["chinese"]) if isinstance(given, dict) else str(given)


def names(asked: str) -> Mapping[str, str]:
    """Names and terms that the request gives."""
    return {found["source"].strip(): found["target"].strip() for found in _TERM.finditer(asked)}


def english(source: str, known: Mapping[str, str]) -> str:
    """A sentence with the source's names, its end mark and about its length."""
    told = [target for name, target in known.items() if name in source]
    wanted = max(3, round(len(_HAN.findall(source)) * WORDS_A_CHARACTER)) - sum(len(name.split()) for name in told)
    words = [*told, *_words(source, max(2, wanted))]
    end = "?" if source.rstrip("”」』\"'").endswith(("？", "?")) else "."
    text = " ".join(words)
    return f"{text[0].upper()}{text[1:]}{end}"


def sample(schema: Mapping[str, Any], seed: str, root: Mapping[str, Any]) -> Any:
    """A small value that is valid against the schema: empty lists where they may be empty, a short sentence for a string."""
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        return {name: sample(part, f"{seed}/{name}", root) for name, part in schema.get("properties", {}).items()}
    if kind == "array":
        return [sample(schema["items"], f"{seed}/{n}", root) for n in range(schema.get("minItems", 0))]
    plain = {"integer": schema.get("minimum", 1), "number": 0.5, "boolean": True, "null": None}
    return plain[kind] if kind in plain else " ".join(_words(seed, 8)).capitalize() + "."


def _schema(body: Mapping[str, Any], asked: str) -> Mapping[str, Any] | None:
    form = body.get("response_format") or {}
    if form.get("type") == "json_schema":
        return dict(form["json_schema"]["schema"])
    found = _SCHEMA.search(asked)
    return dict(json.loads(found[1])) if found else None


def _words(seed: str, count: int) -> list[str]:
    """At least `count` words that depend on the seed, and do not look like a loop."""
    state = int.from_bytes(hashlib.sha256(seed.encode()).digest())
    words: list[str] = []
    while len(words) < count:
        for options in _PHRASES:
            state, at = divmod(state, len(options))
            words += options[at].split()
        state = int.from_bytes(hashlib.sha256(f"{seed}{len(words)}".encode()).digest())
    return words[: max(count, 3)]
