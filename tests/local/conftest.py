"""A small model cut into packages, so that everything but the running of one can be tried in milliseconds."""

import hashlib
import random
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from local.file_server import FileServer, serving_file
from summarizer.local.catalogue import OFFICIAL, ModelFile
from summarizer.local.parts import join_parts


class Parted(NamedTuple):
    """A model installed as three packages, its bytes, and the folder on `sys.path` where they lie."""

    model: ModelFile
    content: bytes
    folder: Path

    def part(self, number: int) -> Path:
        return self.folder / self.model.parts[number - 1]


@pytest.fixture
def parted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Parted:
    content = b"GGUF" + random.Random(7).randbytes(300_000)
    folder, mark = tmp_path / "site", uuid.uuid4().hex
    parts = [f"model_{mark}_part{n}/data/part{n:02}.bin" for n in (1, 2, 3)]
    for part, start in zip(parts, range(0, len(content), 110_000), strict=True):
        path = folder / part
        path.parent.mkdir(parents=True)
        # A part that is imported gives itself away.
        (path.parents[1] / "__init__.py").write_text("raise RuntimeError('imported')")
        path.write_bytes(content[start : start + 110_000])
    monkeypatch.syspath_prepend(folder)
    model = ModelFile(
        id="tiny", file_name="tiny.gguf", bytes=len(content), sha256=hashlib.sha256(content).hexdigest(), parts=parts
    )
    return Parted(model, content, folder)


@pytest.fixture
def server() -> Iterator[FileServer]:
    with serving_file(b"GGUF" + random.Random(11).randbytes(3_000_000)) as running:
        yield running


@pytest.fixture(scope="session")
def real_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The default model, joined from its real parts; for tests marked `live`."""
    pytest.importorskip("xllamacpp")
    return join_parts(tmp_path_factory.mktemp("home"), model=OFFICIAL)
