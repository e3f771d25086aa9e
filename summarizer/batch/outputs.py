"""An article's results in the output folder: written when they are not there as they should be, and never anywhere else."""

import hashlib
from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from summarizer.batch.discovery import PAGE, REPORT
from summarizer.common.files import not_written, require_writable, write_atomic
from summarizer.errors import OutputError, UsageError
from summarizer.report import Report
from summarizer.stages.render import FORMATS, rendered


def write(
    report: Report, output: Path, place: str, formats: Iterable[str], *, chinese_names: bool = False
) -> dict[str, str]:
    """Writes what differs from what is there. File below `output` → SHA-256 of its content. Raises OutputError, also where a
    link would lead out of `output`."""
    path = PurePosixPath(place)
    folder = inside(output, output / path.parent)
    texts = rendered(report, folder, path.name, formats, chinese_names=chinese_names)
    if any(_digest_of(file) != _digest(text) for file, text in texts.items()):
        write_atomic(folder, texts)
    return {str(path.parent / file.name): _digest(text) for file, text in texts.items()}


def intact(output: Path, place: str, formats: Iterable[str], known: Mapping[str, str]) -> bool:
    """True where every file of the article is there with the content that `known` (as `write` returned it) says."""
    files = [place + FORMATS[name].suffix for name in formats]
    return all(file in known and _digest_of(output / file) == known[file] for file in files)


def clear_moved(output: Path, known: Mapping[str, str], places: Container[str]) -> None:
    """Removes earlier results of an article that lies elsewhere now (`a.html` came beside `a.txt`): `known` as `write` returned it then.
    Only what is as it was written, and at none of the `places` where results lie now."""
    for name, digest in known.items():
        place = next((name.removesuffix(f.suffix) for f in FORMATS.values() if name.endswith(f.suffix)), name)
        file = output / name
        within = file.resolve().is_relative_to(output.resolve())
        if place not in places and within and _digest_of(file) == digest:
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


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _digest_of(path: Path) -> str | None:
    """None where there is no such file, or a link in its place."""
    try:
        if path.is_symlink():
            return None
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
