"""Tables, and the patterns made of them: read when they are first needed, and kept."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class once(Generic[T]):  # noqa: N801  it is written as a decorator
    """A table of `text/data`. It is the same for every article, so that it is read once, and only by a run that needs it: all of them
    together take half a second."""

    def __init__(self, read: Callable[[], T]) -> None:
        self.read = read
        """Reads the table anew."""
        self._table: T
        self.__doc__ = read.__doc__

    def __call__(self) -> T:
        try:
            return self._table
        except AttributeError:
            self._table = self.read()
            return self._table
