"""`summarize translate` against a scripted server: where results go, what is said, which exit code it ends with. What the server
says is no translation, so most reports need a person; the journeys look at quality."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scripted_server import ScriptedServer, default_answer, scripted, slow, status

from cli.running import ARTICLE, Run

FILES = ("article.en.md", "article.en.html", "article.report.json")
DONE = (0, 3)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedServer]:
    with scripted() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test-0123456789")
        yield server


def test_three_files_stand_beside_the_article_and_nothing_goes_to_standard_output(
    run: Run, article: Path, server: ScriptedServer
) -> None:
    outcome = run("translate", "article.txt")
    assert outcome.code in DONE
    assert outcome.out == ""
    assert sorted(p.name for p in Path().iterdir()) == sorted(("article.txt", *FILES))
    for name in FILES:
        assert f"Wrote {name}" in outcome.err
    assert "requests" in outcome.err
    assert "No key is set" not in outcome.err


def test_the_same_command_again_pays_for_nothing(run: Run, article: Path, server: ScriptedServer) -> None:
    run("translate", "article.txt", "--output", "out")
    asked = server.count()
    assert asked > 0
    again = run("translate", "article.txt", "--output", "out")
    assert server.count() == asked
    assert "cached responses" in again.err
    run("translate", "article.txt", "--output", "out", "--no-cache")
    assert server.count() > asked


def test_standard_input_becomes_markdown_on_standard_output(run: Run, server: ScriptedServer) -> None:
    outcome = run("translate", "-", stdin=ARTICLE.encode("gb18030"))
    assert outcome.code in DONE
    assert "\n# " in outcome.out
    assert list(Path().iterdir()) == []


def test_standard_input_becomes_the_first_format_that_is_asked_for(run: Run, server: ScriptedServer) -> None:
    report = json.loads(run("translate", "-", "--format", "json,md", stdin=ARTICLE.encode()).out)
    assert report["document"]["origin"] == "standard input"
    assert all(s["target"] for s in report["segments"])


def test_standard_input_goes_into_the_folder_that_is_named(run: Run, server: ScriptedServer) -> None:
    outcome = run("translate", "-", "-o", "out", "-f", "md", stdin=ARTICLE.encode())
    assert outcome.out == ""
    assert [p.name for p in Path("out").iterdir()] == ["standard-input.en.md"]


def test_chinese_names_stand_behind_the_first_mention_where_people_read_and_not_in_the_report(run: Run) -> None:
    def answer(body: dict[str, Any]) -> str:
        return "Wang Xiaoming spoke." if "response_format" not in body else default_answer(body)

    with scripted(answer=answer) as server:
        outcome = run(
            "translate",
            "-",
            "--chinese-names",
            "--chunk-tokens",
            "1",
            "--base-url",
            server.base_url,
            stdin=ARTICLE.encode(),
        )
    assert (
        outcome.out.count("Wang Xiaoming (王小明) spoke.") + outcome.out.count("Wang Xiaoming \\(王小明\\) spoke.") >= 1
    )


def test_quiet_says_nothing_when_all_goes_well(run: Run, article: Path, server: ScriptedServer) -> None:
    outcome = run("translate", "article.txt", "--quiet")
    assert outcome.out == ""
    if outcome.code == 0:
        assert outcome.err == ""
    else:
        assert [line.split(":")[0] for line in outcome.err.splitlines()] == ["Error"], "errors are said, in one line"


def test_verbose_lists_every_finding(run: Run, article: Path, server: ScriptedServer) -> None:
    run("translate", "article.txt")
    findings = json.loads(Path("article.report.json").read_text(encoding="utf-8"))["findings"]
    said = run("translate", "article.txt", "--verbose").err
    assert findings
    for finding in findings:
        assert finding["detail"] in said


def test_one_bad_article_does_not_stop_the_others(run: Run, article: Path, server: ScriptedServer) -> None:
    Path("empty.txt").write_bytes(b"")
    outcome = run("translate", "empty.txt", "article.txt")
    assert outcome.code == 3
    assert "Error: empty.txt:" in outcome.err
    assert Path(FILES[0]).exists()


def test_nothing_usable_ends_with_1(run: Run, article: Path, server: ScriptedServer) -> None:
    Path("empty.txt").write_bytes(b"")
    Path("blank.txt").write_bytes(b"\n \n")
    assert run("translate", "empty.txt", "blank.txt").code == 1


def test_a_wrong_key_is_said_once_and_no_further_article_is_begun(
    run: Run, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("second.txt").write_text(ARTICLE, encoding="utf-8")
    with scripted(always=[status(401, "Incorrect API key provided")]) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-wrong-0123456789")
        outcome = run("translate", "article.txt", "second.txt")
    assert outcome.code == 1
    assert outcome.err.count("Error: ") == 1
    assert "1 more not started" in outcome.err
    assert "== second.txt" not in outcome.err
    assert "sk-wrong" not in outcome.err


def test_a_limit_on_money_that_cannot_be_kept_is_refused(run: Run, article: Path, server: ScriptedServer) -> None:
    outcome = run("translate", "article.txt", "--model", "unheard-of", "--max-cost", "1")
    assert outcome.code == 2
    assert "the price of unheard-of" in outcome.err
    assert server.count() == 0


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_interrupted_ends_with_130_and_says_how_to_go_on(
    article: Path, how: signal.Signals, tmp_path: Path
) -> None:
    code = "from summarizer.cli import main; import sys; sys.argv = ['summarize', 'translate', 'article.txt']; main()"
    with scripted(always=[slow(20)]) as server:
        environ = {**os.environ, "OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": "sk-test-0123456789"}
        with subprocess.Popen([sys.executable, "-c", code], env=environ, stderr=subprocess.PIPE, text=True) as process:
            until = time.monotonic() + 60
            while server.count() == 0 and time.monotonic() < until:
                time.sleep(0.05)
            process.send_signal(how)
            _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Interrupted. Responses are kept" in said
    assert "Traceback" not in said
    assert not [p for p in Path().iterdir() if p.name != "article.txt"]


def assert_told_as_an_interrupt(code: str) -> None:
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert ended.returncode == 130
    assert ended.stderr.splitlines() == ["Interrupted. Responses are kept: the same command resumes from here."]


def test_an_interrupt_before_the_first_step_of_a_coroutine_is_not_told_as_a_warning() -> None:
    code = (
        "import os, signal\n"
        "from summarizer.cli.translate import run\n"
        "async def answer() -> int: return 0\n"
        "async def work() -> int:\n"
        "    waiting = answer()\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    return await waiting\n"
        "raise SystemExit(run(work()))\n"
    )
    assert_told_as_an_interrupt(code)


def test_what_fails_while_an_interrupted_run_is_closed_does_not_hide_the_interrupt() -> None:
    code = (
        "import os, signal\n"
        "from summarizer.cli.translate import run\n"
        "async def work() -> int:\n"
        "    try:\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "    finally:\n"
        "        raise OSError('closing failed')\n"
        "raise SystemExit(run(work()))\n"
    )
    assert_told_as_an_interrupt(code)


def test_the_model_and_its_host_are_said_before_anything_is_asked(
    run: Run, article: Path, server: ScriptedServer
) -> None:
    said = run("translate", "article.txt").err.splitlines()
    assert said[0] == f"Model: gpt-6-luna at {server.base_url.split('/')[2]}"


def test_nearly_everything_failed_is_a_failure_with_one_sentence_also_when_quiet(
    run: Run, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(body: dict[str, Any]) -> str:
        return default_answer(body) if "response_format" in body and "brief" in str(body["response_format"]) else ""

    with scripted(answer=answer) as server:
        outcome = run("translate", "article.txt", "--quiet", "--base-url", server.base_url)
    assert outcome.code == 1
    assert "sentences were not translated" in outcome.err


def test_a_review_that_never_ran_is_an_error(run: Run, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUMMARIZER_PATIENCE", "0")
    with (
        scripted(always=[status(400, "no review today")]) as dead,
        scripted() as server,
    ):
        monkeypatch.setenv("SUMMARIZER_REVIEW_BASE_URL", dead.base_url)
        monkeypatch.setenv("SUMMARIZER_REVIEW_API_KEY", "sk-test-9876543210")
        outcome = run("translate", "article.txt", "--review-model", "other", "--base-url", server.base_url)
    assert outcome.code == 3
    assert "passages were not reviewed" in outcome.err


def test_a_mostly_english_file_is_doubted_before_it_costs(run: Run, server: ScriptedServer) -> None:
    text = "The museum opened (王小明) in the spring of last year and everybody came to see what it had to show.\n\n"
    Path("english.txt").write_text(text * 3 + ARTICLE[:9], encoding="utf-8")
    said = run("translate", "english.txt").err
    assert "Is this the right file?" in said
    assert said.index("right file") < said.index("brief:")


def test_a_batch_doubts_it_as_well(run: Run, server: ScriptedServer) -> None:
    text = "The museum opened in the spring of last year and everybody came to see what it had to show.\n\n"
    Path("in").mkdir()
    Path("in/english.txt").write_text(text * 3 + ARTICLE[:9], encoding="utf-8")
    Path("in/chinese.txt").write_text(ARTICLE, encoding="utf-8")
    said = run("batch", "in", "-o", "out").err
    assert "english.txt: only" in said
    assert "chinese.txt: only" not in said


@pytest.mark.parametrize("command", ["translate", "batch"])
@pytest.mark.parametrize("trouble", ["nobody", "key"])
def test_a_reviewer_that_cannot_be_asked_is_found_out_before_anything_is_paid(
    command: str, trouble: str, run: Run, article: Path, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scripted(lists=status(401, "Incorrect API key provided")) as other:
        place = other.base_url if trouble == "key" else "http://127.0.0.1:9/v1"
        monkeypatch.setenv("SUMMARIZER_REVIEW_BASE_URL", place)
        monkeypatch.setenv("SUMMARIZER_REVIEW_API_KEY", "sk-test-9876543210")
        outcome = run(command, "article.txt", "-o", "out", "--review-model", "other")
    assert outcome.code == 1
    assert "The model of the review: " in outcome.err
    assert ("Nothing is listening" in outcome.err) == (trouble == "nobody")
    assert server.count() == 0


def test_standard_output_is_named_by_a_dash(run: Run, article: Path, server: ScriptedServer) -> None:
    outcome = run("translate", "article.txt", "-o", "-", "--format", "json")
    assert json.loads(outcome.out)["document"]["origin"] == "article.txt"
    assert [p.name for p in Path().iterdir()] == ["article.txt"]


def test_the_encoding_is_the_users_word(run: Run, server: ScriptedServer) -> None:
    Path("a.txt").write_bytes(ARTICLE.encode("gb18030"))
    run("translate", "a.txt", "--encoding", "gb18030")
    decoding = json.loads(Path("a.report.json").read_text(encoding="utf-8"))["document"]["decoding"]
    assert decoding["basis"] == "given"
    assert run("translate", "a.txt", "--encoding", "hex").code == 2


def test_a_name_that_begins_with_a_dash_gets_a_hint(run: Run) -> None:
    assert "./-dash.txt" in run("translate", "--", "-dash.txt").err
    Path("-dash.txt").write_text(ARTICLE, encoding="utf-8")
    assert "./-dash.txt" in run("translate", "-dash.txt").err


def test_a_file_name_that_is_no_utf_8_costs_nothing_and_stops_nothing(
    run: Run, article: Path, server: ScriptedServer
) -> None:
    name = os.fsdecode("文章.txt".encode("gbk"))
    Path(name).write_text(ARTICLE, encoding="utf-8")
    outcome = run("translate", name, "article.txt", "-o", "out")
    assert outcome.code in DONE
    assert len(list(Path("out").iterdir())) == 6
    origin = json.loads((Path("out") / (Path(name).stem + ".report.json")).read_bytes())["document"]["origin"]
    assert origin.endswith(".txt")
    assert "\ufffd" in origin
