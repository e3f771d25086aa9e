"""`summarize batch status` and `summarize batch cancel`: what lies with the provider's Batch API."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from summarizer.cli import options as opt
from summarizer.cli.output import print_json, warn
from summarizer.cli.tables import clean, show
from summarizer.errors import SummarizerError, UsageError

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from summarizer.batch.provider_batches import ProviderBatches
    from summarizer.store import Submitted

app = typer.Typer(rich_markup_mode=None)
HEADS = ("Batch", "Submitted", "State", "Answered", "Failed", "Requests", "Cost", "Model")


class Batch(TyperCommand):
    """`summarize batch FOLDER…`, unless its first word is the name of a command about batches."""

    invoke_without_command = True
    """As a group says that it does something by itself too."""

    @property
    def commands(self) -> Mapping[str, Any]:
        command: Any = typer.main.get_command(app)
        return dict(command.commands)

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        if args and (command := self.commands.get(args[0])) is not None:
            return command.make_context(f"{info_name} {args[0]}", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)


@app.command("status")
@opt.command("provider")
def status(
    given: opt.Given,
    last: Annotated[
        int, typer.Option("--last", "-n", min=1, metavar="N", help="How many batches, the newest first.")
    ] = 20,
    json_: opt.Json = False,
) -> None:
    """List the batches that --provider-batch submitted: how far the provider is, and what they cost.

    The provider is asked about those whose answers were not collected yet; `summarize batch FOLDER --provider-batch` collects them. A
    dash in place of the cost: it is not known, or not yet.

    \b
    Example:
      summarize batch status
    """
    import asyncio

    found, trouble = asyncio.run(_listed(given, last))
    if json_:
        print_json([one.model_dump(mode="json", exclude={"stale"}) for one in found])
    elif found:
        show(HEADS, map(_row, found), right=HEADS[3:7])
    else:
        warn("No batches yet; submit one with `summarize batch FOLDER --output OUT --provider-batch`.")
    if trouble is not None:
        raise trouble


@app.command("cancel")
@opt.command("provider")
def cancel(
    given: opt.Given,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Batches, by the ids of `summarize batch status`.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="All that are in progress.")] = False,
) -> None:
    """End batches that are under way at the provider. What is answered by then is paid for, and collected by the next batch.

    A `summarize batch` that waits for one of them ends too, and sends nothing more; the same command again would.

    \b
    Examples:
      summarize batch cancel batch_abc123
      summarize batch cancel --all
    """
    if bool(ids) == all_:
        raise UsageError("Specify batch IDs or --all", "`summarize batch status` lists them.")
    import asyncio

    asyncio.run(_cancelled(ids or (), given))


async def _listed(given: opt.Given, last: int) -> "tuple[Sequence[Submitted], SummarizerError | None]":
    """The batches, and why the provider could not be asked about them."""
    async with _office(given) as office:
        trouble: SummarizerError | None = None
        try:
            await office.refresh()
        except SummarizerError as error:
            trouble = error
        return office.latest(last), trouble


async def _cancelled(ids: Sequence[str], given: opt.Given) -> None:
    async with _office(given) as office:
        await office.refresh()
        chosen = office.chosen(ids) if ids else office.under_way()
        for one in await office.cancel(chosen) if chosen else ():
            warn(f"{one.id}: {one.state}")
        if not chosen:
            warn("No batches in progress.")


def _office(given: opt.Given) -> "AbstractAsyncContextManager[ProviderBatches]":
    """Imported late: it loads SQLAlchemy, and every `--help` loads this file."""
    from summarizer.batch.provider_batches import open_office
    from summarizer.cli.starting import settings_of
    from summarizer.settings import home

    return open_office(settings_of(given), home())


def _row(one: "Submitted") -> Sequence[str]:
    when = one.created.astimezone().strftime("%Y-%m-%d %H:%M")
    counts = (str(one.answered), str(one.failed), str(one.questions))
    state = one.state if one.collected else f"{one.state}, not collected"
    cost = "-" if one.cost_usd is None else f"${one.cost_usd:.4f}"
    return one.id or "-", when, state, *counts, cost, clean(one.model)
