"""The report sentence by sentence, as tables and exchange formats want it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from summarizer.records import Finding, FindingKind, Severity
from summarizer.renderers.facts import Facts
from summarizer.renderers.prose import printable
from summarizer.report import Report, ReportBlock, Status, TranslatedSegment

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TOLD = frozenset({FindingKind.EDITED, FindingKind.MEMORY, FindingKind.AUTO_CORRECTED})
"""Kinds of remarks that a person who goes on working with the text wants to see."""


class Row(NamedTuple):
    """A segment with what belongs to it. `source` and `target` have no white space around them; `target` is empty where there is no
    translation."""

    id: str
    block: ReportBlock
    speaker: str
    source: str
    target: str
    status: Status
    findings: tuple[Finding, ...]

    @property
    def notes(self) -> tuple[Finding, ...]:
        """The findings that stand beside the sentence in a document."""
        return tuple(f for f in self.findings if f.severity != Severity.INFO or f.kind in _TOLD)

    @property
    def approved(self) -> bool:
        """True if nothing that was found speaks against its English."""
        return self.status in ("ok", "repaired")


def rows(report: Report) -> Iterator[Row]:
    """Every segment in the order of the article."""
    facts = Facts(report)
    for block in report.document.blocks:
        for id in block.segments:
            own = facts.segments[id]
            found = tuple(note.finding for note in facts.notes.get(id, ()))
            yield Row(id, block, speaker(facts, own), xml_text(own.as_written), xml_text(own.target), own.status, found)


def speaker(facts: Facts, segment: TranslatedSegment) -> str:
    """Who says it, in English; several with commas, empty for narration."""
    names = (facts.speakers[who].name for who in facts.speakers_of(segment) if who in facts.speakers)
    return xml_text(", ".join(name.target or name.source for name in names))


def xml_text(text: str) -> str:
    """The text without what XML cannot hold or what only misleads, and without white space around it."""
    return _NOT_XML.sub("\ufffd", printable(text)).strip()


def said_of(finding: Finding) -> str:
    """A finding as one line."""
    return xml_text(f"{finding.severity}, {finding.kind}: {finding.detail}")


def chinese(report: Report) -> str:
    """The article's language as a tag that other programs know: zh-CN or zh-TW."""
    return "zh-TW" if report.document.source_language == "zh-Hant" else "zh-CN"


def english(report: Report) -> str:
    """The language of the translation as such a tag."""
    return report.document.target_language if "-" in report.document.target_language else "en-US"
