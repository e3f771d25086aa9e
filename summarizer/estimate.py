"""What an article would take, without asking anything: the requests are filled in as they would be sent, and counted."""

import json

from summarizer.desk import hosted, is_local, tactics_for
from summarizer.llm.model import Endpoint, Message, Usage
from summarizer.llm.prices import FREE, price_of
from summarizer.llm.session import Tactics
from summarizer.llm.tokens import count
from summarizer.pipeline import Prepared, prepare
from summarizer.prompts import Prompts
from summarizer.records import Brief, Chunk, Name, Record
from summarizer.settings import Settings
from summarizer.stages.brief import Spotted, spot
from summarizer.stages.translate import terms_in

ENGLISH_PER_CHINESE = 0.85
"""o200k tokens of English for one of Chinese; the median of the four CC0 panels is given with `stages.plan`."""
REPAIRED = 0.15
"""Share of segments that are asked for again; measured with the embedded model on examples/sora-panel.txt."""


class Estimate(Record):
    """Tokens are tiktoken's. `cost_usd` is None where the price is not known; `most_…` is if every answer ran to its bound."""

    model: str
    requests: int
    input_tokens: int
    output_tokens: int
    most_output_tokens: int
    cost_usd: float | None
    most_cost_usd: float = 0.0


def estimate(data: bytes, origin: str, settings: Settings) -> tuple[Prepared, Spotted, Estimate]:
    """The article as prepared, what the rules see in it, and what asking about it would take."""
    from summarizer.desk import _glossary

    endpoint = Endpoint(model="embedded model", local=True) if is_local(settings) else hosted(settings)
    tactics = tactics_for(settings, endpoint)
    prepared = prepare(data, origin, tactics, settings.source_language)
    spotted = spot(prepared.document, prepared.segments, _glossary(settings.glossary))
    return prepared, spotted, _priced(prepared, spotted, endpoint, tactics, Prompts(settings.prompts))


def _priced(prepared: Prepared, spotted: Spotted, endpoint: Endpoint, tactics: Tactics, prompts: Prompts) -> Estimate:
    known = Brief(title=Name(source=""), terms=spotted.terms, profiles=spotted.profiles)
    source = sum(count(s.source) for s in prepared.segments)
    asked = sum(_asked(chunk, known, prompts) for chunk in prepared.chunks)
    english = int(source * ENGLISH_PER_CHINESE)
    speakers = len(spotted.profiles)
    repairs = int(len(prepared.segments) * REPAIRED)
    requests = 1 + len(prepared.chunks) + repairs + speakers + 1
    overhead = count(json.dumps([m.content for m in _brief(prompts)]))
    inputs = overhead + min(source, tactics.brief_tokens) + asked + repairs * 250 + 2 * english + speakers * 300
    outputs = int(english * (1 + REPAIRED)) + 200 + speakers * 450 + 500
    most = sum(c.answer_tokens for c in prepared.chunks) + 500 + speakers * 1900 + 1800
    price = FREE if endpoint.local else price_of(endpoint.model, endpoint.base_url)
    return Estimate(
        model=endpoint.model,
        requests=requests,
        input_tokens=inputs,
        output_tokens=outputs,
        most_output_tokens=most,
        cost_usd=price.cost(Usage(input_tokens=inputs, output_tokens=outputs)) if price else None,
        most_cost_usd=price.cost(Usage(input_tokens=inputs, output_tokens=most)) if price else 0.0,
    )


def _asked(chunk: Chunk, known: Brief, prompts: Prompts) -> int:
    """Input tokens of one translation request."""
    text = "".join(s.source for s in chunk.segments)
    terms = terms_in(text, known.terms)
    single = {"language": "English", "terms": terms, "before": chunk.before, "sentence": text}
    several = {
        "language": "English",
        "gist": "",
        "terms": terms,
        "before": chunk.before,
        "after": chunk.after,
        "sentences": text,
    }
    one = len(chunk.segments) == 1
    messages = prompts.fill("translate/sentence.md", **single) if one else prompts.fill("translate/chunk.md", **several)
    return sum(count(m.content) for m in messages) + 12 * len(chunk.segments)


def _brief(prompts: Prompts) -> tuple[Message, ...]:
    return prompts.fill("brief/article.md", language="English", article="", phrases=(), proposals=True)
