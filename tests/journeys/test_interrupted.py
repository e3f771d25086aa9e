"""Killed, stopped, or out of money in the middle: what was answered is not paid for again."""

import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from articles.shelf import library_text
from scripted_server import ScriptedServer, scripted, slow
from wire import runtimes

from journeys.conftest import Translate
from journeys.running import SENTENCES, by_hand, environment, errors, lay_out, missing, report_of, start, until
from summarizer.llm.prices import Price
from summarizer.pipeline import process
from summarizer.store import Store

ANSWERS = runtimes.by_hand(SENTENCES)
MONEY = 0.0015
"""Less than half of what the article takes at a dollar a million tokens."""
ONE_AT_A_TIME = ("translate", "library.txt", "--chunk-tokens", "1", "--concurrency", "1")


def remembered(home: Path) -> int:
    """Answers in the store, which is whole."""
    with closing(sqlite3.connect(home / "store.sqlite")) as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(base.execute("SELECT count(*) FROM answers").fetchone()[0])


def questions(server: ScriptedServer) -> list[str]:
    return [asked.text for asked in server.requests]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["killed", "Ctrl-C"])
def test_a_run_that_is_stopped_and_started_again_pays_only_for_what_was_not_answered(
    how: signal.Signals, translate: Translate, folder: Path, tmp_path: Path
) -> None:
    """The first run is a process of its own; the second goes on in this one."""
    home = tmp_path / "home"
    lay_out(folder)
    with scripted(answer=ANSWERS, always=[slow(0.2)]) as server:
        with start(*ONE_AT_A_TIME, cwd=folder, environ=environment(server, home)) as process:
            until(lambda: len(server.answered) >= 4)
            process.send_signal(how)
            out, said = process.communicate(timeout=30)
        answered = questions(server)[: len(server.answered)]
        kept = remembered(home)
        assert out == b""
        assert [p.name for p in folder.iterdir()] == ["library.txt"]
        assert len(answered) - 1 <= kept <= len(server.answered)
        server.always.clear()
        server.forget()
        ended = translate(server, *ONE_AT_A_TIME[1:])
        assert ended.code == 0, ended.err
        asked_again = set(answered[:kept]) & set(questions(server))
        report = report_of(folder)
    assert not asked_again
    assert report.receipt.cached_answers == kept
    assert report.receipt.requests == server.count() == remembered(home) - kept
    assert len(by_hand(report)) == len(report.segments)
    if how == signal.SIGINT:
        assert process.returncode == 130
        assert said.decode().splitlines()[-1].startswith("Interrupted.")
        assert b"Traceback" not in said


async def test_where_the_money_ends_the_report_says_what_is_missing_and_more_money_goes_on(tmp_path: Path) -> None:
    article = library_text().encode()
    price = Price(1e-6, 1e-6, 1e-6)
    with scripted(answer=ANSWERS) as server, Store.open(tmp_path / "store.sqlite") as store:
        async with runtimes.runtime_at(server, store=store, price=price, max_cost=MONEY, chunk_tokens=1) as runtime:
            poor = await process(article, "library.txt", runtime)
        assert 0 < len(missing(poor)) < len(poor.segments)
        assert missing(poor) == errors(poor)
        assert poor.needs_a_person
        assert any("limit" in f.detail for f in poor.findings)
        assert (poor.receipt.cost_usd or 0) <= MONEY
        paid = server.count()
        assert poor.receipt.requests == paid
        async with runtimes.runtime_at(server, store=store, price=price, chunk_tokens=1) as runtime:
            rich = await process(article, "library.txt", runtime)
    assert len(by_hand(rich)) == len(rich.segments)
    # There was no money for the brief: a sentence that another brief words otherwise is asked again.
    assert paid - 1 <= rich.receipt.cached_answers <= paid
    assert rich.receipt.requests == server.count() - paid
