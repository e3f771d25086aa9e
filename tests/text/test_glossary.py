"""Glossary files as people have them."""

from pathlib import Path

import pytest

from summarizer.errors import GlossaryError
from summarizer.records import Term
from summarizer.text.glossary import load, standing


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
