"""The report as a translation memory (TMX 1.4): every sentence whose English no check objects to."""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from summarizer._version import __version__
from summarizer.renderers.options import Options
from summarizer.renderers.rows import chinese, english, rows, xml_text
from summarizer.report import GENERATOR, Report

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'


def render(report: Report, options: Options) -> str:  # noqa: ARG001  every format is told the same
    """Segments with findings of severity warning or error, and those without a translation, are left out."""
    name = xml_text(report.document.origin)
    units = (
        (row.source, row.target, {"x-segment": row.id, "x-speaker": row.speaker, "x-status": row.status})
        for row in rows(report)
        if row.approved and row.block.kind != "code" and row.source
    )
    return written(units, chinese(report), english(report), name)


def written(
    units: Iterable[tuple[str, str, dict[str, str]]], source: str, target: str, note: str = "", *, props: bool = True
) -> str:
    """A memory of units (source, target, properties)."""
    return "".join((_HEAD, *_body(units, source, target, note, props=props)))


def _body(
    units: Iterable[tuple[str, str, dict[str, str]]], source: str, target: str, note: str, *, props: bool
) -> Iterator[str]:
    yield (
        f'<tmx version="1.4">\n<header creationtool="{GENERATOR}" creationtoolversion="{__version__}" segtype="sentence" '
        f'o-tmf="{GENERATOR}" adminlang="en" srclang="{source}" datatype="plaintext">'
    )
    yield f"\n<note>{escape(note)}</note>\n</header>\n<body>\n" if note else "</header>\n<body>\n"
    for zh, en, properties in units:
        own = "".join(f"<prop type={quoteattr(k)}>{escape(v)}</prop>" for k, v in properties.items() if v and props)
        yield f'<tu>{own}<tuv xml:lang="{source}"><seg>{escape(zh)}</seg></tuv>'
        yield f'<tuv xml:lang="{target}"><seg>{escape(en)}</seg></tuv></tu>\n'
    yield "</body>\n</tmx>\n"
