"""Whether English keeps to a name, and the mends that are certain."""

import pytest

from summarizer.records import Term
from summarizer.text.names import Slip, Spellings, same_name

SIMA = Term(source="司马华鹏", target="Sima Huapeng", kind="person", origin="pinyin")
LUO = Term(source="罗江春", target="Luo Jiangchun", kind="person", origin="pinyin")
JIN = Term(source="金小刚", target="Jin Xiaogang", kind="person", origin="pinyin")
LECUN = Term(source="杨立昆", target="Yann LeCun", kind="person", origin="authority")
ALTMAN = Term(source="山姆·奥特曼", target="Sam Altman", kind="person", origin="authority", aliases=("奥特曼",))
TANG = Term(source="唐鳳", target="Audrey Tang", kind="person", origin="authority")
ZHUGE = Term(source="诸葛明", target="Zhuge Ming", kind="person", origin="pinyin")
LAI = Term(source="賴清德", target="Lai Ching-te", kind="person", origin="authority")
WANG = Term(source="王西安", target="Wang Xi'an", kind="person", origin="pinyin")
LU = Term(source="吕继宗", target="Lü Jizong", kind="person", origin="pinyin")
PARK = Term(source="朴正洙", target="Piao Zhengzhu", kind="person", origin="pinyin")
HUANG = Term(source="黄仁勋", target="Jensen Huang", kind="person", origin="authority")
CHRISTENSEN = Term(source="克莱顿·克里斯坦森", target="Clayton Christensen", kind="person", origin="authority")
NDRC = Term(
    source="国家发改委", target="National Development and Reform Commission", kind="organisation", origin="authority"
)
GUIJI = Term(source="硅基智能", target="Silicon Intelligence", kind="organisation", origin="authority")
NVIDIA = Term(source="英伟达", target="Nvidia", kind="organisation", origin="authority")
MODEL = Term(source="大模型", target="large model", kind="term", origin="authority")
BOOK = Term(source="创新者的困境", target="The Innovator's Dilemma", kind="work", origin="authority")
CHINA = Term(source="中国", target="China", kind="place", origin="authority")
OURS = Term(source="英伟达", target="NVIDIA Corp", kind="organisation", origin="glossary")
UNKNOWN = Term(source="某物", target="", origin="model")
SANCHEZ = Term(source="桑切斯", target="Pedro Sánchez", kind="person", origin="authority")


@pytest.mark.parametrize(
    ("english", "term"),
    [
        ("Luo Jiangchun said so.", LUO),
        ("Jiangchun Luo said so.", LUO),
        ("Luo Jiang-chun said so.", LUO),
        ("Luo Jiang Chun said so.", LUO),
        ("Jiang Chun Luo said so.", LUO),
        ("President Luo said so.", LUO),
        ("Zhu-ge Ming", ZHUGE),
        ("Zhu Ge Ming", ZHUGE),
        ("Ming Zhuge", ZHUGE),
        ("Mr. Zhu-ge", ZHUGE),
        ("Mr. Zhu-Ge", ZHUGE),
        ("Mr. Zhuge", ZHUGE),
        ("Si-ma Hua-peng", SIMA),
        ("Sima Hua Peng", SIMA),
        ("Lai Chingte", LAI),
        ("President Lai", LAI),
        ("LUO JIANGCHUN SAID SO.", LUO),
        ("Luo Jiangchun’s view", LUO),
        ("In Luo's view", LUO),
        ("said Luo. He added", LUO),
        ("Wang Xi’an and Wang Xian", WANG),
        ("Lyu Jizong", LU),
        ("Lu Jizong", LU),
        ("Lv Jizong", LU),
        ("Park Zhengzhu", PARK),
        ("Altman is a master of marketing", ALTMAN),
        ("Altman's plan", ALTMAN),
        ("Sam Altman", ALTMAN),
        ("LeCun argues", LECUN),
        ("Huang said", HUANG),
        ("Pedro Sanchez said", SANCHEZ),
        ("Sanchez said", SANCHEZ),
        ("the NDRC said", NDRC),
        ("The national development and reform commission", NDRC),
        ("NVIDIA's chips", NVIDIA),
        ("Guiji has worked", GUIJI),
        ("Silicon-Based Intelligence has worked", GUIJI),
        ("Large models, and large-model makers", MODEL),
        ("the large-model makers", MODEL),
        ("Christensen’s “Innovator’s Dilemma”", BOOK),
        ("anything", UNKNOWN),
    ],
)
def test_an_accepted_form_is_seen(english: str, term: Term) -> None:
    assert same_name(english, term)


