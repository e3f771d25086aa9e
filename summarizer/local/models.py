"""The models on this machine: which there are, where, in which state; made ready, checked, added, removed.

Everything lies in `home/models`: the file, a stamp beside it (`.json`: what it is, when it was last found good), a lock.
"""

import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Literal
from urllib.parse import unquote, urlsplit

from summarizer.errors import LocalModelError, ModelCorrupt, ModelNotInstalled, UsageError
from summarizer.local.catalogue import CATALOGUE, OFFICIAL, SUFFIX, ModelFile, is_local_name
from summarizer.local.files import (
    Free,
    Progress,
    check_room,
    free_bytes,
    is_stamped,
    locked,
    quiet,
    read_stamp,
    require_gguf,
    require_hash,
    sha256_of,
    stamp_path,
    write_stamp,
    writing,
)
from summarizer.local.parts import INSTALL, has_parts, join_parts
from summarizer.records import Record

__all__ = [
    "Installed",
    "add",
    "ensure",
    "fetch",
    "installed",
    "is_local_name",
    "join_parts",
    "path_of",
    "remove",
    "verify",
]

State = Literal["ready", "unchecked", "in parts", "absent"]


class Installed(Record):
    """A model as it stands here: ready (found good), unchecked (there, but its hash is not known to be good),
    in parts (installed as packages; the first use joins them), absent."""

    model: ModelFile
    path: Path
    state: State
    default: bool = False


def installed(home: Path) -> Sequence[Installed]:
    """Every model of the catalogue, in whatever state, then those that were added."""
    known = {model.file_name for model in CATALOGUE.values()}
    stamps = (read_stamp(path) for path in sorted(folder(home).glob(f"*{SUFFIX}")) if path.name not in known)
    return tuple(_look(model, home) for model in (*CATALOGUE.values(), *(stamp.model for stamp in stamps if stamp)))


def _look(model: ModelFile, home: Path) -> Installed:
    path = folder(home) / model.file_name
    there: State = "ready" if is_stamped(path) else "unchecked"
    state = there if path.is_file() else "in parts" if has_parts(model) else "absent"
    return Installed(model=model, path=path, state=state, default=model.id == OFFICIAL.id)


def folder(home: Path) -> Path:
    return home / "models"


def path_of(id: str, home: Path) -> Path:
    """The file of a model that is here. Raises ModelNotInstalled otherwise."""
    path = folder(home) / find(id, home).file_name
    if not path.is_file():
        raise ModelNotInstalled(f"The file of {id or OFFICIAL.id} is not in {folder(home)}", INSTALL)
    return path


def find(id: str, home: Path) -> ModelFile:
    """What is known of a model; an empty id means the default. Raises ModelNotInstalled for one nobody knows."""
    if id in ("", *CATALOGUE):
        return CATALOGUE[id or OFFICIAL.id]
    stamp = read_stamp(folder(home) / _plain(id))
    if stamp is None:
        raise ModelNotInstalled(
            f"There is no local model {id}", "See summarize models list, or add one: summarize models add PATH|URL."
        )
    return stamp.model


def ensure(
    id: str, home: Path, progress: Progress = quiet, allow_fetch: bool = False, *, free: Free = free_bytes
) -> Path:
    """The file of a model, ready to be loaded: joined from its parts, or fetched where that is allowed, if it is not here
    yet. `id` may also be the path of any GGUF file; empty means the default. Raises LocalModelError or a kind of it."""
    given = Path(id).expanduser()
    if id.lower().endswith(SUFFIX) and given.is_file():
        require_gguf(given)
        return given
    if id and given.name != id:
        raise ModelNotInstalled(f"There is no file {id}", "See summarize models list for the models that are here.")
    model = find(id, home)
    path = folder(home) / model.file_name
    if is_stamped(path) or (path.is_file() and _is_good(path, model, progress)):
        return path
    if has_parts(model) or not (allow_fetch and model.source):
        return _joined(model, home, progress, free)
    return fetch(home, progress, model=model, free=free)


def _is_good(path: Path, model: ModelFile, progress: Progress) -> bool:
    """Looks again at a file without a valid stamp, and stamps it if its bytes are right."""
    if path.stat().st_size != model.bytes:
        return False
    with locked(path):
        good = is_stamped(path) or sha256_of(path, progress) == model.sha256
        if good:
            write_stamp(path, model)
    return good


