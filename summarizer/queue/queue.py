"""The queue: jobs that are put in, taken, given back, cancelled, counted."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from itertools import islice
from typing import Any

import psycopg
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from procrastinate.worker import Worker

from summarizer.errors import StoreError
from summarizer.queue import schema
from summarizer.queue.jobs import Handler, Later, NewJob, TakenJob
from summarizer.store.postgresql import Postgresql

PAGE = 500
"""Jobs in one statement."""
HEARTBEAT_SECONDS = 5.0
STALLED_SECONDS = 20.0
"""A worker that was silent for so long is gone. With a look every `LOOK_SECONDS` its jobs are back within 25 s."""
LOOK_SECONDS = 5.0
POLL_SECONDS = 1.0
"""How often an idle worker looks for a job. Nothing is listened for: so a pooler may stand between that lends connections for a transaction."""
AGAIN_SECONDS = 2.0
"""After a failure of the database a job is begun again no sooner."""
RECONNECT_SECONDS = 60.0
"""For so long a database that was there is waited for: a restart takes seconds."""
_CONNECTIONS = 2
"""Of one process, beside those of the store."""

logging.getLogger("procrastinate").setLevel(logging.CRITICAL)  # what it has to say is raised, too


class _Again(BaseRetryStrategy):
    """What is given back, or was ended with the worker, is done again; what failed is not."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        del job
        if isinstance(exception, Later):
            return RetryDecision(retry_in={"milliseconds": round(1000 * exception.seconds)})
        if isinstance(exception, asyncio.CancelledError):
            return RetryDecision()
        if isinstance(exception, (StoreError, ConnectorException, psycopg.Error)):
            return RetryDecision(retry_in={"milliseconds": round(1000 * AGAIN_SECONDS)})
        return None


class Serving:
    """What a process works on: `queues` may be changed at any time, `stop` ends it."""

    def __init__(self, queues: Iterable[str] = ()) -> None:
        self.queues = list(queues)
        self.stopping = asyncio.Event()

    def serve(self, queues: Iterable[str]) -> None:
        self.queues[:] = queues

    def stop(self) -> None:
        self.stopping.set()


