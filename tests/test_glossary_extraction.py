"""A glossary to begin with, from real articles."""

from pathlib import Path

from summarizer.glossary import Entry
from summarizer.records import Term
from summarizer.tasks.glossary_extraction import prepared, propose, text_of

EXAMPLE = Path(__file__).parents[1] / "examples" / "sora-panel.txt"


def proposed(*texts: str, glossary: tuple[Term, ...] = ()) -> dict[str, Entry]:
    articles = [prepared(text.encode(), f"{n}.txt") for n, text in enumerate(texts)]
    return {entry.source: entry for entry in propose(articles, glossary)}


def test_a_panel_yields_its_people_houses_works_and_terms() -> None:
    article = prepared(EXAMPLE.read_bytes(), EXAMPLE.name)
    found = {entry.source: entry for entry in propose([article])}
    assert found["罗江春"][1:4] == ("Luo Jiangchun", "person", "pinyin")
    assert found["杨立昆"][1:4] == ("Yann LeCun", "person", "authority")
    assert found["山姆·奥特曼"].aliases == ("奥特曼",)
    assert found["创新者的困境"].kind == "work"
    assert found["浙江大学计算机科学与技术学院"][1:4] == ("", "organisation", "text")
    assert found["物理引擎"][1:4] == ("", "term", "text")
    assert all(entry.uses for entry in found.values())
    assert all(entry.source in text_of(article) for entry in found.values())
    uses = [entry.uses for entry in found.values()]
    assert uses == sorted(uses, reverse=True)


def test_several_articles_make_one_glossary_and_uses_add_up() -> None:
    found = proposed("王小明表示，人工智能会改变一切。王小明说，好。", "记者王小明报道：人工智能来了。")
    assert found["王小明"] == Entry("王小明", "Wang Xiaoming", "person", "pinyin", 3)
    assert found["人工智能"].uses == 2


def test_english_in_the_article_s_brackets_is_taken() -> None:
    found = proposed("总统顾问唐凤仪（Audrey Tangfeng）提出“河湾协议”（Hewan Protocol），各方同意。")
    assert found["河湾协议"][1:4] == ("Hewan Protocol", "term", "source")


def test_the_user_s_own_terms_come_first() -> None:
    mine = Term(source="王小明", target="Ming Wang", kind="person", origin="glossary")
    assert proposed("王小明表示，很好。", glossary=(mine,))["王小明"][1:4] == ("Ming Wang", "person", "glossary")


def test_nothing_without_chinese_is_proposed() -> None:
    assert "OpenAI" not in proposed("OpenAI发布了新模型，OpenAI表示，OpenAI很满意。英伟达没有回应。")
