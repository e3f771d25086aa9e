"""Inputs that were once read wrongly, and others of their class: what must be kept, moved aside and known about each."""

from pathlib import Path

import pytest

from summarizer.errors import InputError, NothingToTranslate, UndecodableInput
from summarizer.records import Document, FindingKind
from summarizer.stages.clean import clean
from summarizer.stages.read import read, read_path, source_findings
from summarizer.stages.segment import segment

CASES = Path(__file__).parent / "cases"
LONG = "河东区图书馆昨天宣布，从下个月一日起，每天的开放时间将从晚上六点延长到晚上九点，周末照常开放，读者不需要另外办理手续。"


def case(name: str) -> Document:
    return clean(read_path(CASES / name))


def article(text: str, name: str = "a.txt") -> Document:
    document = clean(read(text.encode(), name))
    assert document.findings == ()
    return document


def texts(document: Document) -> list[str]:
    return [b.text for b in document.blocks]


def gone(document: Document) -> dict[str, str]:
    return {piece.text: piece.reason for piece in document.removed}


class TestTextAroundOneLongParagraph:
    SHORT = ("馆长林秋月说：“很多上班的读者赶不及。”", "读者何建平说，他已经等了三年。", "儿童阅览室的时间不变。")

    def test_the_short_paragraphs_of_the_page_are_kept(self) -> None:
        document = case("news-brief-one-long-paragraph.html")
        assert len(document.blocks) == 6
        assert gone(document)["版权所有 河东新闻网"] == "footer"

    @pytest.mark.parametrize(
        "layout",
        [
            "<div class='content'><h1>图书馆</h1>{}</div>",
            "<article><h1>图书馆</h1><div class='body'>{}</div></article>",
            "<h1>图书馆</h1><div id='x'><section>{}</section></div>",
            "<table><tr><td><h1>图书馆</h1>{}</td></tr></table>",
        ],
    )
    @pytest.mark.parametrize("wrapped", [False, True], ids=["in one element", "each in its own"])
    def test_whatever_the_layout(self, layout: str, wrapped: bool) -> None:
        own = [f"<div><p>{p}</p></div>" if wrapped else f"<p>{p}</p>" for p in (LONG, *self.SHORT)]
        page = f"<html><head><title>图书馆_新河网</title></head><body><ul><li><a href='/'>首页</a></li></ul>{layout.format(''.join(own))}</body></html>"
        assert texts(article(page, "a.html"))[1:] == [LONG, *self.SHORT]

    def test_names_in_headings_keep_the_turns_under_them(self) -> None:
        turns = "".join(
            f"<h3>{who}</h3><p>{said}</p>"
            for who in ("林秋月", "何建平", "周启明")
            for said in ("我同意。", "再等三年。")
        )
        page = f"<html><body><div class='c'><h1>三人谈</h1><p>{LONG}</p>{turns}</div></body></html>"
        assert [texts(article(page, "a.html")).count(said) for said in ("我同意。", "再等三年。")] == [3, 3]


class TestLinesThatLookLikeDefinitions:
    def test_labels_in_brackets_are_turns(self) -> None:
        assert len(case("bracket-labels.md").blocks) == 6

    def test_notes_at_the_end_are_kept_and_their_marks_leave_the_sentences(self) -> None:
        document = case("notes-as-definitions.md")
        assert "老秦在河上跑了三十五年,见过三次大水。他说:“水来的时候,谁都跑不快。”" in texts(document)
        assert document.blocks[1].as_written.count("[1]") == 1
        assert any(text.endswith("1998年。") for text in texts(document))
        assert "[注]: 本文的人名均为化名。" in texts(document)

    def test_footnotes_list_numbers_and_titles_of_images(self) -> None:
        document = case("footnotes.md")
        assert "全名谭广林,云水县人。" in texts(document)
        assert "1. 第一步:挂银幕" in texts(document)
        assert gone(document)["老谭的放映机"] == "description"
        assert gone(document)["tags: [电影, 乡村]"] == "front matter"

    @pytest.mark.parametrize(
        "line", ["[老秦]: 水来了。", "[1]: 据县志记载。", "[^甲]: 化名。", "[来源]: 县报", "[a]: 他说「不」"]
    )
    def test_no_such_line_is_lost(self, line: str) -> None:
        document = article(f"# 河堤\n\n{LONG}\n\n{line}\n", "a.md")
        assert any(b.as_written == line for b in document.blocks)

    def test_a_link_to_an_address_is_one_and_is_moved_aside(self) -> None:
        document = article(f"# 河堤\n\n{LONG}见[原文][1]。\n\n[1]: https://example.org/a\n", "a.md")
        assert texts(document)[1].endswith("见原文。")
        assert gone(document)["[1]: https://example.org/a"] == "link definition"


