"""A server that is gone: waited for where it answered before, given up where it never did."""

import pytest
from llm.asking import question

from summarizer.batch import health
from summarizer.batch.health import Health, HealthMonitor
from summarizer.errors import Unreachable
from summarizer.model import Answer, Endpoint, Request, Usage


class Line:
    """A model behind a connection that breaks: its outcomes in order, True for an answer."""

    def __init__(self, *up: bool) -> None:
        self.up = list(up)

    async def ask(self, request: Request) -> Answer:
        if not self.up.pop(0):
            raise Unreachable("It cannot be reached.")
        return Answer(text="Good.", finish="stop", usage=Usage(), model="some-model")


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "OUTAGE_LOOK_SECONDS", 0.001)


async def test_a_server_that_answered_before_is_waited_for() -> None:
    line = Line(True, False, False, False, True)
    state = Health()
    model = HealthMonitor(line, state)
    for _ in range(2):
        assert (await model.ask(question())).text == "Good."
    assert line.up == []
    assert state.hopeless is None


@pytest.mark.parametrize(("up", "patient"), [((False, True), True), ((True, False, True), False)])
async def test_one_that_never_answered_or_is_this_runs_own_is_given_up(up: tuple[bool, ...], patient: bool) -> None:
    state = Health()
    model = HealthMonitor(Line(*up), state, patient=patient)
    for answers in up[:-1]:
        if answers:
            await model.ask(question())
        else:
            with pytest.raises(Unreachable):
                await model.ask(question())
    assert isinstance(state.hopeless, Unreachable)


async def test_patience_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "OUTAGE_SECONDS", 0.05)
    state = Health()
    model = HealthMonitor(Line(True, *[False] * 1000), state)
    await model.ask(question())
    with pytest.raises(Unreachable):
        await model.ask(question())
    assert isinstance(state.hopeless, Unreachable)


async def test_the_models_of_a_run_are_counted_together() -> None:
    state = Health()
    hosted = Endpoint(model="some-model", base_url="http://localhost:1/v1")
    one, other = (state.watched(Line(*up), hosted) for up in ((True,), (False,)))
    await one.ask(question())
    assert state.hopeless is None
    with pytest.raises(Unreachable):
        await other.ask(question())
    assert isinstance(state.hopeless, Unreachable)
    assert isinstance(state.failure(question().article), Unreachable)
    assert state.under_way == 0
