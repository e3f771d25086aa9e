"""What the program promises of bad days: outages, faults of every kind, a limit of money, interruptions, and very long articles.

    python -m benchmarks.reliability [outages] [faults] [budget] [interrupted] [growth]

Every part runs the command line in processes of its own against a simulated provider in this one, on 60 articles. Outages are real ones:
the program's own clock is not touched, so that part takes six minutes. Ends with 1 if a promise is broken.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from aiohttp import web

from benchmarks.articles import article
from benchmarks.folder import ROOT, START, compared, lay_out
from benchmarks.measure import Measure
from benchmarks.simulator.answers import answer
from benchmarks.simulator.behaviour import FAULTS, Behaviour
from benchmarks.simulator.server import Provider
from summarizer.llm.tokens import count

ARTICLES = 60
AT_ONCE = 8
PRICES = {"--price-in": 2.0, "--price-out": 8.0}
"""Dollars per million tokens."""
SERVER_COUNTS = 1.1
"""The tokens that the simulated provider bills, for each that the client counts."""
OUTAGES = ("503", "429", "refused")
LENGTHS = (50_000, 100_000, 200_000, 500_000)
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


class Controlled(Provider):
    """A provider in this process that can be out of service, and that bills whatever reached it, heard or not."""

    def __init__(self, behaviour: Behaviour) -> None:
        super().__init__(behaviour)
        self.outage = ""
        self.outages = 0
        """Requests that met it."""
        self.billed_usd = 0.0
        self.url = ""
        self._loop = asyncio.new_event_loop()
        self._runner: web.AppRunner | None = None
        self._port = 0

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        if self.outage:
            self.outages += 1
            return web.json_response({"error": {"message": "Please try again later."}}, status=int(self.outage))
        return await super()._complete(request)

    async def _reply(self, request: web.Request, body: dict[str, Any], words: str, said: int) -> web.StreamResponse:
        asked = sum(count(str(m["content"])) for m in body["messages"]) + count(
            json.dumps(body.get("response_format") or "", ensure_ascii=False)
        )
        fault = self.behaviour.fault(words, self.asked[words])
        if fault not in ("429", "500", "503"):
            told = count(answer(body))
            bill = asked * PRICES["--price-in"] + told * PRICES["--price-out"]
            self.billed_usd += SERVER_COUNTS * bill / 1e6
        return await super()._reply(request, body, words, said)

    async def _open(self) -> None:
        self._runner = web.AppRunner(self.application(), access_log=None, shutdown_timeout=0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True).start()
        self._port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self._port}/v1"

    async def _close(self) -> None:
        """Listens no more, and ends every connection."""
        if self._runner is None:
            return
        for site in list(self._runner.sites):
            await site.stop()
        if self._runner.server is not None:
            for connection in self._runner.server.connections:
                if connection.transport is not None:
                    connection.transport.abort()
        self._runner = None

    def _do(self, work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    def start(self) -> None:
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self._do(self._open())

    def stop(self) -> None:
        self._do(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)

    def fail(self, kind: str) -> None:
        """Out of service from now on: `503`, `429` (which says no time), or `refused`."""
        if kind == "refused":
            self._do(self._close())
        else:
            self.outage = kind

    def recover(self) -> None:
        self.outage = ""
        if self._runner is None:
            self._do(self._open())


@contextmanager
def controlled(behaviour: Behaviour) -> Iterator[Controlled]:
    provider = Controlled(behaviour)
    provider.start()
    try:
        yield provider
    finally:
        provider.stop()


class Ended(NamedTuple):
    """A batch that has ended: its exit code, how many articles have each status, what was printed."""

    code: int
    statuses: Mapping[str, int]
    said: str

    @property
    def finished(self) -> int:
        return self.statuses.get("done", 0) + self.statuses.get("findings", 0) + self.statuses.get("skipped", 0)


def command(place: Path, url: str, *more: str, timeout: str = "600") -> "subprocess.Popen[str]":
    """The batch command on `place`/in."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("SUMMARIZER_", "OPENAI_"))}
    ours = {"SUMMARIZER_HOME": str(place / "home"), "PYTHONPATH": str(ROOT), "OPENAI_API_KEY": "sk-simulated"}
    words = ["batch", "in", "--output", "out", "--quiet", *more]
    told = {**environ, **ours, "OPENAI_BASE_URL": url, "SUMMARIZER_TIMEOUT": timeout}
    return subprocess.Popen([*START, *words], cwd=place, env=told, stderr=subprocess.PIPE, text=True)