class TestTagsAndCode:
    @pytest.mark.parametrize("name", ["tags-in-text.txt", "tags-in-text.html"])
    def test_tags_that_are_spoken_about_stay(self, name: str) -> None:
        body = "\n".join(texts(case(name)))
        assert "写一个 <br> 标签" in body
        assert "应该用 <b> 还是 <strong>?" in body

    def test_code_keeps_its_lines_and_is_no_prose(self) -> None:
        document = case("tags-in-text.html")
        [code] = [b for b in document.blocks if b.kind == "code"]
        assert code.text.splitlines()[1:3] == ["  <p>第一段</p>", "</div>"]
        [own] = [s for s in segment(document) if s.block == code.id]
        assert own.verbatim
        assert own.source == code.text

    @pytest.mark.parametrize(
        ("line", "kept"),
        [
            ("标题用 <h1> 标签，正文用 <p> 标签。", "标题用 <h1> 标签，正文用 <p> 标签。"),
            ("“<img>”元素没有结束标签。", "“<img>”元素没有结束标签。"),
            ("把文字放在 <b> 和 </b> 之间。", "把文字放在 <b> 和 </b> 之间。"),
            ("<p>河水<b>涨</b>了。</p>", "河水涨了。"),
            ("第一行<br>第二行", "第一行第二行"),
            ('见<a href="https://example.org">原文</a>。', "见原文。"),
        ],
    )
    def test_markup_that_was_left_in_a_text_is_moved_aside(self, line: str, kept: str) -> None:
        document = article(f"题目在这里\n\n{LONG}\n\n{line}\n\n{LONG}")
        assert texts(document)[2] == kept

    def test_code_in_markdown_is_never_stripped_or_joined(self) -> None:
        document = article(f"# 题\n\n{LONG}用 `<b>` 加粗。\n\n```html\n<p>甲</p>\n  <p>乙</p>\n```\n", "a.md")
        assert texts(document)[1].endswith("用 `<b>` 加粗。")
        assert document.blocks[2].kind == "code"
        assert document.blocks[2].text == "<p>甲</p>\n  <p>乙</p>"

    @pytest.mark.parametrize(
        "mark",
        [
            "<sup><a href='#n1'>1</a></sup>",
            "<a href='#fn1'>[1]</a>",
            "<sup class='reference'>[1]</sup>",
            "<sup>[1]</sup>",
        ],
    )
    def test_a_footnote_mark_leaves_its_sentence(self, mark: str) -> None:
        document = article(
            f"<html><body><div><h1>题目</h1><p>{LONG}</p><p>读者增加了三成{mark}，馆长说。</p></div></body></html>",
            "a.html",
        )
        assert texts(document)[-1] == "读者增加了三成，馆长说。"
        assert "1" in document.blocks[-1].as_written

    def test_a_raised_figure_stays(self) -> None:
        document = article(
            f"<html><body><div><h1>题目</h1><p>{LONG}</p><p>面积是10<sup>4</sup>平方米。</p></div></body></html>",
            "a.html",
        )
        assert texts(document)[-1] == "面积是104平方米。"


class TestVerse:
    def test_a_line_of_verse_is_a_line(self) -> None:
        assert texts(case("verse.md"))[2:6] == [
            "窗外的雨下了一整夜",
            "我数着屋檐的水滴",
            "远处的灯一盏一盏熄灭",
            "只有河水还在走路",
        ]

    @pytest.mark.parametrize("name", ["a.md", "a.txt"])
    def test_also_with_marks_at_its_ends(self, name: str) -> None:
        lines = ["山那边的风来了，", "吹过屋顶和麦田。", "有人在井边等着，", "等一个没有名字的人。"]
        assert texts(article("# 井\n\n" + "\n".join(lines), name))[-4:] == lines

    def test_prose_in_a_narrow_column_is_joined(self) -> None:
        prose = (
            LONG + "馆长林秋月说，很多上班的读者下班以后赶不及。读者何建平说，他已经等了三年，儿童阅览室的时间不变。"
        ) * 2
        lines = [prose[at : at + 14] for at in range(0, len(prose), 14)]
        assert texts(article("\n".join(["图书馆延长开放时间", "", *lines])))[1:] == [prose]


