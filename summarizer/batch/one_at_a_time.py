"""With a store in a file one batch at a time is done: a second one waits for the first to end."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from summarizer.common.files import private_folder, said
from summarizer.errors import StoreError
from summarizer.runtime import store_place
from summarizer.settings import Settings

LOOK_SECONDS = 0.2


@asynccontextmanager
async def alone(settings: Settings, home: Path, notice: Callable[[str], None]) -> AsyncIterator[None]:
    """Returns when no other batch works with the same store file; a killed one holds nothing. A batch without a store waits for nobody.
    Raises StoreError."""
    if not settings.cache:
        yield
        return
    lock = _lock(settings, home)
    while not _taken(lock):
        notice("Waiting for another batch with the same store to end.")
        await asyncio.sleep(LOOK_SECONDS)
    try:
        yield
    finally:
        lock.release()


def _lock(settings: Settings, home: Path) -> FileLock:
    place = Path(store_place(settings, home)).expanduser()
    try:
        private_folder(place.parent)
    except OSError as error:
        raise StoreError(f"{place.parent} cannot be used ({said(error)}).", "Check its permissions.") from error
    return FileLock(place.with_name(place.name + ".batch.lock"), thread_local=False)


def _taken(lock: FileLock) -> bool:
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return False
    except OSError as error:
        raise StoreError(f"{lock.lock_file} cannot be used ({said(error)}).", "Check its permissions.") from error
    return True
