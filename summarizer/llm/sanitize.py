"""Text from outside, made fit for terminals, files and the store. What had to be taken out leaves U+FFFD, so that nothing goes unseen."""

import re
from typing import Any

DAMAGED = "\ufffd"
_SURROGATES = re.compile("[\ud800-\udfff]+")
_ESCAPES = re.compile(
    r"""
      \x1b\[[0-?]*[ -/]*[@-~]          # CSI: colours, cursor movements
    | \x1b\][^\x07\x1b]*(?:\x07|\x1b\\)  # OSC: window titles, links
    | \x1b[@-Z\\-_]?                   # a lone escape, or one with its letter
    """,
    re.VERBOSE,
)
_UNSAFE = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls but for tab and line ends
    "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"  # bidirectional controls: they make text show in another order
    "\u2028\u2029"  # line ends that many programs do not know
    "\ufff0-\ufffb\ufffe\uffff"  # what is no character
    "\U000e0000-\U000e007f"  # invisible tags
    "]"
)


def sanitized(text: str) -> str:
    """The text with U+FFFD for every control character, escape sequence, bidirectional control and half of a surrogate pair; pairs
    that came in two pieces are put together."""
    if _SURROGATES.search(text):
        text = _SURROGATES.sub(_paired, text)
    return _UNSAFE.sub(DAMAGED, _ESCAPES.sub(DAMAGED, text)) if not text.isprintable() else text


def _paired(found: re.Match[str]) -> str:
    return found[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def sanitized_values(value: Any) -> Any:
    """The same for all text in a value read from JSON, keys as well."""
    if isinstance(value, str):
        return sanitized(value)
    if isinstance(value, list):
        return [sanitized_values(one) for one in value]
    if isinstance(value, dict):
        return {sanitized(str(name)): sanitized_values(one) for name, one in value.items()}
    return value


def without_damage(value: Any) -> tuple[Any, bool]:
    """The value without U+FFFD in its text, and whether there was any."""
    if isinstance(value, str):
        return (value.replace(DAMAGED, ""), True) if DAMAGED in value else (value, False)
    if isinstance(value, list):
        parts = [without_damage(one) for one in value]
        return [one for one, _ in parts], any(found for _, found in parts)
    if isinstance(value, dict):
        named = {name: without_damage(one) for name, one in value.items()}
        return {name: one for name, (one, _) in named.items()}, any(found for _, found in named.values())
    return value, False


def one_line(message: str) -> str:
    """A message of somebody else's as one clean line."""
    return " ".join(sanitized(message).replace(DAMAGED, "").split())
