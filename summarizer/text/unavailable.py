"""Recognises pages that have a notice where the article was: deleted, blocked, moved, behind a check. A table has the notices."""

import re
from collections.abc import Sequence

from summarizer.records import Block
from summarizer.text.boilerplate import fold
from summarizer.text.once import once
from summarizer.text.scripts import table

REST = 60
"""Characters beside the notice up to which there is no article on the page; a report about deleted pages has more to say."""


def unavailable(blocks: Sequence[Block]) -> str:
    """The notice on a page that has no article; empty for an article."""
    texts = [b.text.strip() for b in blocks]
    notice = next((text for text in texts[:6] if len(text) <= 60 and _notices().fullmatch(fold(text))), "")
    rest = sum(len(text) for text in texts if text != notice)
    return notice if notice and rest <= REST else ""


@once
def _notices() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row[0]})" for row in table("unavailable.tsv")))
