"""`summarize inspect`: both sides of an article, and what translating it would take. No model, no key, no request."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.running import ARTICLE, Run

EXAMPLE = Path(__file__).parents[2] / "examples" / "sora-panel.txt"


def test_both_sides_of_a_saved_page_are_shown(run: Run) -> None:
    outcome = run("inspect", str(EXAMPLE), "--model", "local")
    assert outcome.code == 0
    assert outcome.err == ""
    kept, aside = outcome.out.split("\nRemoved as boilerplate: ")
    assert "Kept: " in kept
    assert "paragraph" in kept
    assert "navigation" in aside
    assert "浏览次数" in aside
    assert "浏览次数" not in kept
    assert "杨立昆  Yann LeCun (authority)" in aside
    assert aside.endswith("free\n")


def test_the_price_of_a_hosted_model_is_told_without_a_key(run: Run, article: Path) -> None:
    said = run("inspect", "article.txt", "--model", "gpt-6-luna").out
    assert "gpt-6-luna" in said
    assert "about $0.00" in said
    assert "at most $" in said


def test_an_unknown_price_is_said_to_be_unknown(run: Run, article: Path) -> None:
    said = run("inspect", "article.txt", "--model", "unheard-of", "--base-url", "http://127.0.0.1:9/v1").out
    assert "price unknown: unheard-of" in said


def test_json_holds_all_of_it(run: Run, article: Path) -> None:
    found = json.loads(run("inspect", "article.txt", "--model", "local", "--json").out)
    assert {"document", "segments", "chunks", "names", "estimate"} == found.keys()
    assert "".join(s["source"] for s in found["segments"] if s["block"] == "p2") in ARTICLE
    assert found["estimate"]["requests"] == sum(found["estimate"]["stages"].values())
    assert [p["name"]["source"] for p in found["names"]["profiles"]] == ["王小明", "李四"]


def test_verbose_shows_every_segment(run: Run, article: Path) -> None:
    segments = json.loads(run("inspect", "article.txt", "--model", "local", "--json").out)["segments"]
    said = run("inspect", "article.txt", "--model", "local", "--verbose").out
    for segment in segments:
        assert f"{segment['id']}  {segment['source'].strip()}" in said


def test_a_glossary_counts(run: Run, article: Path) -> None:
    Path("names.csv").write_text("王小明,Ming Wang\n", encoding="utf-8")
    assert "王小明  Ming Wang (glossary)" in run("inspect", "article.txt", "--glossary", "names.csv").out


def test_standard_input_is_read(run: Run) -> None:
    assert run("inspect", "-", stdin=ARTICLE.encode("utf-16")).out.startswith("standard input: text, utf-16")


def test_the_estimate_is_close_to_what_the_example_took(run: Run) -> None:
    """161 questions (4 of them already answered), about 26,700 tokens in and 5,400 out, by the embedded model."""
    estimate = json.loads(run("inspect", str(EXAMPLE), "--model", "local", "--json").out)["estimate"]
    assert estimate["requests"] == pytest.approx(161, rel=0.25)
    assert estimate["input_tokens"] == pytest.approx(26_700, rel=0.25)
    assert estimate["output_tokens"] == pytest.approx(5_400, rel=0.25)


class TestSecondReading:
    def estimated(self, run: Run, *words: str) -> dict[str, Any]:
        found = json.loads(run("inspect", str(EXAMPLE), "--model", "gpt-6-luna", "--json", *words).out)
        return dict(found["estimate"])

    def test_it_is_reckoned_with(self, run: Run) -> None:
        once, twice = self.estimated(run), self.estimated(run, "--review")
        assert "review" not in once["stages"]
        assert twice["requests"] == once["requests"] + twice["stages"]["review"]
        assert twice["cost_usd"] > once["cost_usd"]
        assert twice["most_cost_usd"] > once["most_cost_usd"]
        assert twice["review_model"] == ""

    def test_each_model_has_its_own_price(self, run: Run) -> None:
        same, dear = self.estimated(run, "--review"), self.estimated(run, "--review-model", "gpt-4o")
        assert dear["review_model"] == "gpt-4o"
        assert dear["input_tokens"] == same["input_tokens"]
        assert dear["cost_usd"] > 3 * same["cost_usd"]

    def test_where_one_price_is_not_known_the_sum_is_not_either(self, run: Run) -> None:
        said = run("inspect", str(EXAMPLE), "--model", "gpt-6-luna", "--review-model", "unheard-of").out
        assert "gpt-6-luna, and unheard-of for the review" in said
        assert said.endswith("price unknown: gpt-6-luna and unheard-of\n")