@pytest.mark.parametrize(
    ("english", "term"),
    [
        ("Ma Huapeng said so.", SIMA),
        ("Sima Huapen said so.", SIMA),
        ("Luo Zhenyu said so.", LUO),
        ("the Luodian district", LUO),
        ("Yang Liqun said so.", LECUN),
        ("He said so.", ALTMAN),
        ("Ultraman said so.", ALTMAN),
        ("Nvidia said", OURS),
        ("a big model", MODEL),
        ("", CHINA),
    ],
)
def test_another_form_is_not(english: str, term: Term) -> None:
    assert not same_name(english, term)


@pytest.mark.parametrize(
    ("source", "target", "terms", "expected"),
    [
        ("罗江春认为", "Luo thinks", (LUO, SIMA), []),
        ("司马华鹏也认为", "Ma Huapeng also thinks", (LUO, SIMA), ["司马华鹏"]),
        ("我认为奥特曼是一个营销大师", "I think Ultraman is a master of marketing", (ALTMAN,), ["奥特曼"]),
        ("中国银行昨日宣布", "The bank announced yesterday", (CHINA,), []),
        ("其中国内企业", "of them domestic firms", (CHINA,), []),
        ("中国的大模型", "its models", (MODEL, CHINA), ["中国", "大模型"]),
        ("金小刚认同杨立昆的说法", "Jin Xiaogang agrees with Yang Liqun", (JIN, LECUN), ["杨立昆"]),
        ("山姆·奥特曼说，奥特曼", "Ultraman said", (ALTMAN,), ["山姆·奥特曼"]),
        ("", "", (LUO,), []),
    ],
)
def test_a_term_of_the_source_without_its_english_is_a_slip(
    source: str, target: str, terms: tuple[Term, ...], expected: list[str]
) -> None:
    assert [slip.form for slip in Spellings(terms).slips(source, target)] == expected


@pytest.mark.parametrize(
    ("target", "term", "mended"),
    [
        ("Sima Huapen believes", SIMA, "Sima Huapeng believes"),
        ("Ma Huapeng believes", SIMA, "Sima Huapeng believes"),
        ("Huapeng Ma's team", SIMA, "Sima Huapeng's team"),
        ("Si Ma Huapeng believes", SIMA, "Sima Huapeng believes"),
        ("Luo Jiangchuan says", LUO, "Luo Jiangchun says"),
        ("Luo Jiang Chuan says; Luo Jiang Chuan adds", LUO, "Luo Jiangchun says; Luo Jiangchun adds"),
        ("Professor Jin Xiaogan says", JIN, "Professor Jin Xiaogang says"),
        ("Meta's chief scientist Yang Likun said", LECUN, "Meta's chief scientist Yann LeCun said"),
        ("Jin agrees with Yang Liqun.", LECUN, "Jin agrees with Yann LeCun."),
        ("Tang Feng replied", TANG, "Audrey Tang replied"),
        ("Huang Renxun's company", HUANG, "Jensen Huang's company"),
        ("Clayton Christenson's book", CHRISTENSEN, "Clayton Christensen's book"),
        (
            "Guiji Zhineng works",
            Term(source="硅基智能", target="SI", kind="organisation", origin="glossary"),
            "SI works",
        ),
    ],
)
def test_a_clear_misspelling_is_mended(target: str, term: Term, mended: str) -> None:
    found = Spellings((term,)).mend(target, Slip(term=term, form=term.source))
    assert found is not None
    assert found[1] == mended


@pytest.mark.parametrize(
    ("target", "term", "others"),
    [
        ("Ma Xiaohua believes", SIMA, ()),
        ("He believes", SIMA, ()),
        ("Sima Huapen and Sima Huaping", SIMA, ()),
        ("Wang Li said", Term(source="王毅", target="Wang Yi", kind="person", origin="authority"), ()),
        (
            "Luo Jiangchan said",
            LUO,
            (Term(source="罗江婵", target="Luo Jiangchan", kind="person", origin="pinyin"),),
        ),
        ("The Yang River", LECUN, ()),
        ("Beijing said", Term(source="北晶", target="Bei Jing", kind="person", origin="pinyin"), ()),
    ],
)
def test_what_is_not_certain_stays(target: str, term: Term, others: tuple[Term, ...]) -> None:
    assert Spellings((term, *others)).mend(target, Slip(term=term, form=term.source)) is None


def test_a_name_of_three_in_one_segment_leaves_the_others_alone() -> None:
    source = "金小刚和彭煦潭不同意司马华鹏"
    target = "Jin Xiaogang and Peng Xutan disagree with Sima Huapen"
    peng = Term(source="彭煦潭", target="Peng Xutan", kind="person", origin="pinyin")
    spellings = Spellings((JIN, peng, SIMA))
    (slip,) = spellings.slips(source, target)
    assert spellings.mend(target, slip) == ("Sima Huapen", "Jin Xiaogang and Peng Xutan disagree with Sima Huapeng")
