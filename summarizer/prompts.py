"""Finds the prompt files and fills them in, strictly: a missing, misspelt or unused variable is an error.

A prompt is Markdown with front matter (`purpose`, `variables`: name → what it holds) and one section a message, headed
`# System`, `# User` or `# Assistant`. Bodies are Jinja templates; article text comes in as a value and is never itself a
template. `| fenced('article')` puts a value between tags that do not occur in it.

A prompt may come from somebody else, so it is never trusted: it is rendered in Jinja's immutable sandbox, without globals, and
only if it is made of the few constructs in `_ALLOWED`: no calls, no imports, no attribute that begins with `_`.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal, cast

import frontmatter
import yaml
from jinja2 import StrictUndefined, Template, TemplateError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from summarizer.errors import PromptError
from summarizer.model import Message
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


_FILTERS = frozenset(
    {"capitalize", "count", "default", "first", "last", "length", "lower", "reverse", "sort", "title", "trim", "unique", "upper"}
)  # fmt: skip
"""Jinja's filters that a prompt may use: they look at their input only and do not make it longer. `attr` and `map` reach into objects,
`replace` and `format` make gigabytes of a few words."""
_TESTS = frozenset(
    {"defined", "undefined", "none", "string", "number", "mapping", "sequence", "true", "false", "odd", "even", "in"}
    | {"eq", "ne", "lt", "le", "gt", "ge", "divisibleby", "lower", "upper"}
)
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.Slice,
    nodes.If, nodes.For, nodes.CondExpr, nodes.Filter, nodes.Test, nodes.Keyword, nodes.Compare, nodes.Operand,
    nodes.And, nodes.Or, nodes.Not, nodes.Concat, nodes.Add, nodes.Sub, nodes.Neg, nodes.List, nodes.Tuple,
)  # fmt: skip
"""What a template may be made of. Not among them: calls, assignments, macros, imports, and products, which make huge texts of few words."""
_MAX_CHARACTERS = 4_000_000
"""Longest message a prompt may be filled to: loops within loops over an article are a mistake, and no model takes so much."""


def joined(values: Iterable[Any], between: str = "") -> str:
    """The parts of a list with something between them. Raises ValueError if that would be too long."""
    parts = [values] if isinstance(values, str) else [str(value) for value in values]
    if sum(map(len, parts)) + len(between) * len(parts) > _MAX_CHARACTERS:
        raise ValueError(f"join makes more than {_MAX_CHARACTERS:,} characters")
    return between.join(parts)


def _sandbox() -> ImmutableSandboxedEnvironment:
    """The environment of all prompts. The output is a prompt, not a page: nothing to escape for."""
    sandbox = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
    )
    sandbox.globals.clear()
    sandbox.filters = {name: sandbox.filters[name] for name in _FILTERS} | {"fenced": fenced, "join": joined}
    sandbox.tests = {name: sandbox.tests[name] for name in _TESTS}
    return sandbox


_ENVIRONMENT = _sandbox()


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
    attributes: frozenset[str] = frozenset()
    """The parts of its variables that it reads: `source` of `{{ term.source }}`."""

    def fill(self, values: Mapping[str, Any]) -> tuple[Message, ...]:
        """The messages. Raises PromptError where `values` are not exactly the variables of the front matter."""
        missing, unknown = self.variables.keys() - values.keys(), values.keys() - self.variables.keys() - OPTIONAL
        if missing or unknown:
            raise PromptError(f"{self.name}: not given {sorted(missing)}, not known {sorted(unknown)}")
        return tuple(Message(role=_role(role), content=self._render(body, values)) for role, body in self.sections)

    def _render(self, body: str, values: Mapping[str, Any]) -> str:
        try:
            return _rendered(_compiled(body), values).strip()
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
            # all but the first: a filter or an operator was given what it cannot work with
            raise PromptError(
                f"{self.name}: {error}", "Compare the file with the one that came with the program."
            ) from error


def _rendered(template: Template, values: Mapping[str, Any]) -> str:
    """The text, piece by piece, so that one without end does not fill the memory. Raises ValueError if it is too long."""
    pieces, characters = [], 0
    for piece in template.generate(values):
        pieces.append(piece)
        characters += len(piece)
        if characters > _MAX_CHARACTERS:
            raise ValueError(f"the message grows longer than {_MAX_CHARACTERS:,} characters")
    return "".join(pieces)


class Prompts:
    """The prompts in force: the user's folder first, file by file, then those that came with the program."""

    def __init__(self, own: Path | None = None) -> None:
        """`own` is the user's folder; all of it is checked here, before anything is asked. Raises PromptError."""
        if own is not None and not own.is_dir():
            raise PromptError(f"{own} is not a folder", "Give --prompts a folder laid out like the program's own.")
        self._own = own
        self._read: dict[str, Prompt] = {}
        self.check()

    def fill(self, name: str, /, **values: Any) -> tuple[Message, ...]:
        """The messages of prompt `name` (`translate/chunk.md`)."""
        return self.get(name).fill(values)

    def get(self, name: str) -> Prompt:
        if name not in self._read:
            self._read[name] = _load(name, self._find(name))
        return self._read[name]

    def check(self) -> None:
        """Reads all prompts and compares those of the user's folder with the program's own, so that a fault is found before anything
        is asked. Raises PromptError for a file that is no prompt's, a broken one, and one that other values are given to."""
        if self._own is None:
            return
        for path in _files(self._own):
            self._require_known(path.relative_to(self._own).as_posix())
        for name in self.names:
            if (self._own / name).is_file():
                _require_same_values(_load(name, self._own / name), _load(name, folder() / name), self._attributes)

    def _require_known(self, name: str) -> None:
        if name in self.names:
            return
        near = get_close_matches(name.lower(), self.names, n=1, cutoff=0.6)
        hint = f"Did you mean {near[0]}?" if near else f"The prompts are: {', '.join(self.names)}."
        raise PromptError(f"{name} in {self._own} is not the name of a prompt, so it would not be used", hint)

    @cached_property
    def _attributes(self) -> frozenset[str]:
        """What the program's own prompts read of the values they are given."""
        return frozenset().union(*(_load(name, folder() / name).attributes for name in self.names)) | _OTHER_ATTRIBUTES

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


