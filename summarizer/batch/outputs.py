"""An article's results in the output folder: written when they are not there as they should be, and never anywhere else."""

from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import NamedTuple

from summarizer.batch.discovery import PAGE, REPORT
from summarizer.common.files import not_written, require_writable
from summarizer.common.kept import digest_of, write_unless_edited
from summarizer.errors import OutputError, UsageError
from summarizer.renderers.options import Options
from summarizer.report import Report
from summarizer.settings import Settings
from summarizer.stages.render import FORMATS, rendered
from summarizer.store import Outputs, Written


class Saved(NamedTuple):
    """An article's results: file below the output folder → SHA-256 of what the program wrote there, and those that a person edited and
    that stayed as they are."""

    outputs: dict[str, str]
    kept: tuple[str, ...] = ()


class OutputFolder:
    """Where a batch writes, and what it knows of what it wrote there before."""

    def __init__(self, output: Path, book: Outputs, *, overwrite: bool = False) -> None:
        """`book` knows what was written; with `overwrite` edited files move aside, else they stay."""
        self.path, self._book, self._overwrite = output, book, overwrite

    def write(
        self,
        report: Report,
        place: str,
        settings: Settings,
        known: Mapping[str, str] = MappingProxyType({}),
        source: bytes | None = None,
    ) -> Saved:
        """Writes what differs from what is there; `known` is what the last batch wrote, `source` the article's own file. Raises OutputError, also where a link would
        lead out of the folder, and StoreError."""
        path = PurePosixPath(place)
        folder = inside(self.path, self.path / path.parent)
        texts = rendered(
            report,
            folder,
            path.name,
            settings.formats,
            chinese_names=settings.chinese_names,
            options=Options(settings.layout, source),
        )
        for file in texts:
            inside(self.path, file.parent)
        before = {self.path / name: digest for name, digest in known.items() if digest}
        before |= self._book.digests(texts)
        done = write_unless_edited(folder, texts, before, overwrite=self._overwrite)
        written = [Written(p, d, report.document.sha256) for p, d in done.digests.items() if p not in done.kept]
        self._book.record(written)
        return Saved(
            {file.relative_to(self.path).as_posix(): digest for file, digest in done.digests.items()},
            tuple(file.relative_to(self.path).as_posix() for file in done.kept),
        )


def intact(output: Path, place: str, formats: Iterable[str], known: Mapping[str, str]) -> bool:
    """True where every file of the article is there with the content that `known` (as `write` returned it) says."""
    files = [place + suffix for name in formats for suffix in FORMATS[name].suffixes]
    return all(file in known and digest_of(output / file) == known[file] for file in files)


def clear_moved(output: Path, known: Mapping[str, str], places: Container[str]) -> None:
    """Removes earlier results of an article that lies elsewhere now (`a.html` came beside `a.txt`): `known` as `write` returned it then.
    Only what is as it was written, and at none of the `places` where results lie now."""
    for name, digest in known.items():
        suffixes = (suffix for one in FORMATS.values() for suffix in one.suffixes)
        place = next((name.removesuffix(suffix) for suffix in suffixes if name.endswith(suffix)), name)
        file = output / name
        within = file.resolve().is_relative_to(output.resolve())
        if place not in places and within and digest_of(file) == digest:
            with suppress(OSError):
                file.unlink()


def require_room(output: Path) -> None:
    """Makes the folder. Raises, before anything is paid for, OutputError where it takes no files, UsageError where the page of the batch
    would take the place of a file that is not ours."""
    inside(output, output)
    page = output / PAGE
    if page.exists() and not (output / REPORT).exists():
        raise UsageError(
            f"{page} is not the page of a batch, and would be replaced", "Choose another folder with --output."
        )
    require_writable(output)


def inside(output: Path, folder: Path) -> Path:
    """The folder, made where it is missing. Raises OutputError where it is not really below `output`: a link in it leads away."""
    if ".." in folder.relative_to(output).parts:
        raise OutputError(f"{folder} leads out of {output}", "Name the article without .. in its path.")
    try:
        output.mkdir(parents=True, exist_ok=True)
        existing = next(p for p in (folder, *folder.parents) if p.exists())
        if not existing.resolve().is_relative_to(output.resolve()):
            raise OutputError(f"{folder} leads out of {output}", "Take the link away, or choose another --output.")
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise not_written(folder, error) from error
    return folder
