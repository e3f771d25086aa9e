"""Glossary files as people have them."""

from pathlib import Path

import pytest
from lxml import etree

from summarizer.errors import GlossaryError
from summarizer.glossary import WRITERS, Entry, counted, faults_of, lines_of, load, standing
from summarizer.records import Term


def made(folder: Path, text: str, name: str = "terms.csv", encoding: str = "utf-8") -> tuple[tuple[str, str], ...]:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return tuple((term.source, term.target) for term in load(path))


EXPECTED = (("硅基智能", "Silicon Intelligence"), ("一览科技", "Yilan Technology"))


@pytest.mark.parametrize(
    "text",
    [
        "硅基智能,Silicon Intelligence\n一览科技,Yilan Technology\n",
        "source,target\n硅基智能,Silicon Intelligence\n一览科技,Yilan Technology",
        "English,Chinese\r\nSilicon Intelligence,硅基智能\r\nYilan Technology,一览科技\r\n",
        "note,中文,英文\nx,硅基智能,Silicon Intelligence\n,一览科技,Yilan Technology\n",
        "硅基智能\tSilicon Intelligence\n一览科技\tYilan Technology\n",
        "硅基智能;Silicon Intelligence\n一览科技;Yilan Technology\n",
        '# companies, mine\n\n硅基智能 , Silicon Intelligence\n\n一览科技,"Yilan Technology"\n',
        "硅基智能,Silicon Intelligence\n一览科技,Yilan Technology\n硅基智能,Silicon Intelligence\n",
    ],
)
def test_tables_in_every_shape_say_the_same(tmp_path: Path, text: str) -> None:
    assert made(tmp_path, text) == EXPECTED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    text = "原文,译文\n硅基智能,Silicon Intelligence\n一览科技,Yilan Technology\n"
    assert made(tmp_path, text, encoding=encoding) == EXPECTED


