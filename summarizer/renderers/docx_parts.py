"""The parts of a Word document around its text: styles, comments, page numbers, properties."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from summarizer.renderers.rows import chinese, english, xml_text
from summarizer.report import GENERATOR, Report

CORE = "docProps/core.xml"
"""Stands first and uncompressed: it says what made the file (`MARK`)."""
MARK = f"generator: {GENERATOR}"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_FONTS = {"zh-CN": "SimSun", "zh-TW": "PMingLiU"}
"""Fonts for Chinese that Word and WPS have; other programs take one of their own."""
_PARTS = ("styles", "comments", "numbering", "footer1")


def parts_beside(report: Report, body: str, comments: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Every part of the package with its name, the text's own among them."""
    yield CORE, core(report)
    yield "[Content_Types].xml", _content_types()
    yield (
        "_rels/.rels",
        _relations(
            ("officeDocument", "word/document.xml", _R),
            (
                "metadata/core-properties",
                CORE,
                "http://schemas.openxmlformats.org/package/2006/relationships",
            ),
        ),
    )
    yield (
        "word/document.xml",
        f'{_HEAD}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{body}</w:body></w:document>',
    )
    kinds = ("styles", "comments", "numbering", "footer")
    own = ((kind, f"{name}.xml", _R) for kind, name in zip(kinds, _PARTS, strict=True))
    yield "word/_rels/document.xml.rels", _relations(*own)
    yield "word/styles.xml", _styles(chinese(report), english(report))
    yield "word/comments.xml", _comments(comments)
    yield "word/numbering.xml", _numbering()
    yield "word/footer1.xml", _footer()


def core(report: Report) -> str:
    """The properties of an office document. The keyword is how this program knows its own files."""
    title = escape(xml_text(report.document.title.target or report.document.title.source))
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<cp:keywords>{MARK}</cp:keywords><dc:title>{title}</dc:title><dc:creator>{GENERATOR}</dc:creator>"
        "</cp:coreProperties>"
    )


def _content_types() -> str:
    kinds = {
        "word/document.xml": f"{_OFFICE}.document.main+xml",
        **{f"word/{name}.xml": f"{_OFFICE}.{name.rstrip('1')}+xml" for name in _PARTS},
        CORE: "application/vnd.openxmlformats-package.core-properties+xml",
    }
    own = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{own}</Types>'
    )


def _relations(*relations: tuple[str, str, str]) -> str:
    own = "".join(
        f'<Relationship Id="rId{n}" Type="{base}/{kind}" Target="{target}"/>'
        for n, (kind, target, base) in enumerate(relations, 1)
    )
    return f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{own}</Relationships>'


def _styles(source: str, target: str) -> str:
    fonts = f'w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri" w:eastAsia="{_FONTS[source]}"'
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {fonts}/><w:sz w:val="21"/><w:szCs w:val="21"/>'
        f'<w:lang w:val="{target}" w:eastAsia="{source}"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
    )
    own = [
        _style("Normal", "Normal", "", "", default=True),
        _style("Title", "Title", '<w:spacing w:after="60"/>', '<w:b/><w:sz w:val="36"/>'),
        _style("Subtitle", "Subtitle", "", '<w:sz w:val="26"/>'),
        _style("Details", "Details", '<w:spacing w:after="60"/>', '<w:color w:val="595959"/><w:sz w:val="18"/>'),
        _style("Cell", "Table text", '<w:spacing w:after="0" w:line="252" w:lineRule="auto"/>', ""),
        _style("Small", "Segment number", '<w:spacing w:after="0"/>', '<w:color w:val="595959"/><w:sz w:val="16"/>'),
        _style("Source", "Source text", '<w:spacing w:after="200"/>', '<w:color w:val="595959"/><w:sz w:val="19"/>'),
        _style("Code", "Code", "", '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas"/>'),
        _style("CommentText", "annotation text", "", '<w:sz w:val="20"/>'),
        *(
            _style(
                f"Heading{n}",
                f"heading {n}",
                f'<w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="{n - 1}"/>',
                f'<w:b/><w:sz w:val="{max(22, 34 - 4 * n)}"/>',
            )
            for n in range(1, 7)
        ),
        *(
            _style(
                f"ListBullet{n}",
                f"List Bullet {n}" if n > 1 else "List Bullet",
                f'<w:numPr><w:ilvl w:val="{n - 1}"/><w:numId w:val="1"/></w:numPr>',
                "",
            )
            for n in range(1, 4)
        ),
        '<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/>'
        '<w:rPr><w:sz w:val="16"/></w:rPr></w:style>',
        _table_style(),
    ]
    return f'{_HEAD}<w:styles xmlns:w="{_W}">{defaults}{"".join(own)}</w:styles>'


def _style(id: str, name: str, paragraph: str, run: str, *, default: bool = False) -> str:
    based = "" if default else '<w:basedOn w:val="Normal"/>'
    mark = ' w:default="1"' if default else ""
    shape = f"<w:pPr>{paragraph}</w:pPr>" if paragraph else ""
    looks = f"<w:rPr>{run}</w:rPr>" if run else ""
    return (
        f'<w:style w:type="paragraph"{mark} w:styleId="{id}"><w:name w:val="{name}"/>{based}'
        f"<w:qFormat/>{shape}{looks}</w:style>"
    )


def _table_style() -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="BFBFBF"/>' for side in sides)
    margins = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in _MARGINS)
    return (
        '<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/>'
        f"<w:tblPr><w:tblBorders>{lines}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr></w:style>"
    )


_MARGINS = (("top", 60), ("left", 100), ("bottom", 60), ("right", 100))


def _comments(comments: Sequence[str]) -> str:
    own = "".join(
        f'<w:comment w:id="{n}" w:author="{GENERATOR}" w:initials="S"><w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:comment>'
        for n, text in enumerate(comments)
    )
    return f'{_HEAD}<w:comments xmlns:w="{_W}">{own}</w:comments>'


def _numbering() -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="{mark}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{420 * (n + 1)}" w:hanging="300"/></w:pPr></w:lvl>'
        for n, mark in enumerate("•–·")
    )
    return (
        f'{_HEAD}<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{levels}'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def _footer() -> str:
    return (
        f'{_HEAD}<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>'
    )
