"""Trying again what may pass."""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def patiently(
    work: Callable[[], T], may_pass: Callable[[BaseException], bool], *, seconds: float, pause_seconds: float
) -> T:
    """The result of the work, tried again after a pause while its error may pass, for at most so many seconds. Raises the last error."""
    try:
        return work()
    except Exception as error:
        if seconds <= 0 or not may_pass(error):
            raise
    from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_fixed  # only now: it takes 30 ms to load

    tries = Retrying(
        retry=retry_if_exception(may_pass),
        stop=stop_after_delay(seconds),
        wait=wait_fixed(pause_seconds),
        reraise=True,
    )
    return tries(work)
