"""What redoes an article, and what does not."""

from pathlib import Path
from typing import Any

import pytest

from summarizer.batch import key
from summarizer.batch.key import NEUTRAL, config_fingerprint, key_of
from summarizer.llm.session import SMALL, STRONG
from summarizer.model import Endpoint
from summarizer.prompts import folder
from summarizer.records import Term
from summarizer.settings import Settings

ARTICLE = "人工智能论坛\n\n王小明表示：“这项技术会改变整个行业。”\n".encode()
ENDPOINT = Endpoint(model="some-model", base_url="http://127.0.0.1:1/v1", api_key="secret")
OTHER: dict[str, Any] = {
    "source_language": "zh-Hant",
    "target_language": "en-GB",
    "chunk_tokens": 7,
    "tactics": "small",
    "repair_rounds": 1,
    "repair_budget": 0.9,
    "chinese_names": True,
    "layout": "stacked",
    "corrections": False,
    "review": True,
    "review_model": "another-model",
    "review_base_url": "http://127.0.0.1:2/v1",
    "fallback_model": "another-model",
    "encoding": "gb18030",
}
"""Another value for every setting that shapes a report."""


def shaped(**settings: Any) -> str:
    return config_fingerprint(Settings(**settings), ENDPOINT, STRONG)


def term(source: str, target: str) -> Term:
    return Term(source=source, target=target, kind="person", origin="glossary")


def test_every_setting_counts_or_is_known_not_to() -> None:
    assert set(Settings.model_fields) <= NEUTRAL | set(OTHER), "decide whether the new setting shapes a report"


@pytest.mark.parametrize("setting", OTHER)
def test_a_setting_that_shapes_reports_redoes_all(setting: str) -> None:
    assert shaped(**{setting: OTHER[setting]}) != shaped()


@pytest.mark.parametrize(
    "neutral",
    [
        {"output": Path("x")},
        {"formats": ("md",)},
        {"max_cost": 1.0},
        {"concurrency": 3},
        {"api_key": "k"},
        {"timeout": 5},
    ],
    ids=str,
)
def test_a_setting_that_does_not_shape_reports_redoes_none(neutral: dict[str, Any]) -> None:
    assert shaped(**neutral) == shaped()


def test_model_server_and_tactics_count_and_the_key_of_the_server_does_not() -> None:
    at = Settings()
    for change in ({"model": "other"}, {"base_url": "http://127.0.0.1:1/v2"}):
        assert config_fingerprint(at, ENDPOINT.model_copy(update=change), STRONG) != shaped()
    assert config_fingerprint(at, ENDPOINT, SMALL) != shaped()
    assert config_fingerprint(at, ENDPOINT.model_copy(update={"api_key": "another"}), STRONG) == shaped()


def test_the_embedded_models_port_does_not_count() -> None:
    one, other = (Endpoint(model="small", local=True, base_url=f"http://127.0.0.1:{port}/v1") for port in (1, 2))
    assert config_fingerprint(Settings(), one, SMALL) == config_fingerprint(Settings(), other, SMALL)


def test_a_prompt_of_ones_own_counts_by_its_words(tmp_path: Path) -> None:
    (tmp_path / "translate").mkdir()
    own = tmp_path / "translate" / "chunk.md"
    words = (folder() / "translate" / "chunk.md").read_text(encoding="utf-8")
    own.write_text(words, encoding="utf-8")
    assert shaped(prompts=tmp_path) == shaped()
    own.write_text(words + "\nBe brief.\n", encoding="utf-8")
    assert shaped(prompts=tmp_path) != shaped()


def test_our_own_version_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    before = shaped()
    monkeypatch.setattr(key, "OUTPUT_VERSION", key.OUTPUT_VERSION + 1)
    assert shaped() != before


def test_the_content_counts_and_the_name_does_not() -> None:
    assert key_of(ARTICLE, "a.txt", "r", ()) == key_of(ARTICLE, "sub/b.html", "r", ())
    assert key_of(ARTICLE, "a.txt", "r", ()) != key_of(ARTICLE + b" ", "a.txt", "r", ())


def test_a_name_that_makes_it_markdown_counts() -> None:
    assert key_of(ARTICLE, "a.md", "r", ()) != key_of(ARTICLE, "a.txt", "r", ())


def test_only_terms_that_stand_in_the_article_count() -> None:
    mine, others = term("王小明", "Wang Xiaoming"), term("罗江春", "Luo Jiangchun")
    alone = key_of(ARTICLE, "a.txt", "r", [mine])
    assert alone == key_of(ARTICLE, "a.txt", "r", [others, mine])
    assert alone != key_of(ARTICLE, "a.txt", "r", [term("王小明", "Hsiao-Ming Wang")])
    assert alone != key_of(ARTICLE, "a.txt", "r", [others])
    assert key_of(ARTICLE, "a.txt", "r", [others]) == key_of(ARTICLE, "a.txt", "r", ())


def test_a_term_inside_html_is_found_across_its_tags() -> None:
    page = "<html><body><p>论坛上<b>王</b>小明表示，这项技术会改变整个行业，企业要做好准备。</p></body></html>".encode()
    assert key_of(page, "a.html", "r", [term("王小明", "Wang")]) != key_of(page, "a.html", "r", ())
