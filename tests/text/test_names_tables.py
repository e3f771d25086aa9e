"""The tables of names hold together, and are quick."""

import re
import time
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from summarizer.records import TermKind
from summarizer.text.names import find, resolve
from summarizer.text.names.authority import entries, hits, index, lookup
from summarizer.text.names.romanise import surnames
from summarizer.text.names.tables import rows
from summarizer.text.names.transliterate import renderings
from summarizer.text.scripts import has_han, simplified
from summarizer.text.words import folded

ARTICLE = (Path(__file__).parents[2] / "examples/sora-panel.txt").read_text(encoding="utf-8")
TABLES = {"authority.tsv": 7, "surnames.tsv": 5, "titles.tsv": 3, "given_names.tsv": 2, "not_names.tsv": 1}


@pytest.mark.parametrize(("table", "columns"), TABLES.items())
def test_every_line_has_its_columns_and_no_stray_space(table: str, columns: int) -> None:
    for cells in rows(table):
        assert len(cells) == columns
        assert all(cell == cell.strip() and "  " not in cell for cell in cells), cells
        assert all(part for cell in cells if cell for part in cell.split("|")), cells


def test_the_authority_table_is_large_and_of_every_kind() -> None:
    kinds = Counter(entry.kind for entry in entries())
    assert sum(kinds.values()) >= 1900
    assert set(kinds) == set(get_args(TermKind))


def test_a_chinese_form_stands_for_one_entry_only() -> None:
    forms = Counter(form for entry in entries() for form in entry.forms)
    assert [form for form, count in forms.items() if count > 1] == []


def test_chinese_is_chinese_and_english_is_english() -> None:
    for entry in entries():
        assert not any(has_han(form) for form in entry.english), entry
        assert len(set(entry.english)) == len(entry.english), entry
        for form in entry.forms:
            assert len(form) > 1, entry
            assert has_han(form) or form == entry.english[0], entry


def test_both_scripts_of_an_entry_are_the_same_characters() -> None:
    """But for five characters that the character table leaves out or merges."""
    rare = str.maketrans("鎔鉅禕滙著", "镕钜祎汇着")
    for source, traditional, *_ in rows("authority.tsv"):
        assert simplified(traditional.translate(rare)) == simplified(source), (source, traditional)


def test_ambiguous_forms_are_forms_of_their_entry() -> None:
    for entry in entries():
        assert set(entry.ambiguous) <= set(entry.forms), entry


def test_words_that_only_look_like_names_hold_a_name_and_are_none() -> None:
    names = {form for entry in entries() for form in entry.forms}
    for (word,) in rows("not_names.tsv"):
        assert word not in names
        assert any(form in word for form in names), word


def test_surnames_have_a_reading_and_a_known_use() -> None:
    for cells in rows("surnames.tsv"):
        assert re.fullmatch(r"[A-Z][a-zü]*(?: [A-Z][a-z]+)?", cells[2]), cells
        assert cells[4] in ("common", "rare", "word"), cells
    assert len(surnames()) > 700


def test_titles_stand_before_or_behind() -> None:
    assert {cells[2] for cells in rows("titles.tsv")} <= {"before", "after", "both"}


def test_transliterations_are_plain_names() -> None:
    assert len(renderings()) > 45_000
    assert all(latin == latin.casefold() and latin.strip() for latin in renderings().values())


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("司马华鹏", "Sima Huapeng"),
        ("罗江春", "Luo Jiangchun"),
        ("金小刚", "Jin Xiaogang"),
        ("彭煦潭", "Peng Xutan"),
        ("杨立昆", "Yann LeCun"),
        ("周鸿祎", "Zhou Hongyi"),
        ("山姆·奥特曼", "Sam Altman"),
        ("OpenAI", "OpenAI"),
        ("南方都市报", "Southern Metropolis Daily"),
        ("硅基智能", "Silicon Intelligence"),
        ("浙江大学", "Zhejiang University"),
        ("谢菲尔德大学", "University of Sheffield"),
        ("莱斯大学", "Rice University"),
        ("英伟达", "Nvidia"),
        ("克莱顿·克里斯坦森", "Clayton Christensen"),
        ("创新者的困境", "The Innovator's Dilemma"),
        ("唐鳳", "Audrey Tang"),
        ("蔡玉玲", "Jaclyn Tsai"),
        ("數位發展部", "Ministry of Digital Affairs"),
        ("臺積電", "TSMC"),
        ("川普", "Donald Trump"),
        ("歐巴馬", "Barack Obama"),
        ("于右任", "Yu Youren"),
        ("鍾南山", "Zhong Nanshan"),
    ],
)
def test_a_name_of_the_news_has_its_english(source: str, english: str) -> None:
    language = "zh-Hant" if lookup(source) is None else "zh-Hans"
    term = resolve(source, language=language, kind="person" if lookup(source) is None else None)
    assert term is not None
    assert term.target == english


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("發展中國家的金融創新", []),
        ("七成都市居民", []),
        ("電台中午播出", []),
        ("校长江平表示", []),
        ("这里根本没有人", []),
        ("其他信息", []),
        ("商务部门和交通部门", []),
        ("跨国企业", []),
        ("四川普通话", ["Sichuan"]),
        ("美國商務部", ["US Commerce Department"]),
        ("两岸关系因此紧张", ["cross-strait relations"]),
        ("罗马尼亚和印度尼西亚", ["Romania", "Indonesia"]),
        ("北京大学教授", ["Peking University"]),
        ("北大教授", ["Peking University"]),
        ("东北大雪", []),
    ],
)
def test_names_inside_other_words_are_passed_over(text: str, expected: list[str]) -> None:
    assert [term.target for term in find(text)] == expected


@pytest.mark.timing
def test_looking_up_is_quick() -> None:
    start = time.process_time()
    entries.read()
    index.read()
    loaded = time.process_time()
    hits([folded((ARTICLE * 5)[:20_000])])
    found = time.process_time()
    assert loaded - start < 0.15
    assert found - loaded < 0.05
