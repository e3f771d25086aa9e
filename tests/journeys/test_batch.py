"""Folders of articles, done as a whole: what is done, what is left alone, what is redone, and what one bad file does."""

import asyncio
import csv
import errno
import json
import os
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from scripted_server import Asked, Fault, refusal, scripted, status
from wire import runtimes

from journeys.folders import articles_in, done, files, lay, mixed, page, reports, statuses, text
from journeys.running import SENTENCES
from summarizer.batch.article import MOST_BYTES
from summarizer.batch.outputs import inside
from summarizer.batch.results import BatchResult
from summarizer.batch.tables import read_previous
from summarizer.batch.worker import Limits
from summarizer.errors import OutputError, UsageError
from summarizer.store import Store

ANSWERS = runtimes.by_hand(SENTENCES)


def asks_about(*words: str, fault: Fault) -> "dict[str, object]":
    """A server that misbehaves only where a request holds one of these words."""

    def behave(asked: Asked) -> list[Fault]:
        return [fault] if any(word in asked.text for word in words) else []

    return {"behave": behave}


class Mixed(NamedTuple):
    """The mixed folder, done once; the tests that take it only read."""

    root: Path
    done: BatchResult
    requests: int
    """As the server counted them."""


@pytest.fixture(scope="module")
def mixed_done(tmp_path_factory: pytest.TempPathFactory) -> Mixed:
    root = tmp_path_factory.mktemp("mixed")
    mixed(root / "in")
    with scripted(answer=ANSWERS) as server:
        return Mixed(root, asyncio.run(done(server, root)), server.count())


def test_a_mixed_folder_comes_out_as_it_lay_and_bad_files_stop_nothing(mixed_done: Mixed) -> None:
    tmp_path, first, _ = mixed_done
    assert first.exit_code == 3
    assert first.counts["failed"] == 2
    assert {p for p, s in statuses(first).items() if s == "failed"} == {"empty.txt", "picture.txt"}
    assert len(first.rows) == 12
    expected = ["0", "1", "2", "3", "2024/4", "2024/5.html", "2024/5.txt", "2024/march/6", "2024/march/7"]
    expected.append("2024/march/图书馆 8")
    made = {f"{place}{suffix}" for place in expected for suffix in (".en.md", ".en.html", ".report.json")}
    assert set(articles_in(tmp_path / "out")) == made
    for name, report in reports(tmp_path / "out"):
        assert all(s.target for s in report.segments), name
    decoded = {report.document.decoding.encoding for _, report in reports(tmp_path / "out")}
    assert {"utf-8", "gb18030", "utf-16-le", "big5"} <= decoded


async def test_what_is_done_and_unchanged_is_left_alone_whatever_its_clock_or_name(tmp_path: Path) -> None:
    lay(tmp_path / "in", range(4))
    with scripted(answer=ANSWERS) as server:
        await done(server, tmp_path)
        before = articles_in(tmp_path / "out")
        times = {p: p.stat().st_mtime_ns for p in (tmp_path / "out").glob("0*")}
        (tmp_path / "in/000.txt").touch()
        (tmp_path / "in/001.txt").rename(tmp_path / "in/renamed.txt")
        server.forget()
        again = await done(server, tmp_path)
    assert server.count() == 0
    assert again.exit_code == 0
    assert set(statuses(again).values()) == {"skipped"}
    assert all(p.stat().st_mtime_ns == at for p, at in times.items())
    after = articles_in(tmp_path / "out")
    assert before.items() <= after.items()
    assert after.keys() - before.keys() == {"renamed.en.md", "renamed.en.html", "renamed.report.json"}


async def test_results_that_are_missing_are_written_again_without_a_model_and_edited_ones_stay(tmp_path: Path) -> None:
    lay(tmp_path / "in", range(3))
    with scripted(answer=ANSWERS) as server:
        await done(server, tmp_path)
        before = articles_in(tmp_path / "out")
        (tmp_path / "out/000.en.md").unlink()
        (tmp_path / "out/001.en.html").write_text("altered", encoding="utf-8")
        (tmp_path / "out/002.report.json").unlink()
        (tmp_path / "out/002.report.json").symlink_to(tmp_path / "in/002.txt")
        server.forget()
        again = await done(server, tmp_path)
    assert server.count() == 0
    assert again.exit_code == 0
    assert (tmp_path / "out/001.en.html").read_text(encoding="utf-8") == "altered"
    assert [row.kept for row in again.rows] == [(), ("001.en.html",), ()]
    assert {**articles_in(tmp_path / "out"), "001.en.html": before["001.en.html"]} == before
    assert not (tmp_path / "out/002.report.json").is_symlink()
    assert (tmp_path / "in/002.txt").read_text(encoding="utf-8") == text(2)


