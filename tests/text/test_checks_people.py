"""Who is a man and who a woman, as the rest of the article tells."""

from summarizer.records import Term
from summarizer.text.checks import Case
from summarizer.text.checks.people import genders_of, wrong_gender

LIN = Term(source="林晓", target="Lin Xiao", kind="person", origin="source")
GAO = Term(source="高翔", target="Gao Xiang", kind="person", origin="source")
ARTICLE = ("林晓女士是工程师。", "高翔说他会来。", "高翔同意，但他要等。", "林晓周二到了上海。")


def test_a_title_or_two_pronouns_tell_the_gender_of_a_person() -> None:
    assert genders_of(ARTICLE, [LIN, GAO]) == (frozenset({"林晓"}), frozenset({"高翔"}))


def test_one_pronoun_may_speak_of_somebody_else() -> None:
    assert genders_of(["高翔说他会来。"], [GAO]) == (frozenset(), frozenset())


def test_whoever_is_called_both_is_neither() -> None:
    assert genders_of(["林晓女士来了。", "林晓说他会来。"], [LIN]) == (frozenset(), frozenset())


def test_a_pronoun_against_what_the_article_tells_elsewhere_is_found() -> None:
    case = Case("林晓周二到了上海。", "On Tuesday he arrived in Shanghai.", (LIN, GAO), women=frozenset({"林晓"}))
    fault = wrong_gender(case)
    assert fault is not None
    assert (fault.found, fault.expected) == ("he", "林晓")


def test_a_pronoun_beside_two_people_may_be_either() -> None:
    case = Case("林晓和高翔到了上海。", "He arrived in Shanghai with her help.", (LIN, GAO), women=frozenset({"林晓"}))
    assert wrong_gender(case) is None
