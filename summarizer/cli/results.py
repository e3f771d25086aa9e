"""Where `summarize translate` puts an article's results."""

import errno
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.cli.articles import Article
from summarizer.errors import StoreError

if TYPE_CHECKING:
    from summarizer.report import Report
    from summarizer.settings import Settings
    from summarizer.store import Store


class Results:
    """Writes reports beside their articles, into a folder, or to standard output."""

    def __init__(self, settings: "Settings", output: Path | None, *, to_stdout: bool, overwrite: bool) -> None:
        self.settings, self._output, self._to_stdout, self._overwrite = settings, output, to_stdout, overwrite

    def require_free(self, articles: Sequence[Article]) -> None:
        """Before the first request: no folder has the name of a result. Raises OutputError."""
        from summarizer.common.files import not_written
        from summarizer.stages.render import FORMATS

        for article in articles:
            folder = None if self._to_stdout else article.folder(self._output)
            for name in self.settings.formats if folder else ():
                path = Path(folder or "", article.stem + FORMATS[name].suffix)
                if path.is_dir():
                    raise not_written(path, IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR)))

    def require_formats(self, articles: Iterable[Article] = ()) -> None:
        """Raises UsageError for what cannot be written here, before anything is paid for."""
        from summarizer.stages.render import require_formats

        to_stdout = self._to_stdout or any(one.folder(self._output) is None for one in articles)
        formats = self.settings.formats[:1] if to_stdout else self.settings.formats
        require_formats(formats, to_stdout=to_stdout)

    def remarks(self, report: "Report", article: Article) -> Sequence[str]:
        """What a reader of the results should know of them."""
        from summarizer.renderers.options import Options
        from summarizer.stages.render import remarks

        return remarks(report, self.settings.formats, Options(self.settings.layout, article.data))

    def write(self, report: "Report", article: Article) -> tuple[Sequence[Path], Sequence[Path]]:
        """Where the results now are, and which were edited and stayed as they are. Raises OutputError."""
        from summarizer.common.files import encoded
        from summarizer.common.kept import write_unless_edited
        from summarizer.renderers.options import Options
        from summarizer.stages.render import render, rendered

        folder = None if self._to_stdout else article.folder(self._output)
        settings, options = self.settings, Options(self.settings.layout, article.data)
        if folder is None:
            made = render(report, settings.formats[0], chinese_names=settings.chinese_names, options=options)
            sys.stdout.flush()
            sys.stdout.buffer.write(encoded(made))
            sys.stdout.buffer.flush()
            return (), ()
        texts = rendered(
            report, folder, article.stem, settings.formats, chinese_names=settings.chinese_names, options=options
        )
        if article.copy:
            _keep_page(folder / article.copy, article.data)
        done = write_unless_edited(folder, texts, self._known(texts), overwrite=self._overwrite)
        self._note({path: digest for path, digest in done.digests.items() if path not in done.kept}, report)
        return [path for path in texts if path not in done.kept], done.kept

    def _known(self, texts: Iterable[Path]) -> Mapping[Path, str]:
        """As which the files were written. Without a store nothing is known, and what is there and differs stays."""
        if any(path.exists() for path in texts):
            with suppress(StoreError), closing(self._store()) as store:
                return store.outputs().digests(texts)
        return {}

    def _note(self, digests: Mapping[Path, str], report: "Report") -> None:
        from summarizer.store import Written

        with suppress(StoreError), closing(self._store()) as store:
            store.outputs().record([Written(p, d, report.document.sha256) for p, d in digests.items()])

    def _store(self) -> "Store":
        from summarizer.runtime import store_place
        from summarizer.settings import home
        from summarizer.store import Store

        return Store.open(store_place(self.settings, home()))


def _keep_page(path: Path, data: bytes) -> None:
    """The page beside its result. A file of that name that is no copy of a page stays. Raises OutputError."""
    from summarizer.web.copies import keep

    if not path.exists() or b"<!-- saved from url=" in path.read_bytes()[:4000]:
        keep(path, data)
