"""After a refusal that every request would meet nothing more is sent; one text that is turned away does not stop the others."""

import asyncio

import pytest
from scripted_server import Fault, scripted, status

from llm.asking import endpoint, question
from summarizer.errors import ContentFiltered, ModelError, QuotaExhausted, Rejected, Unauthorized
from summarizer.llm.assemble import assemble
from summarizer.llm.budgeted import Ledger
from summarizer.llm.fatal_stop import MOST_SUSPICIONS

FATAL = [
    (status(401, "Incorrect API key provided"), Unauthorized),
    (status(402, "Payment required"), QuotaExhausted),
    (status(403, "account balance is insufficient"), QuotaExhausted),
    (status(429, "quota", word="insufficient_quota"), QuotaExhausted),
]


@pytest.mark.parametrize(("fault", "kind"), FATAL)
async def test_when_an_account_ends_in_the_middle_only_those_under_way_are_turned_away(
    fault: Fault, kind: type[ModelError]
) -> None:
    with scripted() as server:
        server.behave = lambda asked: [fault] if server.count() > 20 else []
        ledger = Ledger()
        model = assemble(endpoint(server), store=None, ledger=ledger, concurrency=8)
        outcomes = await asyncio.gather(*(model.ask(question(str(n))) for n in range(300)), return_exceptions=True)
        await model.aclose()
        assert server.count() <= 20 + 8
        assert ledger.requests == server.count()
    assert {type(one) for one in outcomes if isinstance(one, Exception)} == {kind}
    assert len({str(one) for one in outcomes if isinstance(one, Exception)}) == 1


@pytest.mark.parametrize(
    ("message", "kind"), [("Your input was flagged by moderation", ContentFiltered), ("Forbidden", Rejected)]
)
async def test_one_text_turned_away_with_the_status_of_a_wrong_key_costs_itself(
    message: str, kind: type[ModelError]
) -> None:
    with scripted(behave=lambda asked: [status(403, message)] if asked.text.endswith("7") else []) as server:
        model = assemble(endpoint(server), store=None, ledger=Ledger(), concurrency=1)
        outcomes = [await asyncio.gather(model.ask(question(str(n))), return_exceptions=True) for n in range(20)]
        await model.aclose()
    failed = [one for [one] in outcomes if isinstance(one, Exception)]
    assert [type(one) for one in failed] == [kind, kind]


async def test_unclear_refusals_of_everything_are_the_accounts() -> None:
    with scripted() as server:
        server.behave = lambda asked: [status(403, "Forbidden")] if server.count() > 5 else []
        model = assemble(endpoint(server), store=None, ledger=Ledger(), concurrency=1)
        outcomes = [await asyncio.gather(model.ask(question(str(n))), return_exceptions=True) for n in range(30)]
        await model.aclose()
        assert server.count() == 5 + MOST_SUSPICIONS
    kinds = [type(one) for [one] in outcomes if isinstance(one, Exception)]
    assert kinds[: MOST_SUSPICIONS - 1] == [Rejected] * (MOST_SUSPICIONS - 1)
    assert set(kinds[MOST_SUSPICIONS - 1 :]) == {Unauthorized}


async def test_without_any_answer_before_an_unclear_refusal_is_the_accounts_at_once() -> None:
    with scripted(always=[status(403, "Forbidden")]) as server:
        model = assemble(endpoint(server), store=None, ledger=Ledger(), concurrency=1)
        outcomes = await asyncio.gather(*(model.ask(question(str(n))) for n in range(9)), return_exceptions=True)
        await model.aclose()
        assert server.count() == 1
    assert {type(one) for one in outcomes} == {Unauthorized}
