"""Each check by itself: what it must see, and what it must let pass."""

from collections.abc import Callable

import pytest

from summarizer.records import Term
from summarizer.text.checks import Case, Fault
from summarizer.text.checks.junk import refusal, scaffolding
from summarizer.text.checks.language import copied, leftover, other_language
from summarizer.text.checks.length import far_too_long, far_too_short, too_long, too_short
from summarizer.text.checks.repeats import duplicate, repetition
from summarizer.text.checks.shape import broken_off, no_end_mark, question_lost, unbalanced_quotes
from summarizer.text.checks.terms import term_unused

Test = Callable[[Case], Fault | None]

LONG = "罗江春认为，先被推翻的是图文行业，随后是短视频、短剧，接着则是影视行业。"
ENGLISH = "Luo Jiangchun believes that text and pictures will be overturned first, then short videos and mini-dramas, and then film and television."

WRONG: list[tuple[Test, str, str]] = [
    (copied, LONG, LONG),
    (copied, "“世界模拟器”", "世界模擬器"),
    (copied, LONG, LONG.replace("影视行业", "电影业")),
    (other_language, LONG, "ルオ・ジャンチュンは、最初に覆されるのは図文業界だと考えている。"),
    (other_language, LONG, "Ло Цзянчунь считает, что первыми будут свергнуты тексты и картинки."),
    (
        other_language,
        LONG,
        "Le premier à être bouleversé est le secteur des textes et des images, puis viennent les courtes vidéos, les mini-séries et le cinéma.",
    ),
    (
        other_language,
        LONG,
        "luo jiangchun renwei, xian bei tuifan de shi tuwen hangye, suihou shi duan shipin, duanju, jiezhe ze shi yingshi hangye",
    ),
    (leftover, LONG, "Luo Jiangchun believes the online沙龙 comes first."),
    (leftover, LONG, "罗江春 believes that it comes first."),
    (far_too_short, LONG, "It is overturned."),
    (too_short, LONG, ENGLISH[:60]),
    (far_too_long, LONG, ENGLISH * 4),
    (too_long, LONG, ENGLISH * 2),
    (
        broken_off,
        LONG,
        "Luo Jiangchun believes that text and pictures will be overturned first, then short videos and the",
    ),
    (broken_off, LONG, "Luo Jiangchun believes that text and pictures will be overturned first,"),
    (broken_off, "他说，“我们认为世界需要投入大量金额。”", "He said, “We believe the world needs to invest"),
    (broken_off, "他说，“我们认为世界需要投入大量金额。”", "He said, “"),
    (broken_off, "Sora是“世界模拟器”?专家各不相谋", "Is Sora a “world simulator”? The opinions of the"),
    (broken_off, LONG, "Luo Jiangchun believes that text and pictures will"),
    (no_end_mark, LONG, ENGLISH.rstrip(".")),
    (question_lost, "AI会抢走哪些人的工作？", "AI will take the jobs of some people."),
    (question_lost, "他问：“真的吗？”", "He said: “Really.”"),
    (unbalanced_quotes, "他说“好”。", "He said “good."),
    (unbalanced_quotes, "他说“好”。", 'He said "good.'),
    (repetition, LONG, "Luo believes it is very very very very bad."),
    (repetition, LONG, "Luo believes that the film, that the film, that the film, that the film comes last."),
    (repetition, LONG, "The first is text. The first is text."),
    (scaffolding, LONG, "p3.s1: Luo Jiangchun believes it."),
    (scaffolding, LONG, '{"p3.s1": "Luo Jiangchun believes it."}'),
    (scaffolding, LONG, 'Luo Jiangchun believes it."}'),
    (scaffolding, LONG, "```\nLuo Jiangchun believes it.\n```"),
    (scaffolding, LONG, "Here is the translation: Luo Jiangchun believes it."),
    (scaffolding, LONG, "Here's the English translation of the sentence:\n\nLuo believes it."),
    (scaffolding, LONG, "Sure! The translated sentence is: Luo believes it."),
    (scaffolding, LONG, "Translation: Luo Jiangchun believes it."),
    (scaffolding, LONG, "Luo believes it. (Note: this translation is literal.)"),
    (scaffolding, LONG, "<sentence>Luo Jiangchun believes it.</sentence>"),
    (scaffolding, LONG, "Luo Jiangchun believes it.\\nHe does."),
    (scaffolding, LONG, "**Luo Jiangchun** believes it."),
    (refusal, LONG, "I'm sorry, but I can't assist with that request."),
    (refusal, LONG, "As an AI language model, I cannot translate political content."),
    (refusal, LONG, "I am unable to translate this text."),
    (refusal, LONG, "Please provide the Chinese sentence, no text was provided."),
]

