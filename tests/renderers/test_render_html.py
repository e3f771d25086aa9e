import base64
import hashlib
import re
from collections.abc import Callable

import pytest
from lxml import html

from summarizer.renderers.html import render
from summarizer.report import Report

REPORTS = ["sora", "hostile", "crowd"]


def page(report: Report) -> html.HtmlElement:
    return html.document_fromstring(render(report))


def sentences(root: html.HtmlElement, side: str) -> list[html.HtmlElement]:
    found: list[html.HtmlElement] = root.xpath(f"//*[@class='{side}']//span[@data-id]")
    return found


@pytest.fixture(params=REPORTS)
def report(request: pytest.FixtureRequest) -> Report:
    found: Report = request.getfixturevalue(request.param)
    return found


def test_every_sentence_stands_in_both_languages_in_order(report: Report) -> None:
    root = page(report)
    ids = [s.id for s in report.segments]
    assert [e.get("data-id") for e in sentences(root, "target")] == ids
    assert [e.get("data-id") for e in sentences(root, "source")] == ids


def test_the_chinese_column_holds_the_sources_own_characters(sora: Report) -> None:
    for element, segment in zip(sentences(page(sora), "source"), sora.segments, strict=True):
        for who in element.xpath(".//*[@class='who']"):
            who.drop_tree()
        assert element.text_content() == segment.source


def test_the_policy_allows_this_style_and_script_and_nothing_else(report: Report) -> None:
    root = page(report)
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (element,) = root.iter(tag)
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_the_page_needs_nothing_but_itself(report: Report) -> None:
    root = page(report)
    assert not root.xpath(
        "//*[@src or @srcset or @background or @data or @action] | //link | //iframe | //object | //img"
    )
    assert not root.xpath("//@style")
    assert "url(" not in "".join(root.xpath("//style/text()"))
    assert "@import" not in "".join(root.xpath("//style/text()"))


def test_hostile_text_adds_no_element_and_no_attribute_of_its_own(hostile: Report, sora: Report) -> None:
    root = page(hostile)
    assert len(list(root.iter("script"))) == len(list(root.iter("style"))) == 1
    names = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in names if name.startswith("on")]
    ours = {element.tag for element in page(sora).iter()} | {"h4", "h5", "h6", "ul"}
    assert {element.tag for element in root.iter()} <= ours
    assert "{{ 7*7 }}" in root.text_content()
    assert not [u for u in root.xpath("//a/@href") if not u.startswith("#")]


def test_overrides_of_writing_direction_do_not_reach_the_page(hostile: Report) -> None:
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x07]", render(hostile))


def test_only_a_web_address_becomes_a_link(build: Callable[..., Report]) -> None:
    plain = build([("paragraph", "", "一。", "One.")])

    def links(url: str) -> list[str]:
        document = plain.document.model_copy(update={"url": url})
        found: list[str] = page(plain.model_copy(update={"document": document})).xpath("//*[@class='byline']//a/@href")
        return found

    assert links("https://example.org/a?b=1&c=2") == ["https://example.org/a?b=1&c=2"]
    assert links("javascript:alert(1)") == links("file:///etc/passwd") == links("http://[") == links("") == []


def test_languages_are_declared_where_they_change(sora: Report) -> None:
    root = page(sora)
    assert root.get("lang") == "en"
    assert set(root.xpath("//*[@class='target']/@lang")) == {"en"}
    assert set(root.xpath("//*[@class='source']/@lang")) == {"zh-Hans"}
    han = re.compile(r"[\u4e00-\u9fff]")
    for element in root.iter():
        if element.tag in ("style", "script", "title", "option") or not han.search(element.text or ""):
            continue
        (language,) = element.xpath("ancestor-or-self::*[@lang][1]/@lang")
        english = "the English says" in element.text  # a finding is an English sentence that quotes both sides
        assert language == ("en" if english else "zh-Hans"), element.text


def test_traditional_chinese_is_declared_as_such(build: Callable[..., Report], sora: Report) -> None:
    plain = build([("paragraph", "", "會議正式開始。", "The meeting begins.")])
    root = page(plain.model_copy(update={"document": plain.document.model_copy(update={"source_language": "zh-Hant"})}))
    assert root.xpath("//*[@class='source']/@lang") == ["zh-Hant"]


def test_a_sentence_without_english_says_so_in_the_english_column(sora: Report) -> None:
    (failed,) = page(sora).xpath("//*[@class='target']//*[contains(@class, ' failed')]")
    assert "[not translated]" in failed.text_content()
    assert "教育不是去培养" in failed.text_content()
    assert failed.xpath("./span[@lang='zh-Hans']")


def test_findings_stand_beside_their_sentence_with_icon_and_words(sora: Report) -> None:
    root = page(sora)
    (row,) = root.xpath("//*[@data-block='p12']")
    (note,) = row.xpath(".//*[@class='notes']/li")
    assert "7 trillion dollars; the English says 7 billion" in note.text_content()
    assert "⚠" in note.text_content()
    (mark,) = row.xpath(".//*[@class='target']//a[contains(@class, 'noted')]")
    assert mark.get("href") == f"#{note.get('id')}"


def test_every_link_within_the_page_leads_somewhere(report: Report) -> None:
    root = page(report)
    ids = set(root.xpath("//@id"))
    assert len(ids) == len(root.xpath("//@id"))
    assert {h[1:] for h in root.xpath("//a/@href") if h.startswith("#")} <= ids


def test_each_point_names_the_sentences_it_lights(sora: Report) -> None:
    lights = page(sora).xpath("//a[@class='point']/@data-lights")
    assert lights == [" ".join(point.evidence) for speaker in sora.speakers for point in speaker.points]


def test_speakers_are_told_apart_without_colour(crowd: Report) -> None:
    badges = page(crowd).xpath("//details//summary/span[contains(@class, 'badge')]/text()")
    assert len(set(badges)) == len(badges) == 30


def test_the_model_and_the_number_of_findings_are_always_told(sora: Report) -> None:
    (made,) = page(sora).xpath("//*[contains(@class, 'made')]")
    text = " ".join(made.text_content().split())
    assert "Machine translation by" in text
    assert "a-model" in text
    assert "4 findings" in text


def test_what_was_removed_can_be_seen(sora: Report) -> None:
    (removed,) = page(sora).xpath("//*[@class='removed']")
    assert all(r.text in removed.text_content() and r.reason in removed.text_content() for r in sora.document.removed)


def test_a_report_with_nothing_but_text_is_a_page_too(build: Callable[..., Report]) -> None:
    root = page(build([("paragraph", "", "一。", "One.")]))
    assert not root.xpath("//aside")
    assert "One." in root.text_content()


def test_thirty_speakers_and_twenty_thousand_characters_stay_a_small_page(crowd: Report) -> None:
    assert sum(len(s.source) for s in crowd.segments) >= 20_000
    assert len(render(crowd).encode()) < 600_000
