"""Chinese punctuation around words that are not Chinese."""

import pytest

from summarizer.text.punctuation import western


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("OK。", "OK."),
        ("Yes！No？", "Yes! No?"),
        ("「Hello，world」（2024）", "“Hello, world” (2024)"),
        ("OpenAI、Meta：Sora；“GPT-4”。", "OpenAI, Meta: Sora; “GPT-4”."),
        ("《Nature》（2024）。", "“Nature” (2024)."),
        ("https://a.example/?q=1, 3.5", "https://a.example/?q=1, 3.5"),
    ],
)
def test_marks_are_those_of_english_with_their_blanks(source: str, english: str) -> None:
    assert western(source) == english
