"""write_back: the article's own Word document with its English in place of the Chinese; styles, lists, tables, notes and pictures stay.

Paragraphs are found again by their text, in the order in which the reader of Word documents walks them. A sentence's English goes into
the run in which the sentence begins, so what is bold, coloured or linked inside a sentence is lost, and said.
"""

import copy
import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from summarizer.errors import BinaryInput, InputError
from summarizer.readers.docx import Placed, is_docx, placed
from summarizer.readers.package import Package
from summarizer.renderers.archive import archive
from summarizer.renderers.docx_parts import MARK
from summarizer.renderers.prose import gaps
from summarizer.renderers.rows import xml_text
from summarizer.report import Report, ReportBlock, TranslatedSegment

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MACROS = b"macroEnabled"
_STRICT = b"http://purl.oclc.org/ooxml/"
_BETWEEN_CELLS = re.compile(r"\s*[|｜]\s*")
_KEYWORDS = re.compile(rb"<cp:keywords>.*?</cp:keywords>|<cp:keywords/>", re.DOTALL)


class WrittenBack(NamedTuple):
    """The document, and sentences that say what of it could not be kept or is not in English."""

    content: bytes
    lost: tuple[str, ...]


class _Own(NamedTuple):
    """A paragraph's sentences with their English."""

    segments: Sequence[TranslatedSegment]

    @property
    def english(self) -> list[str]:
        return [xml_text(s.target or s.as_written) for s in self.segments]


def is_word(source: bytes | None) -> bool:
    """True for a Word document that can be opened."""
    try:
        return source is not None and source.startswith(b"PK") and is_docx(Package(source))
    except InputError:
        return False


def write_back(report: Report, source: bytes) -> WrittenBack:
    """Raises InputError for a file that is damaged, too large, in the strict form of the format, or with macros."""
    package = Package(source)
    if _MACROS in package.read("[Content_Types].xml"):
        raise BinaryInput("The document has macros, which a .docx may not have.", "Save it as .docx.")
    trees: dict[str, etree._Element] = {}
    found = _Blocks(report)
    formatted = chinese = 0
    for part, tree, paragraphs in placed(package):
        trees[part] = tree
        if _STRICT in package.read(part):
            raise BinaryInput("The document is in the strict form of Office Open XML.", "Save it as .docx.")
        for one in found.fill_rows(paragraphs):
            own = found.take(one.block.text)
            if own is None:
                chinese += 1
            elif not _fill(one.texts, own.segments, own.english):
                formatted += 1
    parts = ((name, _bytes(trees[name]) if name in trees else package.read(name)) for name in package.names())
    marked = [(name, _marked(content) if name == "docProps/core.xml" else content) for name, content in parts]
    return WrittenBack(archive(marked, stored=frozenset({"docProps/core.xml"})), tuple(_said(formatted, chinese)))


def _said(formatted: int, chinese: int) -> Iterator[str]:
    if formatted:
        yield f"--layout source: formatting inside sentences was lost in {_count(formatted)}."
    if chinese:
        yield f"--layout source: {_count(chinese)} that the article does not have stayed Chinese."


def _count(number: int) -> str:
    return f"{number} paragraph{'s' * (number != 1)}"


def _bytes(tree: etree._Element) -> bytes:
    made: bytes = etree.tostring(tree, encoding="UTF-8", xml_declaration=True, standalone=True)
    return made


def _marked(core: bytes) -> bytes:
    """The document's properties, saying what made it."""
    own = f"<cp:keywords>{MARK}</cp:keywords>".encode()
    return _KEYWORDS.sub(own, core) if _KEYWORDS.search(core) else core.replace(b"</cp:core", own + b"</cp:core")


