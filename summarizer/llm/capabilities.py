"""What a server and its model are known not to do, learned from what they refused; and how to read a refusal."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from summarizer.errors import StoreError

if TYPE_CHECKING:
    from summarizer.store import Store

SENTENCES = {
    "json_schema": "does not take a JSON schema; the format is asked for in words",
    "json_object": "does not take a response format; the format is asked for in words",
    "enforced_schema": "takes the JSON schema but does not keep to it; the format is asked for in words as well",
    "temperature": "does not take a temperature",
    "seed": "does not take a seed; answers may differ from run to run",
    "max_tokens": "does not take max_tokens",
    "max_completion_tokens": "does not take max_completion_tokens",
    "prompt_cache_key": "does not take a key for its prompt cache",
    "cache_prompt": "does not take cache_prompt",
    "stream_options": "does not report tokens while it streams; they are estimated",
    "stream": "does not stream; a loop cannot be ended early",
    "reasoning_effort": "does not take a reasoning effort",
    "system_role": "does not take a system message; it is sent as part of the user's",
    "terse": "thinks before it answers; room for that is added",
}
"""Everything that can be missing, and how it is said to the user. `enforced_schema` and `terse` are noticed, not refused."""

_NAMES = {
    "json_schema": r"response[_ ]?format|json[_ ]?(?:schema|mode)|response[_ ]?schema|structured[_ ]outputs?|guided|grammar",
    "json_object": r"response[_ ]?format|json[_ ]?(?:object|mode)",
    "stream_options": r"stream[_ ]?options|include_usage",
    "stream": r"stream(?:ing)?",
    "system_role": r"system[_ ](?:role|message|prompt|instruction)s?|role\W.{0,30}system|developer instruction",
}
_SCHEMA_AT_FAULT = re.compile(
    r"(invalid|unsupported|unrecognized|bad) (json )?schema|schema (error|is invalid|conversion)|parse grammar",
    re.IGNORECASE,
)
_TOO_LONG = re.compile(
    r"context[_ ](length|size|window)|maximum context|exceed_context|too many tokens|(prompt|input|request)\S* (is )?too (long|large)"
    r"|max\w*tokens'?\W* (is|are) too (large|high|big)|exceeds? (the )?(max|available|limit)|range of input length|input (tokens?|length)\W* (is |are )?(too|exceed)|string_above_max_length",
    re.IGNORECASE,
)


_ANSWER_LIMIT = re.compile(
    r"""
    max\w*[_ ]?tokens?                                    # the parameter comes first
    .{0,120}?
    (?: at\ most | (?:less|smaller|lower)\ than(?:\ or\ equal\ to)? | maximum(?:\ \w+){0,4}\ (?:is|of|are)? | <= | ≤ | up\ to
      | exceeds?\D{0,40} | range\D{0,20}\[?\s*\d+\s*[,，~-] | between\ \d+\ and )
    \D{0,20}
    (?P<limit>\d{2,7})
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_LIMIT_PREFIX = "answer_tokens="


def too_long(message: str) -> bool:
    """True for a refusal because of length. It names token limits too, but dropping those would not help."""
    return bool(_TOO_LONG.search(message))


def answer_limit(message: str) -> int | None:
    """The most tokens of an answer that a refusal names: "max_tokens is too large: 4096. This model supports at most 1024 completion tokens".
    None if it speaks of the context, which holds question and answer, or of nothing."""
    if re.search(r"context|input tokens|prompt tokens", message, re.IGNORECASE):
        return None
    found = _ANSWER_LIMIT.search(message)
    return int(found["limit"]) if found else None


def known_limit(missing: Iterable[str]) -> int | None:
    """The most tokens of an answer, from what is known of a server."""
    limits = [int(one.removeprefix(_LIMIT_PREFIX)) for one in missing if one.startswith(_LIMIT_PREFIX)]
    return min(limits, default=None)


def limit_part(tokens: int) -> str:
    """How such a limit is remembered among what a server does not do."""
    return f"{_LIMIT_PREFIX}{tokens}"


OPTIONAL: tuple[frozenset[str], ...] = (
    frozenset({"seed", "prompt_cache_key", "cache_prompt", "stream_options", "reasoning_effort"}),
    frozenset({"json_schema", "json_object", "temperature"}),
)
"""What is left out of a request that a server refuses without saying why: first what no answer needs, then the rest."""


def schema_at_fault(message: str) -> bool:
    """True where the server takes schemas, but not this one."""
    return bool(_SCHEMA_AT_FAULT.search(message))


def refused_part(message: str, sent: Iterable[str]) -> str | None:
    """The one of the `sent` parts that the message names, the first if it names several; None where it names none.
    Wordings differ (`max_tokens`, `maxTokens`, "Max tokens"), so underscores, blanks and case are not looked at."""
    found = [(match.start(), part) for part in sent if (match := _pattern(part).search(message))]
    return min(found)[1] if found else None


def _pattern(part: str) -> re.Pattern[str]:
    name = _NAMES.get(part, part.replace("_", "[_ ]?"))
    tail = r"(?![_ ]?options)" if part == "stream" else ""
    return re.compile(rf"(?<![a-z])(?:{name})(?![a-z]){tail}", re.IGNORECASE)


class Capabilities:
    """Missing abilities by server and model: in the store where there is one, else for this run."""

    def __init__(self, store: "Store | None" = None, *, notice: Callable[[str], None] = lambda _: None) -> None:
        self._store = store
        self._notice = notice
        self._known: dict[tuple[str, str], frozenset[str]] = {}
        self._said: set[str] = set()

    def missing(self, server: str, model: str) -> frozenset[str]:
        key = (server, model)
        if key not in self._known:
            self._known[key] = self._stored(server, model)
        return self._known[key]

    def mark_unsupported(self, server: str, model: str, part: str) -> None:
        """Remembers that `part` is missing, and says so the first time."""
        before = self.missing(server, model)
        if part in before:
            return
        self._known[(server, model)] = before | {part}
        self.say(f"{model} at {server} {_sentence(part)}.")
        self._save(server, model, part)

    def say(self, sentence: str) -> None:
        """Hands a sentence to the user, once a run."""
        if sentence not in self._said:
            self._said.add(sentence)
            self._notice(sentence)

    def _stored(self, server: str, model: str) -> frozenset[str]:
        try:
            return self._store.missing_abilities(server, model) if self._store else frozenset()
        except StoreError:
            return frozenset()

    def _save(self, server: str, model: str, part: str) -> None:
        try:
            if self._store:
                self._store.lose_ability(server, model, part)
        except StoreError as error:
            self.say(f"What {server} refuses could not be remembered: {error}")


def _sentence(part: str) -> str:
    limit = known_limit([part])
    return f"answers with at most {limit:,} tokens" if limit else SENTENCES[part]


def names_of(sent: Mapping[str, object]) -> list[str]:
    """The parts in a request's parameters that a server could refuse."""
    names = [name for name in sent if name in SENTENCES]
    extra = sent.get("extra_body")
    names += [name for name in extra if name in SENTENCES] if isinstance(extra, dict) else []
    form = sent.get("response_format")
    names += [str(form["type"])] if isinstance(form, dict) else []
    messages = sent.get("messages")
    first = messages[0] if isinstance(messages, list) and messages else {}
    return [*names, "system_role"] if first.get("role") == "system" else names
