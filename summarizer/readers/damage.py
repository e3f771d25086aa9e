"""Damage in a text that no reader can undo: characters that were lost before the file was made."""

import re

_DAMAGE = re.compile(
    r"""
      (?: \ufffd | 锟斤拷 | 锟斤 | 烫{3,} | 屯{3,} | ï¿½ | ï»¿ )+
    | [\u00c2-\u00f4] [\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u20ac\u2122\u201a\u201e\u2020-\u2022\u2030\u2039\u203a]{3,}
    | (?: [\u00c3-\u00e9] [\u0080-\u00bf\u0152-\u0178\u20ac\u2122\u201a\u201e\u2020-\u2022] ){2,}
    """,
    re.VERBOSE,
)
"""The replacement character; what remains of it when it is read as GBK; memory that was never written, read as GBK; UTF-8 read
as Windows-1252."""


def damage(text: str) -> str:
    """The first damaged piece of a text; empty where there is none."""
    found = _DAMAGE.search(text)
    return found.group() if found else ""
