"""A project folder for OmegaT: the article as XLIFF without English, the translation as the project's own memory, the names as its
glossary.

Files of the program itself are `omegat.project` and what is under `omegat/`; a translator opens the folder with Project > Open.
"""

from collections.abc import Iterator

from summarizer.renderers import xliff
from summarizer.renderers.options import Options
from summarizer.renderers.rows import chinese, english, rows, xml_text
from summarizer.renderers.tmx import written
from summarizer.report import Report

PROJECT = "omegat.project"
SOURCE = "source/article.xlf"
MEMORY = "omegat/project_save.tmx"
GLOSSARY = "glossary/glossary.txt"
_FOLDERS = ("source", "target", "tm", "glossary", "dictionary")


def render(report: Report, options: Options) -> str:  # noqa: ARG001  every format is told the same
    """The project's own file. Units are sentences: OmegaT must not cut them again."""
    folders = "".join(f"<{name}_dir>__DEFAULT__</{name}_dir>\n" for name in _FOLDERS)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<omegat><project version="1.0">\n'
        f"{folders}<glossary_file>glossary.txt</glossary_file>\n"
        f"<source_lang>{chinese(report)}</source_lang>\n<target_lang>{english(report)}</target_lang>\n"
        "<sentence_seg>false</sentence_seg>\n<support_default_translations>true</support_default_translations>\n"
        "<remove_tags>false</remove_tags>\n</project></omegat>\n"
    )


def source(report: Report, options: Options) -> str:  # noqa: ARG001
    """A unit for each sentence, with notes for speaker and findings; what OmegaT makes of it in `target` has the same ids."""
    return xliff.written(report, targets=False)


def memory(report: Report, options: Options) -> str:  # noqa: ARG001
    """All sentences that have English, faulty ones too: the project is there to correct them."""
    units: Iterator[tuple[str, str, dict[str, str]]] = (
        (row.source, row.target, {}) for row in rows(report) if row.target and row.source
    )
    return written(units, chinese(report), english(report))


def glossary(report: Report, options: Options) -> str:  # noqa: ARG001
    return "".join(_terms(report))


def _terms(report: Report) -> Iterator[str]:
    for term in report.terms:
        if term.target:
            for form in (term.source, *term.aliases):
                yield "\t".join(_line(xml_text(part)) for part in (form, term.target, term.kind)) + "\n"


def _line(text: str) -> str:
    return " ".join(text.split())