class TestPages:
    def test_page_numbers_and_running_titles_go_and_sentences_are_joined(self) -> None:
        document = case("pdf-page-furniture.txt")
        [body] = texts(document)
        assert "占总人口的比重为 85.3%" in body
        assert "地铁二号线" in body
        assert sorted(set(gone(document).values())) == ["page number", "running title"]

    @pytest.mark.parametrize("number", ["- {} -", "— {} —", "第 {} 页", "第{}页 共9页", "Page {} of 9", "{} / 9"])
    def test_every_form_of_a_page_number(self, number: str) -> None:
        half = len(LONG) // 2
        text = f"{LONG}\n{LONG[:half]}\n{number.format(3)}\n{LONG[half:]}\n{LONG}\n{number.format(4)}\n{LONG}"
        document = article(text)
        assert texts(document).count(LONG) == 4
        assert gone(document)[number.format(3)] == "page number"

    def test_a_year_or_a_score_on_a_line_is_none(self) -> None:
        assert "2024" in texts(article(f"题目\n{LONG}\n2024\n{LONG}"))

    def test_lines_with_blank_ones_between_are_joined(self) -> None:
        prose = (LONG + "馆长林秋月说，很多上班的读者下班以后赶不及，读者何建平说，他已经等了三年。") * 2
        lines = [prose[at : at + 30] for at in range(0, len(prose), 30)]
        assert texts(article("\n\n".join(lines))) == [prose]


class TestCharacters:
    def test_characters_of_no_width_are_no_part_of_names_and_figures(self) -> None:
        document = case("zero-width.txt")
        assert texts(document)[1].startswith("校长陆文青说,新操场面积为3500平方米")
        assert "\u200b" in document.blocks[1].as_written

    def test_full_width_letters_and_figures_are_read_and_shown_as_they_stand(self) -> None:
        document = case("full-width-figures.txt")
        assert "局长ZHANG Wei表示,GDP每增加100万元" in texts(document)[2]
        assert "ＺＨＡＮＧ　Ｗｅｉ" in document.blocks[2].as_written

    def test_readings_in_brackets_leave_the_names(self) -> None:
        document = case("pinyin-glosses.txt")
        assert "镇长逄志远说" in texts(document)[1]
        assert "逄(páng)志远" in document.blocks[1].as_written

    @pytest.mark.parametrize(
        ("written", "read_as"),
        [
            ("⼈⼯智能和⻓江", "人工智能和长江"),
            ("祥福里", "祥福里"),
            ("他说﹁好﹂︒", "他说「好」。"),
            ("中關(guān)村", "中關村"),
            ("覃（qín）小梅", "覃小梅"),
            ("饕餮(tāo tiè)节", "饕餮节"),
            ("２０２４年ＧＤＰ", "2024年GDP"),
            ("陆\u200b文\u00ad青", "陆文青"),
            ("通用汽车(GM)公司", "通用汽车(GM)公司"),
            ("张伟(Zhang Wei)说", "张伟(Zhang Wei)说"),
            ("家庭👨\u200d👩\u200d👧", "家庭👨\u200d👩\u200d👧"),
        ],
    )
    def test_a_line(self, written: str, read_as: str) -> None:
        document = article(f"题目\n\n{LONG}\n\n{written}，以及其他的事情。")
        assert texts(document)[-1] == f"{read_as}，以及其他的事情。"
        assert document.blocks[-1].as_written == f"{written}，以及其他的事情。"


class TestDamage:
    def test_damaged_sentences_have_a_finding(self) -> None:
        document = case("mojibake-in-part.txt")
        found = source_findings(document, segment(document))
        damaged = {f.segment.split(".")[0] for f in found if f.kind == FindingKind.DAMAGED_SOURCE and f.segment}
        assert damaged == {"p2", "p3", "p4"}

    @pytest.mark.parametrize("piece", ["锟斤拷锟斤拷", "\ufffd\ufffd", "烫烫烫烫", "ä¸\u00adå›½", "屯屯屯屯"])
    def test_every_sign_of_it(self, piece: str) -> None:
        document = clean(read(f"题目\n\n{LONG}\n\n他说{piece}就走了。".encode(), "a.txt"))
        assert [f.segment for f in source_findings(document, segment(document))] == [f"{document.blocks[-1].id}.s1"]

    @pytest.mark.parametrize("text", ["café和naïve", "“你好”——他说……", "Müller先生", "Škoda与Citroën"])
    def test_letters_with_marks_are_none(self, text: str) -> None:
        document = article(f"题目\n\n{LONG}\n\n{text}都在这里。")
        assert source_findings(document, segment(document)) == ()