def test_kind_and_aliases_are_read(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_text("司马华鹏\tSima Huapeng\tPerson\t司马总| 司马 |司马华鹏\n", encoding="utf-8")
    expected = Term(
        source="司马华鹏", target="Sima Huapeng", kind="person", origin="glossary", aliases=("司马总", "司马")
    )
    assert load(path) == (expected,)


def test_a_comma_inside_quotes_is_part_of_the_term(tmp_path: Path) -> None:
    assert made(tmp_path, '强生,"Johnson & Johnson, Inc."\n') == (("强生", "Johnson & Johnson, Inc."),)


TBX2 = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><text><body>
 <termEntry id="1">
  <langSet xml:lang="en-US"><tig><term>SI</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
   <ntig><termGrp><term>Silicon Intelligence</term></termGrp></ntig></langSet>
  <langSet xml:lang="zh-CN"><tig><term>硅基智能</term></tig><tig><term>硅基</term></tig></langSet>
 </termEntry>
 <termEntry id="2"><langSet xml:lang="zh"><ntig><termGrp><term>一览科技</term></termGrp></ntig></langSet>
  <langSet xml:lang="en"><tig><term>Yilan
   Technology</term></tig></langSet></termEntry>
 <termEntry id="3"><langSet xml:lang="de"><tig><term>nichts</term></tig></langSet></termEntry>
</body></text></martif>"""

TBX3 = """<?xml version="1.0" encoding="UTF-8"?>
<tbx style="dca" type="TBX-Core" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text><body>
 <conceptEntry id="c1"><langSec xml:lang="zh-Hans"><termSec><term>硅基智能</term></termSec></langSec>
  <langSec xml:lang="en"><termSec><term>Silicon Intelligence</term></termSec></langSec></conceptEntry>
 <conceptEntry id="c2"><langSec xml:lang="en"><termSec><term>Yilan Technology</term></termSec></langSec>
  <langSec xml:lang="zh-Hant"><termSec><term>一览科技</term></termSec></langSec></conceptEntry>
</body></text></tbx>"""


@pytest.mark.parametrize("text", [TBX2, TBX3])
def test_both_versions_of_tbx_are_read(tmp_path: Path, text: str) -> None:
    assert made(tmp_path, text, "terms.tbx") == EXPECTED


def test_a_tbx_file_opens_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    entity = f'<!DOCTYPE martif [<!ENTITY x SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'
    body = TBX2.split("\n", 2)[2].replace("Silicon Intelligence", "&x;Silicon Intelligence")
    assert made(tmp_path, f"{entity}\n{body}", "terms.tbx") == EXPECTED


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "cannot be read"),
        ("source,target\n", "holds no terms"),
        ("硅基智能\n", "line 1: the English form is missing"),
        ("a,b\n一览科技,\n", "line 2: the English form is missing"),
        ("a,b\n,Yilan\n", "line 2: the Chinese form is missing"),
        ("Yilan,一览科技\n", "line 1: the Chinese stands where English is expected"),
        ("一览科技,Yilan,firm\n", "line 1: “firm” is no kind of term"),
        ("一览,Yilan\n\n一览,Glance\n", "line 3: 一览 is “Glance” here and “Yilan” in line 1"),
        ("一览,Yilan\n一览科技,Glance,,一览\n", "line 2: 一览 is “Glance” here and “Yilan” in line 1"),
        ('一览,"Yilan\n', "unexpected end of data"),
        ("<tbx><text>", "line 1: not well-formed XML"),
        ("<html></html>", "not TBX"),
        ("source,note\n一览,x\n", "line 1: the header names no column for the English"),
        ("English;remark\nGlance;x\n", "line 1: the header names no column for the Chinese"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(GlossaryError, match=message) as caught:
        made(tmp_path, text)
    assert caught.value.hint


def test_a_missing_file_is_a_glossary_error(tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match="cannot be read"):
        load(tmp_path / "none.csv")


def test_terms_are_found_in_the_other_script_and_given_as_the_text_has_them() -> None:
    terms = (
        Term(source="数字发展部", target="MODA", origin="glossary", aliases=("数发部",)),
        Term(source="龙应台", target="Lung Ying-tai", origin="glossary"),
        Term(source="不在", target="absent", origin="glossary"),
    )
    found = standing(terms, "數發部與龍應台，數發部")
    assert [(term.source, term.target, term.aliases) for term in found] == [
        ("數發部", "MODA", ()),
        ("龍應台", "Lung Ying-tai", ()),
    ]


def faults(folder: Path, text: str, name: str = "terms.csv") -> list[str]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return [f"{fault.line} {fault.severity}: {fault.detail}" for fault in faults_of(tuple(lines_of(path)))]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("一览科技,Yilan Technology\n司马华鹏,Sima Huapeng,person\n", []),
        ("一览科技,\n,Yilan\n", ["1 error: the English form is missing.", "2 error: the Chinese form is missing."]),
        ("一览,Yilan\n一览,Glance\n", ["2 error: 一览 is “Glance” here and “Yilan” in line 1."]),
        ("一览,Yilan\n一览未来,Glance,,一览\n", ["2 error: 一览 is “Glance” here and “Yilan” in line 1."]),
        ("一览,Yilan\n一览,Yilan\n", ["2 warning: 一览 stands in line 1 already."]),
        ("一览,Yilan\n一览,Yilan,product\n", ["2 warning: 一览 is a product here and a term in line 1."]),
        ("一览,Yilan 科技\n", ["1 warning: the English of 一览 holds Chinese: 科技."]),
        ("Yilan,Glance\n", ["1 warning: “Yilan” is not Chinese: it is found only where an article writes it so."]),
        ("览,Glance\n", ["1 warning: 览 is one character, which stands inside many other words."]),
        ("Yilan,一览\n", ["1 error: the Chinese stands where English is expected."]),
        ("一览,Yilan,firm\n", ["1 error: “firm” is no kind of term."]),
        (
            "数发部,MODA\n數發部,MODA\n",
            ["2 info: 數發部 is 数发部 of line 1 in the other script: one of the two lines is enough."],
        ),
        (
            "数发部件,MODA\n數發部件,Ministry\n",
            [
                "2 warning: 數發部件 is 数发部件 of line 1 in the other script, but “Ministry” here and “MODA” there: the first one counts."
            ],
        ),
        ("英伟达,Nvidia\n", []),
        ("英伟达,NVDA\n", ["1 info: 英伟达 is “NVDA” here and “Nvidia” in the program's own table; yours is used."]),
    ],
)
def test_every_fault_is_told_with_its_line_and_weight(tmp_path: Path, text: str, said: list[str]) -> None:
    assert faults(tmp_path, text) == said


def test_all_faults_are_told_in_the_order_of_the_file(tmp_path: Path) -> None:
    found = faults(tmp_path, "英伟达,NVDA\n一览,\n英伟达,Nvidia\n览,览 it\n")
    assert [one.split(":")[0] for one in found] == ["1 info", "2 error", "3 error", "4 warning", "4 warning"]


def test_a_tbx_entry_without_one_of_the_languages_is_passed_over_and_told(tmp_path: Path) -> None:
    one_sided = TBX3.replace(
        "</body>",
        '<conceptEntry id="c3"><langSec xml:lang="zh"><termSec><term>独</term></termSec></langSec></conceptEntry></body>',
    )
    assert made(tmp_path, one_sided, "terms.tbx") == EXPECTED
    assert faults(tmp_path, one_sided, "terms.tbx")[0].endswith("info: 独 has no English form and is passed over.")


ENTRIES = (
    Entry("司马华鹏", "Sima Huapeng", "person", "pinyin", 11, ("司马总", "司马")),
    Entry("强生", 'Johnson & Johnson, "J&J" <Inc.>', "organisation", "authority", 7),
    Entry("创新者的困境", "The Innovator's Dilemma", "work", "authority", 2),
    Entry("智能体; 多个,的", "agents; many", "term", "source", 1),
)
OPEN = Entry("奋起--直追, “甲”", "", "term", "text", 3)


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_written_glossary_is_read_back_as_it_was(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"terms{suffix}"
    path.write_text(WRITERS[suffix]((OPEN, *ENTRIES)), encoding="utf-8")
    assert [(t.source, t.target, t.kind, t.aliases) for t in load(path)] == [
        (e.source, e.target, e.kind, e.aliases) for e in ENTRIES
    ]
    assert "直追" in path.read_text(encoding="utf-8")
    assert {fault.severity for fault in faults_of(tuple(lines_of(path)))} <= {"info"}


@pytest.mark.parametrize("suffix", [".csv", ".tsv"])
def test_a_remark_counts_once_its_mark_is_taken_away_and_its_english_put_in(tmp_path: Path, suffix: str) -> None:
    path, mark = tmp_path / f"terms{suffix}", "," if suffix == ".csv" else "\t"
    text = WRITERS[suffix]((Entry("物理引擎", "", "term", "text", 3), *ENTRIES))
    path.write_text(text.replace(f"# 物理引擎{mark}", f"物理引擎{mark}physics engine"), encoding="utf-8")
    assert load(path)[0] == Term(source="物理引擎", target="physics engine", origin="glossary")


def test_written_tbx_says_its_version_and_dialect() -> None:
    root = etree.fromstring(WRITERS[".tbx"](ENTRIES).encode())
    assert (etree.QName(root).localname, root.get("type")) == ("martif", "TBX-Basic")
    assert [e.text for e in root.findall(".//termEntry[@id='c1']/*/*/term")] == [
        "司马华鹏",
        "司马总",
        "司马",
        "Sima Huapeng",
    ]


def test_forms_are_counted_in_either_script_and_never_inside_a_longer_one() -> None:
    terms = (
        Term(source="数字发展部", target="MODA", origin="glossary", aliases=("数发部",)),
        Term(source="发展", target="development", origin="glossary"),
        Term(source="不在", target="absent", origin="glossary"),
    )
    assert counted(terms, "數位發展，數發部與数字发展部，數發部") == {"数字发展部": 3, "发展": 1, "不在": 0}
