"""How much repairs may ask: a share of what the translation took, the worst faults first. Counted before anything is asked, in tokens
of the article's own words on both sides; instructions are left out of both."""

from collections.abc import Callable, Collection, Mapping, Sequence

from summarizer.llm.tokens import count
from summarizer.records import Finding, FindingKind, Segment, Severity, Translation
from summarizer.stages.repair.fault import Fault

LEAST_TOKENS = 2_000
"""A short article's repairs are never refused, unless all are: the saving would be a fraction of a cent."""
ENGLISH = 0.85
"""o200k tokens of English for one of Chinese (`dry_run.py`)."""
MOST_NAMED = 12


class Budget:
    """What is left for repairs, and which segments were left out."""

    def __init__(self, share: float, segments: Sequence[Segment], drafts: Mapping[str, Translation]) -> None:
        """`share` 1 lets repairs take as much again as the translation took; 0 lets nothing be asked."""
        own = sum(count(s.source) + count(drafts[s.id].target or "") for s in segments)
        self._share = share
        self._left = max(share * own, LEAST_TOKENS) if share else 0.0
        self._left_out: set[str] = set()

    def affordable(self, faults: Sequence[Fault], weight: Callable[[Sequence[Finding]], int]) -> list[Fault]:
        """Those that may be asked about now, the worst chosen first, in the order given."""
        chosen: set[str] = set()
        for fault in sorted(faults, key=lambda f: -weight(f.findings)):
            if (cost := tokens_of(fault)) <= self._left:
                self._left -= cost
                chosen.add(fault.segment.id)
        self._left_out |= {f.segment.id for f in faults} - chosen
        return [f for f in faults if f.segment.id in chosen]

    def finding(self, faulty: Collection[str]) -> tuple[Finding, ...]:
        """What the reader is told where segments were left out and still have faults."""
        ids = [i for i in faulty if i in self._left_out]
        if not ids:
            return ()
        more = f" and {len(ids) - MOST_NAMED} more" if len(ids) > MOST_NAMED else ""
        detail = (
            f"Repair budget exhausted ({self._share:g} of the translation's tokens): {len(ids)} "
            f"{'segment' if len(ids) == 1 else 'segments'} left unrepaired: {', '.join(ids[:MOST_NAMED])}{more}. "
            "A higher repair_budget repairs them."
        )
        return (Finding(segment=None, kind=FindingKind.REPAIR_BUDGET, severity=Severity.INFO, detail=detail),)


def tokens_of(fault: Fault) -> int:
    """About what one more question about a segment takes: its source, its English so far, what is wrong, and the answer."""
    source = count(fault.source)
    return source + count(fault.was.target or "") + sum(count(f.detail) for f in fault.findings) + int(ENGLISH * source)
