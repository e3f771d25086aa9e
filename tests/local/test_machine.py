"""What a container's limits leave of the machine."""

from pathlib import Path

import pytest

from summarizer.local.machine import free_memory, processors

pytest.importorskip("psutil")


@pytest.mark.parametrize(("quota", "count"), [("100000 100000", 1), ("20000 100000", 1)])
def test_a_quota_of_time_bounds_the_processors(tmp_path: Path, quota: str, count: int) -> None:
    (tmp_path / "cpu.max").write_text(quota + "\n")
    assert processors(tmp_path) == count


def test_without_a_quota_all_processors_count(tmp_path: Path) -> None:
    (tmp_path / "cpu.max").write_text("max 100000\n")
    assert processors(tmp_path) == processors(tmp_path / "none") >= 1


def test_a_limit_of_memory_bounds_what_is_free(tmp_path: Path) -> None:
    (tmp_path / "memory.max").write_text("3000000\n")
    (tmp_path / "memory.current").write_text("1000000\n")
    assert free_memory(tmp_path) == 2_000_000


def test_without_a_limit_the_machine_s_memory_counts(tmp_path: Path) -> None:
    (tmp_path / "memory.max").write_text("max\n")
    (tmp_path / "memory.current").write_text("1000000\n")
    assert free_memory(tmp_path) > 10_000_000
