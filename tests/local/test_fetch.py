"""Downloading a model over real HTTP on loopback: nothing twice, nothing wrong, and clear words when it cannot be had."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from local.file_server import FileServer
from summarizer.errors import LocalModelError, ModelCorrupt, UsageError
from summarizer.local.fetch import ATTEMPTS, download

HALF = 1_500_000


def fetch(server: FileServer, path: Path, **more: Any) -> Path:
    expected = {"size": len(server.content), "sha256": hashlib.sha256(server.content).hexdigest()}
    return download(server.url, path, pause_seconds=0, **{**expected, **more})


def left(path: Path) -> set[str]:
    return {one.name for one in path.parent.iterdir()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "models" / "file.gguf"


def test_the_file_comes_whole_through_a_redirect(server: FileServer, path: Path) -> None:
    seen: list[tuple[int, int]] = []
    fetch(server, path, progress=lambda done, total: seen.append((done, total)))
    assert path.read_bytes() == server.content
    assert left(path) == {"file.gguf"}
    assert seen[-1] == (len(server.content), len(server.content))


def test_a_connection_that_breaks_goes_on_where_it_stopped(server: FileServer, path: Path) -> None:
    server.stop_after = [HALF, 700_000]
    fetch(server, path)
    assert path.read_bytes() == server.content
    assert server.asked == [None, f"bytes={HALF}-", f"bytes={HALF + 700_000}-"]


def test_a_server_that_ends_early_without_saying_so_is_asked_for_the_rest(server: FileServer, path: Path) -> None:
    server.says_length, server.stop_after = False, [HALF]
    assert fetch(server, path).read_bytes() == server.content
    assert server.asked == [None, f"bytes={HALF}-"]


def test_a_server_without_ranges_is_asked_for_all_of_it(server: FileServer, path: Path) -> None:
    server.ranges, server.stop_after = False, [HALF]
    assert fetch(server, path).read_bytes() == server.content
    assert server.asked == [None, f"bytes={HALF}-"]


@pytest.fixture
def half(server: FileServer, path: Path) -> Path:
    """A download that was given up when half had come, and a server that is well again."""
    server.stop_after, server.status = [HALF], [200, *[503] * ATTEMPTS]
    with pytest.raises(LocalModelError, match=r"cannot be reached \(it answers 503"):
        fetch(server, path)
    server.asked.clear()
    assert path.with_name("file.gguf.part").stat().st_size == HALF
    return path


def test_a_later_run_asks_only_for_the_rest(server: FileServer, half: Path) -> None:
    assert fetch(server, half).read_bytes() == server.content
    assert server.asked == [f"bytes={HALF}-"]
    assert left(half) == {"file.gguf"}


def test_a_file_that_changed_meanwhile_is_fetched_anew(server: FileServer, half: Path) -> None:
    server.content, server.etag = b"GGUF" + bytes(2_000_000), '"two"'
    assert fetch(server, half).read_bytes() == server.content


def test_without_etag_and_hash_an_old_part_is_not_trusted(server: FileServer, path: Path) -> None:
    server.etag, server.stop_after = "", [HALF]
    assert fetch(server, path, sha256="").read_bytes() == server.content
    assert server.asked == [None, None]


def test_a_part_that_is_already_everything_needs_no_more_bytes(server: FileServer, half: Path) -> None:
    server.content = server.content[:HALF]
    assert fetch(server, half).read_bytes() == server.content


def test_wrong_bytes_are_removed(server: FileServer, path: Path) -> None:
    with pytest.raises(ModelCorrupt, match="not the published file"):
        fetch(server, path, sha256="0" * 64)
    assert left(path) == set()


def test_a_file_of_another_size_is_refused_before_it_comes(server: FileServer, path: Path) -> None:
    seen: list[int] = []
    with pytest.raises(ModelCorrupt, match=r"3,000,004 bytes instead of 5"):
        fetch(server, path, size=5, progress=lambda done, total: seen.append(done))
    assert seen == []
    assert left(path) == set()


def test_a_server_that_is_not_there_is_named(server: FileServer, path: Path) -> None:
    with pytest.raises(LocalModelError, match=r"127\.0\.0\.1 cannot be reached") as raised:
        download("http://127.0.0.1:1/file.gguf", path, pause_seconds=0)
    assert "goes on where it stopped" in raised.value.hint


@pytest.mark.parametrize(("status", "words"), [(404, "has no such file"), (401, "wants a login"), (418, "answers 418")])
def test_a_refusal_says_which(server: FileServer, path: Path, status: int, words: str) -> None:
    server.status = [status]
    with pytest.raises(LocalModelError, match=words):
        fetch(server, path)
    assert len(server.asked) == 1


def test_a_server_in_trouble_is_asked_again(server: FileServer, path: Path) -> None:
    server.status = [503, 429]
    assert fetch(server, path).read_bytes() == server.content


def test_a_full_disk_is_noticed_before_anything_comes(server: FileServer, path: Path) -> None:
    with pytest.raises(LocalModelError, match="are free"):
        fetch(server, path, free=lambda folder: 1_000)
    assert not path.exists()


@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://127.0.0.1/file.gguf", "file.gguf"])
def test_only_http_addresses_are_fetched(path: Path, url: str) -> None:
    with pytest.raises(UsageError, match="not an http or https address"):
        download(url, path)
