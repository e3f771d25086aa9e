"""Joining a model from its installed parts: the right bytes or an error, once, however many ask."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from local.conftest import Parted
from summarizer.errors import LocalModelError, ModelCorrupt, ModelNotInstalled
from summarizer.local.parts import join_parts

# Joins in a process of its own, and halts at the first progress until the file `go` is there.
JOIN = """
import sys, time
from pathlib import Path
from summarizer.local.catalogue import ModelFile
from summarizer.local.parts import join_parts
home, model = Path(sys.argv[1]), ModelFile.model_validate_json(sys.argv[2])
steps = []
def progress(done, total):
    steps.append(done)
    print("joining", flush=True)
    while not (home / "go").exists():
        time.sleep(0.01)
join_parts(home, progress, model=model)
print("steps", len(steps), flush=True)
"""


def joining(home: Path, parted: Parted) -> "subprocess.Popen[str]":
    environment = {**os.environ, "PYTHONPATH": str(parted.folder)}
    command = [sys.executable, "-c", JOIN, str(home), parted.model.model_dump_json()]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def first_line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def left_in(home: Path) -> set[str]:
    return {path.name for path in (home / "models").iterdir()} - {"tiny.gguf.lock"}


def test_the_parts_in_order_are_the_file(tmp_path: Path, parted: Parted) -> None:
    seen: list[tuple[int, int]] = []
    path = join_parts(tmp_path, lambda done, total: seen.append((done, total)), model=parted.model)
    assert path.read_bytes() == parted.content
    assert [done for done, _ in seen] == [110_000, 220_000, 300_004]
    assert {total for _, total in seen} == {300_004}
    assert left_in(tmp_path) == {"tiny.gguf", "tiny.gguf.json"}


def test_the_second_time_nothing_is_read_again(tmp_path: Path, parted: Parted) -> None:
    first = join_parts(tmp_path, model=parted.model)
    parted.part(2).unlink()
    assert join_parts(tmp_path, model=parted.model) == first


def test_a_file_that_changed_on_the_disk_is_joined_again(tmp_path: Path, parted: Parted) -> None:
    path = join_parts(tmp_path, model=parted.model)
    path.write_bytes(b"GGUF" + bytes(300_000))
    os.utime(path, ns=(1, 1))
    assert join_parts(tmp_path, model=parted.model).read_bytes() == parted.content


def test_wrong_bytes_are_refused_and_leave_no_file(tmp_path: Path, parted: Parted) -> None:
    parted.part(2).write_bytes(bytes(110_000))
    with pytest.raises(ModelCorrupt, match="not the published ones"):
        join_parts(tmp_path, model=parted.model)
    assert left_in(tmp_path) == set()


def test_missing_parts_are_named(tmp_path: Path, parted: Parted) -> None:
    parted.part(2).unlink()
    with pytest.raises(ModelNotInstalled, match=r"1 of 3 parts of tiny are missing: model-\w+-part2$"):
        join_parts(tmp_path, model=parted.model)


def test_a_model_without_any_part_says_how_to_get_it(tmp_path: Path, parted: Parted) -> None:
    absent = parted.model.model_copy(update={"parts": ("no_such_model_part1/data/part01.bin",)})
    with pytest.raises(ModelNotInstalled, match="tiny is not installed") as raised:
        join_parts(tmp_path, model=absent)
    assert "pip install 'summarizer[local]'" in raised.value.hint
    assert "summarize models fetch" in raised.value.hint


def test_too_small_a_disk_is_noticed_before_anything_is_written(tmp_path: Path, parted: Parted) -> None:
    with pytest.raises(LocalModelError, match=r"needs 0\.0 GB on the disk"):
        join_parts(tmp_path, model=parted.model, free=lambda folder: 200_000)
    assert left_in(tmp_path) == set()


def test_a_folder_that_cannot_be_made_is_an_error_for_people(tmp_path: Path, parted: Parted) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(LocalModelError, match="cannot be read or written"):
        join_parts(tmp_path / "file", model=parted.model)


def test_a_second_process_waits_for_the_first_and_uses_its_file(tmp_path: Path, parted: Parted) -> None:
    with joining(tmp_path, parted) as first:
        assert first_line(first) == "joining\n"
        with joining(tmp_path, parted) as second:
            time.sleep(1)
            assert second.poll() is None
            (tmp_path / "go").touch()
            assert second.communicate(timeout=30)[0] == "steps 0\n"
        assert first.communicate(timeout=30)[0].endswith("steps 3\n")
    assert (tmp_path / "models" / "tiny.gguf").read_bytes() == parted.content


def test_after_a_killed_process_another_can_join(tmp_path: Path, parted: Parted) -> None:
    with joining(tmp_path, parted) as process:
        assert first_line(process) == "joining\n"
        process.send_signal(signal.SIGKILL)
    assert "tiny.gguf" not in left_in(tmp_path)
    assert join_parts(tmp_path, model=parted.model).read_bytes() == parted.content
    assert left_in(tmp_path) == {"tiny.gguf", "tiny.gguf.json"}
