"""What decides whether an article is done: everything that shapes its report, and nothing else."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from summarizer.glossary import standing
from summarizer.llm.parameters import server_of
from summarizer.llm.session import ModelProfile
from summarizer.memory import NO_MEMORY, Memory, file_key
from summarizer.model import Endpoint
from summarizer.prompts import Prompts
from summarizer.readers.suffixes import TABLES
from summarizer.records import Term
from summarizer.report import Report
from summarizer.settings import Settings
from summarizer.settings_help import TABLE
from summarizer.stages.clean import clean
from summarizer.stages.edits import NO_EDITS, Edits
from summarizer.stages.read import MARKDOWN_NAMES, read

OUTPUT_VERSION = 1
"""To be raised when the program would make another report, or other files, from the same answers."""
NEUTRAL = frozenset(name for name, row in TABLE.items() if not row.shapes)
"""Settings that do not shape a report, or that the fingerprint holds in another form. Every other setting, also a new one, counts."""


def config_fingerprint(settings: Settings, endpoint: Endpoint, tactics: ModelProfile) -> str:
    """SHA-256 of what shapes the reports of all articles alike: options, model and server, prompts, tactics, our own version."""
    prompts = Prompts(settings.prompts)
    remembered = {"memory": file_key(settings.memory)} if settings.memory else {}
    return _digest(
        remembered
        | {
            "version": [OUTPUT_VERSION, Report.model_fields["schema_version"].default],
            "settings": settings.model_dump(mode="json", exclude=set(NEUTRAL)),
            "model": [server_of(endpoint), endpoint.model],
            "tactics": tactics.model_dump(mode="json"),
            "prompts": {name: prompts.get(name).digest for name in prompts.names},
        }
    )


def key_of(
    data: bytes,
    name: str,
    config_fingerprint: str,
    glossary: Sequence[Term],
    edits: Edits = NO_EDITS,
    encoding: str | None = None,
    memory: Memory = NO_MEMORY,
) -> str:
    """SHA-256 of the recipe, the article's bytes, and the terms of the glossary that stand in it: a change to any other term leaves the
    key as it is; and what a person corrected in it, or in another article if the same sentence stands
    in this one. Of the name only what may decide the format counts. Raises InputError where there is a glossary and the
    article cannot be read."""
    table = {"named_table": True} if PurePath(name).suffix.lower() in TABLES else {}
    corrected: dict[str, Any] = {"edits": [one.model_dump(mode="json") for one in edits.edits]} if edits.edits else {}
    if others := _corrected_elsewhere(data, name, memory, encoding):
        corrected["memory"] = others
    return _digest(
        corrected
        | table
        | {
            "recipe": config_fingerprint,
            "article": hashlib.sha256(data).hexdigest(),
            "named_markdown": PurePath(name).suffix.lower() in MARKDOWN_NAMES,
            "glossary": sorted(_digest(t.model_dump(mode="json")) for t in _terms(data, name, glossary, encoding)),
        }
    )


def _corrected_elsewhere(data: bytes, name: str, memory: Memory, encoding: str | None) -> list[list[str]]:
    others = memory.of(hashlib.sha256(data).hexdigest())
    if not any(unit.article for unit in others.units):
        return []
    return sorted([u.source, u.target] for u in others.standing(_text(data, name, encoding)))


def _terms(data: bytes, name: str, glossary: Sequence[Term], encoding: str | None) -> Sequence[Term]:
    if not glossary:
        return ()
    return standing(glossary, _text(data, name, encoding))


def _text(data: bytes, name: str, encoding: str | None) -> str:
    return "\n".join(b.text for b in clean(read(data, name, encoding=encoding)).blocks)


def _digest(value: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
