"""Things of different sizes put together, in their order, up to a limit: questions into a file, sentences into a question."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def packed(sized: Iterable[tuple[T, int]], *, most: int, together: int) -> Iterator[list[T]]:
    """Groups of at most so many things and of at most `most` in size; one that is larger goes alone."""
    group: list[T] = []
    total = 0
    for thing, size in sized:
        if group and (len(group) >= together or total + size > most):
            yield group
            group, total = [], 0
        group.append(thing)
        total += size
    if group:
        yield group
