"""Everything that can go wrong with a run, as one tree.

    SummarizerError
    ├── UsageError            the command was given something it cannot work with           (exit 2)
    │   ├── SettingsError         a setting has a bad value, or none where one is needed
    │   ├── PromptError           a prompt file is missing, malformed or misuses a variable
    │   └── GlossaryError         a glossary file cannot be read
    ├── InputError            the article itself cannot be used                             (exit 1)
    │   ├── EmptyInput            nothing but white space in it
    │   ├── BinaryInput           not text at all
    │   ├── UndecodableInput      text, but in no encoding that fits
    │   └── NothingToTranslate    no Chinese left after cleaning
    ├── OutputError           a result cannot be written (disk full, no permission)         (exit 1)
    ├── StoreError            the database of answers cannot be used                        (exit 1)
    ├── LocalModelError       the embedded model cannot be set up or started                (exit 1)
    │   ├── ModelNotInstalled     its parts or its engine are missing
    │   ├── ModelCorrupt          its bytes do not match the published hash
    │   └── ServerFailed          its server did not come up
    └── ModelError            a request for an answer failed                                (exit 1, or 3 when only some did)
        ├── Transient             may pass: connection, time-out, 5xx; worth another try
        │   ├── RateLimited           429; `retry_after` in seconds where the server said it
        │   └── Unreachable           nobody answers at the server's address
        │       └── NotListening          the machine is there, but no server
        ├── Rejected              the server will not take this request (400, 413, 422)
        │   ├── ContentFiltered       a filter refuses what is in it; another text may pass
        │   ├── TooLong               the model cannot hold it; a shorter one may pass
        │   └── NotFound              it does not know the model, or the address (404, 405)
        ├── Unauthorized          key missing or wrong (401, 403)
        │   └── Forbidden             the key is not at fault: region, gateway, certificate
        ├── QuotaExhausted        no credit left: every further request would fail too
        ├── Cancelled             somebody ended the provider's batch that held it
        └── BudgetExceeded        our own limit on money was reached before the request was sent

A problem in the *text* is not an error: it is a `Finding` and travels with the result. `cli` is the only place
that prints errors, and it prints `str(error)` followed by `error.hint`.
"""

from typing import Any

from summarizer.secrets import masked


class SummarizerError(Exception):
    """What happened, in one sentence, and `hint`: what to do about it (may be empty). Neither shows a key."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(masked(message))
        self.hint = masked(hint)


class UsageError(SummarizerError):
    exit_code = 2


class SettingsError(UsageError):
    pass


class PromptError(UsageError):
    pass


class GlossaryError(UsageError):
    pass


class InputError(SummarizerError):
    pass


class EmptyInput(InputError):
    pass


class BinaryInput(InputError):
    pass


class UndecodableInput(InputError):
    pass


class NothingToTranslate(InputError):
    pass


class OutputError(SummarizerError):
    pass


class StoreError(SummarizerError):
    pass


class LocalModelError(SummarizerError):
    pass


class ModelNotInstalled(LocalModelError):
    pass


class ModelCorrupt(LocalModelError):
    pass


class ServerFailed(LocalModelError):
    pass


class ModelError(SummarizerError):
    usage: Any = None
    """What the failed attempt cost, as far as is known (`llm.model.Usage`): a provider bills an answer that broke off."""
    certain: bool = True
    """False if the server did not say in words what the status could mean in more than one way."""
    unsent: bool = False
    """True if the request was not sent, since another one had met this error."""


class Transient(ModelError):
    pass


class RateLimited(Transient):
    def __init__(self, message: str, hint: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(message, hint)
        self.retry_after = retry_after


class Unreachable(Transient):
    pass


class NotListening(Unreachable):
    pass


class Rejected(ModelError):
    pass


class ContentFiltered(Rejected):
    pass


class TooLong(Rejected):
    pass


class NotFound(Rejected):
    pass


class Unauthorized(ModelError):
    pass


class Forbidden(Unauthorized):
    pass


class QuotaExhausted(ModelError):
    pass


class Cancelled(ModelError):
    pass


class BudgetExceeded(ModelError):
    pass


FATAL_FOR_SERVER = (Unauthorized, NotFound, QuotaExhausted, Cancelled)
"""Errors with which the server would meet every further request."""
FATAL_ERRORS = (*FATAL_FOR_SERVER, BudgetExceeded)
"""Errors that the next article could only meet again."""
