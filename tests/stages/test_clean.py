"""Cleaning: page junk moves aside with a reason, nothing is lost, nothing of the article goes."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.errors import NothingToTranslate
from summarizer.records import Document
from summarizer.stages.clean import clean
from summarizer.stages.read import read, read_path

SORA = Path(__file__).parents[2] / "examples" / "sora-panel.txt"
PROSE = (
    "早上七点半，城东的骑行道上已经排起了队，一位骑车人告诉记者，他每天往返要用四十分钟，比开车快了将近一半。",
    "市交通研究所的周启明认为，骑行道的使用者以上班族为主，“他们看重的不是健身，而是准时”。他说，流量增加了六成。",
    "负责养护的工程师何一帆表示，今年的预算只够修补三分之一的路段，其余的要等到明年才能动工，居民对此并不意外。",
)


def article(*lines: str) -> Document:
    return clean(read("\n".join(lines).encode(), "a.txt"))


def texts(document: Document) -> list[str]:
    return [b.text for b in document.blocks]


def reasons(document: Document) -> dict[str, str]:
    return {piece.text: piece.reason for piece in document.removed}


@pytest.fixture(scope="module")
def sora() -> Document:
    return clean(read_path(SORA))


class TestTheArticleOfTheReadme:
    @pytest.mark.parametrize(
        "junk",
        ["安大互联", "财经热点 > 财经资讯", "浏览次数", "专题:Sora】", "手机扫码浏览该文章", "相关资讯推荐", "2024-9-22【英特尔】",
         "2024-9-8【英伟达】", "相关资讯专题", "网络建设业务咨询", "13626712526"],
    )  # fmt: skip
    def test_its_page_is_gone_from_the_blocks(self, sora: Document, junk: str) -> None:
        assert not any(junk in text for text in texts(sora))
        assert any(junk in piece.text for piece in sora.removed)

    def test_every_paragraph_of_it_is_kept_in_order(self, sora: Document) -> None:
        lines = [line.strip() for line in SORA.read_text(encoding="utf-8").splitlines() if line.strip()]
        first = next(n for n, line in enumerate(lines) if line.startswith("春节期间"))
        last = next(n for n, line in enumerate(lines) if line.startswith("执行/采写"))
        assert texts(sora)[1:] == lines[first : last + 1]

    def test_its_metadata_is_found(self, sora: Document) -> None:
        assert sora.title == "Sora制造AI焦虑?或引发内容行业变革,算力、芯片之争"
        assert sora.date == "2024-02-29"
        assert sora.language == "zh-Hans"
        assert reasons(sora)["【Sora】"] == "topic"

    def test_its_headings_guests_and_credits_are_told_apart(self, sora: Document) -> None:
        kinds = {b.text: b.kind for b in sora.blocks}
        assert [text for text, kind in kinds.items() if kind == "heading"] == [
            sora.title,
            "本期嘉宾",
            "Sora是“世界模拟器”?专家各不相谋",
            "正视差距,国内企业需要有追赶的信心",
            "引发内容行业变革、算力之争、芯片之争",
            "哪些工作岗位会被AI替代?",
        ]
        assert [text for text, kind in kinds.items() if kind == "credit"] == [
            "出品:南都政商数据新闻部",
            "统筹:甄芹马宁宁田爱丽",
            "执行/采写:南都、N视频记者汪陈晨林文琪",
        ]
        assert kinds["司马华鹏:硅基智能开创人、老总、总裁"] == "paragraph"

    def test_its_blocks_are_numbered_from_one(self, sora: Document) -> None:
        assert [b.id for b in sora.blocks] == [f"p{n}" for n in range(1, len(sora.blocks) + 1)]


class TestMarkers:
    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            ("分享到：微信 微博 QQ空间", "share"),
            ("免責聲明：本文僅代表作者個人觀點，不代表本網立場。", "copyright"),
            ("未经本网授权，不得转载、摘编或以其他方式使用。", "copyright"),
            ("上一篇：城市骑行道的春天", "navigation"),
            ("下一篇：没有了", "navigation"),
            ("標籤：單車 道路", "tags"),
            ("#单车 #道路", "tags"),
            ("版權所有 © 2024 島嶼新聞網", "copyright"),
            ("京ICP备00000000号-1", "registration"),
            ("新闻热线：010-00000000", "contact"),
            ("登录后发表评论", "login"),
            ("登录 | 注册", "login"),
            ("长按识别二维码，关注我们", "qr"),
            ("关于我们 | 广告服务 | 联系我们", "footer"),
            ("下载客户端，看更多新闻", "advertisement"),
            ("阅读 10万+", "counter"),
            ("已有326人参与", "counter"),
            ("【打印】【关闭】", "navigation"),
            ("点击查看更多", "navigation"),
            ("（完）", "end mark"),
            ("相关阅读：夜市归来之后", "related"),
        ],
    )
    def test_a_line_of_the_page_after_the_article_goes_with_its_reason(self, line: str, reason: str) -> None:
        document = article("骑行道的春天", *PROSE, line)
        assert texts(document) == ["骑行道的春天", *PROSE]
        assert reasons(document)[line] == reason

    @pytest.mark.parametrize(
        "line",
        [
            "他扫描了门口的二维码，登录之后才发现，分享到微信的那篇文章版权所有者并不是这家公司，联系电话也打不通。",
            "周启明在电话：“我不知道还能说什么。”",
            "相关推荐算法的争议由来已久，平台认为用户点击查看更多内容本身就是一种同意，学者却不这么看。",
            "“未经许可不得转载？那是写给别人看的。”何一帆笑着说，他的文章被转载了三百多次，一分钱也没有收到过。",
            "声明发出三天之后，仍然没有一家合作伙伴回应。",
            "接下来怎么办？",
            "骑行道养护费用由谁承担",
            "何一帆：养护工程师",
            "警方提醒：骑行时请走专用车道，遇到封闭路段应当下车推行。",
            "地址：城东路十二号，每周一闭馆",
            "——对话何一帆",
        ],
    )
    def test_a_line_of_the_article_stays_though_words_of_markers_are_in_it(self, line: str) -> None:
        for lines in ([*PROSE, line], [PROSE[0], line, *PROSE[1:]]):
            assert line in texts(article("骑行道的春天", *lines))

    def test_a_marker_of_the_foot_does_not_apply_between_paragraphs(self) -> None:
        document = article("骑行道的春天", PROSE[0], "联系方式：每周三下午到居委会登记", PROSE[1])
        assert "联系方式：每周三下午到居委会登记" in texts(document)

    def test_a_heading_that_could_head_a_list_of_links_stays_between_paragraphs(self) -> None:
        document = article("骑行道的春天", PROSE[0], "相关讨论", "安全：分道而行", PROSE[1])
        assert texts(document)[2:4] == ["相关讨论", "安全：分道而行"]

    def test_related_articles_go_until_the_end(self) -> None:
        document = article(
            "骑行道的春天", *PROSE, "相关阅读", "夜市归来之后", "2024-5-6 一座图书馆的夜晚", "谁在修路？"
        )
        assert texts(document) == ["骑行道的春天", *PROSE]
        assert set(reasons(document).values()) == {"related"}

    def test_related_articles_in_the_middle_end_where_prose_resumes(self) -> None:
        document = article(
            "骑行道的春天", PROSE[0], "相关阅读", "2024-5-6 一座图书馆的夜晚", "谁在修路", PROSE[1], PROSE[2]
        )
        assert texts(document) == ["骑行道的春天", PROSE[0], "谁在修路", PROSE[1], PROSE[2]]

    def test_readers_comments_go_only_at_the_end(self) -> None:
        comments = ["网友评论(2)", "网友一：写得很实在", "我们小区也想要一条。"]
        assert texts(article("骑行道的春天", *PROSE, *comments)) == ["骑行道的春天", *PROSE]
        before = texts(article("骑行道的春天", PROSE[0], *comments, *PROSE[1:]))
        assert before == ["骑行道的春天", PROSE[0], *comments, *PROSE[1:]]


class TestMetadata:
    @pytest.mark.parametrize(
        ("line", "date", "publication", "author"),
        [
            ("2024-2-29", "2024-02-29", "", ""),
            ("2024年2月29日 09:05", "2024-02-29", "", ""),
            ("發佈日期：民國113年2月29日 來源：島嶼日報", "2024-02-29", "島嶼日報", ""),
            ("二〇二四年二月二十九日", "2024-02-29", "", ""),
            ("来源：南城日报 作者：林一舟 时间：2024/02/29", "2024-02-29", "南城日报", "林一舟"),
            ("2024-02-29 10:20:00 南城日报", "2024-02-29", "南城日报", ""),
            ("浏览次数:【172】 发布日期:2024-2-29 12:40:31 文章分类:财经资讯", "2024-02-29", "", ""),
        ],
    )
    def test_the_line_under_the_headline_is_read(self, line: str, date: str, publication: str, author: str) -> None:
        document = article("骑行道的春天", line, *PROSE)
        assert (document.date, document.publication, document.author) == (date, publication, author)
        assert reasons(document)[line] == "dateline"

    @pytest.mark.parametrize("line", ["2024年2月30日", "2024年2月29日，会议在北京召开", "3月5日"])
    def test_what_is_no_date_line_gives_no_date(self, line: str) -> None:
        document = article("骑行道的春天", line, *PROSE)
        assert document.date is None
        assert line in texts(document)

    def test_dates_of_other_articles_are_not_this_ones(self) -> None:
        assert article("骑行道的春天", *PROSE, "相关阅读", "2019-01-01", "夜市归来之后").date is None

    @pytest.mark.parametrize(
        "line", ["文｜林一舟", "作者：林一舟", "本报记者 林一舟", "記者林一舟／南溪報導", "撰文/林一舟"]
    )
    def test_a_line_that_names_the_author_stays_as_credit(self, line: str) -> None:
        document = article("骑行道的春天", line, *PROSE)
        assert document.author == "林一舟"
        assert next(b.kind for b in document.blocks if b.text == line) == "credit"

    @pytest.mark.parametrize(
        "line",
        [
            "责任编辑：王小可",
            "（責編：王小可）",
            "编辑｜王小可 校对｜何一帆",
            "出品：南城影像工作室",
            "摄影/何一帆",
            "监制：钱素秋、金小满",
        ],
    )
    def test_credits_of_the_article_are_not_junk(self, line: str) -> None:
        document = article("骑行道的春天", *PROSE, line, "分享到：微信")
        assert document.blocks[-1].text == line
        assert document.blocks[-1].kind == "credit"

    def test_the_turns_of_an_interviewer_are_not_credits(self) -> None:
        document = article("专访", PROSE[0], "记者：谢谢", "何一帆：不客气", "记者：再见")
        assert [b.kind for b in document.blocks[-3:]] == ["paragraph"] * 3


class TestTitle:
    @pytest.mark.parametrize(
        "lines",
        [
            ("骑行道的春天：谁在用、谁在修",),
            ("【深度】骑行道的春天：谁在用、谁在修",),
            ("骑行道的春天：谁在用、谁在修_新河财经_新河网",),
            ("骑行道的春天：谁在用、谁在修 - 新河新闻", "首页 > 财经 > 正文", "骑行道的春天：谁在用、谁在修"),
            ("新河网", "骑行道的春天：谁在用、谁在修"),
            ("城南故事", "首页 > 骑行道的春天：谁在用、谁在修", "骑行道的春天：谁在用、谁在修"),
        ],
    )
    def test_the_headline_is_found_among_what_is_around_it(self, lines: Sequence[str]) -> None:
        document = article(*lines, "2024-05-06", *PROSE)
        assert document.title == "骑行道的春天：谁在用、谁在修"
        assert texts(document) == [document.title, *PROSE]
        assert (document.blocks[0].kind, document.blocks[0].level) == ("heading", 1)

    def test_a_repeated_headline_is_moved_aside(self) -> None:
        document = article("骑行道的春天", "騎行道的春天", *PROSE)
        assert reasons(document) == {"騎行道的春天": "duplicate title"}

    @pytest.mark.parametrize(
        "title", ["BBC-Newsday-訪談", "解學習-監管", "谁在修路？", "「慢慢來」的一百天", "中美关系—下一步"]
    )
    def test_a_headline_with_marks_of_its_own_is_left_whole(self, title: str) -> None:
        assert article(title, *PROSE).title == title

    def test_an_article_without_a_headline_gets_none(self) -> None:
        document = article(*PROSE)
        assert document.title == ""
        assert texts(document) == list(PROSE)


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("，。：\u3000 \t"), max_size=40)


class TestNothingIsLost:
    POOL = (
        *PROSE, "骑行道的春天：谁在用、谁在修", "新河网", "【深度】骑行道的春天", "分享到：微信", "首页 > 财经 > 正文", "相关阅读", "网友评论",
        "2024-05-06 10:00 来源：南城日报", "2019-01-01 一座图书馆的夜晚", "责任编辑：王小可", "记者：为什么？", "何一帆：因为便宜。", "记者：谢谢",
        "• 第一条", "▲ 夜班交接时的白板", "谁在修路", "© 2024 版权所有", "登录 | 注册", "English only", "12345", "# 不是标题", "<p>段落</p>", "——",
    )  # fmt: skip

    @given(st.lists(st.sampled_from(POOL) | ANY_TEXT, min_size=1, max_size=25), st.booleans())
    def test_every_line_is_in_the_blocks_or_among_what_was_removed(self, lines: list[str], spaced: bool) -> None:
        text = ("\n\n" if spaced else "\n").join(["骑行道的春天，谁在用。", *lines])
        document = clean(read(text.encode("utf-8", "ignore"), "a.txt"))
        read_before = read(text.encode("utf-8", "ignore"), "a.txt")
        assert sorted(without_space(everything(document))) == sorted(without_space(everything(read_before)))
        assert document.findings == ()
        assert len(document.blocks) == len({b.id for b in document.blocks})

    @given(st.lists(st.sampled_from(POOL) | ANY_TEXT, min_size=1, max_size=25))
    def test_reading_loses_nothing_but_white_space_and_bullets(self, lines: list[str]) -> None:
        text = "\n".join(["骑行道的春天，谁在用。", *lines])
        document = read(text.encode("utf-8", "ignore"), "a.txt")
        assert sorted(without_space(bare(everything(document)))) == sorted(
            without_space(bare(text.encode("utf-8", "ignore").decode()))
        )
        assert document.findings == ()

    def test_cleaning_twice_changes_nothing_more(self) -> None:
        once = clean(read_path(SORA))
        assert clean(once).blocks == once.blocks

    def test_markup_left_in_a_text_moves_aside_and_the_words_stay(self) -> None:
        document = article(
            "骑行道的春天", '何一帆：<iframe src="x" title="视频"></iframe>', PROSE[0] + "<br>" + PROSE[1]
        )
        assert texts(document)[1:] == ["何一帆：", PROSE[0] + PROSE[1]]
        assert list(reasons(document).values()) == ["markup", "markup"]


def everything(document: Document) -> str:
    return "".join((*(b.as_written for b in document.blocks), *(piece.text for piece in document.removed)))


def without_space(text: Sequence[str]) -> str:
    return "".join(
        c for c in text if not c.isspace() and c not in "\u00ad\u200b\u200c\u200d\u2060\ufeff\x1c\x1d\x1e\x1f"
    )


def bare(text: str) -> str:
    return re.sub(r"[•‧∙●·▪◦‣○■◆※*\-\ufffd\x00]", "", text)


PANELS = json.loads((Path(__file__).parent / "panel_heads.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("panel", PANELS, ids=[p["title"] for p in PANELS])
def test_every_turn_of_a_transcript_is_kept(panel: dict[str, str]) -> None:
    document = clean(read(panel["text"].encode(), "zh.txt"))
    body = "\n".join(texts(document))
    lines = [re.sub(r"<[^>]+>", "", line).strip() for line in panel["text"].splitlines()[2:]]
    assert [line for line in lines if line and line not in body] == []
    assert (document.title, document.date, document.language) == (panel["title"], panel["date"], "zh-Hant")
    assert {b.kind for b in document.blocks[1:]} == {"paragraph"}


def test_a_text_without_chinese_is_a_clear_error() -> None:
    with pytest.raises(NothingToTranslate, match=r"a\.txt"):
        article("An English page.", "Nothing here to translate.")
    with pytest.raises(NothingToTranslate, match="Japanese"):
        article("これは日本語の記事です。ひらがなとカタカナで書かれています。")