class Queue:
    """Jobs in named queues, each of a kind. Names and arguments are kept as ASCII JSON, since PostgreSQL keeps no half characters. Every method raises `StoreError` where the database cannot be used."""

    def __init__(self, app: App, kind: Postgresql) -> None:
        self._app, self._kind = app, kind

    @classmethod
    @asynccontextmanager
    async def open(cls, address: str) -> "AsyncIterator[Queue]":
        """The queue in a database, with its tables made where they are missing."""
        kind = Postgresql(address)
        options: dict[str, Any] = {"kwargs": {"prepare_threshold": None}, "min_size": 1, "max_size": _CONNECTIONS}
        app = App(connector=PsycopgConnector(conninfo=kind.conninfo, **options))
        queue = cls(app, kind)
        with queue._told():
            await asyncio.to_thread(schema.upgrade, kind.conninfo)
            await app.open_async()
        try:
            yield queue
        finally:
            with suppress(ConnectorException):
                await app.close_async()

    async def put(self, queue: str, kind: str, jobs: Iterable[NewJob]) -> int:
        """Puts jobs into a queue, a page at a time. Those of a name that waits already are left out. How many were put in."""
        rest, count = iter(jobs), 0
        while page := list(islice(rest, PAGE)):
            try:
                count += await self._put(queue, kind, page)
            except AlreadyEnqueued:
                for one in page:
                    with suppress(AlreadyEnqueued):
                        count += await self._put(queue, kind, [one])
        return count

    async def _put(self, queue: str, kind: str, page: Sequence[NewJob]) -> int:
        made = self._app.configure_task(kind, queue=queue, allow_unknown=True)
        jobs = [
            made.job.evolve(queueing_lock=json.dumps(one.name), task_kwargs={"arguments": json.dumps(one.arguments)})
            for one in page
        ]
        with self._told():
            return len(await self._app.job_manager.batch_defer_jobs_async(jobs))

    async def cancel(self, queue: str) -> AsyncIterator[Sequence[Mapping[str, Any]]]:
        """Takes the jobs that wait out of the queue, a page at a time: their arguments. Those that are worked on are ended by nobody."""
        statement = (
            "DELETE FROM procrastinate_jobs WHERE id IN (SELECT id FROM procrastinate_jobs WHERE queue_name = %(queue)s "
            "AND status = 'todo' ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED) RETURNING args"
        )
        while rows := await self._all(statement, queue=queue, most=PAGE):
            yield [json.loads(row["args"]["arguments"]) for row in rows]

    async def counts(self) -> Mapping[tuple[str, str], int]:
        """Queue and state (todo, doing, failed) → jobs."""
        statement = "SELECT queue_name, status, count(*) AS jobs FROM procrastinate_jobs GROUP BY queue_name, status"
        return {(row["queue_name"], row["status"]): row["jobs"] for row in await self._all(statement)}

    async def serve(
        self, serving: Serving, handlers: Mapping[str, Handler], *, concurrency: int, grace_seconds: float
    ) -> None:
        """Does jobs of the queues that are served, so many at once, until it is stopped: then those under way have `grace_seconds` to end, and
        what has not ended by then goes back into the queue. A database that was there and goes away is waited for."""
        for kind, handler in handlers.items():
            self._app.task(name=kind, pass_context=True, retry=_Again())(_task(handler))
        looking = asyncio.create_task(self._look_after_stalled())
        try:
            while not serving.stopping.is_set():
                await self._serve(serving, concurrency, grace_seconds)
        finally:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)

    async def _serve(self, serving: Serving, concurrency: int, grace_seconds: float) -> None:
        worker = Worker(
            self._app,
            queues=serving.queues,
            concurrency=concurrency,
            fetch_job_polling_interval=POLL_SECONDS,
            shutdown_graceful_timeout=grace_seconds,
            listen_notify=False,
            delete_jobs="successful",
            install_signal_handlers=False,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=STALLED_SECONDS,
        )
        working = asyncio.create_task(worker.run())  # type: ignore[no-untyped-call]
        stopping = asyncio.create_task(serving.stopping.wait())
        try:
            await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
            worker.stop()  # type: ignore[no-untyped-call]
            await working
        except (ConnectorException, psycopg.Error) as error:
            await self._reconnect(error)
        finally:
            stopping.cancel()
            if not working.done():
                working.cancel()
                await asyncio.gather(working, return_exceptions=True)

    async def _reconnect(self, error: Exception) -> None:
        """Returns when the database answers again. Raises StoreError after `RECONNECT_SECONDS`."""
        for _ in range(round(RECONNECT_SECONDS)):
            with suppress(ConnectorException, psycopg.Error, TimeoutError):
                async with asyncio.timeout(10):
                    await self._app.job_manager.check_connection_async()
                return
            await asyncio.sleep(1)
        with self._told():
            raise error

    async def _look_after_stalled(self) -> None:
        """Gives the jobs of workers that are gone back into the queue."""
        manager = self._app.job_manager
        while True:
            with suppress(ConnectorException, psycopg.Error):
                for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
                    with suppress(ConnectorException):  # another worker was quicker
                        await manager.retry_job(job)
            await asyncio.sleep(LOOK_SECONDS)

    async def _all(self, statement: str, **values: Any) -> list[dict[str, Any]]:
        with self._told():
            return await self._app.connector.execute_query_all_async(statement, **values)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turns what the database says into a `StoreError`."""
        try:
            yield
        except AlreadyEnqueued:
            raise
        except (ConnectorException, psycopg.Error, OSError) as error:
            raise StoreError(*self._kind.explained(error.__cause__ or error)) from error


def _task(handler: Handler) -> Any:
    async def task(context: JobContext, arguments: str) -> None:
        job = context.job
        await handler(TakenJob(job.id or 0, job.queue, json.loads(arguments), job.attempts))

    return task
