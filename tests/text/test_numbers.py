"""Numbers are read on both sides, and what one side says and the other does not is seen."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from summarizer.records import Severity
from summarizer.text.numbers import Value, autofix, chinese, chinese_values, compare, english, english_values, say
from summarizer.text.numbers.scan import MAX_DIGITS, Rule

HERE = Path(__file__).parent


def rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def spoken(values: tuple[Value, ...]) -> str:
    return " ;; ".join(f"{v.text}: {v.kind}: {say(v)}{'' if v.required else '?'}" for v in values)


@pytest.mark.parametrize(("language", "text", "expected"), rows("number_values.tsv"))
def test_a_text_holds_these_numbers(language: str, text: str, expected: str) -> None:
    read = chinese_values if language == "zh" else english_values
    assert spoken(read(text)) == expected


@pytest.mark.parametrize(
    ("source", "target", "expected"), [row for name in ("number_cases.tsv", "number_phrases.tsv") for row in rows(name)]
)
def test_a_translation_has_the_numbers_of_its_source(source: str, target: str, expected: str) -> None:
    assert judged(source, target) == expected


def judged(source: str, target: str) -> str:
    """`ok`, or what is said; `remark` where nothing of it is more than that."""
    found = compare(source, target)
    grave = [m for m in found if m.severity != Severity.INFO]
    if not found:
        return "ok"
    return ("mismatch: " if grave else "remark: ") + " ;; ".join(m.detail for m in grave or found)


@pytest.mark.parametrize(("what", "source", "target", "expected"), rows("number_probes.tsv"))
def test_kinds_of_faults_are_told_from_right_translations(what: str, source: str, target: str, expected: str) -> None:
    found = [m for m in compare(source, target) if m.severity != Severity.INFO]
    assert ("bad" if found else "ok") == expected, what


@pytest.mark.parametrize(("source", "target", "expected"), rows("number_news.tsv") + rows("number_idioms.tsv"))
def test_news_is_compared_in_value_unit_currency_bound_and_direction(source: str, target: str, expected: str) -> None:
    found = [m.kind for m in compare(source, target) if m.severity != Severity.INFO]
    assert found[:1] == ([] if expected == "ok" else [expected])


@pytest.mark.parametrize("rule", [*chinese._RULES, *english._RULES], ids=lambda rule: rule.id)
def test_a_rule_reads_its_example_and_not_its_counterexample(rule: Rule) -> None:
    assert any(rule.build(m) is not None for m in rule.pattern.compiled.finditer(rule.example))
    assert not any(rule.build(m) is not None for m in rule.pattern.compiled.finditer(rule.counter))


def test_a_name_with_a_numeral_is_no_number() -> None:
    assert (
        compare("五道沟村的百利集团", "the Baili Group of Wudaogou", (("五道沟", "Wudaogou"), ("百利", "Baili"))) == ()
    )
    assert [v.text for v in chinese_values("八里庄有三家", ((0, 3),))] == ["三家"]


def test_values_belong_to_the_names_beside_them() -> None:
    names = (("海川公司", "Haichuan"), ("东林公司", "Donglin"))
    source = "海川公司营收5亿元，东林公司营收8亿元。"
    right = "Haichuan had revenue of 500 million yuan, Donglin 800 million."
    assert [m.kind for m in compare(source, right, names)] == []
    wrong = "Haichuan had revenue of 800 million yuan, Donglin 500 million."
    assert {m.kind for m in compare(source, wrong, names)} == {"swapped"}


def test_order_and_repetition_do_not_matter() -> None:
    assert compare("3000人，其中500人是学生", "Of the 500 students among the 3,000 people, 500 came") == ()


def test_traditional_and_full_width_figures_read_like_simplified_ones() -> None:
    simplified, traditional = chinese_values("3亿5千万元"), chinese_values("３億５千萬元")
    assert [(v.low, v.kind, v.unit) for v in simplified] == [(v.low, v.kind, v.unit) for v in traditional]


def test_a_value_stands_where_it_says_it_stands() -> None:
    text = "公司估值近６０００亿美元，员工3万多人。"
    assert [text[v.start : v.end] for v in chinese_values(text)] == ["６０００亿美元", "3万多人"]


def test_megahertz_is_no_trillion() -> None:
    (v,) = chinese_values("100兆赫")
    assert (int(v.low), v.unit) == (100, "MHz")


def test_addresses_and_markup_hold_no_numbers() -> None:
    assert chinese_values('<img width="560"> 见 https://example.org/2024/35 或 a1@b2.cn') == ()


def test_a_number_beside_an_address_is_read() -> None:
    assert [v.text for v in chinese_values("共3000人报名，邮箱a1@b2.cn收到50封")] == ["3000人", "50封"]


@pytest.mark.parametrize(
    ("source", "wrong", "right"),
    [
        ("融资7万亿美元", "is raising $7 billion", "is raising $7 trillion"),
        ("约1000亿个单词", "about 10 billion words", "about 100 billion words"),
        ("八万六千名司机", "8,600 drivers, all in one city", "86,000 drivers, all in one city"),
        ("五百萬資本額", "NT$5 billion in capital", "NT$5 million in capital"),
        ("三亿用户", "three million users", "300 million users"),
        ("三亿元", "three billion yuan", "300 million yuan"),
        ("两万亿元", "two billion yuan", "two trillion yuan"),
        ("九成以上的显卡", "more than 9% of the cards", "more than 90% of the cards"),
    ],
)
def test_a_single_wrong_magnitude_is_mended(source: str, wrong: str, right: str) -> None:
    assert autofix(source, wrong) == right


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("融资7万亿美元", "is raising $7 trillion"),
        ("融资7万亿美元", "is raising $8 billion"),
        ("融资7万亿美元", "is raising money"),
        ("7万亿美元和3亿用户", "$7 billion and 3 million users"),
        ("数百万人", "tens of millions of people"),
        ("5至10亿元", "5 to 10 million yuan"),
        ("7万亿美元", "7 billion yuan"),
        ("7.19强降雨", "the 719 rainstorm"),
        ("防水30米", "water resistant to 30m"),
        ("镜头长30米", "a lens 30m long"),
        ("辐射量为6200兆焦", "radiation of 6,200 megajoules"),
        ("编号86000的产品", "product no. 8600"),
    ],
)
def test_what_is_not_certain_is_not_mended(source: str, target: str) -> None:
    assert autofix(source, target) is None


CHINESE = "0123456789一二两三十百千万亿兆几数多余半成折分之倍个年月日点第%％,.~-至到元角$¥〇零廿壹拾佰季度上下午周世纪代后翻番 :/ab٣²½"
ENGLISH = [
    "one",
    "two",
    "twenty",
    "hundred",
    "thousand",
    "million",
    "and",
    "a",
    "half",
    "of",
    "to",
    "-",
    ",",
    "5",
    "1.5",
    "%",
    "percent",
    "years",
    "third",
    "$",
    "US$",
    "k",
    "bn",
    "in",
    "out",
    "of",
    "times",
    "May",
    "2024",
    "pm",
    ":",
    "30",
    "fold",
    "quarter",
    "o'clock",
    "past",
    "/",
    "th",
    "s",
    "decades",
    "couple",
    "dozens",
    "٣",
    "½",
    "No.",
    "between",
]


@settings(max_examples=400, deadline=None)
@given(st.text(CHINESE, max_size=25) | st.text(max_size=20))
@example("2到1月")
def test_any_chinese_text_can_be_read(text: str) -> None:
    for v in chinese_values(text):
        assert text[v.start : v.end] == v.text
        assert v.low <= v.high
        assert say(v)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(ENGLISH), max_size=10).flatmap(lambda w: st.sampled_from(["".join(w), " ".join(w)])))
def test_any_english_text_can_be_read(text: str) -> None:
    for v in english_values(text):
        assert text[v.start : v.end] == v.text
        assert v.low <= v.high
        assert say(v)


@pytest.mark.parametrize("digit", ["1", "１", "九"])
def test_a_run_of_digits_longer_than_any_number_is_none(digit: str) -> None:
    assert [v.text for v in chinese_values(f"编号{digit * MAX_DIGITS}。")] == [digit * MAX_DIGITS]
    assert chinese_values(f"编号{digit * (MAX_DIGITS + 1)}。") == ()
    assert chinese_values(f"编号{digit * 5000}，共3个。")[0].text == "3个"


def test_a_long_run_of_digits_is_no_number_in_english_either() -> None:
    assert english_values("No. " + "1" * 5000) == ()
