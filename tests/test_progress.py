"""What the stages tell of their work."""

import asyncio
import warnings

from summarizer.progress import Counter, Event


async def test_units_are_done_when_their_work_has_ended_well_and_failed_when_badly() -> None:
    async def work(fails: bool) -> int:
        if fails:
            raise ValueError
        return 1

    events: list[Event] = []
    counter = Counter(events.append, "translate", 9)
    tasks = [
        counter.counting(work(False), 2),
        counter.counting(work(True), 3),
        counter.counting(work(False), 4, lambda made: made),
    ]
    await asyncio.gather(*tasks, return_exceptions=True)
    assert [(event.done, event.failed) for event in events] == [(0, 0), (2, 0), (2, 3), (5, 4)]
    assert [event.over for event in events] == [False, False, False, True]


async def test_work_that_is_given_up_before_it_began_leaves_no_warning() -> None:
    async def work() -> None: ...

    counter = Counter(lambda _: None, "translate", 1)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        counter.counting(work()).cancel()
        await asyncio.sleep(0)
    assert said == []
