"""`summarize batch` and `summarize speakers FOLDER` as commands."""

import json
from pathlib import Path

import pytest
from scripted_server import scripted, status

from cli.running import ARTICLE, Run
from summarizer.batch import estimate

BATCH = ("batch", "in", "--output", "out")


@pytest.fixture(autouse=True)
def folder() -> None:
    """Five articles of different lengths, an empty file and a picture."""
    Path("in/sub").mkdir(parents=True)
    for number in range(5):
        body = ARTICLE + f"\n第{number}条。" + "王小明表示，这项技术会改变整个行业。\n\n" * number
        Path(f"in/sub/{number}.txt").write_text(body, encoding="utf-8")
    Path("in/empty.txt").write_text("", encoding="utf-8")
    Path("in/picture.jpg").write_bytes(b"\xff\xd8\xff")


def test_a_dry_run_says_what_it_would_take_and_asks_and_writes_nothing(run: Run) -> None:
    outcome = run(*BATCH, "--dry-run", "--model", "gpt-4o")
    assert outcome.code == 0
    assert "6 articles: 5 pending, 0 up to date or duplicate, 1 unusable" in outcome.out
    assert "empty.txt: The input is empty." in outcome.out
    assert "Estimate based on all articles." in outcome.out
    assert "gpt-4o: about" in outcome.out
    assert "at most $" in outcome.out
    assert not Path("out").exists()


def test_of_many_articles_a_dry_run_rehearses_a_sample_that_is_near_the_whole(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tokens() -> int:
        line = next(x for x in run(*BATCH, "--dry-run", "--model", "gpt-4o").out.splitlines() if " requests, " in x)
        return int(line.partition("requests, ")[2].split(" tokens in")[0].replace(",", ""))

    exact = tokens()
    monkeypatch.setattr(estimate, "EXACT", 3)
    assert "Estimate based on 3 articles" in run(*BATCH, "--dry-run", "--model", "gpt-4o").out
    assert tokens() == pytest.approx(exact, rel=0.25)


def test_a_dry_run_keeps_to_the_limits_it_is_given(run: Run) -> None:
    dry = (*BATCH, "--dry-run", "--model", "gpt-4o")
    some = run(*dry, "--max-files", "2", "--max-cost", "0.001").out
    assert "6 articles: 1 pending, 0 up to date or duplicate, 1 unusable, 4 not in this run" in some
    assert "Estimate based on all articles." in some
    assert "--max-cost $0.00 will stop it before the end" in some
    assert "will stop" not in run(*dry, "--max-cost", "100").out
    assert (
        "6 articles: 0 pending, 0 up to date or duplicate, 0 unusable, 6 not in this run"
        in run(*dry, "--retry-failed").out
    )


def test_files_of_other_kinds_are_not_left_out_silently(run: Run) -> None:
    Path("in/film.mp4").write_bytes(b"\0")
    assert "2 other files skipped (.jpg, .mp4)." in run(*BATCH, "--dry-run", "--model", "gpt-4o").out
    with scripted() as server:
        assert (
            "2 other files skipped (.jpg, .mp4)." in run(*BATCH, "--base-url", server.base_url, "-m", "some-model").err
        )


def test_one_reason_is_told_once_and_no_name_steers_the_terminal(run: Run) -> None:
    Path("in/\x1b[31mred\n.txt").write_text("", encoding="utf-8")
    with scripted(always=[status(401, "Incorrect API key")]) as server:
        said = run(*BATCH, "--base-url", server.base_url, "-m", "some-model").err
    assert "\x1b" not in said
    assert said.count("Set OPENAI_API_KEY") == 1
    assert sum("does not accept the key" in line for line in said.splitlines() if line.startswith("  ")) == 1


def test_a_batch_tells_each_article_and_what_needs_a_person_and_its_folder_says_who_speaks(run: Run) -> None:
    with scripted() as server:
        outcome = run(*BATCH, "--base-url", server.base_url, "--model", "some-model")
        dry = run(*BATCH, "--base-url", server.base_url, "--model", "some-model", "--dry-run")
    assert outcome.code == 3
    assert "Error: empty.txt: The input is empty." in outcome.err
    assert all(f"sub/{number}.txt" in outcome.err for number in range(5))
    assert "1  failed" in outcome.err
    assert outcome.out == ""
    assert "0 pending, 5 up to date or duplicate" in dry.out
    everybody = run("speakers", "out")
    assert everybody.code == 0
    assert "王小明" in everybody.out
    one = run("speakers", "out", "--speaker", "王小明")
    assert "5 articles" in one.out
    assert "out/sub/0.en.html#" in one.out
    as_json = json.loads(run("speakers", "out", "--speaker", "王小明", "--format", "json").out)
    assert {s["article"] for part in as_json for s in part["statements"]} == {f"sub/{n}" for n in range(5)}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("batch", "in"), 2, "--output"),
        (("batch", "nowhere", "--output", "out"), 2, "no file or folder nowhere"),
        ((*BATCH, "--include", "*.pdf"), 1, "There are no articles in in."),
        ((*BATCH, "--retry-failed", "--no-cache"), 2, "exclude each other"),
        ((*BATCH, "--max-files", "0"), 2, "--max-files"),
        (("speakers", "in"), 1, "There is no report in in."),
        (("speakers", "in", "--ask"), 2, "is a directory"),
    ],
)
def test_what_cannot_be_done_is_said_with_what_to_do(run: Run, words: tuple[str, ...], code: int, said: str) -> None:
    outcome = run(*words)
    assert outcome.code == code
    assert said in outcome.err
    assert "Traceback" not in outcome.err
