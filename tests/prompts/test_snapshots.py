"""Every prompt filled in, in full, to be read by a person: snapshots/*.md.

A snapshot that differs or is missing fails. `UPDATE_SNAPSHOTS=1 pytest tests/prompts` writes them anew; look at them before you keep them.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from prompts.examples import BARE, FULL

from summarizer.prompts import Prompts
from summarizer.records import Term

FOLDER = Path(__file__).parent / "snapshots"
UPDATE = "UPDATE_SNAPSHOTS"
PROMPTS = Prompts()


def filled(name: str) -> str:
    """The prompt with everything it can hold, then with as little as may be."""
    parts = [f"{heading}\n\n{_messages(name, values[name])}" for heading, values in (("FULL", FULL), ("BARE", BARE))]
    return "\n\n".join(parts) + "\n"


def _messages(name: str, values: Mapping[str, Any]) -> str:
    return "\n\n".join(f"--- {m.role} ---\n{m.content}" for m in PROMPTS.fill(name, **values))


@pytest.mark.parametrize("name", PROMPTS.names)
def test_a_prompt_reads_as_it_did(name: str) -> None:
    path = FOLDER / name.replace("/", "-")
    assert name in FULL, f"tests/prompts/examples.py has no values for {name}"
    made = filled(name)
    if os.environ.get(UPDATE):
        path.parent.mkdir(exist_ok=True)
        path.write_text(made, encoding="utf-8")
    assert path.is_file(), f"there is no snapshot of {name}: {UPDATE}=1 makes it"
    assert made == path.read_text(encoding="utf-8"), f"{name} reads otherwise: {UPDATE}=1 keeps it"


@pytest.mark.parametrize("name", ["translate/chunk.md", "translate/sentence.md"])
def test_examples_of_a_translation_memory_come_after_all_else_that_is_known_and_change_nothing_more(name: str) -> None:
    example = Term(source="馆长沈若兰说。", target="Director Shen Ruolan said so.", origin="translation")
    before, after = (_messages(name, FULL[name] | {"examples": own}) for own in ([], [example]))
    start = after.index("Similar sentences as they were translated before")
    end = after.index("\n\n", start) + 2
    assert "- 馆长沈若兰说。 = Director Shen Ruolan said so." in after[start:end]
    assert after[:start] + after[end:] == before
    assert after.index("Values, not wording:") < start < after.index("Translate", end)


def test_there_are_no_snapshots_of_prompts_that_are_gone() -> None:
    assert {p.name for p in FOLDER.glob("*.md")} == {name.replace("/", "-") for name in PROMPTS.names}
    assert set(FULL) == set(PROMPTS.names)


@pytest.mark.parametrize("name", PROMPTS.names)
def test_a_prompt_says_what_it_is_for_and_what_each_variable_holds(name: str) -> None:
    prompt = PROMPTS.get(name)
    assert len(prompt.purpose) > 20
    assert all(len(about) > 10 for about in prompt.variables.values())


@pytest.mark.parametrize("name", PROMPTS.names)
def test_no_blank_lines_pile_up_and_nothing_is_left_of_the_template(name: str) -> None:
    text = filled(name)
    assert "\n\n\n" not in text
    assert not any(mark in text for mark in ("{{", "}}", "{%", "%}"))


@pytest.mark.parametrize("name", PROMPTS.names)
def test_the_question_comes_last(name: str) -> None:
    roles = [m.role for m in PROMPTS.fill(name, **FULL[name])]
    assert (roles[0], roles[-1]) == ("system", "user")
