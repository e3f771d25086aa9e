"""Numbers on both sides of a translation: read them, compare them, mend the one that is surely wrong.

    chinese_values, english_values     text -> what numbers it holds, with span, range, unit
    compare                            source, target -> what one side says and the other does not
    autofix                            source, target -> the target with its one wrong magnitude corrected, or None
    values_for_prompt                  source -> (words, English value) of the numbers that a model easily gets wrong

How a text is read: `scan` runs an ordered list of rules over it, and what one rule has read no later rule sees.
`chinese` and `english` hold those lists, `latin` what both share; `numerals` and `words` turn 三亿零二百万 and "two
hundred and five thousand" into numbers; `tables` loads units and exceptions. `agree` knows when two values are one
(半年 and "six months"), `differences` finds those without a partner.

The libraries tried, and why none is used. cn2an 0.5.24 reads one clean numeral; it refuses 2兆3000億, 1,234.5, 十几 and
百分之五, and in running text rewrites 统一 to 统1. word2number 1.1 (2017) reads "2.3 million" as 1,000,000 and "half a
million" likewise. text2num 3.1 reads "$600 billion" as 600 and 1,000,000,000 and "two thirds" as "2 3rds". None gives
ranges, approximations or units.
"""

from summarizer.text.numbers.chinese import chinese_values
from summarizer.text.numbers.corrections import autofix
from summarizer.text.numbers.differences import compare
from summarizer.text.numbers.english import english_values
from summarizer.text.numbers.prompt_values import PromptValue, values_for_prompt
from summarizer.text.numbers.values import Kind, Mismatch, MismatchKind, Value, say

__all__ = [
    "Kind",
    "Mismatch",
    "MismatchKind",
    "PromptValue",
    "Value",
    "autofix",
    "chinese_values",
    "compare",
    "english_values",
    "say",
    "values_for_prompt",
]
