"""Do the points of reports hold, and how much of what was said do they cover?

    python -m benchmarks.coverage REPORT.report.json...

For each speaker with at least `--turns` statements (5): points, points whose evidence is the speaker's own, numbers and names of points
that their evidence lacks (must be 0), and the share of the speaker's words that the points cite. Ends with 1 where a point does not hold.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT)]

from summarizer.records import Brief, Name, Profile, Segment, Speaker, Translation  # noqa: E402
from summarizer.report import Report  # noqa: E402
from summarizer.stages.render import load  # noqa: E402
from summarizer.stages.summarize.grounding import ungrounded  # noqa: E402
from summarizer.stages.summarize.transcripts import SpeakerTranscript, covered, transcripts_of  # noqa: E402


class Row(NamedTuple):
    """One speaker of one report."""

    name: str
    turns: int
    points: int
    own: int
    """Points all of whose evidence is the speaker's own."""
    lacking: tuple[str, ...]
    """Numbers and names of points that their evidence does not have."""
    coverage: float

    @property
    def holds(self) -> bool:
        return self.own == self.points and not self.lacking


def rows(report: Report, turns: int = 5) -> Iterator[Row]:
    """The speakers with so many statements or more, reckoned anew from the segments: the report's own figures are not believed."""
    words = {w.profile.id: w for w in _words(report)}
    for speaker in report.speakers:
        count = sum(speaker.id in st.speakers for st in report.statements)
        if count >= turns and speaker.id in words:
            yield _row(speaker, words[speaker.id], count, report)


def _row(speaker: Speaker, words: SpeakerTranscript, turns: int, report: Report) -> Row:
    lacking = [strange for point in speaker.points for strange in ungrounded(point, words, report.terms)]
    own = sum(set(point.evidence) <= words.ids for point in speaker.points)
    share = covered(speaker, words).coverage or 0.0
    return Row(speaker.name.target or speaker.name.source, turns, len(speaker.points), own, tuple(lacking), share)


def _words(report: Report) -> Sequence[SpeakerTranscript]:
    segments = [Segment(id=s.id, block=s.id.rpartition(".")[0], source=s.source) for s in report.segments]
    english = {s.id: Translation(segment=s.id, target=s.target or None) for s in report.segments}
    profiles = tuple(Profile(**{name: getattr(s, name) for name in Profile.model_fields}) for s in report.speakers)
    known = Brief(title=Name(source=""), terms=report.terms, profiles=profiles)
    return transcripts_of(segments, english, report.statements, known)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", nargs="+", type=Path, metavar="REPORT")
    parser.add_argument("--turns", type=int, default=5)
    given = parser.parse_args()
    good = True
    for path in given.reports:
        print(path.name)
        print(f"  {'speaker':<24} {'turns':>5} {'points':>6} {'evidence own':>12} {'lacking':>7} {'coverage':>8}")
        for row in rows(load(path), given.turns):
            print(
                f"  {row.name:<24} {row.turns:>5} {row.points:>6} {row.own:>12} {len(row.lacking):>7} {row.coverage:>8.1%}"
                + (f"  {', '.join(row.lacking)}" if row.lacking else "")
            )
            good = good and row.holds
    print("every point holds" if good else "NOT every point holds")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
