"""The fields at the head of a Markdown file, in YAML between two rules. Values are text: no dates, no aliases, no deep nesting."""

import re
from typing import NamedTuple

import yaml

MOST = 65_536
"""Characters; longer front matter is text. An article's has a few hundred."""
DEEPEST = 8
"""Collections inside each other. Front matter of real sites has three."""

_FENCED = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(?P<fields>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
_BRACKETS = re.compile(r"[\[{]")


class FrontMatter(NamedTuple):
    """`values` by field, in order, and how each field is written; `body` is the rest of the file."""

    values: dict[str, object]
    written: dict[str, str]
    body: str


def front_matter(text: str) -> FrontMatter:
    """What is no mapping, or has aliases, is text: then there are no values, and the body is all of it."""
    found = _FENCED.match(text)
    fields = found["fields"] if found else ""
    values = _values(fields)
    if not found or not values:
        return FrontMatter({}, {}, text)
    return FrontMatter(values, _written(fields, list(values)), text[found.end() :])


def _values(fields: str) -> dict[str, object]:
    if not fields.strip() or len(fields) > MOST or len(_BRACKETS.findall(fields)) > 200:
        return {}
    try:
        if not _is_plain(fields):
            return {}
        found = yaml.load(fields, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError):
        return {}
    return {str(key): value for key, value in found.items()} if isinstance(found, dict) else {}


def _is_plain(fields: str) -> bool:
    """Without aliases, and not deep."""
    depth = 0
    for event in yaml.parse(fields, Loader=yaml.BaseLoader):
        if isinstance(event, yaml.AliasEvent):
            return False
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            return False
    return True


def _written(fields: str, keys: list[str]) -> dict[str, str]:
    """Each field's lines. Lines before the first field, such as comments, go with it."""
    written: dict[str, list[str]] = {}
    waiting: list[str] = []
    at = -1
    for line in fields.splitlines():
        starts = at + 1 < len(keys) and re.match(rf"""["']?{re.escape(keys[at + 1])}["']?\s*:""", line)
        if starts:
            at += 1
            written[keys[at]] = [*waiting, line]
            waiting = []
        elif at < 0:
            waiting.append(line)
        else:
            written[keys[at]].append(line)
    if waiting or at + 1 < len(keys):
        return {keys[0]: fields.strip(), **dict.fromkeys(keys[1:], "")}
    return {key: "\n".join(lines).strip() for key, lines in written.items()}
