"""Asks for many things in one request, and for fewer where that fails: one sentence that a filter refuses costs that sentence, not its
neighbours, and what an answer lacks is asked for again."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeVar

from summarizer.errors import ContentFiltered, ModelError, TooLong

V = TypeVar("V")
Ask = Callable[[Sequence[str]], Awaitable[Mapping[str, V]]]

_DIVISIBLE = (ContentFiltered, TooLong)
"""Failures that fewer things may not meet."""


async def bisected(
    ids: Sequence[str], ask: Ask[V], alone: Callable[[str], Awaitable[V | None]]
) -> tuple[dict[str, V], dict[str, ModelError]]:
    """What was found by id, and the errors of those that failed. `ask` is asked for all; if that is refused for what is in it, for each half,
    and so on, and `alone` for what is refused by itself. What an answer lacks is asked for once more. All of a round are asked at once, so
    one refused sentence among n costs about 2 log n short requests."""
    found: dict[str, V] = {}
    failed: dict[str, ModelError] = {}
    waiting: list[tuple[Sequence[str], bool]] = [(ids, True)]
    while waiting:
        outcomes = await asyncio.gather(*(_settled(ask, alone, group) for group, _ in waiting))
        following: list[tuple[Sequence[str], bool]] = []
        for (group, first), outcome in zip(waiting, outcomes, strict=True):
            if isinstance(outcome, _DIVISIBLE) and len(group) > 1:
                middle = len(group) // 2
                following += [(group[:middle], first), (group[middle:], first)]
            elif isinstance(outcome, ModelError):
                failed |= dict.fromkeys(group, outcome)
            else:
                found |= outcome
                lacking = [one for one in group if one not in outcome]
                following += [(lacking, False)] if lacking and first and len(group) > 1 else []
        waiting = following
    return found, failed


async def _settled(
    ask: Ask[V], alone: Callable[[str], Awaitable[V | None]], group: Sequence[str]
) -> Mapping[str, V] | ModelError:
    try:
        return await ask(group)
    except _DIVISIBLE as error:
        if len(group) > 1:
            return error
    except ModelError as error:
        return error
    try:
        value = await alone(group[0])
    except ModelError as error:
        return error
    return {} if value is None else {group[0]: value}
