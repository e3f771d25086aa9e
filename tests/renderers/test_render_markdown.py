import re
from collections.abc import Callable

from lxml import html
from markdown_it import MarkdownIt

from summarizer.records import Bilingual, Overview, Position, Topic
from summarizer.renderers.escape import fenced
from summarizer.renderers.markdown import render
from summarizer.report import MARKDOWN_MARK, Report

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def section(markdown: str, title: str) -> str:
    return markdown.split(f"\n## {title}\n")[1].split("\n## ")[0]


def test_every_sentence_stands_in_the_translation_in_order(sora: Report) -> None:
    translation = section(render(sora), "Translation")
    at = [translation.index(s.target or s.source) for s in sora.segments]
    assert at == sorted(at)


def test_a_sentence_without_english_shows_its_chinese_and_says_so(sora: Report) -> None:
    assert "根本上来说要培养创新者。” **[not translated]** **⚠2**" in render(sora)


def test_a_flagged_sentence_is_marked_and_its_fault_told_in_the_notes(sora: Report) -> None:
    markdown = render(sora)
    assert "compete with Nvidia. **⚠1**" in section(markdown, "Translation")
    assert "**⚠1** warning, number: 7万亿美元 = 7 trillion dollars" in section(markdown, "Notes")


def test_a_quotation_over_sentences_is_joined_without_stray_spaces(build: Callable[..., Report]) -> None:
    lines = [("paragraph", "", "他说:“一。", "He said: “One."), ("", "", "二。", "Two."), ("", "", "”三。", "” Three.")]
    assert "He said: “One. Two.” Three." in render(build(lines))


def test_each_point_links_to_its_sentences_in_the_translation(sora: Report) -> None:
    page = render(sora)
    speakers, translation = section(page, "Speakers"), section(page, "Translation")
    cited = {i for sp in sora.speakers for point in sp.points for i in point.evidence}
    for i in cited:
        assert f"[{i}](#{i})" in speakers
        assert f'<a id="{i}"></a>' in translation


def test_the_chinese_of_what_is_cited_stands_once_in_the_sources_own_characters(sora: Report) -> None:
    page = render(sora)
    segments = {s.id: s for s in sora.segments}
    cited = {i for sp in sora.speakers for point in sp.points for i in point.evidence}
    evidence = section(page, "Evidence in Chinese")
    for i in cited:
        assert evidence.count(f"- [{i}](#{i}) {segments[i].source.strip()}") == 1


def test_no_sentence_is_printed_in_full_more_than_once(sora: Report) -> None:
    """But for a point that is a sentence of the article, word for word, and for questions, which stand beside their answers."""
    page = render(sora)
    asked = {i for q in sora.overview.questions for i in q.evidence}
    quoted = {p.en for sp in sora.speakers for p in sp.points} | {s.target for s in sora.segments if s.id in asked}
    for s in sora.segments:
        if len(s.target) > 60 and s.target not in quoted:
            assert page.count(s.target) == 1, s.id


def test_a_summary_that_only_repeats_the_points_is_left_out(sora: Report) -> None:
    jin = sora.speakers[2]
    same = Bilingual(en=" ".join(p.en for p in jin.points), zh="重复。")
    more = Bilingual(en=f"{same.en} And more.", zh="重复。")

    def printed(summary: Bilingual) -> str:
        changed = jin.model_copy(update={"summary": summary})
        return render(sora.model_copy(update={"speakers": (*sora.speakers[:2], changed, *sora.speakers[3:])}))

    assert "重复。" not in printed(same)
    assert "重复。" in printed(more)


def test_a_romanised_name_is_shown_as_unverified_and_a_looked_up_one_is_not(sora: Report) -> None:
    cards = dict(re.findall(r"### (.+?)\n\n(.+)", section(render(sora), "Speakers")))
    assert "romanised, unverified" in cards["Luo Jiangchun 罗江春"]
    assert "unverified" not in cards["Yann LeCun 杨立昆"]
    assert "unverified" not in cards["OpenAI"]


def test_stances_are_a_table_with_evidence(sora: Report) -> None:
    table = html.fromstring(MARKDOWN.render(section(render(sora), "Where they stand")))
    rows = [[cell.text_content() for cell in row.iter("th", "td")] for row in table.iter("tr")]
    assert rows[0] == ["Topic", "Supports", "Opposes", "Mixed", "Neutral", "Did not address it"]
    assert rows[2][2:4] == ["Zhou Hongyi (p9.s3)", "Sima Huapeng (p11.s2, p13.s1)"]
    assert rows[2][5] == "OpenAI, Yann LeCun, Jin Xiaogang, Sam Altman, Peng Xutan"


def test_a_subject_on_which_no_stance_was_read_claims_none(sora: Report) -> None:
    topic = Topic(name="Chips", positions=(Position(speaker="sam-altman", stance="mentions", evidence=("p12.s2",)),))
    only = sora.model_copy(update={"overview": Overview(topics=(topic,))})
    table = html.fromstring(MARKDOWN.render(section(render(only), "What they speak about")))
    heads = [cell.text_content() for cell in table.iter("th")]
    assert heads == ["Topic", "Speaks about it", "Did not address it"]