def ended(place: Path, process: "subprocess.Popen[str]") -> Ended:
    said = process.communicate()[1]
    report = place / "out" / "batch-report.json"
    rows = json.loads(report.read_text(encoding="utf-8"))["files"] if report.is_file() else []
    statuses: dict[str, int] = {}
    for row in rows:
        statuses[row["status"]] = statuses.get(row["status"], 0) + 1
    return Ended(process.returncode, statuses, said)


def outages(folder: Path) -> Iterator[Measure]:
    """All at the same time: they are mostly waiting."""
    cases = [(kind, seconds) for seconds in (60, 300) for kind in OUTAGES]
    with ThreadPoolExecutor(len(cases)) as pool:
        for (kind, seconds), (done, met) in zip(
            cases, pool.map(lambda case: outage(folder / f"{case[0]}-{case[1]}", *case), cases), strict=True
        ):
            what = f"articles of {ARTICLES} finished through {seconds} s of {kind} ({met} requests met it)"
            yield Measure(what, done.finished, at_least=ARTICLES)


def outage(place: Path, kind: str, seconds: float) -> tuple[Ended, int]:
    lay_out(place / "in", ARTICLES)
    with controlled(Behaviour(first_token_seconds=0.2)) as provider:
        process = command(place, provider.url, "--concurrency", str(AT_ONCE))
        while provider.counts["answered"] < ARTICLES and process.poll() is None:
            time.sleep(0.02)
        provider.fail(kind)
        time.sleep(seconds)
        provider.recover()
        return ended(place, process), provider.outages


def faults(folder: Path) -> Iterator[Measure]:
    needed = 0
    for name in ("", *FAULTS):
        place = folder / (name or "none")
        lay_out(place / "in", ARTICLES)
        behaviour = Behaviour(0.02, tokens_per_second=5000, faults={name: 0.2} if name else {})
        with controlled(behaviour) as provider:
            done = ended(place, command(place, provider.url))
            asked = provider.counts["requests"]
        needed = needed or asked
        told = unfinished_without_a_word(place, done)
        kinds = ", ".join(f"{n} {status}" for status, n in done.statuses.items())
        if name:
            yield Measure(f"20 % {name}: articles that lack something and do not say it ({kinds})", told, at_most=0)
            yield Measure(f"20 % {name}: requests beyond the {needed} needed, in %", 100 * (asked / needed - 1), 40)


def unfinished_without_a_word(place: Path, done: Ended) -> int:
    """Articles without a report, or with a sentence that lacks its English, in a row that does not say so."""
    report = json.loads((place / "out" / "batch-report.json").read_text(encoding="utf-8"))
    told = 0
    for row in report["files"]:
        path = place / "out" / row["path"].replace(".txt", ".report.json")
        whole = path.is_file() and all(s["target"].strip() for s in json.loads(path.read_text())["segments"])
        told += not whole and row["status"] in ("done", "skipped", "findings")
        told += not whole and done.code == 0
    return told + (ARTICLES - len(report["files"]))


def budget(folder: Path) -> Iterator[Measure]:
    """The limit by the provider's own count, with and without faults that are billed and not answered."""
    finished: dict[int, int] = {}
    for at_once in (4, 64):
        place = folder / f"plain-{at_once}"
        done, billed = limited(place, at_once, 0.10, {})
        finished[at_once] = done.finished
        yield Measure(
            f"$0.10, {at_once} at once: billed in cents ({done.finished} articles finished)", 100 * billed, 10
        )
    yield Measure("$0.10: articles at 64 at once, of those at 4", finished[64] / finished[4], at_least=0.9)
    for limit in (0.02, 0.05, 0.10, 0.20):
        rough = {"dropped": 0.1, "slow": 0.1, "503": 0.1, "429": 0.1, "truncated": 0.1, "invalid": 0.1}
        done, billed = limited(folder / f"rough-{limit}", 64, limit, rough)
        what = f"${limit:.2f}, 64 at once, time-outs and faults: billed in cents ({done.finished} finished)"
        yield Measure(what, 100 * billed, 100 * limit)


