"""The protocol every model and every wrapper follows: a `Request` goes in, an `Answer` comes out."""

from typing import Any, Literal, Protocol
from urllib.parse import urlsplit

from pydantic import Field

from summarizer.records import Record

Finish = Literal["stop", "length", "loop", "refusal"]
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Message(Record):
    role: Literal["system", "user", "assistant"]
    content: str


class Request(Record):
    """One question to a model, complete: two equal requests are the same question."""

    stage: str
    """The stage that asks: brief, translate, attribute, repair, summarize."""
    prompt: str
    """The prompt file it was filled from, `translate/chunk.md`."""
    messages: tuple[Message, ...]
    answer_name: str = "answer"
    """The JSON schema's name."""
    answer_schema: dict[str, Any] | None = None
    """JSON schema of the answer; None asks for plain text."""
    max_output_tokens: int
    temperature: float = 0.0
    needed: tuple[str, ...] = ()
    """Keys of the answer that may not be empty: without them it is not worth remembering."""
    article: str = ""
    """Same for all requests about one article; a hosted provider routes its prompt cache by it."""


class Usage(Record):
    """Tokens as the server counts them; `cached_input_tokens` are part of `input_tokens`, `reasoning_tokens` (thoughts) of `output_tokens`."""

    input_tokens: int = 0
    cached_input_tokens: int = 0
    output_tokens: int = 0
    reasoning_tokens: int = 0


class Answer(Record):
    """`text` is what the model said, without its thoughts. `finish`: stop (complete), length (cut off at the limit),
    loop (it repeated itself and was stopped), refusal (it, or a filter, declined)."""

    text: str
    finish: Finish = "stop"
    usage: Usage = Usage()
    model: str = ""
    remembered: bool = False
    """True where the answer came from the store and cost nothing now."""


class Endpoint(Record):
    """Where a model is reached and what it can hold; tokens are the model's own."""

    model: str
    base_url: str = ""
    """Empty means the provider's own default."""
    api_key: str = Field(default="", repr=False)
    local: bool = False
    """True for the embedded model: small, free, on this machine."""
    context_tokens: int = 128_000
    price_in: float | None = None
    price_out: float | None = None
    """US dollars per million tokens, as the user gave them; None if the price list is to say."""
    answer_tokens: int = 16_384
    """Most tokens one answer may have."""

    @property
    def near(self) -> bool:
        """True for a server on this machine: plain HTTP to a loopback address."""
        url = urlsplit(self.base_url)
        return url.scheme == "http" and url.hostname in LOOPBACK


class Model(Protocol):
    """Anything that answers. Raises `errors.ModelError` where no answer can be had."""

    async def ask(self, request: Request) -> Answer: ...
