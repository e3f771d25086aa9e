"""What a repair is about."""

from summarizer.records import Finding, Record, Segment, Translation


class Fault(Record):
    """A segment with its translation so far and what is wrong with it; `earlier` are the segments in front of it that the checks look at."""

    segment: Segment
    earlier: tuple[Segment, ...] = ()
    was: Translation
    findings: tuple[Finding, ...]

    @property
    def source(self) -> str:
        return self.segment.source.strip()

    @property
    def before(self) -> str:
        """The source text in front of it."""
        return self.earlier[-1].source.strip() if self.earlier else ""

    @property
    def kinds(self) -> set[str]:
        return {f.kind for f in self.findings}
