"""What of a sentence its source does not have: numbers and names, in either language."""

import pytest

from summarizer.records import Term
from summarizer.text.grounding import strange_names, strange_numbers

SOURCE = "奥特曼正在中东筹集高达7万亿美元，杨立昆则认为OpenAI不到半年就会失败。"
ENGLISH = "Altman is raising as much as $7 trillion in the Middle East, while LeCun holds that OpenAI will fail in six months."
TERMS = (
    Term(source="杨立昆", target="Yann LeCun", kind="person", origin="authority"),
    Term(source="山姆·奥特曼", target="Sam Altman", kind="person", origin="source", aliases=("奥特曼",)),
    Term(source="英伟达", target="Nvidia", kind="organisation", origin="authority"),
    Term(source="中东", target="Middle East", kind="place", origin="authority"),
)


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("He raises $7 trillion.", ()),
        ("He raises $7 billion.", ("$7 billion",)),
        ("It fails within half a year.", ()),
        ("It fails within six months.", ()),
        ("It fails within eight months.", ("eight months",)),
        ("One of them raises money.", ()),
        ("Three of the five speakers give two reasons.", ()),
        ("Altman was raising money in 2024.", ()),
        ("Altman is raising 300 million dollars.", ("300 million dollars",)),
        ("三位发言者中有两位反对。", ()),
        ("他要筹7万亿美元。", ()),
        ("他要筹7亿美元。", ("7亿美元",)),
        ("不到六个月就会失败。", ()),
    ],
)
def test_a_number_must_stand_in_the_source(text: str, strange: tuple[str, ...]) -> None:
    assert strange_numbers(text, SOURCE) == strange


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("LeCun disagrees with Sam Altman.", ()),
        ("Yann LeCun expects OpenAI to fail.", ()),
        ("A Middle Eastern fund pays.", ()),
        ("Nvidia pays.", ()),
        ("It is paid for by Nvidia.", ("Nvidia",)),
        ("Elon Musk pays.", ("Elon", "Musk")),
        ("The Chinese want AI too.", ()),
        ("“Money,” he says. Everybody laughs.", ()),
        ("杨立昆不同意奥特曼。", ()),
        ("英伟达出资。", ("英伟达",)),
    ],
)
def test_a_name_must_stand_in_the_source_or_its_translation(text: str, strange: tuple[str, ...]) -> None:
    assert strange_names(text, SOURCE, ENGLISH, TERMS) == strange


def test_the_speakers_own_name_needs_no_proof() -> None:
    own = ("王小明", "Wang Xiaoming", "东方大学", "Orient University")
    assert strange_names("As Wang Xiaoming of Orient University says.", "钱不够。", "Money is short.", TERMS, own) == ()
    assert strange_names("As Wang Xiaoming says.", "钱不够。", "Money is short.", TERMS) == ("Wang", "Xiaoming")


@pytest.mark.parametrize(
    ("text", "english", "strange"),
    [
        ("The American plan.", "A plan of the United States.", ()),
        ("The British plan.", "A plan of the United States.", ("British",)),
        ("The Norwegian plan.", "A plan of Norway.", ()),
        ("A plan of Jiangxi.", "A plan of Jiangsu.", ("Jiangxi",)),
    ],
)
def test_an_adjective_is_borne_out_by_its_place_and_a_like_sounding_name_is_not(
    text: str, english: str, strange: tuple[str, ...]
) -> None:
    assert strange_names(text, "有一个计划。", english, ()) == strange
