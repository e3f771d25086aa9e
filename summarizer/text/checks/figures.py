"""Numbers: every value of the source stands in the English, with its magnitude, unit, bound and direction.

`numbers.compare` finds what differs and says it; here each kind of difference is a rule of its own, so that its precision can be
measured. What often has its reason is one rule of remarks.
"""

from collections.abc import Sequence
from functools import lru_cache, partial

from summarizer.records import FindingKind, Severity
from summarizer.text.checks.case import Case
from summarizer.text.checks.rule import Fault, Rule
from summarizer.text.numbers import Mismatch, MismatchKind, compare


@lru_cache(maxsize=4)
def mismatches(case: Case) -> tuple[Mismatch, ...]:
    """What the two sides say differently in numbers; figures inside names are none, and values belong to the names
    beside them. Every rule below asks for them of the same case."""
    return compare(case.source, case.target, tuple((t.source, t.target) for t in case.terms if t.source in case.source))


def _differs(kind: MismatchKind, case: Case) -> Fault | None:
    return _fault([m for m in mismatches(case) if m.kind == kind and m.severity != Severity.INFO])


def _remark(case: Case) -> Fault | None:
    return _fault([m for m in mismatches(case) if m.severity == Severity.INFO])


def _fault(found: Sequence[Mismatch]) -> Fault | None:
    if not found:
        return None
    target = found[0].target
    detail = " ".join(f"{m.detail.rstrip('.')}." for m in found)
    return Fault(found=detail, expected=found[0].expected, span=(target.start, target.end) if target else None)


def _rule(kind: MismatchKind, looks_for: str, source: str, passes: str, fails: str) -> Rule:
    return Rule(
        id=f"number-{kind}",
        kind=FindingKind.NUMBER,
        severity=Severity.ERROR if kind == "magnitude" else Severity.WARNING,
        looks_for=looks_for,
        message="{found}",
        test=partial(_differs, kind),
        passes=Case(source, passes),
        fails=Case(source, fails),
    )


RULES = (
    _rule(
        "magnitude",
        "The same digits in another size: a billion for a trillion.",
        "投资达3亿元。",
        "Investment reached 300 million yuan.",
        "Investment reached 3 billion yuan.",
    ),
    _rule(
        "value",
        "Another number.",
        "共有25人参加。",
        "Twenty-five people took part.",
        "Twenty-six people took part.",
    ),
    _rule(
        "unit", "The same figure in another unit.", "全长10公里。", "It is 10 kilometres long.", "It is 10 miles long."
    ),
    _rule(
        "currency",
        "The same sum in another currency.",
        "售价3999元。",
        "It sells for 3,999 yuan.",
        "It sells for $3,999.",
    ),
    _rule("ordinal", "A rank for a count.", "派出15人。", "It sent 15 people.", "It sent the 15th person."),
    _rule(
        "bound",
        "“Fewer than” for “more than”, “about” for “at least”.",
        "超过300人受伤。",
        "More than 300 people were injured.",
        "Fewer than 300 people were injured.",
    ),
    _rule(
        "base",
        "A change to a value for a change by it.",
        "价格上涨了50元。",
        "The price rose by 50 yuan.",
        "The price rose to 50 yuan.",
    ),
    _rule(
        "trend", "A fall for a rise.", "房价下跌5%。", "House prices fell 5 percent.", "House prices rose 5 percent."
    ),
    _rule(
        "swapped",
        "Two values exchanged between two names.",
        "甲公司营收5亿元，乙公司营收8亿元。",
        "Company A had revenue of 500 million yuan, Company B 800 million.",
        "Company A had revenue of 800 million yuan, Company B 500 million.",
    ),
    _rule("missing", "A number left out.", "共有25人参加。", "Twenty-five people took part.", "People took part."),
    _rule("extra", "A number added.", "有人参加。", "People took part.", "Twenty-five people took part."),
    Rule(
        id="number-remark",
        kind=FindingKind.NUMBER,
        severity=Severity.INFO,
        looks_for="A difference in numbers that often has its reason: a lost “about”, a month taken from the article's date.",
        message="{found}",
        test=_remark,
        passes=Case("约有25人参加。", "About 25 people took part."),
        fails=Case("约有25人参加。", "Twenty-five people took part."),
    ),
)
