"""Reads the JSON object in an answer, also out of prose, fences and small faults; and says which of its values are whole."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from summarizer.llm.sanitize import sanitized

_FENCE = re.compile(r"```[a-zA-Z]*[ \t]*\n(.*?)(?:\n[ \t]*```|\Z)", re.DOTALL)
_BRACE = re.compile(r"\{(?=\s*\")")
_BLANK = re.compile(r"\s*")
_LENIENT = json.JSONDecoder(strict=False)
"""Takes raw line breaks inside strings, as small models write them."""


def parse_object(text: str, schema: dict[str, Any] | None = None, *, cut_off: bool = False) -> dict[str, Any]:
    """The object an answer holds. With a `schema`, the one that has most of its properties, and an object wrapped in another
    is unwrapped, and every value is of the type asked for: what cannot be made so is left out. `cut_off=True` is for answers that ended at their limit: only the values that are whole are returned.
    Raises ValueError, with a short reason, where there is no object, or none with a property asked for."""
    wanted = frozenset((schema or {}).get("properties", ()))
    found = [_unwrapped(one, wanted) for one in _candidates(text)]
    if not found:
        raise ValueError("there is no JSON object in the answer")
    best = max(found, key=lambda one: (len(wanted & one.keys()), len(str(one))))
    if wanted and not wanted & best.keys():
        raise ValueError("the answer has none of the keys that were asked for")
    whole = _unwrapped(_whole_values(text), wanted) if cut_off else best
    return fitted(whole, schema) if schema else whole


def has_all(text: str, schema: dict[str, Any]) -> bool:
    """True for an answer that holds every property asked for, whole, and of the type asked for."""
    try:
        found = parse_object(text, schema, cut_off=True)
    except ValueError:
        return False
    return set(schema.get("required", schema.get("properties", ()))) <= found.keys()


def complete_keys(text: str) -> frozenset[str]:
    """The keys of the answer's object whose values are whole: not that of a value that was cut off, nor of any behind a fault
    in the JSON. Where the object is wrapped in one that was cut off, the keys of the inner one."""
    return frozenset(_whole_values(text))


def _whole_values(text: str) -> dict[str, Any]:
    scans = (dict(_whole(text, brace.end())) for brace in _BRACE.finditer(text))
    return next((values for values in scans if values), {})


def _whole(text: str, at: int) -> Iterator[tuple[str, Any]]:
    """Reads `"key": value` pairs and yields each once its value is followed by `,` or `}`."""
    while True:
        try:
            key, at = _LENIENT.raw_decode(text, _skip(text, at))
            value, at = _LENIENT.raw_decode(text, _skip(text, _skip(text, at) + 1))
        except (ValueError, RecursionError):
            return
        at = _skip(text, at)
        if not isinstance(key, str) or text[at : at + 1] not in (",", "}"):
            return
        yield key, value
        if text[at] == "}":
            return
        at += 1


def _skip(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _candidates(text: str) -> Iterator[dict[str, Any]]:
    """The objects the text may mean: those that parse as they stand, and, unless the first brace begins one, what can be made
    of the text from a brace on (objects inside a broken one parse too, and are not what was meant)."""
    parts = [part for part in (*_FENCE.findall(text), text) if "{" in part]
    for part in parts:
        strict = list(_objects(part))
        yield from (one for _, one in strict)
        if not strict or strict[0][0] != part.index("{"):
            yield from _repaired(part)


def _objects(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each object that parses, with where it begins."""
    at = text.find("{")
    while at >= 0:
        try:
            value, end = _LENIENT.raw_decode(text, at)
        except (ValueError, RecursionError):
            end = at + 1
        else:
            if isinstance(value, dict):
                yield at, value
        at = text.find("{", end)


def _repaired(text: str) -> Iterator[dict[str, Any]]:
    import json_repair

    try:
        value = json_repair.loads(text[text.index("{") :], skip_json_loads=True)
    except (ValueError, RecursionError):
        return
    values = value if isinstance(value, list) else [value]
    yield from (one for one in values if isinstance(one, dict) and one)


def fitted(value: dict[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """The properties of an object that are of the type their schema wants, or hold one thing that is: `{"p2.s2": {"speaker": "li"}}` and
    `{"p2.s2": ["li"]}` are `{"p2.s2": "li"}`. Text is sanitized. Which words an enum allows is not looked at."""
    parts = {name: _fit(value[name], inner) for name, inner in schema.get("properties", {}).items() if name in value}
    return {name: part for name, part in parts.items() if part is not None}


def _fit(value: Any, schema: Mapping[str, Any]) -> Any:
    """The value as the schema wants it, None if it cannot be. As deep as the schema, which is ours."""
    kind = schema.get("type", "string" if "enum" in schema else None)
    if kind == "object":
        return fitted(value, schema) if isinstance(value, dict) else None
    if kind == "array":
        items = [_fit(one, schema.get("items", {})) for one in (value if isinstance(value, list) else [value])]
        return [one for one in items if one is not None]
    value = _only_one(value)
    if kind in ("integer", "number"):
        return _number(value, whole=kind == "integer")
    if kind == "boolean":
        return value if isinstance(value, bool) else None
    return sanitized(value) if isinstance(value, str) else value if kind is None else None


def _only_one(value: Any) -> Any:
    """What is wrapped in an object or a list with nothing beside it."""
    while isinstance(value, (dict, list)) and len(value) == 1:
        value = next(iter(value.values())) if isinstance(value, dict) else value[0]
    return value


def _number(value: Any, *, whole: bool) -> int | float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
        return int(number) if whole else number
    except (ValueError, OverflowError):
        return None


def _unwrapped(value: dict[str, Any], wanted: frozenset[str]) -> dict[str, Any]:
    """The object inside, where the outer one has no property asked for and an inner one has."""
    if wanted & value.keys():
        return value
    inner = [one for one in value.values() if isinstance(one, dict) and wanted & one.keys()]
    return inner[0] if inner else value
