"""Many workers on one PostgreSQL store: what kills and a restart lose or pay twice, whether one cap and one rate hold over all of them, and
what the queue itself takes.

    python -m benchmarks.cluster [kills] [cap] [rate] [queue] [overhead] [--scale 0.02]

`--scale 1` is what is promised (2,000 articles, 8 workers with 64 requests each, 1,000,000 jobs) and takes some hours; the size is part of
what is printed.
"""

import argparse
import asyncio
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import postgres_server

from benchmarks.folder import START, UNDER_WAY, compared, lay_out
from benchmarks.measure import Measure
from benchmarks.simulator import Behaviour, simulated
from benchmarks.simulator.running import ROOT, Simulated
from summarizer.errors import StoreError
from summarizer.queue import NewJob, Queue, Serving, TakenJob
from summarizer.store import Store

PRICE_IN, PRICE_OUT = 0.1, 0.4
"""US dollars for a million tokens."""
LONG_SECONDS = 3600.0


class Cluster(NamedTuple):
    """A folder, a simulated provider and a store that workers share."""

    folder: Path
    simulator: Simulated
    store: str
    more: Mapping[str, str] = {}

    @property
    def environ(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("SUMMARIZER_", "OPENAI_"))}
        ours = {
            "SUMMARIZER_HOME": str(self.folder / "home"),
            "SUMMARIZER_STORE": self.store,
            "SUMMARIZER_PRICE_IN": str(PRICE_IN),
            "SUMMARIZER_PRICE_OUT": str(PRICE_OUT),
            "OPENAI_API_KEY": "sk-simulated",
            "OPENAI_BASE_URL": self.simulator.base_url,
            "PYTHONPATH": str(ROOT),
        }
        return {**kept, **ours, **self.more}

    def start(self, *words: str, quiet: bool = True) -> "subprocess.Popen[bytes]":
        err = subprocess.DEVNULL if quiet else None
        return subprocess.Popen([*START, *words], cwd=self.folder, env=self.environ, stdout=subprocess.PIPE, stderr=err)

    def queue(self, *words: str) -> int:
        """The number of a run that waits."""
        with self.start("batch", "in", "--output", "out", "--detach", *words, quiet=False) as process:
            out, _ = process.communicate()
        assert process.returncode == 0
        return int(out)

    def ended(self, run: int) -> bool:
        with suppress(StoreError), Store.open(self.store) as store:
            return store.work().has_ended(run)
        return False

    def wait(self, run: int, seconds: float = LONG_SECONDS) -> None:
        end = time.monotonic() + seconds
        while not self.ended(run):
            assert time.monotonic() < end, "the run did not end"
            time.sleep(1)


@contextmanager
def database() -> Iterator[tuple[postgres_server.Server, str]]:
    """A server of its own, and the address of an empty database in it."""
    bin = postgres_server.programs()
    assert bin is not None, "PostgreSQL is not installed"
    with postgres_server.restartable(bin) as server:
        with postgres_server.connect(server.port) as connection:
            connection.execute("CREATE DATABASE one")
        password = quote(postgres_server.PASSWORD, safe="")
        yield server, f"postgresql://{postgres_server.USER}:{password}@127.0.0.1:{server.port}/one"


