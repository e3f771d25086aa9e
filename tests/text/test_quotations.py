"""Where quotations open and close in the Chinese, and that the English has the same bounds."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.text.english_quotations import MIN_WORDS_PER_HAN, Sentence, standing_alone, with_bounds
from summarizer.text.quotation_check import Misplaced, misplaced
from summarizer.text.quotations import MAX_PARAGRAPHS, Bounds, bounds, quotations
from summarizer.text.sentences import split


def spans(*texts: str) -> list[tuple[int, str, int, bool, bool]]:
    return [(q.block, texts[q.block][q.start : q.end], q.depth, q.opened, q.closed) for q in quotations(texts)]


def paragraph(source: str, english: Sequence[str]) -> list[Sentence]:
    sentences = split(source)
    placed = bounds(sentences, quotations([source]))
    return [Sentence(s, b, e) for s, b, e in zip(sentences, placed, english, strict=True)]


def set_right(source: str, *english: str) -> list[str]:
    return [bounded.english for bounded in with_bounds(paragraph(source, english))]


class TestSpansOfQuotations:
    def test_one_in_another(self) -> None:
        assert spans("他说：“她讲过‘不行’，我记得。”") == [
            (0, "她讲过‘不行’，我记得。", 0, True, True),
            (0, "不行", 1, True, True),
        ]

    def test_corner_brackets_are_quotation_marks_and_book_titles_are_not(self) -> None:
        assert spans("林說：「我讀過《紅樓夢》，也讀過『評註』。」") == [
            (0, "我讀過《紅樓夢》，也讀過『評註』。", 0, True, True),
            (0, "評註", 1, True, True),
        ]

    def test_opened_anew_in_each_paragraph_and_closed_in_the_last(self) -> None:
        assert spans("他说：“第一段。", "“第二段。", "“第三段。”") == [
            (0, "第一段。", 0, True, False),
            (1, "第二段。", 0, True, False),
            (2, "第三段。", 0, True, True),
        ]

    def test_running_on_without_being_opened_anew(self) -> None:
        assert spans("他说：“第一段。", "第二段。", "第三段。”他走了。") == [
            (0, "第一段。", 0, True, False),
            (1, "第二段。", 0, False, False),
            (2, "第三段。", 0, False, True),
        ]

    def test_a_lone_closing_mark_far_below_closes_nothing(self) -> None:
        near = ["“开始。", *["中间。"] * (MAX_PARAGRAPHS - 1), "结束。”"]
        far = ["“开始。", *["中间。"] * MAX_PARAGRAPHS, "结束。”"]
        assert len(quotations(near)) == MAX_PARAGRAPHS + 1
        assert [q.block for q in quotations(far)] == [0]

    def test_a_forgotten_mark_does_not_reach_out_of_the_quotation_it_stands_in(self) -> None:
        assert spans("他说：“她讲‘不行，我记得。”然后走了。") == [
            (0, "她讲‘不行，我记得。", 0, True, True),
            (0, "不行，我记得。", 1, True, False),
        ]

    @given(st.text(alphabet='甲乙。，：“”‘’「」"《》\n'), st.text(alphabet='甲。“”「」"'))
    def test_any_text_can_be_read(self, first: str, second: str) -> None:
        texts = (first, second)
        for q in quotations(texts):
            assert 0 <= q.start <= q.end <= len(texts[q.block])


class TestSentencesWithinQuotations:
    def test_one_that_opens_one_within_and_one_that_closes(self) -> None:
        source = "他说：“甲一。乙二。丙三。”丁四。"
        assert bounds(["他说：“甲一。", "乙二。", "丙三。”", "丁四。"], quotations([source])) == (
            Bounds(False, True, None, 4),
            Bounds(True, True, None, None),
            Bounds(True, False, 3, None),
            Bounds(False, False, None, None),
        )

    def test_one_that_closes_a_quotation_and_opens_another(self) -> None:
        source = "“甲一。乙二，”他说，“丙三。丁四。”"
        assert bounds(["“甲一。", "乙二，”他说，“丙三。", "丁四。”"], quotations([source]))[1] == Bounds(
            True, True, 3, 8
        )

    def test_a_whole_quotation_crosses_nothing(self) -> None:
        assert not bounds(["他说：“甲一。”"], quotations(["他说：“甲一。”"]))[0].crosses


CASES = [
    pytest.param(
        "周宁认为，“差距表面上看起来已经很小了。但实际上还有一年半。我们要追上去。”",
        ["Zhou Ning believes the gap “looks very small on the surface.”", "In fact it is a year and a half.", "We must catch up."],
        ["Zhou Ning believes the gap “looks very small on the surface.", "In fact it is a year and a half.", "We must catch up.”"],
        id="closed too early, and forgotten after that",
    ),
    pytest.param(
        "周宁认为，“差距表面上看起来已经很小了。但实际上还有一年半。”",
        ["“The gap looks very small on the surface,” Zhou Ning believes.", "In fact it is a year and a half."],
        ["“The gap looks very small on the surface,” Zhou Ning believes.", "“In fact it is a year and a half.”"],
        id="the speaker moved behind: opened anew",
    ),
    pytest.param(
        "“我们三年前就开始准备了。这件事还没有结束。”周宁说。",
        ["“We began preparing three years ago.”", "“It is not over yet,” Zhou Ning said."],
        ["“We began preparing three years ago.", "It is not over yet,” Zhou Ning said."],
        id="each sentence in marks of its own",
    ),
    pytest.param(
        "“我们三年前就开始准备了。这件事还没有结束。”周宁说。",
        ["We began preparing three years ago.", "Zhou Ning said, “It is not over yet.”"],
        ["“We began preparing three years ago.”", "Zhou Ning said, “It is not over yet.”"],
        id="the speaker moved to the front of the last sentence",
    ),
    pytest.param(
        "“我们三年前就开始准备了。这件事还没有结束。”周宁说。",
        ["We began preparing three years ago.", "It is not over yet, Zhou Ning said."],
        ["“We began preparing three years ago.", "It is not over yet,” Zhou Ning said."],
        id="no mark at all, the speaker behind a comma",
    ),
    pytest.param(
        "“我们三年前就开始准备了。这件事还没有结束。”周宁说。",
        ["We began preparing three years ago.", "It is not over yet. Zhou Ning said."],
        ["“We began preparing three years ago.", "It is not over yet,” Zhou Ning said."],
        id="the speaker as a sentence of its own",
    ),
    pytest.param(
        "“所谓的‘模拟器’，可以解读为引擎。它很可靠。”",
        ["The so-called “simulator” can be read as an engine.", "It is “very reliable”."],
        ["“The so-called ‘simulator’ can be read as an engine.", "It is ‘very reliable’.”"],
        id="what is quoted in a quotation has single marks",
    ),
    pytest.param(
        "周宁对记者表示：“我们三年前就开始准备了。这件事还没有结束。”",
        ["Zhou Ning told reporters: We began preparing three years ago.", "It is not over yet."],
        ["Zhou Ning told reporters: “We began preparing three years ago.", "It is not over yet.”"],
        id="opened behind the words that introduce it",
    ),
    pytest.param(
        "「我們三年前就開始準備了。這件事還沒有結束，」周寧說，「所以從今天起大家都要更加努力。我相信我們會成功。」",
        ["“We began preparing three years ago.”", "“It is not over yet,” Zhou Ning said, “everyone must work hard.”", "I believe we will succeed."],
        ["“We began preparing three years ago.", "It is not over yet,” Zhou Ning said, “everyone must work hard.", "I believe we will succeed.”"],
        id="split by the speaker, corner brackets",
    ),
]  # fmt: skip


class TestEnglishBounds:
    @pytest.mark.parametrize(("source", "draft", "right"), CASES)
    def test_marks_stand_where_they_stand_in_the_chinese(self, source: str, draft: list[str], right: list[str]) -> None:
        assert set_right(source, *draft) == right

    @pytest.mark.parametrize(("source", "draft", "right"), CASES)
    def test_done_again_it_changes_nothing(self, source: str, draft: list[str], right: list[str]) -> None:
        assert set_right(source, *right) == right

    def test_what_no_rule_can_place_is_reported(self) -> None:
        source = "周宁认为市场很大，“而且明年的价格还会继续上涨。所以我们大家都要小心。”"
        done = with_bounds(
            paragraph(source, ["Zhou Ning thinks the market large and prices rising.", "We must be careful."])
        )
        assert [d.lost for d in done] == [True, False]
        assert done[1].english == "“We must be careful.”"

    def test_a_term_in_marks_at_the_end_is_not_taken_for_the_quotation(self) -> None:
        quoted = "这样的大模型不会真正理解我们所在的这个真实的世界模型"
        least = int(len(quoted) * MIN_WORDS_PER_HAN) + 1
        source = f"他认为，“{quoted}。这是事实。”"
        short, enough = " ".join(["word"] * (least - 1)), " ".join(["word"] * least)
        assert with_bounds(paragraph(source, [f"He thinks it is a “{short}.”", "It is."]))[0].lost
        assert not with_bounds(paragraph(source, [f"He thinks it is a “{enough}.”", "It is."]))[0].lost

    def test_a_sentence_that_is_one_quotation_gets_its_marks(self) -> None:
        assert set_right("“我们三年前就开始准备，现在完成了。”", "We began three years ago and are done.") == [
            "“We began three years ago and are done.”"
        ]
        assert set_right("“我们三年前就开始准备，现在完成了。”", "“We began three years ago,” and are done.") == [
            "“We began three years ago,” and are done."
        ]
        assert set_right("“城市里的森林和它的朋友”", "The forest in the city and its friends") == [
            "The forest in the city and its friends"
        ]

    def test_sentences_that_share_no_quotation_are_left_alone(self) -> None:
        source = "他说：“甲一。”她说，“乙二”是术语。"
        english = ["He said “A. ", "She said B is a term."]
        assert set_right(source, *english) == english

    def test_a_sentence_without_english_stays_without(self) -> None:
        source = "他说：“我们三年前就开始准备了。没有结束。我们要继续。”"
        assert set_right(source, "He said, “We began three years ago.”", "", "We go on.") == [
            "He said, “We began three years ago.",
            "",
            "“We go on.”",
        ]

    @given(
        st.lists(
            st.sampled_from(["甲乙丙。", "他说：“甲乙。", "丙丁。”", "甲，”他说，“乙。", "“甲乙。”"]),
            min_size=1,
            max_size=6,
        ),
        st.lists(st.text(alphabet="ab “”‘’.,", max_size=20), min_size=6, max_size=6),
    )
    def test_no_word_is_lost_or_added(self, sources: list[str], english: list[str]) -> None:
        placed = bounds(sources, quotations(["".join(sources)]))
        given_ = [Sentence(s, b, e) for s, b, e in zip(sources, placed, english, strict=False)]
        for before, after in zip(given_, with_bounds(given_), strict=True):
            assert letters(before.english) == letters(after.english)


def letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


@pytest.mark.parametrize(
    ("cut", "alone"),
    [
        ("Shen said, “We began early.", "Shen said, “We began early.”"),
        ("It is done.”", "“It is done.”"),
        ("It is done,” she said, “and well.", "“It is done,” she said, “and well.”"),
        ("She called it “good” work.", "She called it “good” work."),
        ("他说：“我们很早开始。", "他说：“我们很早开始。”"),
    ],
)
def test_a_sentence_cut_out_of_a_quotation_has_both_marks(cut: str, alone: str) -> None:
    assert standing_alone(cut) == alone
    assert standing_alone(alone) == alone


class TestQuotedWordsStandInMarks:
    SOURCE = "周宁认为，“差距表面上看起来已经很小了。但实际上还有一年半。”会议随后结束，与会者陆续离开。"

    def check(self, *english: str) -> list[Misplaced | None]:
        return list(misplaced(paragraph(self.SOURCE, english), quotations([self.SOURCE])))

    def test_right_marks_pass(self) -> None:
        assert self.check(
            "Zhou Ning believes “the gap looks very small.", "In fact it is a year and a half.”", "The meeting then ended and all left."
        ) == [None, None, None]  # fmt: skip

    def test_words_that_go_on_outside_are_found(self) -> None:
        assert self.check(
            "Zhou Ning believes “the gap looks very small.”", "In fact it is a year and a half.", "The meeting then ended and all left."
        ) == [None, Misplaced.UNQUOTED, None]  # fmt: skip

    def test_narration_inside_is_found(self) -> None:
        assert self.check(
            "Zhou Ning believes “the gap looks very small.", "In fact it is a year and a half.", "The meeting then ended and all left.”"
        ) == [None, None, Misplaced.QUOTED]  # fmt: skip

    def test_reported_words_that_become_direct_speech_are_found(self) -> None:
        source = "周宁认为差距表面上看起来已经很小了，但实际上还有一年半。"
        quoted = paragraph(source, ["“The gap looks very small, but is a year and a half.”"])
        assert misplaced(quoted, ()) == (Misplaced.QUOTED,)
        reported = paragraph(source, ["Zhou Ning believes the gap looks very small, but is a year and a half."])
        assert misplaced(reported, ()) == (None,)

    def test_a_quotation_carried_over_from_the_paragraph_before(self) -> None:
        texts = ("他说：“第一段话在这里开始。", "第二段话在这里继续下去，还没有结束。”")
        found = quotations(texts)
        second = [q for q in found if q.block == 1]
        placed = bounds([texts[1]], second)
        assert misplaced([Sentence(texts[1], placed[0], "The second paragraph goes on here.”")], second) == (None,)
        assert misplaced([Sentence(texts[1], placed[0], "“The second paragraph goes on here.”")], second) == (None,)
