"""What a repair is about."""

from summarizer.records import Finding, Record, Segment, Translation


class Fault(Record):
    """A segment with its translation so far and what is wrong with it; `before` is the source text in front of it."""

    segment: Segment
    before: str
    was: Translation
    findings: tuple[Finding, ...]

    @property
    def source(self) -> str:
        return self.segment.source.strip()

    @property
    def kinds(self) -> set[str]:
        return {f.kind for f in self.findings}