async def test_a_changed_article_is_redone_alone(tmp_path: Path) -> None:
    lay(tmp_path / "in", range(3))
    with scripted(answer=ANSWERS) as server:
        await done(server, tmp_path)
        (tmp_path / "in/001.txt").write_text(text(9), encoding="utf-8")
        again = await done(server, tmp_path)
    assert statuses(again) == {"000.txt": "skipped", "001.txt": "done", "002.txt": "skipped"}


async def test_a_changed_glossary_redoes_only_what_its_terms_touch(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    lay(folder, range(6))
    touched = {p.name for p in folder.iterdir() if "顾长河" in p.read_text(encoding="utf-8")}
    assert 0 < len(touched) < 6
    glossary = tmp_path / "names.csv"
    with scripted(answer=ANSWERS) as server:
        await done(server, tmp_path)
        glossary.write_text(
            "source,target,kind\n顾长河,Ku Chang-ho,person\n不在文中,Not There,term\n", encoding="utf-8"
        )
        second = await done(server, tmp_path, glossary=glossary)
        glossary.write_text("source,target,kind\n顾长河,Ku Chang-ho,person\n又不在,Nor Here,term\n", encoding="utf-8")
        third = await done(server, tmp_path, glossary=glossary)
    assert {p for p, s in statuses(second).items() if s != "skipped"} == touched
    assert set(statuses(third).values()) == {"skipped"}
    named = dict(reports(tmp_path / "out"))
    for name in touched:
        terms = {t.source: t.target for t in named[name.replace(".txt", ".report.json")].terms}
        assert terms["顾长河"] == "Ku Chang-ho"


async def test_the_same_article_under_two_names_is_paid_for_once_and_each_keeps_its_own(tmp_path: Path) -> None:
    lay(tmp_path / "in", [1])
    (tmp_path / "in/copy.txt").write_text(text(1), encoding="utf-8")
    with scripted(answer=ANSWERS) as server:
        both = await done(server, tmp_path)
    assert sorted(statuses(both).values()) == ["done", "skipped"]
    assert sum(row.requests for row in both.rows) == server.count()
    assert [r.document.origin for _, r in reports(tmp_path / "out")] == ["001.txt", "copy.txt"]


async def test_each_article_has_its_own_receipt_though_many_are_under_way(tmp_path: Path) -> None:
    lay(tmp_path / "in", range(8))
    with scripted(answer=ANSWERS) as server:
        all_of_it = await done(server, tmp_path)
        assert sum(row.requests for row in all_of_it.rows) == server.count()
    receipts = [report.receipt for _, report in reports(tmp_path / "out")]
    assert sum(r.requests for r in receipts) == server.count()
    assert all(0 < r.requests + r.cached_answers < server.count() / 2 for r in receipts)


async def test_articles_are_finished_rather_than_all_begun(tmp_path: Path) -> None:
    lay(tmp_path / "in", range(12))
    with scripted(answer=ANSWERS) as server:
        first = await done(server, tmp_path, concurrency=1)
    order = [asked.body["prompt_cache_key"] for asked in server.requests if "prompt_cache_key" in asked.body]
    assert first.exit_code == 0
    assert order
    begun = {key: order.index(key) for key in order}
    ended = {key: len(order) - 1 - order[::-1].index(key) for key in order}
    under_way = [sum(begun[k] <= at <= ended[k] for k in begun) for at in range(len(order))]
    assert max(under_way) <= 3


@pytest.mark.parametrize("fail_fast", [False, True])
async def test_an_article_whose_requests_fail_is_failed_and_tried_again(tmp_path: Path, fail_fast: bool) -> None:
    lay(tmp_path / "in", range(10 if fail_fast else 5))
    broken = text(2).splitlines()[0]
    with scripted(answer=ANSWERS, **asks_about(broken, fault=status(400, "No."))) as server:  # type: ignore[arg-type]
        first = await done(server, tmp_path, concurrency=1, limits=Limits(fail_fast=fail_fast))
        assert first.exit_code == 3
        assert statuses(first)["002.txt"] == "failed"
        assert bool(first.counts["not begun"]) is fail_fast
        server.behave = None
        if not fail_fast:
            (tmp_path / "in/new.txt").write_text(text(7), encoding="utf-8")
            retried = await done(server, tmp_path, limits=Limits(retry_failed=True))
            assert statuses(retried)["002.txt"] == "done"
            assert statuses(retried)["new.txt"] == "not begun"
            assert retried.exit_code == 0
        last = await done(server, tmp_path)
    assert last.exit_code == 0
    assert last.counts["failed"] == last.counts["not begun"] == 0


async def test_no_more_files_are_done_than_were_asked_for(tmp_path: Path) -> None:
    lay(tmp_path / "in", range(5))
    with scripted(answer=ANSWERS) as server:
        first = await done(server, tmp_path, limits=Limits(max_files=2))
        second = await done(server, tmp_path, limits=Limits(max_files=2))
    assert (first.counts["done"], first.counts["not begun"], first.exit_code) == (2, 3, 0)
    assert (second.counts["skipped"], second.counts["done"], second.counts["not begun"]) == (2, 2, 1)


@pytest.mark.parametrize(
    ("code", "says", "told"), [(401, "Incorrect API key", "key"), (404, "The model does not exist", "model")]
)
async def test_a_wrong_key_or_model_ends_the_batch_at_once(tmp_path: Path, code: int, says: str, told: str) -> None:
    lay(tmp_path / "in", range(30))
    with scripted(answer=ANSWERS, always=[status(code, says)]) as server:
        ended = await done(server, tmp_path, concurrency=2)
        assert server.count() < 15
    assert ended.exit_code == 1
    assert told in ended.stopped
    assert ended.counts["not begun"] > 20
    assert articles_in(tmp_path / "out") == {}


async def test_without_the_cache_nothing_is_kept_and_everything_is_done_again(tmp_path: Path) -> None:
    lay(tmp_path / "in", range(2))
    with scripted(answer=ANSWERS) as server:
        first = await done(server, tmp_path, cache=False)
        asked = server.count()
        second = await done(server, tmp_path, cache=False)
    assert first.counts["done"] == second.counts["done"] == 2
    assert server.count() == 2 * asked
    assert not (tmp_path / "home").exists()


async def test_links_in_the_output_folder_never_lead_a_result_out_of_it(tmp_path: Path) -> None:
    lay(tmp_path / "in", [0])
    lay(tmp_path / "in/sub", [1])
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out/sub").symlink_to(tmp_path / "elsewhere")
    with scripted(answer=ANSWERS) as server:
        ended = await done(server, tmp_path)
    assert statuses(ended) == {"000.txt": "done", "sub/001.txt": "failed"}
    assert "leads out of" in ended.rows[1].error
    assert files(tmp_path / "elsewhere") == {}


async def test_a_page_of_the_users_own_is_never_replaced(tmp_path: Path) -> None:
    lay(tmp_path / "in", range(1))
    (tmp_path / "in/index.html").write_text(page(1), encoding="utf-8")
    with scripted(answer=ANSWERS) as server:
        with pytest.raises(UsageError, match="not the page of a batch"):
            await done(server, tmp_path, output="in")
        assert server.count() == 0
    assert (tmp_path / "in/index.html").read_text(encoding="utf-8") == page(1)


def test_a_result_never_goes_up_out_of_the_output_folder(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    for place in ("../a", "b/../../a"):
        with pytest.raises(OutputError, match="leads out of"):
            inside(tmp_path / "out", (tmp_path / "out" / place).parent)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a folder in which not even root can make a file")
async def test_an_output_folder_that_takes_no_files_costs_nothing(tmp_path: Path) -> None:
    lay(tmp_path / "in", range(1))
    (tmp_path / "out").symlink_to("/proc/self/fdinfo")
    with scripted(answer=ANSWERS) as server:
        with pytest.raises(OutputError, match="could not be written"):
            await done(server, tmp_path)
        assert server.count() == 0


async def test_a_full_disk_ends_the_batch_and_what_was_paid_stands_in_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path / "in", range(20))
    put, full = Path.replace, True

    def replace(self: Path, target: Path) -> Path:
        if full and ".en." in str(target):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return put(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with scripted(answer=ANSWERS) as server:
        ended = await done(server, tmp_path, concurrency=1)
        asked = server.count()
        full = False
        again = await done(server, tmp_path)
        assert server.count() > asked
    assert "No space left" in ended.stopped
    assert (ended.exit_code, ended.counts["not begun"] > 10) == (1, True)
    paid = [row for row in ended.rows if row.status == "failed"]
    assert all("No space left" in row.error and row.requests for row in paid)
    assert (again.exit_code, again.counts["skipped"], again.counts["failed"]) == (0, len(paid), 0)


async def test_where_the_page_cannot_be_written_the_results_stay_and_every_code_says_so(tmp_path: Path) -> None:
    lay(tmp_path / "in", range(1))
    (tmp_path / "out/index.html").mkdir(parents=True)
    (tmp_path / "out/batch-report.json").write_text("{}", encoding="utf-8")
    with scripted(answer=ANSWERS) as server:
        ended = await done(server, tmp_path)
    assert "index.html could not be written" in ended.unwritten
    assert (ended.exit_code, statuses(ended)) == (3, {"000.txt": "done"})
    assert json.loads((tmp_path / "out/batch-report.json").read_bytes())["exit_code"] == 3
    with Store.open(tmp_path / "home/store.sqlite") as store:
        assert store.work().runs()[0].exit_code == 3


@pytest.mark.parametrize("limits", [Limits(), Limits(retry_failed=True)])
async def test_an_article_that_lacks_sentences_is_not_done_and_the_next_run_asks_for_them(
    tmp_path: Path, limits: Limits
) -> None:
    lay(tmp_path / "in", range(2))
    lost = "裁掉任何一名馆员"
    with scripted(answer=ANSWERS, **asks_about(lost, fault=refusal())) as server:  # type: ignore[arg-type]
        first = await done(server, tmp_path)
        lacking = {row.path for row in first.rows if row.findings.get("missing")}
        assert lacking
        assert {row.path for row in first.rows if row.status == "incomplete"} == lacking
        assert first.exit_code == 3
        server.behave = None
        retried = await done(server, tmp_path, limits=limits)
    assert {path for path, status in statuses(retried).items() if status == "done"} == lacking
    assert all(s.target for _, report in reports(tmp_path / "out") for s in report.segments)


async def test_results_whose_place_is_another_now_do_not_stay_behind_unless_somebody_changed_them(
    tmp_path: Path,
) -> None:
    lay(tmp_path / "in", range(2))
    with scripted(answer=ANSWERS) as server:
        await done(server, tmp_path)
        (tmp_path / "out/001.en.md").write_text("mine", encoding="utf-8")
        for number in range(2):
            (tmp_path / f"in/00{number}.html").write_text(page(number + 5), encoding="utf-8")
        ended = await done(server, tmp_path)
    listed = {file for row in ended.rows for file in row.outputs}
    assert set(articles_in(tmp_path / "out")) == listed | {"001.en.md"}


def empty_file(path: Path, size: int) -> None:
    path.touch()
    os.truncate(path, size)


async def test_names_that_are_no_utf_8_keep_nothing_from_being_told(tmp_path: Path) -> None:
    lay(tmp_path / "in", range(1))
    empty_file(Path(os.fsdecode(bytes(tmp_path / "in") + b"/long\xff.txt")), MOST_BYTES + 1)
    with scripted(answer=ANSWERS) as server:
        ended = await done(server, tmp_path, output=os.fsdecode(b"out\xff"))
    assert [row.status for row in ended.rows] == ["done", "failed"]
    output = tmp_path / os.fsdecode(b"out\xff")
    assert len(read_previous(output).rows) == 2
    assert "000.en.html" in (output / "index.html").read_text(encoding="utf-8")


async def test_a_result_is_the_same_whether_made_or_written_again(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / r"odd\name.txt").write_text(text(1), encoding="utf-8")
    with scripted(answer=ANSWERS) as server:
        await done(server, tmp_path)
        await done(server, tmp_path, output="again")
    assert articles_in(tmp_path / "out") == articles_in(tmp_path / "again")


def test_the_report_of_the_batch_has_a_row_for_each_article(mixed_done: Mixed) -> None:
    tmp_path, ended, requests = mixed_done
    whole = json.loads((tmp_path / "out/batch-report.json").read_bytes())
    assert [one["path"] for one in whole["files"]] == sorted(one["path"] for one in whole["files"])
    assert whole["counts"] == dict(ended.counts)
    assert whole["exit_code"] == 3
    first = whole["files"][0]
    assert first["outputs"].items() <= articles_in(tmp_path / "out").items()
    with (tmp_path / "out/batch-report.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["path"]: row["status"] for row in rows} == statuses(ended)
    assert sum(int(row["requests"]) for row in rows) == requests
    assert str(tmp_path) not in json.dumps(whole)


def test_every_run_is_kept_with_its_files(mixed_done: Mixed) -> None:
    tmp_path, ended, _ = mixed_done
    with Store.open(tmp_path / "home/store.sqlite") as store:
        [kept] = store.work().runs()
        _, entries = store.work().run(kept.id)
    assert kept.exit_code == 3
    assert kept.files == 12
    assert {e.path: e.status for e in entries} == statuses(ended)