def _joined(model: ModelFile, home: Path, progress: Progress, free: Free) -> Path:
    path = folder(home) / model.file_name
    if path.is_file() and not has_parts(model):
        raise ModelCorrupt(
            f"{path} is not what it was when it was checked", f"summarize models remove {model.id}, then get it again."
        )
    return join_parts(home, progress, model=model, free=free)


def fetch(
    home: Path, progress: Progress = quiet, *, model: ModelFile = OFFICIAL, url: str = "", free: Free = free_bytes
) -> Path:
    """A model's published file, downloaded from its source (or another address that has the same bytes). Resumes what an
    earlier attempt left. Raises LocalModelError, ModelCorrupt."""
    from summarizer.local.fetch import download

    path = folder(home) / model.file_name
    with locked(path):
        if not is_stamped(path):
            download(url or model.source, path, size=model.bytes, sha256=model.sha256, progress=progress, free=free)
            write_stamp(path, model)
    return path


def verify(id: str, home: Path, progress: Progress = quiet) -> Path:
    """Computes the hash of a model's file again. Raises ModelCorrupt where the bytes are not the right ones."""
    path, model = path_of(id, home), find(id, home)
    with locked(path):
        found = sha256_of(path, progress)
        write_stamp(path, model, good=found == model.sha256)
        require_hash(path, found, model)
    return path


def remove(id: str, home: Path) -> int:
    """Deletes a model's file and what lies beside it; returns the bytes freed. Installed parts stay."""
    path = folder(home) / find(id, home).file_name
    with locked(path):
        left = [path, stamp_path(path), *(path.with_name(path.name + end) for end in (".part", ".part.json"))]
        there = [one for one in left if one.is_file()]
        if not there:
            raise ModelNotInstalled(f"The file of {id or OFFICIAL.id} is not in {folder(home)}", "")
        freed = sum(one.stat().st_size for one in there)
        with writing(path):
            for one in there:
                one.unlink()
    return freed


def add(source: str, home: Path, name: str = "", progress: Progress = quiet, *, free: Free = free_bytes) -> ModelFile:
    """Registers a GGUF file of the user's own, from a path (hard-linked, else copied) or an http(s) address.
    Its id is its file name. Raises UsageError where it cannot be one, LocalModelError where it cannot be had."""
    is_url = source.lower().startswith(("http://", "https://"))
    plain = _plain(name or (unquote(PurePosixPath(urlsplit(source).path).name) if is_url else Path(source).name))
    path = folder(home) / plain
    with locked(path):
        if path.exists():
            raise UsageError(f"There is already a model {plain}", "Give another --name, or remove that one first.")
        _bring(source, path, is_url, progress, free)
        model = ModelFile(
            id=plain, file_name=plain, bytes=path.stat().st_size, sha256=sha256_of(path, progress), source=source
        )
        write_stamp(path, model)
    return model


def _bring(source: str, path: Path, is_url: bool, progress: Progress, free: Free) -> None:
    if is_url:
        from summarizer.local.fetch import download

        download(source, path, progress=progress, free=free)
    else:
        require_gguf(Path(source).expanduser())
        _link_or_copy(Path(source).expanduser().resolve(), path, free)
    try:
        require_gguf(path)
    except LocalModelError:
        path.unlink()
        raise


def _link_or_copy(source: Path, path: Path, free: Free) -> None:
    """A hard link takes no room; across disks, or where links are not known, the bytes are copied."""
    try:
        os.link(source, path)
    except OSError:
        check_room(path.parent, source.stat().st_size, free)
        temporary = path.with_name(path.name + ".joining")
        try:
            with writing(path):
                shutil.copyfile(source, temporary)
                temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


def _plain(name: str) -> str:
    """The name as that of a file in our folder. Raises UsageError for one that leads elsewhere."""
    plain = name if name.lower().endswith(SUFFIX) else name + SUFFIX
    if not re.fullmatch(r"[\w][\w.+ -]*", plain) or plain in {model.file_name for model in CATALOGUE.values()}:
        raise UsageError(
            f"{name!r} cannot be the name of a model", "Give one of letters, digits, dots and dashes: --name."
        )
    return plain
