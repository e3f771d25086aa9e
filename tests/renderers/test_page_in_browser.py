"""The page in a real browser. Needs Debian's `chromium` and the package `playwright`; says so where it is skipped."""

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from summarizer.report import Report
from summarizer.stages.render import write

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
Open = Callable[..., "Page"]


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    playwright = pytest.importorskip("playwright.sync_api", reason="the package playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed (apt-get install chromium, or set CHROMIUM to its path)")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS.split())
        yield chromium
        chromium.close()


@pytest.fixture
def show(browser: "Browser", tmp_path: Path) -> Iterator[Open]:
    """Opens a report's page from a file; at the end nothing was asked of the network and nothing went wrong in the page."""
    asked: list[str] = []
    wrong: list[str] = []
    contexts = []

    def opened(report: Report, width: int = 1440, height: int = 900, **more: Any) -> "Page":
        (path,) = write(report, tmp_path, "article", ["html"])
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", **more)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: asked.append(r.url))
        page.on("pageerror", lambda e: wrong.append(str(e)))
        page.on("console", lambda m: wrong.append(m.text))
        page.goto(path.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert all(url.startswith("file://") for url in asked)
    assert not wrong


def lit(page: "Page") -> set[str]:
    """The sentences that are lit, each in both languages."""
    english = set(page.eval_on_selector_all(".target .lit", "all => all.map((s) => s.dataset.id)"))
    chinese = set(page.eval_on_selector_all(".source .lit", "all => all.map((s) => s.dataset.id)"))
    assert english == chinese
    return english


def test_a_click_on_a_point_lights_its_sentences_in_both_languages_and_goes_there(show: Open, sora: Report) -> None:
    page = show(sora)
    page.get_by_text("Such a model will never truly understand").click()
    assert lit(page) == {"p6.s3", "p6.s5"}
    for side in ("target", "source"):
        box = page.locator(f".{side} [data-id='p6.s3']").bounding_box()
        assert box is not None
        assert 0 < box["y"] < 900
    assert "p6.s3, p6.s5 · 1 / 2" in page.locator("#status").inner_text()


def test_another_point_takes_the_light_over(show: Open, sora: Report) -> None:
    page = show(sora)
    page.get_by_text("Such a model will never truly understand").click()
    page.get_by_text("Sora is a product fed on data").click()
    assert lit(page) == {"p6.s2"}


def test_the_keyboard_alone_reaches_a_point_and_comes_back(show: Open, sora: Report) -> None:
    page = show(sora)
    focused = "document.activeElement.className + ' ' + document.activeElement.dataset.lights"
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(focused) == "point p4.s2":
            break
    assert page.evaluate(focused) == "point p4.s2"
    page.keyboard.press("Enter")
    assert lit(page) == {"p4.s2"}
    assert page.evaluate("document.activeElement.dataset.id") == "p4.s2"
    page.keyboard.press("Escape")
    assert lit(page) == set()
    assert page.evaluate(focused) == "point p4.s2"


def test_next_walks_through_the_sentences_of_a_point(show: Open, sora: Report) -> None:
    page = show(sora)
    page.get_by_text("Such a model will never truly understand").click()
    page.locator("#on").click()
    assert page.evaluate("document.activeElement.dataset.id") == "p6.s5"
    page.locator("#on").click()
    assert page.evaluate("document.activeElement.dataset.id") == "p6.s3"


def test_the_filter_leaves_one_speakers_words_and_dims_the_rest(show: Open, sora: Report) -> None:
    page = show(sora)
    page.locator("#pick").select_option("jin-xiaogang")
    bright = set(page.eval_on_selector_all(".filtered .s.on", "all => all.map((s) => s.dataset.id)"))
    assert bright == {s.id for s in sora.segments if s.speaker == "jin-xiaogang"}
    ink, dim = (
        page.locator(f".target [data-id='{i}']").evaluate("s => getComputedStyle(s).color") for i in ("p6.s3", "p7.s1")
    )
    assert ink != dim
    assert page.locator("[data-only='jin-xiaogang']").get_attribute("aria-pressed") == "true"
    page.locator("[data-only='luo-jiangchun']").click()
    assert page.locator(".target .s.on").count() == len(
        [s for s in sora.segments if s.speaker in ("jin-xiaogang", "luo-jiangchun")]
    )
    page.keyboard.press("Escape")
    assert page.locator(".s.on").count() == 0
    assert page.locator("#pick").input_value() == ""


def test_the_pointer_over_a_sentence_shows_its_pair(show: Open, sora: Report) -> None:
    page = show(sora)
    page.locator(".target [data-id='p7.s2']").hover()
    assert page.locator(".source .touched").get_attribute("data-id") == "p7.s2"


def test_a_click_on_a_stance_lights_its_evidence(show: Open, sora: Report) -> None:
    page = show(sora)
    page.locator(".stand", has_text="Sima Huapeng").click()
    assert lit(page) == {"p11.s2", "p13.s1"}


def test_a_click_on_a_contradiction_or_a_question_lights_its_place(show: Open, sora: Report) -> None:
    page = show(sora)
    page.locator("#disputes .stand").nth(1).click()
    assert lit(page) == {"p6.s2"}
    page.locator("#questions .answers .stand").click()
    assert lit(page) == {"p7.s1", "p7.s2"}


def test_words_said_together_are_shown_to_whoever_filters_for_either(show: Open, sora: Report) -> None:
    first = next(st for st in sora.statements if st.speaker == "jin-xiaogang")
    joint = tuple(st.model_copy(update={"also": ("peng-xutan",)}) if st == first else st for st in sora.statements)
    page = show(sora.model_copy(update={"statements": joint}))
    page.locator("#pick").select_option("peng-xutan")
    bright = set(page.eval_on_selector_all(".filtered .s.on", "all => all.map((s) => s.dataset.id)"))
    own = {s.id for s in sora.segments if s.speaker == "peng-xutan"}
    assert bright == own | set(first.segments)
    said = page.locator(f".target [data-id='{first.segments[0]}'] .who")
    assert said.locator(".badge").all_inner_texts() == ["JX", "PX"]
    assert "Peng Xutan" in (said.get_attribute("title") or "")


def test_our_texts_switch_language(show: Open, sora: Report) -> None:
    page = show(sora)
    assert page.get_by_text("Generating pixels is no way").is_visible()
    assert not page.get_by_text("靠生成像素为世界建模行不通").is_visible()
    page.locator(".switch label", has_text="中文").last.click()
    assert not page.get_by_text("Generating pixels is no way").is_visible()
    assert page.get_by_text("靠生成像素为世界建模行不通").is_visible()
    assert page.get_by_role("heading", name="发言人").is_visible()


@pytest.mark.parametrize(("layout", "gone"), [("en", "source"), ("zh", "target")])
def test_one_language_of_the_article_can_be_read_alone(show: Open, sora: Report, layout: str, gone: str) -> None:
    page = show(sora)
    page.locator(f"input[name=layout][value={layout}]").check(force=True)
    assert page.locator(f".{gone}").first.is_hidden()
    page.locator(".point", has_text="China must catch up").click()
    assert page.evaluate("document.activeElement.getClientRects().length") > 0


def test_copied_text_is_the_article_without_our_marks(show: Open, sora: Report) -> None:
    page = show(sora)
    copied = page.evaluate("""() => {
      getSelection().selectAllChildren(document.querySelector("[data-block=p12] .target"));
      return getSelection().toString().trim();
    }""")
    assert copied == " ".join(s.target for s in sora.segments if s.id.startswith("p12."))


def test_an_address_with_a_sentence_opens_there(show: Open, sora: Report) -> None:
    page = show(sora)
    page.goto(page.url + "#p13.s2")
    assert lit(page) == {"p13.s2"}


def test_the_address_holds_what_is_shown_and_a_copy_of_it_shows_the_same(show: Open, sora: Report) -> None:
    page = show(sora)
    page.locator("#pick").select_option("jin-xiaogang")
    page.locator("input[name=layout][value=en]").check(force=True)
    assert page.url.endswith("#by=jin-xiaogang&layout=en")
    shared = show(sora)
    shared.goto(page.url)
    shared.reload()
    assert shared.locator("#pick").input_value() == "jin-xiaogang"
    assert shared.locator(".source").first.is_hidden()
    shared.keyboard.press("Escape")
    assert shared.url.endswith("#layout=en")


def test_an_address_that_names_nothing_of_the_page_is_let_be(show: Open, sora: Report) -> None:
    page = show(sora)
    page.goto(page.url + "#by=nobody&at=p999.s1&layout=%22%5D&find=")
    page.reload()
    assert lit(page) == set()
    assert page.locator(".source").first.is_visible()


def test_find_lights_sentences_in_either_language_and_enter_walks_through_them(show: Open, sora: Report) -> None:
    page = show(sora)
    page.locator("#find").fill("芯片")
    found = {s.id for s in sora.segments if "芯片" in s.source}
    assert lit(page) == found
    page.locator("#find").press("Enter")
    assert f"1 / {len(found)}" in page.locator("#status").inner_text()
    assert page.evaluate("document.activeElement.id") == "find"
    page.locator("#find").fill("no such words")
    assert lit(page) == set()
    assert page.locator("#status").inner_text() == "no such words · 0"
    page.keyboard.press("Escape")
    assert page.locator("#find").input_value() == ""


def test_a_quotation_is_copied_with_its_source(show: Open, sora: Report) -> None:
    page = show(sora)
    page.locator(".point", has_text="Such a model will never truly understand").click()
    page.evaluate("""() => { navigator.clipboard.writeText = async (text) => { window.copied = text; }; }""")
    page.locator("#copy").click()
    english, chinese, source = page.evaluate("window.copied").split("\n")
    cited = [s for s in sora.segments if s.id in ("p6.s3", "p6.s5")]
    assert english == " ".join(s.target for s in cited)
    assert chinese == "".join(s.source.strip() for s in cited)
    assert source.startswith("— Jin Xiaogang, “")
    assert source.endswith("(machine translation; p6.s3, p6.s5)")


def test_evidence_is_previewed_where_it_is_cited(show: Open, sora: Report) -> None:
    page = show(sora)
    page.locator("[data-preview][data-lights='p6.s3']").hover()
    segment = next(s for s in sora.segments if s.id == "p6.s3")
    assert page.locator("#preview").is_visible()
    assert page.locator("#preview").inner_text().split("\n\n") == [segment.target, segment.source.strip()]
    page.locator("h1").hover()
    assert page.locator("#preview").is_hidden()


def test_sentences_have_no_tint_until_they_are_pointed_at_or_filtered(show: Open, sora: Report) -> None:
    page = show(sora)
    sentence = page.locator(".target [data-id='p6.s3']")
    ground = "s => getComputedStyle(s).backgroundColor"
    assert sentence.evaluate(ground) == "rgba(0, 0, 0, 0)"
    page.locator("#pick").select_option("jin-xiaogang")
    assert sentence.evaluate(ground) != "rgba(0, 0, 0, 0)"


def test_reported_speech_looks_different_from_direct_speech(show: Open, sora: Report) -> None:
    page = show(sora)
    kinds = {st.kind: st.segments[0] for st in sora.statements}
    line = "s => getComputedStyle(s).textDecorationStyle"
    assert page.locator(f".target [data-id='{kinds['reported']}']").evaluate(line) == "dotted"
    assert page.locator(f".target [data-id='{kinds['direct']}']").evaluate(line) != "dotted"


def test_a_phone_has_the_links_to_the_parts_of_the_page(show: Open, sora: Report) -> None:
    page = show(sora, width=400)
    page.locator(".jumps a", has_text="Speakers").click()
    box = page.locator("#speakers-title").bounding_box()
    assert box is not None
    assert 0 < box["y"] < 900


def test_the_page_reads_without_a_script(show: Open, sora: Report) -> None:
    page = show(sora, java_script_enabled=False)
    assert page.get_by_text("Sora is in essence a product fed on data").is_visible()
    assert page.get_by_text("Generating pixels is no way").is_visible()
    assert page.get_by_text("靠生成像素为世界建模行不通").is_visible()
    assert page.locator(".tools").is_hidden()


def test_hostile_text_runs_nothing_and_moves_nothing(show: Open, hostile: Report) -> None:
    page = show(hostile)
    assert page.locator("script").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440


CONTRAST = """
() => {
  const rgb = (c) => (c.match(/[\\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const under = (e) => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] > 0) return c; } return rgb(getComputedStyle(document.body).backgroundColor); };
  const low = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !e.getClientRects().length || e.closest(".unseen, option")) continue;
    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(under(e))];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) low.push([e.className, walk.currentNode.data.trim().slice(0, 30), ratio.toFixed(2)]);
  }
  return low;
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_can_be_told_from_its_ground(show: Open, crowd: Report, sora: Report, scheme: str) -> None:
    for report in (crowd, sora):
        page = show(report, color_scheme=scheme)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        assert page.evaluate(CONTRAST) == []
        page.locator(".point").nth(1).click()
        assert lit(page)
        assert page.evaluate(CONTRAST) == []
        page.keyboard.press("Escape")
        assert not lit(page)
        page.locator(".only").nth(2).click()
        assert page.locator(".s.on").count()
        assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("width", [1440, 1000, 400])
def test_nothing_sticks_out_sideways(show: Open, sora: Report, width: int) -> None:
    page = show(sora, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    left, right = (page.locator(f".{side}").first.bounding_box() for side in ("target", "source"))
    assert left is not None
    assert right is not None
    beside = right["x"] >= left["x"] + left["width"]
    assert beside if width > 700 else right["y"] >= left["y"] + left["height"]


def test_on_paper_controls_go_and_both_languages_and_evidence_stay(show: Open, sora: Report) -> None:
    page = show(sora, width=794)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".bar").is_hidden()
    assert page.locator(".only").first.is_hidden()
    assert all(page.locator(".proof").nth(n).is_visible() for n in range(page.locator(".proof").count()))
    left, right = (page.locator(f".{side}").first.bounding_box() for side in ("target", "source"))
    assert left is not None
    assert right is not None
    assert right["x"] >= left["x"] + left["width"]
    number = page.locator(".target [data-id='p1.s2']").evaluate("s => getComputedStyle(s, '::before').content")
    assert number == '"2"'


@pytest.mark.timing
def test_thirty_speakers_and_twenty_thousand_characters_stay_quick(show: Open, crowd: Report) -> None:
    started = time.monotonic()
    page = show(crowd)
    assert time.monotonic() - started < 5
    took = page.evaluate("""() => {
      const started = performance.now();
      for (let n = 0; n < 10; n++) { document.querySelectorAll(".only")[n].click(); document.body.offsetHeight; }
      return (performance.now() - started) / 10;
    }""")
    assert took < 200, f"{took:.0f} ms for a filter"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_of_the_page_can_be_taken(show: Open, sora: Report, tmp_path: Path, scheme: str) -> None:
    for width in (1440, 400):
        page = show(sora, width=width, color_scheme=scheme)
        picture = page.screenshot(path=tmp_path / f"{scheme}-{width}.png", full_page=True)
        assert re.match(rb"\x89PNG", picture)
