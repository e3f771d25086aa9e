import unicodedata
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from summarizer.batch.output_paths import output_paths

NAMES = st.lists(st.text("aAbé./t", min_size=1).map(lambda s: s.strip("/") + ".txt"), max_size=8, unique=True)


def test_results_lie_as_the_articles_do() -> None:
    assert output_paths(["a.txt", "sub/b.html", "sub/2024.03.01 c.md"]) == {
        "a.txt": "a",
        "sub/b.html": "sub/b",
        "sub/2024.03.01 c.md": "sub/2024.03.01 c",
    }


def test_articles_that_differ_in_their_ending_keep_it() -> None:
    assert output_paths(["a.txt", "a.html", "b.txt"]) == {"a.txt": "a.txt", "a.html": "a.html", "b.txt": "b"}


def test_articles_that_differ_in_capitals_or_in_how_a_letter_is_composed_are_kept_apart() -> None:
    for names in (["a.txt", "A.txt"], ["\u00e9.txt", "e\u0301.txt"]):
        found = output_paths(names)
        keys = {unicodedata.normalize("NFC", place).casefold() for place in found.values()}
        assert len(keys) == 2


def test_an_ending_that_is_kept_may_meet_another_name() -> None:
    found = output_paths(["a.txt", "a.html", "a.txt.md"])
    assert len(set(found.values())) == 3


def test_a_name_without_a_known_ending_stays_whole() -> None:
    assert output_paths(["v1.5", "notes.final"]) == {"v1.5": "v1.5", "notes.final": "notes.final"}


def test_the_order_of_the_names_decides_nothing() -> None:
    names = ["a.txt", "a.html", "A.txt", "b/a.txt"]
    assert all(output_paths(order) == output_paths(names) for order in permutations(names))


@given(NAMES)
def test_no_two_articles_ever_have_one_place(names: list[str]) -> None:
    found = output_paths(names)
    assert set(found) == set(names)
    keys = [unicodedata.normalize("NFC", place).casefold() for place in found.values()]
    assert len(set(keys)) == len(keys)