RIGHT: list[tuple[Test, str, str]] = [
    (copied, "OpenAI GPT-4o", "OpenAI GPT-4o"),
    (copied, LONG, ENGLISH + " 罗江春"),
    (other_language, LONG, ENGLISH),
    (other_language, "统筹：甄芹马宁宁田爱丽", "Coordination: Zhen Qin, Ma Ningning, Tian Aili"),
    (other_language, "https://example.com/一二三", "https://example.com/一二三"),
    (leftover, LONG, ENGLISH),
    (too_short, LONG, ENGLISH),
    (too_short, "是的。", "Yes."),
    (too_short, "我是 Leslie Daigle。", "I'm Leslie Daigle."),
    (far_too_short, "https://example.com/a-very-long-address", "See there."),
    (too_long, "沒錯。", "That's correct."),
    (too_long, LONG, ENGLISH),
    (broken_off, LONG, ENGLISH),
    (broken_off, "但他说，“第一句话是这样的。", "But he said, “The first sentence goes like this."),
    (broken_off, "脚本包含创意、情节和场景，", "Scripts contain ideas, plots and"),
    (broken_off, "它从哪里来？", "Where does it come from?"),
    (broken_off, "这是他要找的", "What He Is Looking For"),
    (broken_off, '他说"好。"', 'He said "good."'),
    (no_end_mark, "一个标题", "A heading"),
    (no_end_mark, "他说：“好。”", "He said, “Good.”"),
    (question_lost, "AI会抢走哪些人的工作？", "Whose jobs will AI take?"),
    (question_lost, "“真的吗？”他问。", "He asked whether it was true."),
    (unbalanced_quotes, "他说，“第一句话是这样的。", "He said, “The first sentence goes like this."),
    (unbalanced_quotes, "他说“好”。", "The users’ leader said “good”; it’s true."),
    (repetition, "对，对，对，对，很好。", "Yes, yes, yes, yes, very good."),
    (repetition, LONG, "Day after day, more and more, he had had enough. That is that."),
    (
        repetition,
        "当你达到同等的效果，当你达到同等的效果，你就赢了。",
        "When you get the same effect, when you get the same effect, you win.",
    ),
    (scaffolding, "<br>换行", "<br>New line"),
    (scaffolding, "译文：他认为如此。", "Translation: He believes so."),
    (scaffolding, "答：他认为如此。", "Answer: He believes so."),
    (scaffolding, "他把Sora称为“模拟器”：一个世界。", 'He called it "Sora": "a world" [1].'),
    (scaffolding, "译者来了，三小于四。", "Here the translators are; 3 < 4 and 5 > 4."),
    (refusal, "不好意思，能請您再重複一下問題嗎？", "I’m sorry, can you repeat the question?"),
    (refusal, "我帮不了你，对不起。", "I can't help you with that, I'm sorry."),
    (refusal, "我只是一个AI，没有感情。", "I'm just an AI, I have no feelings."),
]


@pytest.mark.parametrize(("check", "source", "target"), WRONG)
def test_a_fault_is_seen(check: Test, source: str, target: str) -> None:
    assert check(Case(source, target)) is not None


@pytest.mark.parametrize(("check", "source", "target"), RIGHT)
def test_what_is_right_passes(check: Test, source: str, target: str) -> None:
    assert check(Case(source, target)) is None


def test_a_name_in_brackets_passes_only_where_it_was_asked_for() -> None:
    target = "Luo Jiangchun (罗江春) believes it."
    assert leftover(Case(LONG, target))
    assert leftover(Case(LONG, target, names_in_brackets=True)) is None
    assert leftover(Case(LONG, "Luo Jiangchun 罗江春 believes it.", names_in_brackets=True))


def test_what_is_left_over_is_named_once() -> None:
    fault = leftover(Case(LONG, "沙龙 and 沙龙 and 讲座."))
    assert fault
    assert (fault.found, fault.span) == ("沙龙, 讲座", (0, 2))


def test_two_sources_with_one_english_are_a_duplicate() -> None:
    one = "That is why we need to catch up."
    assert duplicate(Case("第二句话。", one, previous=(("第一句话。", one),)))
    assert duplicate(Case("第二句话。", one, previous=(("第二句话！", one),))) is None
    assert duplicate(Case("谢谢大家。", "Thank you.", previous=(("谢谢！", "Thank you."),))) is None


LUO = Term(source="罗江春", target="Luo Jiangchun", kind="person", origin="pinyin", aliases=("罗总", "他"))
MOTC = Term(
    source="交通部", target="Ministry of Transportation and Communications", kind="organisation", origin="authority"
)
OXFORD = Term(source="牛津大学", target="University of Oxford", kind="organisation", origin="authority")
CHINA = Term(source="中国", target="China", kind="place", origin="authority")
AMERICA = Term(source="美国", target="United States", kind="place", origin="authority")
LARGE_MODEL = Term(source="大模型", target="large model", kind="term", origin="model")
TERMS = (LUO, MOTC, OXFORD, CHINA, AMERICA, LARGE_MODEL)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("罗江春说好。", "Luo Jiangchun agreed."),
        ("罗总说好。", "Mr. Luo agreed."),
        ("罗江春的公司", "Luo’s company"),
        ("他说好。", "She agreed."),
        ("交通部说好。", "The MOTC agreed."),
        ("交通部长说好。", "The minister of transportation and communications agreed."),
        ("牛津大学说好。", "Oxford University agreed."),
        ("中国企业说好。", "Chinese companies agreed."),
        ("美国企业说好。", "U.S. companies agreed."),
        ("美国企业说好。", "American companies agreed."),
        ("大模型说好。", "LLMs agreed."),
        ("罗江春说好。", "罗江春 agreed."),
    ],
)
def test_a_name_may_be_said_in_its_usual_forms(source: str, target: str) -> None:
    assert term_unused(Case(source, target, TERMS)) is None


@pytest.mark.parametrize(
    ("source", "target", "missed"),
    [
        ("罗江春说好。", "Lou Jangchun agreed.", "“Luo Jiangchun” for 罗江春"),
        ("罗总说好。", "The boss agreed.", "“Luo Jiangchun” for 罗总"),
        ("美国和中国都说好。", "Everybody agreed to use it.", "“United States” for 美国, “China” for 中国"),
    ],
)
def test_a_name_that_is_not_used_is_said_with_its_source(source: str, target: str, missed: str) -> None:
    fault = term_unused(Case(source, target, TERMS))
    assert fault
    assert fault.expected == missed


def test_a_name_inside_a_longer_one_is_not_looked_for() -> None:
    longer = Term(source="中国移动", target="Mobile Co", kind="organisation", origin="glossary")
    assert term_unused(Case("中国移动说好。", "Mobile Co agreed.", (CHINA, longer))) is None
