"""What may pass is tried again, and nothing else."""

import pytest

from summarizer.common.retry import patiently


class Work:
    """Fails so often, then has a result."""

    def __init__(self, fails: int) -> None:
        self.left, self.tries = fails, 0

    def __call__(self) -> str:
        self.tries += 1
        if self.tries <= self.left:
            raise OSError("busy")
        return "done"


def busy(error: BaseException) -> bool:
    return "busy" in str(error)


@pytest.mark.parametrize("fails", [0, 1, 3])
def test_it_is_tried_until_it_works(fails: int) -> None:
    work = Work(fails)
    assert patiently(work, busy, seconds=5, pause_seconds=0.001) == "done"
    assert work.tries == fails + 1


def test_another_error_is_raised_at_once() -> None:
    work = Work(1)
    with pytest.raises(OSError, match="busy"):
        patiently(work, lambda _: False, seconds=5, pause_seconds=0.001)
    assert work.tries == 1


@pytest.mark.parametrize(("seconds", "least", "most"), [(0, 1, 1), (0.02, 2, 20)])
def test_patience_has_an_end(seconds: float, least: int, most: int) -> None:
    work = Work(1000)
    with pytest.raises(OSError, match="busy"):
        patiently(work, busy, seconds=seconds, pause_seconds=0.005)
    assert least <= work.tries <= most