def kills(scale: float) -> Iterator[Measure]:
    """Four workers, one of them killed every 20 s and started again, and the database started again once."""
    articles = max(20, round(2000 * scale))
    with tempfile.TemporaryDirectory() as place, simulated(Behaviour(first_token_seconds=0.5)) as simulator:
        calm, wild = Path(place) / "calm", Path(place) / "wild"
        for folder in (calm, wild):
            lay_out(folder / "in", articles)
        with database() as (_, address):
            cluster = Cluster(calm, simulator, address)
            with cluster.start("batch", "in", "--output", "out", "--quiet") as process:
                assert process.wait() == 0
        simulator.stats(anew=True)
        with database() as (server, address):
            cluster = Cluster(wild, simulator, address)
            killed, restarted = _disturbed(cluster, server)
        counted = simulator.stats()
        same = compared(calm / "out", wild / "out")
    hard = [*killed, *restarted]
    twice = [
        at
        for at in counted["first_answers_of_those"]
        if not any(-UNDER_WAY <= kill - at <= 2 * UNDER_WAY for kill in hard)
    ]
    yield Measure(
        f"answers paid twice, {articles} articles, 4 workers, {len(killed)} SIGKILLs, 1 restart of PostgreSQL, beside "
        f"{counted['answered_twice'] - len(twice)} that were under way", len(twice), 0,
    )  # fmt: skip
    yield Measure("files lost", same["lost"], 0)
    yield Measure("files that differ from those of the undisturbed run", same["different"], 0)


def _disturbed(cluster: Cluster, server: postgres_server.Server) -> tuple[list[float], list[float]]:
    """When workers were killed, and when the database was away."""
    run = cluster.queue()
    workers = [cluster.start("work", "--concurrency", "8") for _ in range(4)]
    killed, away, begun = list[float](), list[float](), time.monotonic()
    try:
        while True:
            time.sleep(20)
            if not away:
                away.append(time.time())
                server.stop()
                time.sleep(2)
                server.start()
                away.append(time.time())
            elif cluster.ended(run):
                return killed, away
            victim = workers.pop(0)
            killed.append(time.time())
            victim.kill()
            victim.wait()
            workers.append(cluster.start("work", "--concurrency", "8"))
            assert time.monotonic() - begun < LONG_SECONDS
    finally:
        for one in workers:
            one.terminate()
        for one in workers:
            one.wait()


def cap(scale: float) -> Iterator[Measure]:
    """Eight workers with 64 requests each under one cap."""
    dollars = max(0.05, round(scale, 3))
    articles = max(40, round(2000 * scale))
    with (
        tempfile.TemporaryDirectory() as place,
        simulated(Behaviour(first_token_seconds=0.5)) as simulator,
        database() as (_, address),
    ):
        cluster = Cluster(Path(place), simulator, address)
        lay_out(cluster.folder / "in", articles)
        run = cluster.queue("--max-cost", str(dollars))
        workers = [cluster.start("work", "--concurrency", "64", "--until-empty") for _ in range(8)]
        cluster.wait(run)
        for one in workers:
            one.wait()
        counted = simulator.stats()
    paid = (counted["tokens in"] * PRICE_IN + counted["tokens out"] * PRICE_OUT) / 1e6
    what = f"of a cap of ${dollars}, over 8 workers with 64 requests each, by the provider's count"
    yield Measure(f"share used {what}", paid / dollars, at_least=0.99)
    yield Measure(f"share passed {what}", max(0.0, paid / dollars - 1), 0)


def rate(scale: float) -> Iterator[Measure]:
    """A limit of 6,000 requests a minute, or as much less as the scale says, over four workers."""
    limit = max(300, round(6000 * scale))
    seconds = 90.0
    with (
        tempfile.TemporaryDirectory() as place,
        simulated(Behaviour(first_token_seconds=0.2)) as simulator,
        database() as (_, address),
    ):
        cluster = Cluster(Path(place), simulator, address, {"SUMMARIZER_REQUESTS_PER_MINUTE": str(limit)})
        lay_out(cluster.folder / "in", limit)
        cluster.queue()
        workers = [cluster.start("work", "--concurrency", "16") for _ in range(4)]
        while simulator.stats().get("requests", 0) < limit / 10:
            time.sleep(1)
        simulator.stats(anew=True)
        time.sleep(seconds)
        counted = simulator.stats()
        for one in workers:
            one.kill()
            one.wait()
    used = counted["requests"] / counted["seconds"] * 60 / limit
    yield Measure(f"share used of {limit} requests a minute, over 4 workers, {seconds:.0f} s", used, at_least=0.95)
    yield Measure("most requests in any minute, over the limit", counted["most in a minute"] / limit, 1.0)


