"""`summarize work`: does what is in the queue, beside other machines."""

import signal
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from summarizer.cli import options as opt
from summarizer.cli.output import warn
from summarizer.errors import UsageError

if TYPE_CHECKING:
    from summarizer.settings import Settings


class Listening(NamedTuple):
    """Where the worker tells of itself."""

    port: Annotated[
        int | None,
        typer.Option(
            "--port",
            min=0,
            max=65535,
            metavar="PORT",
            show_default=False,
            help="Serve /metrics, /healthz and /readyz on this port.",
        ),
    ] = None
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Listen at this address; 0.0.0.0 is all.")] = (
        "127.0.0.1"
    )


class Ending(NamedTuple):
    """When and how it ends."""

    grace: Annotated[
        float,
        typer.Option("--grace", min=0, metavar="SECONDS", help="After SIGTERM: time for articles under way to finish."),
    ] = 30.0
    until_empty: Annotated[
        bool, typer.Option("--until-empty", help="End when no run is left that this machine can reach.")
    ] = False


@opt.command("work")
def work(
    listening: Listening,
    ending: Ending,
    concurrency: Annotated[
        int | None,
        typer.Option(
            "--concurrency",
            "-c",
            min=1,
            max=512,
            metavar="N",
            show_default=False,
            help="Maximum articles and concurrent requests of this worker (default 64; 4 embedded).",
        ),
    ] = None,
) -> None:
    """Process queued articles of all runs, together with other workers.

    The store must be a PostgreSQL server (SUMMARIZER_STORE). `summarize batch FOLDER --output OUT` on the same store fills the queue. A run
    brings its own options; the keys come from this machine's environment, and its folders must be found here under the same paths: runs
    whose folders are not are left to others. A worker that is killed loses nothing: within 30 seconds others take its articles over, and
    stored responses are not paid for again.

    SIGTERM and Ctrl-C end it: no further article is begun, those under way may finish for --grace seconds, and the rest goes back into the
    queue.

    \b
    Examples:
      summarize work
      summarize work --concurrency 128 --port 9464 --host 0.0.0.0
    """
    from summarizer.batch.run import in_queue
    from summarizer.cli.starting import settings_of

    settings = settings_of({"concurrency": concurrency})
    if not in_queue(settings):
        raise UsageError("There is no queue to work on", "Name a PostgreSQL server in SUMMARIZER_STORE.")
    _work(settings, listening, ending)


def _work(settings: "Settings", listening: Listening, ending: Ending) -> None:
    import asyncio
    from contextlib import ExitStack

    from summarizer.batch.metrics import Metrics, serving
    from summarizer.batch.working import work as working
    from summarizer.queue import Serving
    from summarizer.settings import home

    async def until_stopped(metrics: Metrics) -> None:
        served = Serving()
        for one in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(one, served.stop)
        grace, until_empty = ending
        await working(settings, home(), served, warn, metrics, grace_seconds=grace, until_empty=until_empty)

    with ExitStack() as stack:
        metrics = Metrics()
        if listening.port is not None:
            at = stack.enter_context(serving(metrics, listening.host, listening.port))
            warn(f"Metrics and health at http://{listening.host}:{at}")
        asyncio.run(until_stopped(metrics))