OPTIONAL = frozenset({"examples"})
"""Values that a prompt of one's own may leave out: they came later than the rest."""
_OTHER_ATTRIBUTES = frozenset({"kind", "origin", "role"})
"""Of terms and speakers, which a prompt of one's own may show."""


def _files(own: Path) -> Iterator[Path]:
    """The files of a user's folder that look like prompts. READMEs and what editors leave behind do not."""
    for path in sorted(own.rglob("*")):
        hidden = any(part.startswith((".", "_")) for part in path.relative_to(own).parts)
        if path.is_file() and not hidden and path.stem.lower() != "readme" and path.suffix.lower() in _SUFFIXES:
            yield path


_SUFFIXES = frozenset({".md", ".markdown", ".mkd", ".txt", ".jinja", ".j2"})


def _load(name: str, path: Path) -> Prompt:
    try:
        return parse(name, path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(f"{path} cannot be read: {error}", "Prompts are text files in UTF-8.") from error


def _require_same_values(own: Prompt, shipped: Prompt, attributes: frozenset[str]) -> None:
    """Raises PromptError if a user's prompt reads other values than the program gives it."""
    missing, unknown = (
        sorted(shipped.variables.keys() - own.variables.keys() - OPTIONAL),
        sorted(own.variables.keys() - shipped.variables.keys()),
    )
    if missing or unknown:
        raise PromptError(
            f"{own.name}: does not use {missing}, and uses {unknown}, which it is not given",
            f"The values given to this prompt are: {', '.join(shipped.variables)}.",
        )
    if unknown := sorted(own.attributes - attributes):
        near = get_close_matches(unknown[0], attributes, n=1)
        hint = f"Did you mean .{near[0]}?" if near else f"There are: {', '.join(sorted(attributes))}."
        raise PromptError(f"{own.name}: nothing has a part .{unknown[0]}", hint)


def parse(name: str, text: str) -> Prompt:
    """A prompt from a file's text. Raises PromptError if its shape is wrong, its variables are misspelt, or it tries to do more
    than to fill in text."""
    matter, body = _front_matter(name, text)
    variables = cast(dict[str, str], matter.get("variables") or {})
    pieces = ROLE.split(body)
    sections = tuple(zip(pieces[1::2], (p.strip() for p in pieces[2::2]), strict=True))
    if not sections or pieces[0].strip() or not matter.get("purpose"):
        raise PromptError(f"{name}: wants front matter with `purpose`, then sections headed # System and # User")
    trees = [_tree(name, body) for _, body in sections]
    used = set().union(*(meta.find_undeclared_variables(tree) for tree in trees))
    attributes = frozenset(node.attr for tree in trees for node in tree.find_all(nodes.Getattr) if not _of_loop(node))
    if used != set(variables):
        raise PromptError(
            f"{name}: uses {sorted(used - set(variables))} undeclared, declares {sorted(set(variables) - used)} unused",
            "The variables in the front matter and in the text must be the same.",
        )
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Prompt(
        name=name,
        purpose=str(matter["purpose"]),
        variables=variables,
        sections=sections,
        digest=digest,
        attributes=attributes,
    )


def _tree(name: str, body: str) -> nodes.Template:
    """The template's parts. Raises PromptError if one is not allowed, with its line in the section."""
    try:
        tree = _ENVIRONMENT.parse(body)
        _compiled(body)  # finds filters and tests that do not exist
    except (TemplateError, RecursionError) as error:
        raise PromptError(f"{name}: {error}") from error
    for node, loop in _all_nodes(tree):
        if fault := _forbidden(node) or _endless(node, loop):
            raise PromptError(
                f"{name}, line {node.lineno} of its section: {fault}",
                "A prompt may show variables, their parts and filters, and use if and for.",
            )
    return tree


def _all_nodes(tree: nodes.Node) -> Iterator[tuple[nodes.Node, nodes.For | None]]:
    """Each part of a template with the loop that it stands in."""
    waiting: list[tuple[nodes.Node, nodes.For | None]] = [(tree, None)]
    while waiting:
        node, loop = waiting.pop()
        yield node, loop
        inside = node if isinstance(node, nodes.For) else loop
        waiting.extend((child, inside) for child in node.iter_child_nodes())


def _endless(node: nodes.Node, loop: nodes.For | None) -> str:
    """What is wrong with a loop inside a loop; empty if it runs over a part of what the outer one runs over, as then all its rounds
    together are no more than the values have parts."""
    if not isinstance(node, nodes.For) or loop is None:
        return ""
    over: nodes.Node = node.iter
    while isinstance(over, (nodes.Getattr, nodes.Getitem, nodes.Filter)) and over.node is not None:
        over = over.node
    targets = {name.name for name in (loop.target, *loop.target.find_all(nodes.Name)) if isinstance(name, nodes.Name)}
    if isinstance(over, nodes.Name) and over.name in targets:
        return ""
    return "an inner loop must run over a part of the outer loop's variable"


def _forbidden(node: nodes.Node) -> str:
    """What is wrong with a part of a template; empty if nothing is."""
    if type(node) not in _ALLOWED:
        return f"{type(node).__name__.lower()} is not allowed in a prompt"
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        return f".{node.attr} is not allowed in a prompt"
    if isinstance(node, nodes.Getitem) and not isinstance(node.arg, (nodes.Slice, nodes.Const)):
        return "only fixed words and numbers may stand in [ ]"
    if isinstance(node, nodes.Getitem) and str(getattr(node.arg, "value", "")).startswith("_"):
        return f"[{node.arg.as_const()!r}] is not allowed in a prompt"
    if isinstance(node, nodes.For) and node.recursive:
        return "a recursive loop is not allowed in a prompt"
    return ""


def _of_loop(node: nodes.Getattr) -> bool:
    return isinstance(node.node, nodes.Name) and node.node.name == "loop"


def _front_matter(name: str, text: str) -> tuple[dict[str, Any], str]:
    """The front matter and what follows it. Raises PromptError where it is no YAML, or `variables` no table."""
    try:
        matter, body = frontmatter.parse(text)
    except yaml.YAMLError as error:
        raise PromptError(f"{name}: its front matter cannot be read: {' '.join(str(error).split())}") from error
    variables = matter.get("variables") or {}
    if not isinstance(variables, dict) or not all(isinstance(one, str) for pair in variables.items() for one in pair):
        raise PromptError(f"{name}: `variables` wants a line for each variable: its name, a colon, what it holds")
    if not isinstance(matter.get("purpose") or "", str):
        raise PromptError(f"{name}: `purpose` wants a sentence")
    return matter, body


def _role(heading: str) -> Literal["system", "user", "assistant"]:
    return cast(Literal["system", "user", "assistant"], heading.lower())
