"""What the store keeps of articles, to be looked at and deleted: their responses and their finished reports hold the articles' words."""

import json
import zlib
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import ColumnElement, delete, func, select, update

from summarizer.records import Record
from summarizer.store.database import Database, pieces
from summarizer.store.schema import ANSWERS, ARTICLES, CORRECTIONS, ENTRIES, MEMORIES, OUTPUTS

UNKNOWN = ""
"""Stands for the article of what an older version stored without saying of which."""


class CachedArticle(Record):
    """What is kept of one article. `sha256` is that of its file, empty for what an older version stored without it."""

    sha256: str
    names: tuple[str, ...] = ()
    """Files with its results that were written, without their folders."""
    responses: int = 0
    characters: int = 0
    """Of the responses."""
    reports: int = 0
    latest: str = ""


class Cache:
    """Synchronous; every method raises `StoreError` if the database cannot be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def articles(self) -> Sequence[CachedArticle]:
        """Every article of which something is kept, the latest first."""
        with self._database.connected() as connection:
            counts = select(
                ANSWERS.c.article,
                func.count(),
                func.sum(func.length(ANSWERS.c.text)),
                func.max(ANSWERS.c.created),
            ).group_by(ANSWERS.c.article)
            answers = {row[0]: row[1:] for row in connection.execute(counts)}
            finished = select(ARTICLES.c.article, func.count(), func.max(ARTICLES.c.finished)).where(
                ARTICLES.c.report.is_not(None)
            )
            reports = {row[0]: row[1:] for row in connection.execute(finished.group_by(ARTICLES.c.article))}
            names: dict[str, set[str]] = {}
            for article, path in connection.execute(select(OUTPUTS.c.article, OUTPUTS.c.path)):
                names.setdefault(article, set()).add(Path(path).name)
        found = [
            CachedArticle(
                sha256=sha,
                names=tuple(sorted(names.get(sha, ()))),
                responses=answers.get(sha, (0,))[0],
                characters=int(answers.get(sha, (0, 0))[1] or 0),
                reports=reports.get(sha, (0,))[0],
                latest=max(answers.get(sha, (0, 0, ""))[2] or "", reports.get(sha, (0, ""))[1] or ""),
            )
            for sha in answers.keys() | reports.keys()
        ]
        return sorted(found, key=lambda one: (one.latest, one.sha256), reverse=True)

    def purge(self, article: str) -> tuple[int, int]:
        """Deletes the responses and reports of an article (its SHA-256), also those that an older version stored, as far as they can
        be told. How many of each. Its sentences are then nowhere in the database."""
        with self._database.connected() as connection:
            keys = [*self._keys(article), *self._older(article)]
            responses = connection.execute(delete(ANSWERS).where(ANSWERS.c.article == article)).rowcount
            reports = sum(self._delete(part) for part in pieces(keys))
            connection.execute(delete(OUTPUTS).where(OUTPUTS.c.article == article))
            connection.execute(delete(CORRECTIONS).where(CORRECTIONS.c.article == article))
        self._compact()
        return responses, reports

    def purge_all(self) -> tuple[int, int]:
        """Deletes all responses and reports. How many of each."""
        with self._database.connected() as connection:
            responses = connection.execute(delete(ANSWERS)).rowcount
            reports = connection.execute(delete(ARTICLES).where(ARTICLES.c.expires.is_(None))).rowcount
            connection.execute(update(ENTRIES).values(error="", hint=""))
            connection.execute(delete(CORRECTIONS))
            connection.execute(delete(MEMORIES))
        self._compact()
        return responses, reports

    def _keys(self, article: str) -> Sequence[str]:
        with self._database.connected() as connection:
            return list(connection.execute(select(ARTICLES.c.key).where(ARTICLES.c.article == article)).scalars())

    def _older(self, article: str) -> Sequence[str]:
        """Reports that say themselves of which article they are."""
        unknown: ColumnElement[bool] = (ARTICLES.c.article == UNKNOWN) & ARTICLES.c.report.is_not(None)
        with self._database.connected() as connection:
            rows = connection.execute(select(ARTICLES.c.key, ARTICLES.c.report).where(unknown)).all()
        return [key for key, report in rows if _article_of(report) == article]

    def _delete(self, keys: Sequence[str]) -> int:
        with self._database.connected() as connection:
            connection.execute(update(ENTRIES).where(ENTRIES.c.key.in_(keys)).values(error="", hint=""))
            return connection.execute(delete(ARTICLES).where(ARTICLES.c.key.in_(keys))).rowcount

    def _compact(self) -> None:
        """What was deleted does not stay in the file's free pages."""
        self._database.kind.compact(self._database.engine)


def _article_of(report: bytes) -> str:
    try:
        return str(json.loads(zlib.decompress(report))["document"]["sha256"])
    except (zlib.error, ValueError, KeyError, TypeError):
        return UNKNOWN
