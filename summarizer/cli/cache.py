"""`summarize cache`: what the store keeps of articles. People translate confidential documents, and have to be able to delete them."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli import options as opt
from summarizer.cli.output import print_json, print_lines, warn
from summarizer.cli.tables import show
from summarizer.errors import InputError, UsageError

if TYPE_CHECKING:
    from summarizer.store import Store

app = typer.Typer(
    help="Cached responses and reports: list or delete them.", no_args_is_help=True, rich_markup_mode=None
)
SHORT = 12
"""Characters of an article's SHA-256 that the table shows."""
LEAST = 8
"""Of those that name an article."""


@app.command("list")
def list_(json_: opt.Json = False) -> None:
    """List the articles of which responses or reports are stored, newest first.

    An article is listed by the SHA-256 of its file and by the results that were written. A dash stands for what an older
    version stored without naming the article.

    \b
    Example:
      summarize cache list
    """
    with _store() as store:
        found = store.cache().articles()
    if json_:
        print_json([one.model_dump(mode="json") for one in found])
    elif found:
        rows = (
            (
                one.sha256[:SHORT] or "-",
                ", ".join(one.names) or "-",
                str(one.responses),
                str(one.reports),
                one.latest[:16],
            )
            for one in found
        )
        show(("Article", "Results", "Responses", "Reports", "Latest"), rows, right=("Responses", "Reports"))
    else:
        warn("The cache is empty.")


@app.command()
def size(json_: opt.Json = False) -> None:
    """Print where the store is, how many responses and reports it holds, and how many bytes a file of it takes.

    \b
    Example:
      summarize cache size
    """
    with _store() as store:
        found = store.cache().articles()
        place = store.place
    file = Path(place)
    parts = [one for one in (file, Path(f"{file}-wal"), Path(f"{file}-shm")) if one.is_file()]
    counts = {
        "place": place,
        "articles": len(found),
        "responses": sum(one.responses for one in found),
        "reports": sum(one.reports for one in found),
        "bytes": sum(one.stat().st_size for one in parts) if parts else None,
    }
    print_json(counts) if json_ else print_lines(
        f"{name}: {'-' if value is None else value}" for name, value in counts.items()
    )


@app.command()
def purge(
    article: Annotated[
        str | None, typer.Argument(metavar="[ARTICLE]", help="An article's file, or the beginning of its SHA-256.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Everything that is stored of every article.")] = False,
) -> None:
    """Delete the stored responses and reports of an article, or with --all of every one. Results that were written stay.

    \b
    Examples:
      summarize cache purge article.txt
      summarize cache purge 3f2a91bc04de
      summarize cache purge --all
    """
    if (article is None) != all_:
        raise UsageError("Specify an article or --all", "`summarize cache list` lists what is stored.")
    with _store() as store:
        cache = store.cache()
        if article is None:
            responses, reports = cache.purge_all()
        else:
            responses, reports = cache.purge(_sha256(article, [one.sha256 for one in cache.articles()]))
    warn(f"Deleted {responses} responses and {reports} reports.")


def _sha256(article: str, known: list[str]) -> str:
    """Raises UsageError for what names no article, InputError for a file that cannot be read."""
    path = Path(article)
    if path.is_file():
        try:
            return hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise InputError(f"{article} cannot be read: {error.strerror}") from error
    found = [one for one in known if one.startswith(article.lower())] if len(article) >= LEAST else []
    if len(found) != 1:
        raise UsageError(
            f"No stored article: {article}", "Give the article's file, or an id from `summarize cache list`."
        )
    return found[0]


def _store() -> "Store":
    """The store in force. Imported late: it loads SQLAlchemy, and every `--help` loads this file."""
    from summarizer.cli.starting import settings_of
    from summarizer.runtime import store_place
    from summarizer.settings import home
    from summarizer.store import Store

    return Store.open(store_place(settings_of(), home()))
