"""Words that say something by standing there: denials (`data/negation.tsv`), hedges (`data/hedges.tsv`)."""

import re
from functools import cache
from typing import Literal, NamedTuple

from summarizer.text.scripts import simplified, table

Language = Literal["zh", "en"]


class Sign(NamedTuple):
    """`word` as the text has it; `gloss` is its usual English, where the table gives one."""

    word: str
    kind: str
    gloss: str = ""


def signs(name: str, language: Language, text: str) -> tuple[Sign, ...]:
    """The words of the table `data/<name>.tsv` that stand in the text, in its order and without overlap; of several that begin at
    one place, the longest."""
    key = simplified(text) if language == "zh" else text.replace("’", "'")
    found = [(m.start(), -m.end(), row) for row, pattern in _compiled(name, language) for m in pattern.finditer(key)]
    said, read = [], 0
    for start, end, row in sorted(found):
        if start >= read and -end > start:
            said.append(Sign(text[start:-end], row[1], row[3] if len(row) > 3 else ""))
            read = -end
    return tuple(said)


@cache
def _compiled(name: str, language: Language) -> tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]:
    rows = [row for row in table(f"{name}.tsv") if row[0] == language]
    whole = "{}" if language == "zh" else r"(?<![\w'])(?:{})(?![\w'])"
    return tuple((row, re.compile(whole.replace("{}", row[2]), re.IGNORECASE)) for row in rows)
