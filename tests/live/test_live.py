"""The embedded model for real: a short text through the command line, in a process of its own."""

import importlib.util
import os
import subprocess
from pathlib import Path

import pytest
from journeys.running import ROOT, START
from quality.facts import own_segments

from summarizer.report import Report
from summarizer.text.scripts import has_han

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(importlib.util.find_spec("xllamacpp") is None, reason="the extra `local` is not installed"),
]
ARTICLE = """图书馆请来机器人

河湾县图书馆上周启用了三台机器人。馆长沈若兰表示：“机器人每晚盘点一次，没有一名馆员因此失业。”

退休教师顾长河认为，机器再快也不会推荐一本好书。
"""


def engines() -> set[str]:
    """Processes that run the embedded model."""
    listed = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout
    return {line.split()[0] for line in listed.splitlines() if "local/engine.py" in line}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the article was translated."""
    folder = tmp_path_factory.mktemp("live")
    (folder / "short.txt").write_text(ARTICLE, encoding="utf-8")
    before = engines()
    ours = {k: v for k, v in os.environ.items() if not k.startswith("OPENAI_")}
    done = subprocess.run(
        [*START, "translate", "short.txt", "--model", "local", "--no-cache"],
        cwd=folder,
        env=ours | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode in (0, 3), done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert not engines() - before, "the model is still running"
    return folder


@pytest.fixture(scope="module")
def report(folder: Path) -> Report:
    return Report.model_validate_json((folder / "short.report.json").read_bytes())


def test_three_files_are_written(folder: Path) -> None:
    names = {"short.txt", "short.en.md", "short.en.html", "short.report.json"}
    assert {p.name for p in folder.iterdir()} == names


def test_every_sentence_is_in_english(report: Report) -> None:
    assert len(report.segments) == 4
    assert not [s.source for s in report.segments if not s.target.strip() or has_han(s.target)]
    assert "robot" in " ".join(s.target for s in report.segments).lower()


def test_both_speakers_are_found_with_words_of_their_own(report: Report) -> None:
    assert {s.name.target for s in report.speakers} == {"Shen Ruolan", "Gu Changhe"}
    own = own_segments(report)
    assert all(s.points and all(set(p.evidence) <= own[s.id] for p in s.points) for s in report.speakers)


def test_it_cost_nothing(report: Report) -> None:
    assert report.receipt.cost_usd == 0
    assert report.receipt.requests > 4