class TestEncodings:
    def test_broken_bytes_are_marked_and_lower_the_confidence(self) -> None:
        document = case("broken-bytes.txt")
        assert document.decoding.replaced > 0
        assert document.decoding.confidence < 1
        assert FindingKind.ENCODING in {f.kind for f in source_findings(document, segment(document))}

    def test_references_in_a_text_are_characters(self) -> None:
        assert case("entities-in-txt.txt").title == "河边的老磨坊"

    def test_a_line_in_another_encoding_is_read_and_said(self) -> None:
        document = case("utf8-with-a-gbk-line.txt")
        assert texts(document)[-1].startswith("编者按")
        assert document.decoding.other_lines == 1

    def test_a_text_that_was_misread_and_lost_much_is_refused(self) -> None:
        with pytest.raises(UndecodableInput, match="characters of it are lost"):
            case("whole-file-mojibake.txt")

    @pytest.mark.parametrize(
        ("right", "wrong"), [("utf-8", "latin-1"), ("gb18030", "latin-1"), ("big5", "latin-1"), ("utf-8", "gb18030")]
    )
    def test_a_text_that_was_misread_and_lost_nothing_is_restored(self, right: str, wrong: str) -> None:
        text = (
            f"{LONG}\n\n{LONG}"
            if right != "big5"
            else "圖書館昨天宣布，開放時間將延長到晚上九點，讀者不需要另外辦理手續。"
        )
        if (right, wrong) == ("utf-8", "gb18030"):
            text = "\n".join(line for line in ("图书馆昨天宣布延长开放", "人们说这里很好看") if _survives(line))
        data = text.encode(right).decode(wrong).encode()
        document = read(data, "a.txt")
        assert "".join(b.text for b in document.blocks) == text.replace("\n", "")
        assert document.decoding.restored_from
        assert any(f.kind == FindingKind.ENCODING for f in source_findings(document, ()))

    def test_padding_at_the_end_is_nothing(self) -> None:
        assert texts(clean(read(f"题目\n\n{LONG}".encode() + b"\0" * 300, "a.txt"))) == ["题目", LONG]


def _survives(line: str) -> bool:
    """Whether UTF-8 read as GB18030 loses nothing of a line."""
    try:
        return line.encode().decode("gb18030").encode("gb18030") == line.encode()
    except UnicodeDecodeError:
        return False


