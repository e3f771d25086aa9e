"""What a text must hold for one of a table's patterns to match in it: a test so cheap that most patterns need not be tried."""

import re
from collections.abc import Iterator

_LITERAL = re.compile(r"(?:[\w '](?![?*{]))*")
_CLASS = re.compile(r"\[([^\]\\^-]+)\](?![?*{])")
_AROUND = ("(?<=", "(?<!", "(?=", "(?!")


def literal_prefixes(pattern: str) -> tuple[str, ...]:
    """With one of these every match begins; with `""`, anything, where the pattern does not say it plainly."""
    return tuple(dict.fromkeys(start for way in _ways(pattern) for start in _starts_of(way)))


def _starts_of(way: str) -> tuple[str, ...]:
    if way.startswith(_AROUND):
        return _starts_of(way[_closing(way) + 1 :])
    if way.startswith("(?:"):
        end = _closing(way)
        return ("",) if way[end + 1 : end + 2] in ("?", "*", "{") else literal_prefixes(way[3:end])
    if one := _CLASS.match(way):
        return tuple(one[1])
    literal = _LITERAL.match(way)
    return (literal[0] if literal else "",)


def _ways(pattern: str) -> Iterator[str]:
    """The alternatives of a pattern, those inside its groups left together."""
    begin = 0
    for at, depth in _depths(pattern):
        if pattern[at] == "|" and depth == 0:
            yield pattern[begin:at]
            begin = at + 1
    yield pattern[begin:]


def _closing(pattern: str) -> int:
    """Where the group closes that the pattern begins with."""
    return next(at for at, depth in _depths(pattern) if pattern[at] == ")" and depth == 0)


def _depths(pattern: str) -> Iterator[tuple[int, int]]:
    """Each `(`, `)` and `|` outside of classes, and in how many groups what follows it stands."""
    depth = 0
    for mark in re.finditer(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", pattern):
        if mark[0] in "()|":
            depth += {"(": 1, ")": -1}.get(mark[0], 0)
            yield mark.start(), depth
