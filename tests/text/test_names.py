"""Names and terms: the authority table, brackets, and where the English form of a name comes from."""

from pathlib import Path

import pytest

from summarizer.records import Term
from summarizer.text.names import find, in_brackets, resolve

ARTICLE = (Path(__file__).parents[2] / "examples/sora-panel.txt").read_text(encoding="utf-8")


def english(text: str) -> dict[str, str]:
    return {form: term.target for term in find(text) for form in (term.source, *term.aliases)}


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("杨立昆", "Yann LeCun"),
        ("周鸿祎", "Zhou Hongyi"),
        ("山姆·奥特曼", "Sam Altman"),
        ("奥特曼", "Sam Altman"),
        ("南方都市报", "Southern Metropolis Daily"),
        ("谢菲尔德大学", "University of Sheffield"),
        ("莱斯大学", "Rice University"),
        ("英伟达", "Nvidia"),
        ("克莱顿·克里斯坦森", "Clayton Christensen"),
        ("创新者的困境", "The Innovator's Dilemma"),
    ],
)
def test_the_names_of_a_real_article_are_known(source: str, target: str) -> None:
    assert english(ARTICLE)[source] == target


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("中国银行昨日宣布", {"中国银行": "Bank of China"}),
        ("其中国内企业占七成", {}),
        ("輝達執行長黃仁勳", {"輝達": "Nvidia", "黃仁勳": "Jensen Huang"}),
        ("數位發展部前部長唐鳳", {"數位發展部": "Ministry of Digital Affairs", "唐鳳": "Audrey Tang"}),
        ("他每天吃一个苹果。", {}),
        ("苹果公司首席执行官库克", {"苹果公司": "Apple", "库克": "Tim Cook"}),
        ("苹果发布了新iPhone", {"苹果": "Apple"}),
        ("她煮了小米粥", {}),
        ("小米创始人雷军表示", {"小米": "Xiaomi", "雷军": "Lei Jun"}),
        ("孩子们都爱看奥特曼", {}),
        ("提高通胀预期", {}),
        ("metaMeta数据", {}),
        ("", {}),
    ],
)
def test_a_text_gives_exactly_the_entries_it_speaks_of(text: str, expected: dict[str, str]) -> None:
    assert english(text) == expected


def test_a_segment_borrows_certainty_from_its_article() -> None:
    segment = "奥特曼是一个营销大师"
    assert find(segment) == ()
    assert [term.target for term in find(segment, ARTICLE)] == ["Sam Altman"]


@pytest.mark.parametrize(
    ("text", "source", "target", "kind"),
    [
        ("OpenAI甚至将Sora称为“世界模拟器”(world simulators),", "世界模拟器", "world simulators", "term"),
        ("将成为实现人工通用智能(AGI)的重要里程碑", "人工通用智能", "AGI", "term"),
        ("OpenAI开创人山姆·奥特曼 (Sam Altman)正从中东", "山姆·奥特曼", "Sam Altman", "person"),
        ("前數位發展部長唐鳳（Audrey Tang）一起討論", "唐鳳", "Audrey Tang", "person"),
        ("美國總統川普（Donald Trump）稱", "川普", "Donald Trump", "person"),
        ("研究员陈怡然(Chen Yiran)说", "陈怡然", "Chen Yiran", "person"),
        ("读了《智人之上》（Nexus）", "智人之上", "Nexus", "work"),
    ],
)
def test_english_in_brackets_belongs_to_what_stands_before_it(text: str, source: str, target: str, kind: str) -> None:
    assert in_brackets(text) == (
        Term.model_validate({"source": source, "target": target, "kind": kind, "origin": "source"}),
    )


@pytest.mark.parametrize(
    "text",
    ["当它(OpenAI)吸引了太多能量的时候", "他说完就走了（and left）", "面对(国内外)差距", "我们都还很喜欢它（really）"],
)
def test_a_bracket_without_a_clear_left_edge_is_passed_over(text: str) -> None:
    assert in_brackets(text) == ()


OURS = Term(source="杨立昆", target="Y. LeCun", kind="person", origin="glossary")
GIVEN = Term(source="陈小明", target="Ming Chan", kind="person", origin="source")


@pytest.mark.parametrize(
    ("name", "known", "model_form", "strong", "target", "origin"),
    [
        ("杨立昆", (OURS,), "Yang Likun", True, "Y. LeCun", "glossary"),
        ("杨立昆", (), "Yang Likun", True, "Yann LeCun", "authority"),
        ("陈小明", (GIVEN,), "Chen Xiaoming", True, "Ming Chan", "source"),
        ("陈小明", (), "Xiao-Ming Chen", True, "Xiao-Ming Chen", "model"),
        ("陈小明", (), "Chan Siu-ming", False, "Chen Xiaoming", "pinyin"),
        ("约翰·巴特利特", (), "Jon Bartlett", False, "Jon Bartlett", "model"),
        ("约翰·巴特利特", (), None, False, "John Bartlett", "transliteration"),
    ],
)
def test_the_most_trustworthy_form_wins(
    name: str, known: tuple[Term, ...], model_form: str | None, strong: bool, target: str, origin: str
) -> None:
    term = resolve(name, language="zh-Hans", glossary=known, model_form=model_form, strong_model=strong, kind="person")
    assert term is not None
    assert (term.source, term.target, term.origin) == (name, target, origin)


def test_a_name_nobody_knows_has_no_term() -> None:
    assert resolve("阿布·卜夯龘", language="zh-Hans") is None
