"""Turns what a server or the network said into our errors. Knows HTTP, not the package that spoke it."""

import email.utils
import html
import json
import math
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from summarizer.errors import (
    ContentFiltered,
    Forbidden,
    ModelError,
    NotFound,
    QuotaExhausted,
    RateLimited,
    Rejected,
    TooLong,
    Transient,
    Unauthorized,
)
from summarizer.llm.capabilities import too_long
from summarizer.llm.sanitize import one_line
from summarizer.model import Usage

_SHOWN_CHARACTERS = 300
_PAGE = re.compile(r"\s*(?:<!doctype\s+html|<html|<head|<\?xml)", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>(?P<title>.*?)</title>", re.IGNORECASE | re.DOTALL)
_WAIT_IN_WORDS = re.compile(
    r"(?:try again in|retry (?:after|in)|retryDelay\W+)\s*(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>ms|s\b|sec|m\b|min)?",
    re.IGNORECASE,
)
_UNITS = {"ms": 0.001, "s": 1.0, "sec": 1.0, "m": 60.0, "min": 60.0}
_MAY_PASS = re.compile(
    r"time[d ]*out|overload|busy|try again|temporar|unavailable|internal|capacity|upstream|gateway|server[_ ]error|繁忙|稍后",
    re.IGNORECASE,
)
"""Words of an error without a status that another try may not meet."""


class StreamInterrupted(Transient):
    """The answer broke off while it came, or never came. `usage` is what it cost until then, by our own count: a provider bills that."""

    def __init__(self, message: str, usage: Usage, hint: str = "") -> None:
        super().__init__(message, hint)
        self.usage: Usage = usage


@dataclass(frozen=True)
class ServerRejection:
    """An error, with the object in which the server says what is wrong; `status` as in HTTP, also for one told in another way."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)

    def word(self, name: str) -> str:
        """One of the server's own words for it: `code`, `type`, or the `param` at fault."""
        return next((str(one[name]) for one in _tables(self.body) if one.get(name)), "")

    @property
    def words(self) -> str:
        """The server's codes for it, of whatever name."""
        names = ("code", "type", "status", "error_code", "reason")
        return " ".join(str(one[name]) for one in _tables(self.body) for name in names if one.get(name))

    @property
    def message(self) -> str:
        """What the server said, out of the shapes servers say it in; of a web page its title."""
        names = ("message", "error_msg", "msg", "detail", "status_msg", "error_description", "error")
        said = (one[name] for one in _tables(self.body) for name in names if one.get(name))
        found = next((one for one in said if isinstance(one, str)), None)
        if found is None:
            found = self.body if isinstance(self.body, str) else json.dumps(self.body, ensure_ascii=False)
        return _title(found) if is_page(found) else found


def _tables(body: Any) -> Iterator[Mapping[str, Any]]:
    """The objects in which an error may be told, inner ones first: `{"error": {…}}`, `[{"error": {…}}]`, `{"base_resp": {…}}`, the details of
    Google's."""
    if isinstance(body, list):
        for one in body[:3]:
            yield from _tables(one)
    elif isinstance(body, Mapping):
        for name in ("error", "base_resp", "errors"):
            inner = body.get(name)
            if inner is not body:
                yield from _tables(inner)
        yield body
        yield from (one for one in _list(body.get("details")) if isinstance(one, Mapping))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def is_page(text: str) -> bool:
    """True for a web page, which no API answers with."""
    return bool(_PAGE.match(text))


def _title(page: str) -> str:
    found = _TITLE.search(page)
    title = " ".join(html.unescape(found["title"]).split()) if found else ""
    return f"a web page, “{title}”" if title else "a web page"


class FailureRule(NamedTuple):
    """How servers word one kind of failure, whatever status they give it. `{said}` in `sentence` is the status with the server's words."""

    id: str
    pattern: re.Pattern[str]
    error: type[ModelError]
    sentence: str
    hint: str
    example: str
    """A wording that it knows."""
    counterexample: str
    """One that it does not."""


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


_MODEL_HINT = "Check the model's name (--model); the server lists the ones it has under /models."
_ADDRESS_HINT = "Check the server's address (--base-url): most end in /v1."

RULES = (
    FailureRule(
        "content-filter",
        _words(
            r"content[_ ]?(filter|policy|management)", r"data_?inspection_?failed", r"inappropriate content",
            r"content exists risk", r"high risk", r"risk control", r"sensitive ?(content|information|words?)",
            r"moderation", r"\bflagged\b", r"safety (system|settings?|polic)", r"responsible ?ai", r"policy[_ ]violation",
            r"prohibited[_ ]content", r"guardrail", r"unsafe content", "不安全", "敏感", "违规内容",
        ),
        ContentFiltered,
        "The provider's content filter refuses this text {said}.",
        "Name a model that may translate it: --fallback-model (local keeps it on this machine).",
        "Your chosen model requires moderation and your input was flagged for violence",
        "The region is case-sensitive.",
    ),
    FailureRule(
        "region",
        _words(
            r"unsupported_country", r"country, region", r"(region|country|territory|location) (is )?not supported",
            r"not available in your (country|region)", r"not supported in your (country|region)",
        ),
        Forbidden,
        "The provider does not serve this country {said}.",
        "Use a provider that does (--base-url).",
        "User location is not supported for the API use.",
        "This model is not supported.",
    ),
    FailureRule(
        "credit",
        _words(
            r"insufficient[_ ](account[_ ])?(balance|credits?|funds|quota)", r"balance (is )?(insufficient|not enough|too low)",
            r"exceeded your current quota", r"billing_(hard_limit|not_active)", r"billing hard limit", r"payment required",
            r"out of credits?", r"requires more credits", r"add more credits", r"credit balance", r"no credits?\b", r"arrears?", r"arrearage",
            "余额不足", "欠费", "请充值",
        ),
        QuotaExhausted,
        "The account has no credit left {said}.",
        "Top it up at the provider, or name another model.",
        "Sorry, your account balance is insufficient",
        "Rate limit reached: 3 requests per minute.",
    ),
    FailureRule(
        "key",
        _words(
            r"(invalid|incorrect|wrong|missing|bad|expired)[_ ](x-)?api[_ -]?key", r"api[_ -]?key[^.]{0,30}(not valid|invalid|expired|incorrect|missing|not found)",
            r"api_key_invalid", r"no auth credentials", r"invalid (auth|token|bearer|credential)", r"authentication fails",
            r"(token|credentials?) (is |has |have )?(expired|invalid|been revoked)", r"(did not|didn.t) provide an api key",
            "无效的令牌", "令牌已过期", "身份验证失败", "鉴权失败",
        ),
        Unauthorized,
        "The server does not accept the key {said}.",
        "Set OPENAI_API_KEY to a key of this server (OPENAI_BASE_URL, or --base-url, names the server).",
        "API key not valid. Please pass a valid API key.",
        "The field `key` is not valid JSON.",
    ),
    FailureRule(
        "model",
        _words(
            r"model[_ ]not[_ ](found|exist|supported)", r"model not exist", r"no such model", r"unknown model", r"invalid[_ ]model",
            r"model [^ ]{1,100} (does not exist|is not found|not found|was not found|is not available|is not supported|is not a valid)",
            r"(model|deployment) (does not exist|is not available|not found|was not found)", r"not a valid model",
            r"deployment ?not ?found", r"deployment for this resource does not exist", r"no available channel", "模型不存在", "模型未找到",
        ),
        NotFound,
        "The server does not know this model {said}.",
        _MODEL_HINT,
        "Model Not Exist",
        "The model is overloaded.",
    ),
    FailureRule(
        "address",
        _words(r"unexpected endpoint", r"invalid url", r"404 page not found", r"no route", r"cannot post", r"resource not found", r"path not found"),
        NotFound,
        "The server does not know this address {said}.",
        _ADDRESS_HINT,
        "Unexpected endpoint or method. (POST /chat/completions)",
        "Invalid parameter: seed.",
    ),
)  # fmt: skip
"""In this order: a moderated text may be told with the key's status, and a wrong key with that of a wrong request."""


def rule_for(words: str) -> FailureRule | None:
    """The rule that knows these words of a server."""
    return next((rule for rule in RULES if rule.pattern.search(words)), None)


def failure(status: int, message: str, *, code: str = "", headers: Mapping[str, str] | None = None) -> ModelError:
    """The error for an HTTP status, or for a status inside a stream. `code` holds the server's own words for it."""
    said = f"({status}: {_short(message)})"
    if 300 <= status < 400:
        return _elsewhere(status, headers or {})
    wait = retry_after(headers or {})
    wait = _wait_in_words(message) if wait is None and status == 429 else wait
    if status == 402 and wait is not None:
        status = 429  # OpenRouter: the money of requests under way is not there yet
    rule = rule_for(f"{message} {code}")
    if (
        rule
        and status == 429
        and (rule.error is not QuotaExhausted or (wait is not None and "insufficient" not in code))
    ):
        rule = None  # a rate limit that speaks of quotas: it says when there is more
    if rule and not (status >= 500 and rule.id in ("address", "key")):
        return rule.error(rule.sentence.format(said=said), rule.hint)
    if status == 402:
        credit = next(one for one in RULES if one.id == "credit")
        return credit.error(credit.sentence.format(said=said), credit.hint)
    if status == 429:
        return RateLimited(f"The server asks for fewer requests {said}.", "Lower --concurrency.", retry_after=wait)
    if status in (401, 403):
        return _denied(status, message, said)
    if status in (408, 409, 425) or status >= 500:
        return Transient(f"The server failed {said}.")
    return _rejected(status, message, said)


def _elsewhere(status: int, headers: Mapping[str, str]) -> ModelError:
    """A server may not send the articles, or a key, on to another that the user has not named."""
    place = urlsplit(headers.get("location", ""))
    whither = one_line(f"{place.scheme}://{place.netloc.rpartition('@')[2]}") if place.netloc else "another address"
    return NotFound(
        f"The server passes requests on to {whither} ({status}), and they are not sent there.",
        "Name the address that is meant: --base-url.",
    )


def _denied(status: int, message: str, said: str) -> ModelError:
    if status == 403 and message.startswith("a web page"):
        gateway = Forbidden(
            f"A gateway, not the API, refused the request {said}.",
            "Check the address (--base-url), and whether a proxy, VPN or firewall stands between.",
        )
        gateway.certain = False
        return gateway
    key = next(one for one in RULES if one.id == "key")
    error = Unauthorized(key.sentence.format(said=said), key.hint)
    error.certain = status == 401
    return error


def _rejected(status: int, message: str, said: str) -> Rejected:
    if too_long(message) or status == 413:
        return TooLong(f"The request is longer than the model can take {said}.", "Lower --chunk-tokens.")
    if status in (404, 405):
        error = NotFound(
            f"The server does not know this model or address {said}.",
            "Check the model's name (--model) and the server's address, which often ends in /v1 (--base-url).",
        )
        error.certain = False
        return error
    return Rejected(f"Request rejected by the server {said}.", "Try another model or server (--model, --base-url).")


def web_page(text: str) -> ModelError:
    """The error for a page that came with status 200."""
    return NotFound(
        f"The address leads to {_title(text)}, not to an API.",
        "Is /v1 missing at the end of --base-url, or is it the address of the web interface?",
    )


def status_of(rejection: ServerRejection) -> int:
    """The HTTP status that an error in a reply of status 200 stands for: the one it says, else one that fits its words; 500, which may
    pass, if they do not tell."""
    for word in rejection.words.split():
        if word.isdigit() and 400 <= int(word) < 600:
            return int(word)
    said = f"{rejection.message} {rejection.words}"
    if re.search(r"rate.?limit|too many requests|RESOURCE_EXHAUSTED|throttl", said, re.IGNORECASE):
        return 429
    if rule_for(said) or too_long(said):
        return 400
    return 500 if _MAY_PASS.search(said) else 400


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait as the server said them: `retry-after-ms`, or `retry-after` in seconds or as a date. None where it did not."""
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        try:
            seconds = float(headers[name]) / unit
        except (KeyError, ValueError):
            continue
        if math.isfinite(seconds):
            return max(0.0, seconds)
    date = email.utils.parsedate_tz(headers.get("retry-after"))
    return max(0.0, email.utils.mktime_tz(date) - time.time()) if date else None


def _wait_in_words(message: str) -> float | None:
    """Seconds to wait as the message says them: "Please try again in 20s", `"retryDelay": "34s"`."""
    found = _WAIT_IN_WORDS.search(message)
    return float(found["number"]) * _UNITS[(found["unit"] or "s").lower()] if found else None


def _short(message: str) -> str:
    line = one_line(message)
    return line if len(line) <= _SHOWN_CHARACTERS else line[:_SHOWN_CHARACTERS] + "…"
