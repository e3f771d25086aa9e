"""A finding about a number, in a sentence that says both values."""

import re

from summarizer.text.numbers.values import MismatchKind, Value, say


def sentence(kind: MismatchKind, source: Value | None, target: Value | None) -> str:
    if source is None:
        assert target is not None
        return f"{target.text} is not in the Chinese" + (" (from the article’s date?)" if kind == "supplied" else "")
    if target is None:
        return f"{_explained(source)}: not in the English"
    said = f"{_explained(source)}; the English says {_said(source, target)}"
    match kind:
        case "swapped":
            return f"{_explained(source)}: in its place the English has {target.text}; two values seem exchanged"
        case "base":
            return f"{said}: the change is {_BASES[source.base]} the value, not {_BASES[target.base]} it"
        case "trend":
            return f"{said}: one goes up, the other down"
    return said


_BASES = {"to": "to", "by": "by", "": ""}


def _explained(v: Value) -> str:
    """The Chinese words and their value; a bare figure needs no explanation."""
    bare = re.fullmatch(r"[\d.,]+\s?[%年]?|.*[A-Za-z].*", v.text, re.DOTALL)
    return v.text if bare else f"{v.text} = {say(v)}"


def _said(source: Value, target: Value) -> str:
    """The English words; with what was read from them where the words alone would look the same."""
    return target.text if target.text != say(source) else f"{target.text} ({say(target)})"
