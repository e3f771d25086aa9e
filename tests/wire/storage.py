"""How a recording lies on disk: YAML that a person can read, with neither key nor address of a machine in it.

A streamed answer is kept as its first event, the texts of those that follow and differ in nothing else, and its last events; from these
the stream is put together again. What differs from run to run and is read by nobody (ids, times, speeds) is left out.
"""

import copy
import json
from collections.abc import Mapping
from typing import Any

import yaml

from wire.projection import projection

ADDRESS = "http://recorded/v1/chat/completions"
KEPT_HEADERS = ("content-type", "retry-after")
PASSING = {"created": 0, "id": "recorded"}
DONE = "[DONE]"


def serialize(cassette: Mapping[str, Any]) -> str:
    """The recording's text. Raises ValueError where reading it back would not give the same answers."""
    stored = [_stored(one) for one in cassette["interactions"]]
    stored.sort(key=lambda one: json.dumps(projection(one["request"]), ensure_ascii=False))
    text = yaml.dump(stored, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=150)
    if _load(text) != json.loads(json.dumps(stored)):
        raise ValueError("the recording cannot be read back as it was written")
    return text


def deserialize(text: str) -> dict[str, Any]:
    """What vcrpy replays."""
    return {"interactions": [_replayed(one) for one in _load(text) or []]}


def _load(text: str) -> Any:
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # both are safe loaders


def _stored(interaction: Mapping[str, Any]) -> dict[str, Any]:
    response = interaction["response"]
    headers = {name.lower(): values[0] for name, values in response["headers"].items()}
    return {
        "request": json.loads(interaction["request"]["body"]),
        "answer": {
            "status": response["status"]["code"],
            "headers": {name: headers[name] for name in KEPT_HEADERS if name in headers},
            **_stored_body(response["body"]["string"], headers.get("content-type", "")),
        },
    }


def _stored_body(body: str, kind: str) -> dict[str, Any]:
    if "event-stream" in kind:
        return compact(events_of(body))
    return {"json": _settled(json.loads(body))} if "json" in kind else {"text": body}


def _replayed(stored: Mapping[str, Any]) -> dict[str, Any]:
    answer = stored["answer"]
    headers = {name: [value] for name, value in answer["headers"].items()}
    return {
        "request": {"method": "POST", "uri": ADDRESS, "body": json.dumps(stored["request"]), "headers": {}},
        "response": {
            "status": {"code": answer["status"], "message": ""},
            "headers": headers,
            "body": {"string": _body(answer)},
        },
    }


def _body(answer: Mapping[str, Any]) -> str:
    if "first" in answer:
        return stream_of(expand(answer))
    return json.dumps(answer["json"], ensure_ascii=False) if "json" in answer else str(answer["text"])


def events_of(body: str) -> list[Any]:
    """The data of a stream's events, without what passes; the closing mark is a string."""
    data = [line[5:].strip() for line in body.splitlines() if line.startswith("data:")]
    return [one if one == DONE else _settled(json.loads(one)) for one in data]


def stream_of(events: list[Any]) -> str:
    return "".join(f"data: {e if e == DONE else json.dumps(e, ensure_ascii=False)}\n\n" for e in events)


def compact(events: list[Any]) -> dict[str, Any]:
    """The events, those alike as one and their texts."""
    like = _blank(events[1]) if len(events) > 1 else None
    number = 1
    while like is not None and number < len(events) and _blank(events[number]) == like:
        number += 1
    pieces = [e["choices"][0]["delta"]["content"] for e in events[1:number]]
    return {"first": events[0], "like": like, "pieces": _Pieces(pieces), "last": events[number:]}


def expand(stored: Mapping[str, Any]) -> list[Any]:
    """The events again."""
    between = [copy.deepcopy(stored["like"]) for _ in stored["pieces"]]
    for event, text in zip(between, stored["pieces"], strict=True):
        event["choices"][0]["delta"]["content"] = text
    return [stored["first"], *between, *stored["last"]]


def _blank(event: Any) -> Any:
    """An event without its text; None for one that has no text or more than one."""
    if not isinstance(event, dict) or len(event.get("choices", ())) != 1:
        return None
    if not isinstance(event["choices"][0].get("delta", {}).get("content"), str):
        return None
    blank = copy.deepcopy(event)
    blank["choices"][0]["delta"]["content"] = ""
    return blank


def _settled(event: dict[str, Any]) -> dict[str, Any]:
    settled = {name: PASSING.get(name, value) for name, value in event.items() if name != "timings"}
    if "model" in settled:
        settled["model"] = str(settled["model"]).rpartition("/")[2]
    return settled


class _Pieces(list[str]):
    """A list that is written in lines, not one item a line."""


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


def _pieces(dumper: yaml.SafeDumper, pieces: _Pieces) -> yaml.SequenceNode:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", pieces, flow_style=True)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(_Pieces, _pieces)