class TestSites:
    def test_an_answer_of_a_site_of_questions(self) -> None:
        document = case("answer-site-pasted.txt")
        assert len(document.blocks) == 3
        assert (document.author, document.date) == ("建筑师老田", "2023-04-05")
        assert gone(document)["查看全部 36 个回答"] == "interface"

    def test_the_head_of_a_wechat_article(self) -> None:
        document = case("wechat-article-head.html")
        assert (document.publication, document.author, document.date) == ("北岸周末", "华小满", "2025-04-06")
        assert len(document.blocks) == 3

    @pytest.mark.parametrize(
        "script",
        [
            'window.desc = htmlDecode("河边的老磨坊开了门。\\x0a木匠说，石头还是原来的石头。");',
            "var info = { content_noencode: JsDecode('河边的老磨坊开了门。\\x0a木匠说，石头还是原来的石头。'), };",
            "text_page_info: { content_noencode: '河边的老磨坊开了门。<br/>木匠说，石头还是原来的石头。' }",
        ],
    )
    def test_a_short_post_whose_words_stand_in_a_script(self, script: str) -> None:
        page = (
            "<html><head><meta property='og:title' content='老磨坊'></head><body><div class='rich_media_area'><span id='js_name'>北岸周末</span></div>"
            f'<script>var ct = "1743903000"; var nickname = htmlDecode("北岸周末"); {script}</script></body></html>'
        )
        document = article(page, "a.html")
        assert texts(document)[-2:] == ["河边的老磨坊开了门。", "木匠说，石头还是原来的石头。"]
        assert (document.publication, document.date) == ("北岸周末", "2025-04-06")

    @pytest.mark.parametrize(
        "notice",
        [
            "该内容已被发布者删除", "此内容因违规无法查看", "该公众号已迁移", "页面不存在", "抱歉，您访问的页面不存在或已被删除", "404 Not Found",
            "环境异常", "请完成安全验证", "该文章已被作者删除", "请在微信客户端打开链接",
        ],
    )  # fmt: skip
    def test_a_page_that_has_no_article_is_an_error(self, notice: str) -> None:
        page = f"<html><body><div class='msg'><h2>{notice}</h2></div><div>返回首页</div></body></html>"
        with pytest.raises(NothingToTranslate, match="holds no article"):
            clean(read(page.encode(), "a.html"))

    def test_the_page_of_a_deleted_article(self) -> None:
        with pytest.raises(NothingToTranslate, match="该内容已被发布者删除"):
            case("wechat-deleted.html")

    def test_an_article_about_deleted_pages_is_one(self) -> None:
        assert len(article(f"页面不存在\n\n{LONG}\n\n{LONG}").blocks) == 3

    def test_the_table_over_a_notice_is_no_text(self) -> None:
        rows = "<tr><td>索引号：</td><td>000014349/2024-00001</td><td>主题分类：</td><td>城乡建设</td></tr><tr><td>发文机关：</td><td>河东区人民政府</td><td>成文日期：</td><td>2024年03月02日</td></tr>"
        page = f"<html><body><div><table>{rows}</table><h1>关于延长图书馆开放时间的通知</h1><p>{LONG}</p><p>{LONG}</p></div></body></html>"
        document = article(page, "a.html")
        assert [b.kind for b in document.blocks] == ["heading", "paragraph", "paragraph"]
        assert (document.date, document.publication) == ("2024-03-02", "河东区人民政府")


class TestHostileInput:
    @pytest.mark.parametrize(
        "head",
        [
            "---\ndate: 0000-00-00\n---\n", "---\ndate: 2023-02-29\n---\n", "{\n", "{}\n", "---\n[a]: b\n? [c]\n---\n", "---\n" + "[" * 5000 + "\n---\n",
            "---\na: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b]\n---\n", "+++\ntitle = 1\n+++\n", "---\n- a\n- b\n---\n",
        ],
    )  # fmt: skip
    def test_front_matter_that_is_none_loses_nothing_and_breaks_nothing(self, head: str) -> None:
        document = article(f"{head}\n{LONG}\n", "a.md")
        assert LONG in texts(document)

    @pytest.mark.parametrize("depth", [500, 3000, 30_000])
    def test_a_page_with_elements_nested_deeply_keeps_its_text(self, depth: int) -> None:
        page = f"<html><body><h1>题目</h1><p>{LONG}</p>" + "".join(f"<div>第{n}条评论说得好。" for n in range(depth))
        document = read(page.encode(), "a.html")
        assert document.findings == ()
        held = "".join((*texts(document), *gone(document)))
        assert f"第{depth - 1}条评论" in held

    @pytest.mark.parametrize(
        "before", ["<p>", "<html>字<head>", "<div><svg><title>图</title></svg></div>", "<title>", "</head>"]
    )
    def test_a_title_outside_its_place_is_no_loss(self, before: str) -> None:
        page = f"<!doctype html>{before}<title>图书馆_新河网</title><body><h1>图书馆</h1><p>{LONG}</p></body></html>"
        assert read(page.encode(), "a.html").findings == ()

    def test_markdown_nested_deeply_keeps_its_text(self) -> None:
        assert LONG in "".join(texts(article(f"# 题\n\n{'> ' * 300}{LONG}\n\n{'- ' * 200}{LONG}", "a.md")))

    @pytest.mark.parametrize(
        "data", [b"{", b"<", b"[", b"---", b"\xff\xfe", b"&#27827;" * 3, b"WEBVTT", b"1\n00:00:01,000 --> x"]
    )
    def test_a_stub_of_a_file_is_an_article_or_an_error_of_ours(self, data: bytes) -> None:
        for name in ("a.txt", "a.md", "a.html"):
            try:
                clean(read(data, name))
            except InputError:
                continue