def limited(place: Path, at_once: int, limit: float, rough: Mapping[str, float]) -> tuple[Ended, float]:
    lay_out(place / "in", ARTICLES)
    prices = [word for name, price in PRICES.items() for word in (name, str(price))]
    more = ["--max-cost", str(limit), "--concurrency", str(at_once), *prices]
    timeout = "1.5" if rough else "600"
    with controlled(Behaviour(0.2, tokens_per_second=5000, faults=rough)) as provider:
        done = ended(place, command(place, provider.url, *more, timeout=timeout))
        if not provider.counts["requests"]:
            raise RuntimeError(f"nothing was asked: {done.said}")
        return done, provider.billed_usd


def interrupted(folder: Path) -> Iterator[Measure]:
    with controlled(Behaviour(first_token_seconds=0.1)) as provider:
        calm = folder / "calm"
        lay_out(calm / "in", ARTICLES)
        begun = time.monotonic()
        ended(calm, command(calm, provider.url, "--concurrency", str(AT_ONCE)))
        seconds = time.monotonic() - begun
        pause = random.Random(17)
        for one in SIGNALS:
            place = folder / one.name
            lay_out(place / "in", ARTICLES)
            for _ in range(4):
                process = command(place, provider.url, "--concurrency", str(AT_ONCE))
                time.sleep(pause.uniform(1.5, max(2.0, seconds / 3)))
                process.send_signal(one)
                process.communicate()
            ended(place, command(place, provider.url, "--concurrency", str(AT_ONCE)))
            same = compared(calm / "out", place / "out")
            yield Measure(f"{one.name} four times, then resumed: files lost", same["lost"], 0)
            yield Measure(f"{one.name} four times, then resumed: files that differ", same["different"], 0)


def growth(folder: Path) -> Iterator[Measure]:
    """User CPU and peak memory of `translate`."""
    seconds: dict[int, float] = {}
    for length in LENGTHS:
        place = folder / str(length)
        place.mkdir(parents=True)
        (place / "long.txt").write_text(article(1, length // 24), encoding="utf-8")
        with controlled(Behaviour(first_token_seconds=0.02)) as provider:
            environ = {k: v for k, v in os.environ.items() if not k.startswith(("SUMMARIZER_", "OPENAI_"))}
            ours = {"SUMMARIZER_HOME": str(place / "home"), "PYTHONPATH": str(ROOT), "OPENAI_API_KEY": "sk-simulated"}
            told = {**environ, **ours, "OPENAI_BASE_URL": provider.url}
            words = [*START, "translate", "long.txt", "-o", "out", "--quiet"]
            process = subprocess.Popen(words, cwd=place, env=told)
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        seconds[length] = used.ru_utime
        yield Measure(f"{length:,} characters: user seconds (exit code {process.returncode})", used.ru_utime)
        yield Measure(f"{length:,} characters: peak MB", used.ru_maxrss / 1024, 400)
    few, many = LENGTHS[1], LENGTHS[-1]
    yield Measure(
        f"seconds a character at {many:,}, of those at {few:,}", seconds[many] / many / (seconds[few] / few), 1.3
    )


PARTS: Mapping[str, Callable[[Path], Iterable[Measure]]] = {
    "outages": outages,
    "faults": faults,
    "budget": budget,
    "interrupted": interrupted,
    "growth": growth,
}


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], metavar="PART")
    given = parser.parse_args(words)
    broken = 0
    for part in given.parts or PARTS:
        with tempfile.TemporaryDirectory() as folder:
            for measure in PARTS[part](Path(folder)):
                print(measure, flush=True)
                broken += not measure.holds
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())