def queue(scale: float) -> Iterator[Measure]:
    """Jobs that do nothing: putting them in, taking them out."""
    jobs = max(3000, round(1_000_000 * scale))
    with database() as (server, address):
        yield from asyncio.run(_jobs(address, jobs))
        with postgres_server.connect(server.port, "one") as connection:
            size = connection.execute("SELECT pg_total_relation_size('procrastinate_jobs')").fetchone()
        yield Measure(f"MB of the table of jobs after {jobs:,} were done", (size or [0])[0] / 1e6)
    yield Measure("peak MB of the process", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 300)


async def _jobs(address: str, jobs: int) -> list[Measure]:
    stamps: list[float] = []
    serving = Serving(["q"])

    async def handle(_: TakenJob) -> None:
        stamps.append(time.monotonic())
        if len(stamps) == jobs:
            serving.stop()

    async with Queue.open(address) as queue:
        begun = time.monotonic()
        await queue.put("q", "stub", (NewJob({"run": 1, "path": f"{n:07}.txt"}, f"1/{n:07}") for n in range(jobs)))
        put = time.monotonic() - begun
        cpu = time.process_time()
        await queue.serve(serving, {"stub": handle}, concurrency=16, grace_seconds=5)
        cpu = time.process_time() - cpu
    third = jobs // 3
    speeds = [third / (stamps[(i + 1) * third - 1] - stamps[i * third]) for i in range(3)]
    return [
        Measure(f"seconds to put in {jobs:,} jobs", put),
        Measure(f"jobs a second, first third of {jobs:,}", speeds[0]),
        Measure("slowest third over fastest", min(speeds) / max(speeds), at_least=0.8),
        Measure("ms of CPU for a job in the worker", 1000 * cpu / jobs, 5),
    ]


def overhead(scale: float) -> Iterator[Measure]:
    """The same articles by one process on a store file, and by one on PostgreSQL with the queue; for few and many articles, so that what
    the start of a process takes does not count."""
    few = 20
    many = few + max(40, round(2000 * scale))
    taken: dict[tuple[str, int], tuple[float, float]] = {}
    with (
        tempfile.TemporaryDirectory() as place,
        simulated(Behaviour(first_token_seconds=0.2)) as simulator,
        database() as (_, address),
    ):
        for name, store in (("file", str(Path(place) / "store.sqlite")), ("queue", address)):
            for count in (few, many):
                cluster = Cluster(
                    Path(place) / f"{name}-{count}", simulator, store, {"SUMMARIZER_MODEL": f"model-{count}"}
                )
                lay_out(cluster.folder / "in", count)
                taken[name, count] = _timed(cluster)
    cpu = {name: 1000 * (taken[name, many][0] - taken[name, few][0]) / (many - few) for name in ("file", "queue")}
    what = f"ms of CPU an article, from the difference between {few} and {many} articles"
    yield Measure(f"{what}: one process, store in a file", cpu["file"])
    yield Measure(f"{what}: what queue and PostgreSQL add", cpu["queue"] - cpu["file"], 5)
    yield Measure(
        "articles a minute with the queue over those without",
        taken["file", many][1] / taken["queue", many][1],
        at_least=0.9,
    )


def _timed(cluster: Cluster) -> tuple[float, float]:
    """CPU and wall seconds of a batch."""
    begun = time.monotonic()
    with cluster.start("batch", "in", "--output", "out", "--quiet") as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"the batch ended with {process.returncode}"
    return used.ru_utime + used.ru_stime, time.monotonic() - begun


PARTS: Mapping[str, Any] = {"kills": kills, "cap": cap, "rate": rate, "queue": queue, "overhead": overhead}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], metavar="PART")
    parser.add_argument("--scale", type=float, default=0.02, help="share of the promised size (0.02)")
    given = parser.parse_args()
    for part in given.parts or PARTS:
        for measure in PARTS[part](given.scale):
            print(measure, flush=True)


if __name__ == "__main__":
    main()
