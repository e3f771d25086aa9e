"""What a batch knows of its models: how busy they are, and whether there is any sense in going on."""

import pytest
from llm.asking import question

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


async def test_a_server_that_cannot_be_reached_ends_the_run() -> None:
    state = Health()
    model = HealthMonitor(Line(True, False), state)
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
