"""Counting tokens, without a network."""

import os
import subprocess
import sys

import pytest

from summarizer.llm.tokens import count

NO_NETWORK = """
import socket, sys
def refuse(*a, **k):
    raise AssertionError("the network was tried")
socket.socket.connect = refuse
socket.getaddrinfo = refuse
from summarizer.llm.tokens import count
print(count("hello world"), count("hello world", "gpt-4"))
"""


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", 0),
        ("hello world", 2),
        ("tiktoken is great!", 6),
        ("antidisestablishmentarianism", 6),
        ("2 + 2 = 4", 7),
        ("お誕生日おめでとう", 8),
    ],
)
def test_counts_are_those_published_for_o200k(text: str, tokens: int) -> None:
    assert count(text) == tokens  # the examples of OpenAI's cookbook, "How to count tokens with tiktoken"


@pytest.mark.parametrize(
    ("text", "tokens"), [("antidisestablishmentarianism", 6), ("2 + 2 = 4", 7), ("お誕生日おめでとう", 9)]
)
def test_older_models_are_counted_with_cl100k(text: str, tokens: int) -> None:
    assert count(text, "gpt-4") == count(text, "openai/gpt-3.5-turbo-0125") == tokens


@pytest.mark.parametrize(
    "model", ["", "gpt-4o-mini", "gpt-5-mini", "gpt-oss-20b", "gpt2", "qwen2.5-coder-1.5b", "anthropic/claude"]
)
def test_newer_and_unknown_models_are_counted_with_o200k(model: str) -> None:
    assert count("お誕生日おめでとう", model) == 8


def test_a_special_token_in_an_article_is_ordinary_text() -> None:
    assert count("<|endoftext|>") > 1


def test_half_a_character_can_be_counted() -> None:
    assert count("\ud83d 好") > 0


@pytest.mark.parametrize("unit", ["我们", "a", " ", "!", "\n", "他说：“好。”"])
def test_a_long_text_counts_as_much_as_its_parts(unit: str) -> None:
    one = unit * (60_000 // len(unit))
    assert abs(count(one * 4) - 4 * count(one)) <= 30


def test_no_network_is_tried_and_no_cache_is_needed(tmp_path: object) -> None:
    env = {k: v for k, v in os.environ.items() if "TIKTOKEN" not in k} | {"TIKTOKEN_CACHE_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", NO_NETWORK], env=env, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["2", "2"], done.stderr
