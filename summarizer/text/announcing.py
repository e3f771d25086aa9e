"""Sentences that announce what somebody says and do not say it: 从另一个角度解释了这一观点。 Nobody stands for anything in them."""

import re

from summarizer.text.once import once
from summarizer.text.scripts import table

BETWEEN = 10
"""Characters on either side of the pointing word: 解释了 背后的 这一 观点. In more, something may be said."""


def announces(sentence: str) -> bool:
    """Whether the sentence ends with a verb of telling and what it tells, and what it tells is not in it: no quote, no clause, and a
    noun that points elsewhere (这一观点, 自己的看法) or stands bare behind 了 (发表了看法)."""
    return _shape().fullmatch(sentence.strip()) is not None


@once
def _shape() -> re.Pattern[str]:
    rows = table("announcing.tsv")
    verb, pointer, noun = (
        "|".join(word for kind, word in rows if kind == which) for which in ("verb", "pointer", "noun")
    )
    plain = '[^，,：:；;“「『"、]'
    pointed = f"(?:{verb})[了过過]?{plain}{{0,{BETWEEN}}}(?:{pointer}){plain}{{0,{BETWEEN}}}"
    return re.compile(f"{plain}*(?:{pointed}|(?:{verb})[了过過])(?:{noun})[。.！!]?")
