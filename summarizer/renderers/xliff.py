"""The report for translation tools: XLIFF 1.2, which all of them read, and XLIFF 2.1."""

from collections.abc import Iterator
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from summarizer._version import __version__
from summarizer.renderers.options import Options
from summarizer.renderers.rows import Row, chinese, english, rows, said_of, xml_text
from summarizer.report import GENERATOR, Report

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def render(report: Report, options: Options) -> str:  # noqa: ARG001  every format is told the same
    return written(report)


def written(report: Report, *, targets: bool = True) -> str:
    """XLIFF 1.2: a group for each paragraph, a unit for each sentence, notes for speaker and findings. What has findings needs review;
    what is not translated has no target, and without `targets` the Chinese stands in their place: OmegaT replaces
    what is there, and adds nothing."""
    original = xml_text(report.document.origin)
    return "".join(
        (
            f'{_XML}<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\n',
            f'<file original={quoteattr(original)} source-language="{chinese(report)}" target-language="{english(report)}" ',
            f'datatype="plaintext" product-name="{GENERATOR}" product-version="{__version__}">\n',
            f'<header><tool tool-id="{GENERATOR}" tool-name="{GENERATOR}" tool-version="{__version__}"/></header>\n<body>\n',
            *_groups(report, targets=targets),
            "</body>\n</file>\n</xliff>\n",
        )
    )


def _groups(report: Report, *, targets: bool) -> Iterator[str]:
    for block, own in groupby(rows(report), key=lambda row: row.block):
        yield f'<group id="{block.id}" restype="x-{block.kind}">\n'
        yield from (_unit(row, targets=targets) for row in own)
        yield "</group>\n"


def _unit(row: Row, *, targets: bool) -> str:
    """`approved` stays `no`: that is for a person to say."""
    state = "translated" if row.approved else "needs-review-translation"
    target = f'<target state="{state}">{escape(row.target)}</target>' if row.target else ""
    if not targets:
        target = f'<target state="new">{escape(row.source)}</target>'
    translate = ' translate="no"' if row.block.kind == "code" else ""
    return (
        f'<trans-unit id="{row.id}" xml:space="preserve"{translate}><source>{escape(row.source)}</source>{target}'
        f"{''.join(_notes(row, 'from'))}</trans-unit>\n"
    )


def _notes(row: Row, attribute: str) -> Iterator[str]:
    if row.speaker:
        yield f'<note {attribute}="speaker">{escape(row.speaker)}</note>'
    yield from (f'<note {attribute}="{GENERATOR}">{escape(said_of(one))}</note>' for one in row.notes)


def render_2(report: Report, options: Options) -> str:  # noqa: ARG001
    """XLIFF 2.1, the same: a unit for each sentence in a group for each paragraph."""
    return "".join(
        (
            f'{_XML}<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" ',
            f'srcLang="{chinese(report)}" trgLang="{english(report)}">\n',
            f'<file id="f1" original={quoteattr(xml_text(report.document.origin))}>\n',
            *_groups_2(report),
            "</file>\n</xliff>\n",
        )
    )


def _groups_2(report: Report) -> Iterator[str]:
    for block, own in groupby(rows(report), key=lambda row: row.block):
        yield f'<group id="{block.id}" type="x-{GENERATOR}:{block.kind}">\n'
        yield from (_unit_2(row) for row in own)
        yield "</group>\n"


def _unit_2(row: Row) -> str:
    notes = "".join(_notes(row, "category"))
    told = f"<notes>{notes}</notes>" if notes else ""
    state = "initial" if not row.target else "reviewed" if row.approved else "translated"
    target = f"<target>{escape(row.target)}</target>" if row.target else ""
    translate = ' translate="no"' if row.block.kind == "code" else ""
    return (
        f'<unit id="{row.id}" xml:space="preserve"{translate}>{told}<segment state="{state}">'
        f"<source>{escape(row.source)}</source>{target}</segment></unit>\n"
    )