class _Blocks:
    """The article's paragraphs by their text; each is used once, in order."""

    def __init__(self, report: Report) -> None:
        segments = {s.id: s for s in report.segments}
        self._open: Mapping[str, deque[_Own]] = defaultdict(deque)
        self._rows: list[tuple[list[str], ReportBlock, _Own]] = []
        for block in report.document.blocks:
            own = _Own([segments[i] for i in block.segments])
            text = "".join(s.source for s in own.segments)
            if block.kind == "table_row":
                self._rows.append((_cells(text), block, own))
            else:
                self._open[_plain(text)].append(own)

    def take(self, text: str) -> _Own | None:
        waiting = self._open.get(_plain(text))
        if not waiting:
            return None
        return (
            waiting.popleft() if len(waiting) > 1 else waiting[0]
        )  # what stands twice and was read once is the same again

    def fill_rows(self, paragraphs: Sequence[Placed]) -> list[Placed]:
        """Puts the rows of tables into their cells; returns the other paragraphs, with the cells of rows that have other parts in
        English."""
        by_row: dict[etree._Element, list[Placed]] = defaultdict(list)
        for one in paragraphs:
            row = next(one.element.iterancestors(f"{_W}tr"), None)
            if row is not None:
                by_row[row].append(one)
        done: set[etree._Element] = set()
        for cells in by_row.values():
            texts = [_plain(one.block.text) for one in cells]
            at = next((n for n, (own, _, _) in enumerate(self._rows) if own == texts), None)
            if at is None:
                continue
            _, _, own = self._rows.pop(at)
            english = [part for part in _BETWEEN_CELLS.split(" ".join(own.english)) if part]
            if len(english) == len(cells):
                for one, text in zip(cells, english, strict=True):
                    _put(one.texts, {0: text})
                    done.add(one.element)
        return [one for one in paragraphs if one.element not in done]


def _cells(text: str) -> list[str]:
    return [part for part in map(_plain, text.split("|")) if part]


def _plain(text: str) -> str:
    return "".join(text.split())


def _fill(texts: Sequence[etree._Element], segments: Sequence[TranslatedSegment], english: Sequence[str]) -> bool:
    """Puts the sentences where they begin. False if runs of different looks had to be put together, or formulas became text."""
    formulas = [text for text in texts if text.tag.startswith(_MATH)]
    texts = [text for text in texts if text not in formulas]
    for text in formulas:
        for formula in list(text.iterancestors(f"{_MATH}oMath"))[-1:]:
            formula.getparent().remove(formula)
    if not texts:
        return not formulas
    starts = _starts(texts, [s.source for s in segments])
    put: dict[int, str] = defaultdict(str)
    for start, gap, text in zip(starts, gaps(english), english, strict=True):
        put[start] += gap + text
    kept = _one_look(texts, starts)
    _put(texts, put)
    return kept and not formulas


def _starts(texts: Sequence[etree._Element], sources: Sequence[str]) -> list[int]:
    """For each sentence the number of the text in which it begins, counted in characters that are no white space; all in the first if
    the counts differ, as where readings were taken out."""
    lengths = [len(_plain(text.text or "")) for text in texts]
    if sum(lengths) != sum(len(_plain(source)) for source in sources):
        first = next((n for n, length in enumerate(lengths) if length), 0)
        return [first] * len(sources)
    found, at = [], 0
    for source in sources:
        n, before = 0, 0
        while n < len(lengths) - 1 and before + lengths[n] <= at:
            before += lengths[n]
            n += 1
        found.append(n)
        at += len(_plain(source))
    return found


def _one_look(texts: Sequence[etree._Element], starts: Iterable[int]) -> bool:
    """True if every sentence's runs look alike."""
    begins = sorted(set(starts))
    for first, after in zip(begins, [*begins[1:], len(texts)], strict=True):
        looks = {_look(text) for text in texts[first:after] if (text.text or "").strip()}
        if len(looks) > 1:
            return False
    return True


def _look(text: etree._Element) -> bytes:
    """How a run is formatted and whether it is a link. Fonts and languages do not count: Word cuts runs at every change of script."""
    run = text.getparent()
    properties = run.find(f"{_W}rPr")
    if properties is None:
        shown = b""
    else:
        own = copy.deepcopy(properties)
        for name in ("rFonts", "lang", "noProof", "szCs", "bCs", "iCs"):
            for element in own.findall(f"{_W}{name}"):
                own.remove(element)
        shown = etree.tostring(own, method="c14n") if len(own) else b""
    return shown + (b"link" if run.getparent().tag == f"{_W}hyperlink" else b"")


def _put(texts: Sequence[etree._Element], placed: Mapping[int, str]) -> None:
    """Each text as placed, the others empty. The hint that makes quotation marks full-width is for Chinese only."""
    for n, text in enumerate(texts):
        text.text = placed.get(n, "")
        text.set(_SPACE, "preserve")
        for fonts in text.getparent().iterfind(f"{_W}rPr/{_W}rFonts"):
            fonts.attrib.pop(f"{_W}hint", None)
