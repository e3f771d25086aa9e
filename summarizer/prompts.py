"""Finds the prompt files and fills them in, strictly: a missing, misspelt or unused variable is an error.

A prompt is Markdown with front matter (`purpose`, `variables`: name → what it holds) and one section a message, headed
`# System`, `# User` or `# Assistant`. Bodies are Jinja templates; article text comes in as a value and is never itself a
template. `| fenced('article')` puts a value between tags that do not occur in it.
"""

import hashlib
import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal, cast

import frontmatter
import yaml
from jinja2 import Environment, StrictUndefined, Template, TemplateError, meta

from summarizer.errors import PromptError
from summarizer.llm.model import Message
from summarizer.records import Record

ROLE = re.compile(r"^# (System|User|Assistant)[ \t]*$", re.MULTILINE)


def folder() -> Path:
    """Where the prompts that came with the program are: in the wheel, else at the top of the checkout."""
    packaged = Path(__file__).parent / "_prompts"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent / "prompts"


def fenced(value: str, tag: str) -> str:
    """The value between `<tag>` and `</tag>`, the tag numbered until it does not occur in the value."""
    name, number = tag, 1
    while f"<{name}>" in value or f"</{name}>" in value:
        number += 1
        name = f"{tag}{number}"
    return f"<{name}>\n{value}\n</{name}>"


_ENVIRONMENT = Environment(  # the output is a prompt, not a page: nothing to escape for
    undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
)
_ENVIRONMENT.filters["fenced"] = fenced


@lru_cache(maxsize=128)
def _compiled(body: str) -> Template:
    return _ENVIRONMENT.from_string(body)


class Prompt(Record):
    """One prompt file, parsed. `digest` is the SHA-256 of the file's text."""

    name: str
    purpose: str
    variables: Mapping[str, str]
    sections: tuple[tuple[str, str], ...]
    digest: str

    def fill(self, values: Mapping[str, Any]) -> tuple[Message, ...]:
        """The messages. Raises PromptError where `values` are not exactly the variables of the front matter."""
        missing, unknown = self.variables.keys() - values.keys(), values.keys() - self.variables.keys()
        if missing or unknown:
            raise PromptError(f"{self.name}: not given {sorted(missing)}, not known {sorted(unknown)}")
        return tuple(Message(role=_role(role), content=self._render(body, values)) for role, body in self.sections)

    def _render(self, body: str, values: Mapping[str, Any]) -> str:
        try:
            return _compiled(body).render(values).strip()
        except (TemplateError, TypeError) as error:  # TypeError: a filter was given too little or too much
            raise PromptError(
                f"{self.name}: {error}", "Compare the file with the one that came with the program."
            ) from error


class Prompts:
    """The prompts in force: the user's folder first, file by file, then those that came with the program."""

    def __init__(self, own: Path | None = None) -> None:
        if own is not None and not own.is_dir():
            raise PromptError(f"{own} is not a folder", "Give --prompts a folder laid out like the program's own.")
        self._own = own
        self._read: dict[str, Prompt] = {}

    def fill(self, name: str, /, **values: Any) -> tuple[Message, ...]:
        """The messages of prompt `name` (`translate/chunk.md`)."""
        return self.get(name).fill(values)

    def get(self, name: str) -> Prompt:
        if name not in self._read:
            self._read[name] = parse(name, self._find(name).read_text(encoding="utf-8"))
        return self._read[name]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All prompts that exist, in order."""
        return tuple(sorted(str(p.relative_to(folder()).as_posix()) for p in folder().glob("*/*.md")))

    @property
    def digests(self) -> dict[str, str]:
        """Name → SHA-256 of the prompts that were used so far."""
        return {name: prompt.digest for name, prompt in sorted(self._read.items())}

    def _find(self, name: str) -> Path:
        for root in filter(None, (self._own, folder())):
            if (root / name).is_file():
                return root / name
        raise PromptError(f"there is no prompt {name}", f"The program's own are in {folder()}.")


def parse(name: str, text: str) -> Prompt:
    """A prompt from a file's text. Raises PromptError where its shape is wrong or its variables are misspelt."""
    matter, body = _front_matter(name, text)
    variables = cast(dict[str, str], matter.get("variables") or {})
    pieces = ROLE.split(body)
    sections = tuple(zip(pieces[1::2], (p.strip() for p in pieces[2::2]), strict=True))
    if not sections or pieces[0].strip() or not matter.get("purpose"):
        raise PromptError(f"{name}: wants front matter with `purpose`, then sections headed # System and # User")
    try:
        used = set().union(*(meta.find_undeclared_variables(_ENVIRONMENT.parse(body)) for _, body in sections))
    except TemplateError as error:
        raise PromptError(f"{name}: {error}") from error
    if used != set(variables):
        raise PromptError(
            f"{name}: uses {sorted(used - set(variables))} undeclared, declares {sorted(set(variables) - used)} unused",
            "The variables in the front matter and in the text must be the same.",
        )
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Prompt(name=name, purpose=str(matter["purpose"]), variables=variables, sections=sections, digest=digest)


def _front_matter(name: str, text: str) -> tuple[dict[str, Any], str]:
    """The front matter and what follows it. Raises PromptError where it is no YAML, or `variables` no table."""
    try:
        matter, body = frontmatter.parse(text)
    except yaml.YAMLError as error:
        raise PromptError(f"{name}: its front matter cannot be read: {' '.join(str(error).split())}") from error
    if not isinstance(matter.get("variables") or {}, dict):
        raise PromptError(f"{name}: `variables` wants a line for each variable: its name, a colon, what it holds")
    return matter, body


def _role(heading: str) -> Literal["system", "user", "assistant"]:
    return cast(Literal["system", "user", "assistant"], heading.lower())
