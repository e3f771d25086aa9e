"""What the checks find in the translation of an article, kept by segment. A segment is verified once for each text that it has had: it is
read again only if its English, or that of the segments before it which the checks look at, has changed."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from summarizer.records import Brief, Finding, Segment, Severity, Translation
from summarizer.stages.verify import NEIGHBOURS, asks_repair, read_ahead, verify_segment
from summarizer.text.checks import Case
from summarizer.text.checks.people import genders_of
from summarizer.text.names import Spellings

Verify = Callable[[Case], tuple[Finding, ...]]
_Text = tuple[str, ...]
"""The English of a segment and of those before it."""


class Checks:
    """The ledger of an article's findings. Repair, review, summaries and the report ask it about the translations that they hold."""

    def __init__(
        self,
        segments: Sequence[Segment],
        brief: Brief,
        verify: Verify = verify_segment,
        *,
        names_in_brackets: bool = False,
        rehearsed: bool = False,
    ) -> None:
        """`names_in_brackets` lets Chinese stand in brackets behind a name, as in Luo Jiangchun (罗江春). `rehearsed` says that the English
        is made up: nothing is wrong with it, and nothing in it is put right."""
        self.segments, self.brief = tuple(segments), brief
        self._verify, self._names_in_brackets, self.rehearsed = verify, names_in_brackets, rehearsed
        self._at = {s.id: n for n, s in enumerate(self.segments)}
        self._women, self._men = genders_of([s.source for s in self.segments], brief.terms)
        self._found: dict[tuple[str, _Text], tuple[Finding, ...]] = {}

    @cached_property
    def spellings(self) -> Spellings:
        """The English forms of the article's names."""
        return Spellings(self.brief.terms)

    @property
    def readings(self) -> int:
        """How often a segment was verified."""
        return len(self._found)

    def all(self, translations: Mapping[str, Translation]) -> tuple[Finding, ...]:
        """What is wrong, in the order of the article; inside a segment the most severe first, one finding for one fault."""
        if not self._found and len(self.segments) > 1 and not self.rehearsed:
            read_ahead(text for s in self.segments for text in (s.source, _english(translations, s)))
        return tuple(f for s in self.segments for f in self.one(s.id, translations))

    def one(self, segment: str, translations: Mapping[str, Translation]) -> tuple[Finding, ...]:
        """What is wrong with one segment; one that is printed as it is has nothing wrong."""
        at = self._at[segment]
        if self.segments[at].verbatim or self.rehearsed:
            return ()
        earlier = self.before(segment)
        key = (segment, tuple(_english(translations, s) for s in (self.segments[at], *earlier)))
        if key not in self._found:
            self._found[key] = self._verify(self._case(at, translations))
        found = self._found[key]
        return tuple(map(_as_remark, found)) if _confirmed(translations, segment) else found

    def near(self, segment: str, translations: Mapping[str, Translation]) -> tuple[Finding, ...]:
        """What is wrong with a segment and with those behind it of which a change to it may make something else."""
        at = self._at[segment]
        return tuple(f for s in self.segments[at : at + 1 + NEIGHBOURS] for f in self.one(s.id, translations))

    def faults(self, translations: Mapping[str, Translation]) -> dict[str, list[Finding]]:
        """Segment id → findings that are worth another question."""
        faults: dict[str, list[Finding]] = {}
        for finding in self.all(translations):
            own = finding.segment
            if own is not None and asks_repair(finding) and not _is_settled(translations, own):
                faults.setdefault(own, []).append(finding)
        return faults

    def before(self, segment: str) -> tuple[Segment, ...]:
        """The segments before this one that the checks look at, in order."""
        at = self._at[segment]
        return self.segments[max(0, at - NEIGHBOURS) : at]

    def _case(self, at: int, translations: Mapping[str, Translation]) -> Case:
        own = self.segments[at]
        earlier, later = self.before(own.id), self.segments[at + 1 : at + 1 + NEIGHBOURS]
        return Case(
            own.source,
            _english(translations, own),
            self.brief.terms,
            tuple((s.source, _english(translations, s)) for s in reversed(earlier)),
            self._names_in_brackets,
            tuple((s.source, _english(translations, s)) for s in later),
            own.id,
            self._women,
            self._men,
        )


def _confirmed(translations: Mapping[str, Translation], segment: str) -> bool:
    return segment in translations and translations[segment].confirmed


def _is_settled(translations: Mapping[str, Translation], segment: str) -> bool:
    """True for what nobody is asked about again: a strong model keeps it, or a person translated it."""
    return _confirmed(translations, segment) or bool(segment in translations and translations[segment].memory)


def _as_remark(finding: Finding) -> Finding:
    """A warning that a strong model does not share is a remark; an error stays one."""
    return finding.model_copy(update={"severity": Severity.INFO}) if finding.severity == Severity.WARNING else finding


def _english(translations: Mapping[str, Translation], segment: Segment) -> str:
    """Empty if there is no translation."""
    return (translations[segment.id].target or "") if segment.id in translations else ""
