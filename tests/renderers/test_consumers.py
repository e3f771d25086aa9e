"""The programs that our files are for open them: LibreOffice, epubcheck, OmegaT, Chromium, translate-toolkit. What is not installed is
skipped; `.ci/run` installs all of it."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from translate.storage import factory
from translate.storage.xliff2 import Xliff2File

from summarizer.common.files import encoded
from summarizer.renderers.options import LAYOUTS, Options
from summarizer.report import Report
from summarizer.stages.corrections import corrections
from summarizer.stages.render import load, render, rendered
from summarizer.text.scripts import has_han

pytestmark = pytest.mark.timeout(600)
"""Java and LibreOffice take half a minute each where the machine is free, and many times that where it is not."""
EXAMPLE = Path(__file__).parents[2] / "examples" / "sora-panel.report.json"
SCHEMAS = "XLIFF_SCHEMAS"
"""A folder with xliff-core-1.2-strict.xsd, xliff-core-2.0.xsd and xml.xsd, of OASIS, whose terms do not let them be kept here; Debian's
package php-symfony-translation has them."""


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


def ran(*command: str | Path, **more: object) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=500, **more)  # type: ignore[call-overload]
    assert done.returncode == 0, done.stdout + done.stderr
    return str(done.stdout + done.stderr)


@pytest.fixture(scope="module")
def article() -> Report:
    return load(EXAMPLE)


@needs("soffice")
@needs("pdftotext")
def test_libreoffice_opens_every_document_and_shows_all_of_it(article: Report, hostile: Report, tmp_path: Path) -> None:
    """All in one start of the program, which takes longer than all the documents."""
    files = []
    for name, report in (("article", article), ("hostile", hostile)):
        for layout in LAYOUTS[:3]:
            files.append(tmp_path / f"{name}-{layout}.docx")
            files[-1].write_bytes(encoded(render(report, "docx", options=Options(layout))))
        files.append(tmp_path / f"{name}-workbook.xlsx")
        files[-1].write_bytes(encoded(render(report, "xlsx")))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    ran("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path / "out", *files)
    for file in files:
        made = tmp_path / "out" / f"{file.stem}.pdf"
        assert made.exists(), file.name
        if not file.name.startswith("article"):
            continue
        shown = "".join(ran("pdftotext", made, "-").split())
        wanted = [s.target for s in article.segments]
        missing = [one for one in wanted if "".join(one.split())[:12] not in shown]
        assert len(missing) <= len(wanted) // 50, (file.name, missing)


@needs("soffice")
def test_what_libreoffice_saves_comes_back_unchanged(article: Report, tmp_path: Path) -> None:
    """A returned document has been through another program: nothing that it makes of one is a correction."""
    files = []
    for layout in LAYOUTS[:3]:
        files.append(tmp_path / f"{layout}.docx")
        files[-1].write_bytes(encoded(render(article, "docx", options=Options(layout))))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    ran("soffice", profile, "--headless", "--convert-to", "docx", "--outdir", tmp_path / "back", *files)
    book = tmp_path / "book.xlsx"
    book.write_bytes(encoded(render(article, "xlsx")))
    ran("soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", tmp_path / "back", book)
    for file in (*files, book):
        back = (tmp_path / "back" / file.name).read_bytes()
        assert back != file.read_bytes()
        found = corrections(article, back, file.name)
        assert (found.edits, found.unmatched, found.unchanged) == ((), (), len(article.segments)), file.name


def epubcheck() -> list[str]:
    """Debian's command is a JAR, which not every system runs by itself."""
    path = shutil.which("epubcheck")
    if path is None:
        return []
    return ["java", "-jar", path] if Path(path).read_bytes()[:2] == b"PK" else [path]


@pytest.mark.skipif(not epubcheck(), reason="epubcheck is not installed")
@pytest.mark.parametrize("layout", ["table", "english"])
def test_epubcheck_finds_no_errors(hostile: Report, article: Report, tmp_path: Path, layout: str) -> None:
    report = article if layout == "table" else hostile
    path = tmp_path / "book.epub"
    path.write_bytes(encoded(render(report, "epub", options=Options("table" if layout == "table" else "english"))))
    assert "0 fatals / 0 errors / 0 warnings" in ran(*epubcheck(), path)


@needs("omegat")
def test_omegat_fills_the_segments_from_the_project_folder(article: Report, tmp_path: Path) -> None:
    for path, content in rendered(article, tmp_path, "a", ["omegat"]).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encoded(content))
    home = {"HOME": str(tmp_path), "PATH": os.environ["PATH"]}
    ran("omegat", tmp_path / "a.omegat", "--mode=console-translate", "--no-team", env=home)
    tree = etree.parse(tmp_path / "a.omegat" / "target" / "article.xlf")
    targets = [target.text or "" for target in tree.iter("{*}target")]
    assert len(targets) == len(article.segments)
    filled = sum(not has_han(target) for target in targets)
    assert filled >= 0.98 * len(targets)


@needs("chromium")
@needs("pdftotext")
def test_the_page_is_printed_with_both_languages(article: Report, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(encoded(render(article, "pdf")))
    shown = ran("pdftotext", path, "-")
    assert "Sam Altman" in shown
    assert has_han(shown)
    dates = re.findall(rb"/(?:CreationDate|ModDate) \(D:(\d{14})", path.read_bytes())
    assert set(dates) <= {b"20000101000000"}


@pytest.mark.parametrize(("format", "suffix"), [("tmx", ".tmx"), ("xliff", ".xlf"), ("tbx", ".tbx")])
def test_translate_toolkit_reads_what_translators_get(
    article: Report, tmp_path: Path, format: str, suffix: str
) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(encoded(render(article, format)))
    units = {unit.source: unit.target for unit in factory.getobject(str(path)).units}
    if format == "tbx":
        wanted = {t.source: t.target for t in article.terms if t.target}
        assert wanted.items() <= units.items()
    else:
        good = {s.source.strip(): s.target for s in article.segments if format == "xliff" or s.status != "flagged"}
        assert {k: v for k, v in units.items() if v} == good


def test_translate_toolkit_reads_xliff_2(article: Report) -> None:
    store = Xliff2File.parsestring(encoded(render(article, "xliff2")))  # type: ignore[no-untyped-call]
    units = store.units
    assert [unit.target for unit in units] == [s.target for s in article.segments]


@pytest.mark.skipif(not os.environ.get(SCHEMAS), reason=f"{SCHEMAS} does not name a folder with the schemas of XLIFF")
@pytest.mark.parametrize("version", ["1.2-strict", "2.0"])
def test_xliff_is_valid(
    article: Report, hostile: Report, sora: Report, build: Callable[..., Report], version: str
) -> None:
    folder = Path(os.environ[SCHEMAS])
    tree = etree.parse(folder / f"xliff-core-{version}.xsd")
    for imported in tree.iter("{http://www.w3.org/2001/XMLSchema}import"):
        imported.set("schemaLocation", (folder / "xml.xsd").as_uri())
    schema = etree.XMLSchema(tree)
    code = build([("code", "", "x = 1", "x = 1"), ("table_row", "", "甲 | 乙", "A | B")])
    for report in (article, hostile, sora, code):
        made = encoded(render(report, "xliff" if version.startswith("1") else "xliff2"))
        # 2.1 has the core of 2.0, and its schema asks for the number of its own version
        schema.assertValid(etree.fromstring(made.replace(b'<xliff version="2.1"', b'<xliff version="2.0"')))
