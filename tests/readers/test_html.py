"""Web pages become blocks: the article's own, in order; all other visible text is moved aside with a reason."""

import re

import lxml.html

from summarizer.readers.html import blocks
from summarizer.readers.page import Page

P = (
    "早上七点半，城东的骑行道上已经排起了队，一位骑车人告诉记者，他每天往返要用四十分钟，比开车快了将近一半。",
    "市交通研究所的周启明认为，骑行道的使用者以上班族为主，“他们看重的不是健身，而是准时”。他说，流量增加了六成。",
    "负责养护的工程师何一帆表示，今年的预算只够修补三分之一的路段，其余的要等到明年才能动工，居民对此并不意外。",
)


def page(inner: str, *, head: str = "", before: str = "", after: str = "") -> Page:
    paragraphs = "".join(f"<p>{p}</p>" for p in P)
    return blocks(
        f"<html><head><title>骑行道的春天</title>{head}</head><body>{before}<div class='content'><h1>骑行道的春天</h1>"
        f"{paragraphs}{inner}</div>{after}</body></html>"
    )


def texts(found: Page, kind: str | None = None) -> list[str]:
    return [b.text for b in found.blocks if kind in (None, b.kind)]


def test_script_style_and_readings_over_characters_are_no_text() -> None:
    found = page(
        "<p>这里的<ruby>鑢<rp>(</rp><rt>lǜ</rt><rp>)</rp></ruby>石路<script>var 甲</script><style>.乙{}</style>很滑，行人要小心。</p>"
    )
    assert "这里的鑢石路很滑，行人要小心。" in texts(found)
    assert not re.search("甲|乙|lǜ", "".join(texts(found)) + "".join(r.text for r in found.removed))


def test_entities_are_characters_and_source_line_ends_are_none() -> None:
    found = page("<p>利润&nbsp;A&amp;B&#x4e2d;&hellip;\n      继续写在下一行，仍是同一段。</p>")
    assert "利润 A&B中…继续写在下一行，仍是同一段。" in texts(found)


def test_line_breaks_part_paragraphs_but_not_headings() -> None:
    found = page(
        "<p>第一句话到这里结束。<br><br>第二句话从这里开始。</p><h2>小标题<br>分两行</h2><p>后面还有一段话。</p>"
    )
    assert texts(found)[-4:] == ["第一句话到这里结束。", "第二句话从这里开始。", "小标题分两行", "后面还有一段话。"]


def test_lists_tables_captions_and_headings_keep_their_kinds() -> None:
    found = page(
        "<h3>第三级</h3><ul><li>甲项的内容<ul><li>乙项的内容</li></ul></li></ul><table><tr><th>年</th><th>数</th></tr><tr><td>2023</td><td>41</td></tr>"
        "</table><figure><img src='a'><figcaption>图下的说明</figcaption></figure><p><b>全部加粗的小标题</b></p><p>最后一段。</p>"
    )
    assert [(b.kind, b.level, b.text) for b in found.blocks[4:]] == [
        ("heading", 3, "第三级"),
        ("list_item", 1, "甲项的内容"),
        ("list_item", 2, "乙项的内容"),
        ("table_row", 0, "年 | 数"),
        ("table_row", 0, "2023 | 41"),
        ("caption", 0, "图下的说明"),
        ("heading", 2, "全部加粗的小标题"),
        ("paragraph", 0, "最后一段。"),
    ]


def test_what_stands_around_the_article_is_moved_aside_with_a_reason() -> None:
    found = page(
        "",
        before="<nav><a href='/'>首页</a></nav><div class='breadcrumb'>首页 &gt; 正文</div>",
        after="<aside>热门文章</aside><div id='shareBox'>分享到微博</div><footer>京ICP备00000000号</footer><div class='comment-list'>沙发</div>",
    )
    assert texts(found) == ["骑行道的春天", *P]
    assert {r.text: r.reason for r in found.removed} == {
        "首页": "navigation",
        "首页 > 正文": "navigation",
        "热门文章": "related",
        "分享到微博": "share",
        "京ICP备00000000号": "footer",
        "沙发": "comments",
    }


def test_a_class_of_an_element_around_the_article_says_nothing_about_it() -> None:
    found = blocks(
        f"<body class='nav-open with-sidebar'><form id='footer'><h1>骑行道</h1>{''.join(f'<p>{p}</p>' for p in P)}</form></body>"
    )
    assert texts(found)[-3:] == list(P)


def test_short_paragraphs_inside_the_article_are_not_lost() -> None:
    found = page("<p>他说不。</p><p>“再见。”</p><p>2024</p>")
    assert texts(found)[-3:] == ["他说不。", "“再见。”", "2024"]


def test_a_paragraph_that_is_one_link_stays_where_it_is_a_sentence_of_the_article() -> None:
    found = page(
        "<p><a href='x'>市政府在去年十二月公布的那份一百二十页的调查报告里，把养护费用列为第一项难题。</a></p>"
    )
    assert texts(found)[-1].endswith("第一项难题。")


def test_a_page_in_which_no_article_is_found_is_read_as_it_stands() -> None:
    assert texts(blocks("<html><body><p>你好</p></body></html>")) == ["你好"]
    assert texts(blocks("<div>一</div><div>二</div>")) == ["一", "二"]
    assert blocks("<html></html>").blocks == ()


def test_metadata_is_what_the_page_declares() -> None:
    head = (
        "<meta property='og:site_name' content='新河网'><meta name='author' content='林一舟'>"
        "<meta property='article:published_time' content='2024-05-17T08:12:33+08:00'><link rel='canonical' href='https://example.com/a'>"
    )
    found = page("", head=head)
    assert (found.title, found.publication, found.author, found.url, found.date) == (
        "骑行道的春天",
        "新河网",
        "林一舟",
        "https://example.com/a",
        "2024-05-17",
    )


def test_every_visible_character_is_in_the_blocks_or_among_what_was_removed() -> None:
    source = (
        f"<html><body><div>甲<a href='x'>乙</a>丙<p>{P[0]}<b>丁</b></div>戊<table><tr><td>己</td><td>庚<div>辛</div></td></tr></table>"
        f"<section>壬<br/>{P[1]}<span>癸</span></section><dl><dt>子</dt><dd>丑</dd></dl><pre>寅\n卯</pre>{P[2]}<!-- 辰 --></body></html>"
    )
    found = blocks(source)
    seen = "".join(texts(found)) + "".join(r.text for r in found.removed)
    visible = lxml.html.document_fromstring(source).text_content() + "辰" * (
        "辰" not in lxml.html.document_fromstring(source).text_content()
    )
    assert sorted(re.sub(r"\s|\|", "", seen)) == sorted(re.sub(r"\s", "", visible))