def test_who_contradicts_whom_and_who_answers_whom_is_listed_with_both_places(sora: Report) -> None:
    text = render(sora)
    assert (
        "- Luo Jiangchun ([p7.s1](#p7.s1)) disagrees with Jin Xiaogang ([p6.s2](#p6.s2)); said in the text"
        in section(text, "Who contradicts whom")
    )
    [asked] = [line for line in section(text, "Questions and answers").splitlines() if line.startswith("- ")]
    assert asked.startswith("- Jin Xiaogang ([p6.s3](#p6.s3)): ")
    assert asked.endswith("Answered by: Luo Jiangchun ([p7.s1](#p7.s1), [p7.s2](#p7.s2)).")


def test_what_the_points_leave_out_is_listed(sora: Report) -> None:
    jin = sora.speakers[2].model_copy(update={"coverage": 0.42, "not_covered": ("p6.s1", "p6.s4")})
    text = render(sora.model_copy(update={"speakers": (*sora.speakers[:2], jin, *sora.speakers[3:])}))
    assert "The points cover 42% of the words. Not covered by these points: [p6.s1](#p6.s1), [p6.s4](#p6.s4)." in text


def test_rows_of_a_table_stand_as_a_table(build: Callable[..., Report]) -> None:
    lines = [("table_row", "", "公司|年份", "Company | Year"), ("table_row", "", "OpenAI|2015", "OpenAI | 2015")]
    page = html.fromstring(MARKDOWN.render(section(render(build(lines)), "Translation")))
    assert [c.text_content() for c in page.iter("th", "td")] == ["Company", "Year", "OpenAI", "2015"]


def test_a_list_that_starts_deep_does_not_turn_into_code(build: Callable[..., Report]) -> None:
    lines = [("list_item3", "", "甲", "One"), ("list_item1", "", "乙", "Two"), ("list_item2", "", "丙", "Three")]
    page = html.fromstring(MARKDOWN.render(section(render(build(lines)), "Translation")))
    assert not list(page.iter("code", "pre"))
    assert [li.text_content().split() for li in page.iter("li")] == [["One"], ["Two", "Three"], ["Three"]]


def test_a_price_nobody_knows_is_not_shown_as_nothing(build: Callable[..., Report]) -> None:
    report = build([("paragraph", "", "一。", "One.")])
    unknown = report.model_copy(update={"receipt": report.receipt.model_copy(update={"cost_usd": None})})
    assert "Cost: price not known" in render(unknown)
    assert "Cost: $0.00" in render(report)


def test_hostile_text_never_becomes_markup(hostile: Report) -> None:
    tokens = MARKDOWN.parse(render(hostile))
    inner = [c for t in tokens for c in t.children or ()]
    assert all(re.fullmatch(r'<a id="[a-z]+\d+\.s\d+">|</a>', c.content) for c in inner if c.type == "html_inline")
    links = [str(c.attrs["href"]) for c in inner if c.type == "link_open"]
    assert all(re.fullmatch(r"#[a-z]+\d+\.s\d+", link) for link in links)
    kinds = {t.type for t in tokens} | {c.type for c in inner}
    assert not kinds & {
        "fence",
        "code_block",
        "code_inline",
        "image",
        "s_open",
        "hr",
    }
    mark, *blocks = [t.content.strip() for t in tokens if t.type == "html_block"]
    assert mark == MARKDOWN_MARK
    assert blocks[0].startswith("<details>\n<summary>What was moved aside: 20</summary>")
    assert blocks[1:] == ["</details>"]
    titles = [tokens[n + 1].content for n, t in enumerate(tokens) if t.type == "heading_open" and t.tag == "h2"]
    ours = [
        "Overview",
        "Where they stand",
        "Speakers",
        "Translation",
        "Notes",
        "Evidence in Chinese",
        "Names and terms",
    ]
    assert titles == [*ours, "Removed from the page", "Checks", "Receipt"]


def test_the_document_of_a_small_report_reads_as_it_was_read_last(
    build: Callable[..., Report], golden: Callable[[str, str], None], sora: Report
) -> None:
    lines = [
        ("heading1", "", "标题", "A heading"),
        ("paragraph", "", "一。", "One."),
        ("", "peng-xutan", "二。", "Two."),
    ]
    small = build([*lines, ("paragraph", "", "丙。", "Three.")], (_without_points(sora),))
    golden("small.en.md", render(small))


def _without_points(report: Report) -> object:
    return report.speakers[-1].model_copy(update={"points": ()})


def test_code_is_between_fences_that_it_cannot_close() -> None:
    assert fenced("a = '```'\n  b") == "````\na = '```'\n  b\n````"
    assert fenced("x") == "```\nx\n```"
