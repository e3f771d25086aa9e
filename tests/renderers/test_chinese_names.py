"""A name's Chinese behind its first mention, in what people read and not in the report."""

import pytest
from renderers.conftest import Lines, report_of

from summarizer.records import Finding, Name, Point, Speaker, Term
from summarizer.renderers.chinese_names import with_chinese_names
from summarizer.report import Report
from summarizer.stages.render import render
from summarizer.text.checks.case import Case
from summarizer.text.checks.language import leftover

LUO = Term(source="罗江春", target="Luo Jiangchun", kind="person", origin="pinyin", aliases=("罗总",))
YILAN = Term(source="一览科技", target="Yilan Technology", kind="organisation", origin="authority")
CHINA = Term(source="中国", target="China", kind="place", origin="authority")
BANK = Term(source="中国银行", target="Bank of China", kind="organisation", origin="authority")
LATIN = Term(source="OpenAI", target="OpenAI", kind="organisation", origin="authority")


def shown(
    *pairs: tuple[str, str], kind: str = "paragraph", terms: tuple[Term, ...] = (LUO, YILAN, CHINA, BANK, LATIN)
) -> list[str]:
    lines: Lines = [(kind, "", source, english) for source, english in pairs]
    return [s.target for s in with_chinese_names(made(lines, terms)).segments]


def made(
    lines: Lines, terms: tuple[Term, ...], speakers: tuple[Speaker, ...] = (), findings: tuple[Finding, ...] = ()
) -> Report:
    return report_of(lines, speakers, findings).model_copy(update={"terms": terms})


@pytest.mark.parametrize(
    ("source", "english", "with_names"),
    [
        ("罗江春说。", "Luo Jiangchun spoke.", "Luo Jiangchun (罗江春) spoke."),
        ("罗江春的公司", "Luo Jiangchun’s company", "Luo Jiangchun’s (罗江春) company"),
        ("罗江春的公司", "Luo Jiangchun's company", "Luo Jiangchun's (罗江春) company"),
        ("罗总说。", "Luo Jiangchun, the founder, spoke.", "Luo Jiangchun (罗江春), the founder, spoke."),
        ("罗总说。", "Mr. Luo spoke.", "Mr. Luo spoke."),
        (
            "罗江春和一览科技",
            "Luo Jiangchun and Yilan Technology",
            "Luo Jiangchun (罗江春) and Yilan Technology (一览科技)",
        ),
        ("罗江春，罗江春", "Luo Jiangchun, Luo Jiangchun", "Luo Jiangchun (罗江春), Luo Jiangchun"),
        ("罗江春（Luo Jiangchun）", "Luo Jiangchun (Luo Jiangchun)", "Luo Jiangchun (Luo Jiangchun)"),
        ("罗江春", "Luo Jiangchun (罗江春)", "Luo Jiangchun (罗江春)"),
        ("创始人（罗江春）", "The founder (Luo Jiangchun)", "The founder (Luo Jiangchun)"),
        ("他说。", "Luo Jiangchun spoke.", "Luo Jiangchun spoke."),
        ("中国银行在中国。", "The Bank of China is in China.", "The Bank of China (中国银行) is in China."),
        ("OpenAI说。", "OpenAI spoke.", "OpenAI spoke."),
        ("罗江春", "Luo Jiangchunxiao", "Luo Jiangchunxiao"),
    ],
)
def test_the_chinese_stands_where_a_reader_looks_for_it(source: str, english: str, with_names: str) -> None:
    assert shown((source, english)) == [with_names]


def test_only_the_first_mention_has_it_and_headings_never() -> None:
    assert shown(("罗江春", "Luo Jiangchun"), kind="heading") == ["Luo Jiangchun"]
    lines: Lines = [
        ("heading", "", "罗江春来了", "Luo Jiangchun Comes"),
        ("paragraph", "", "他来了。", "He came."),
        ("paragraph", "", "罗江春说。", "Luo Jiangchun spoke."),
        ("paragraph", "", "罗江春走了。", "Luo Jiangchun left."),
    ]
    assert [s.target for s in with_chinese_names(made(lines, (LUO,))).segments] == [
        "Luo Jiangchun Comes",
        "He came.",
        "Luo Jiangchun (罗江春) spoke.",
        "Luo Jiangchun left.",
    ]


def test_a_bracket_passed_over_leaves_the_next_mention_to_be_the_first() -> None:
    pairs = (("（罗江春摄）", "(photo by Luo Jiangchun)"), ("罗江春说。", "Luo Jiangchun spoke."))
    assert shown(*pairs)[1] == "Luo Jiangchun (罗江春) spoke."


def test_what_is_shown_passes_the_check_for_leftover_chinese_that_knows_of_it() -> None:
    [text] = shown(("罗江春的一览科技", "Luo Jiangchun’s Yilan Technology"))
    assert leftover(Case("罗江春的一览科技", text, names_in_brackets=True)) is None
    assert leftover(Case("罗江春的一览科技", text)) is not None


def test_a_point_that_is_its_evidence_stays_so_and_the_json_stays_as_it_was_checked() -> None:
    point = Point(en="Luo Jiangchun spoke.", zh="罗江春说。", evidence=("p1.s1",))
    speaker = Speaker(id="luo", name=Name(source="罗江春", target="Luo Jiangchun"), points=(point,))
    report = made([("paragraph", "luo", "罗江春说。", "Luo Jiangchun spoke.")], (LUO,), speakers=(speaker,))
    marked = with_chinese_names(report)
    assert marked.speakers[0].points[0].en == marked.segments[0].target == "Luo Jiangchun (罗江春) spoke."
    assert render(report, "json", chinese_names=True) == render(report, "json")
    for format in ("md", "html"):
        with_names, without = (str(render(report, format, chinese_names=wanted)) for wanted in (True, False))
        assert "Luo Jiangchun (罗江春) spoke." in with_names.replace("\\(", "(").replace("\\)", ")")
        assert "(罗江春) spoke" not in without.replace("\\(", "(").replace("\\)", ")")


def test_findings_and_statuses_stay_as_they_are() -> None:
    finding = Finding(segment="p1.s1", kind="number", severity="warning", detail="7 is 8.")
    report = made([("paragraph", "", "罗江春说。", "Luo Jiangchun spoke.")], (LUO,), findings=(finding,))
    marked = with_chinese_names(report)
    assert (marked.findings, [s.status for s in marked.segments]) == (report.findings, ["flagged"])
