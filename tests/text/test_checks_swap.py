"""A name of the article in the place of another."""

import pytest

from summarizer.records import Brief, Name, Segment, Term, Translation
from summarizer.stages.verify import verify
from summarizer.text.checks import Case
from summarizer.text.checks.terms import name_swapped

LUO = Term(source="罗江春", target="Luo Jiangchun", kind="person", origin="pinyin", aliases=("罗总", "他"))
SIMA = Term(source="司马华鹏", target="Sima Huapeng", kind="person", origin="pinyin")
PENG = Term(source="彭煦潭", target="Peng Xutan", kind="person", origin="pinyin")
OPENAI = Term(source="OpenAI", target="OpenAI", kind="organisation", origin="source")
GROUP = Term(source="阿里巴巴集团", target="Alibaba Group", kind="organisation", origin="authority")
CLOUD = Term(source="阿里云", target="Alibaba Cloud", kind="organisation", origin="authority")
TERMS = (LUO, SIMA, PENG, OPENAI, GROUP, CLOUD)
BEFORE = ("司马华鹏也认为，影视企业一定会受到冲击。", "Sima Huapeng also believes that film companies will be hit.")
BEHIND = ("彭煦潭指出，所有社会大众都需要重新思考。", "Peng Xutan said that all of society must think again.")

SWAPPED = [
    ("罗江春认为，每个行业都会受到冲击。", "Sima Huapeng believes that every trade will be hit."),
    ("罗江春认为，每个行业都会受到冲击。", "Peng believes that every trade will be hit."),
    ("罗总认为，每个行业都会受到冲击。", "Mr Sima believes that every trade will be hit."),
]
RIGHT = [
    ("罗江春认为，每个行业都会受到冲击。", "Luo Jiangchun believes that every trade will be hit."),
    ("罗江春认为，每个行业都会受到冲击。", "Luo believes, as Sima Huapeng does, that every trade will be hit."),
    ("罗江春认为，每个行业都会受到冲击。", "He believes that every trade will be hit."),
    ("罗江春认为，每个行业都会受到冲击。", "Lou Jangchun believes that every trade will be hit."),
    ("他认为，每个行业都会受到冲击。", "Sima Huapeng believes that every trade will be hit."),
    ("罗江春和司马华鹏认为如此。", "Sima Huapeng and his colleague believe so."),
    ("OpenAI没有回应。", "Sima Huapeng did not respond."),
    ("罗江春认为，每个行业都会受到冲击。", "Xiaoming Peng believes that every trade will be hit."),
]


def case(source: str, target: str) -> Case:
    return Case(source, target, TERMS, (BEFORE,), following=(BEHIND,))


@pytest.mark.parametrize(("source", "target"), SWAPPED)
def test_a_strangers_name_in_place_of_its_own_is_seen(source: str, target: str) -> None:
    fault = name_swapped(case(source, target))
    assert fault
    assert fault.expected.startswith("Luo Jiangchun (")


@pytest.mark.parametrize(("source", "target"), RIGHT)
def test_its_own_name_a_pronoun_or_a_slip_is_no_swap(source: str, target: str) -> None:
    assert name_swapped(case(source, target)) is None


def test_names_that_share_a_word_are_not_told_apart() -> None:
    swapped = Case("阿里云发布了新模型。", "Alibaba Group released a new model.", TERMS, (("阿里巴巴集团上市。", ""),))
    assert name_swapped(swapped) is None


def test_a_swap_is_one_error_and_no_missing_term_beside() -> None:
    sources = [BEFORE[0], SWAPPED[0][0], BEHIND[0]]
    targets = [BEFORE[1], SWAPPED[0][1], BEHIND[1]]
    segments = [Segment(id=f"p{n}.s1", block=f"p{n}", source=s) for n, s in enumerate(sources)]
    made = {s.id: Translation(segment=s.id, target=t) for s, t in zip(segments, targets, strict=True)}
    found = verify(segments, made, Brief(title=Name(source=""), terms=TERMS))
    assert [(f.segment, f.kind, f.severity) for f in found] == [("p1.s1", "swapped-name", "error")]
