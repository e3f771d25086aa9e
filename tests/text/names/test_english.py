"""What people and their roles are called in English where no table has the name."""

import pytest

from summarizer.text.names import english_of, find_names, regions_of, title_in_english
from summarizer.text.names.terms import find


@pytest.mark.parametrize(
    ("text", "name", "english", "origin"),
    [
        ("教授单田方说：北京很好。", "单田方", "Shan Tianfang", "pinyin"),
        ("广州的律师区小明表示同意。", "区小明", "Ou Xiaoming", "pinyin"),
        ("欧阳明玥认为，北京会下雨。", "欧阳明玥", "Ouyang Mingyue", "pinyin"),
        ("郑女士说，她等了两年。", "郑女士", "Ms Zheng", "pinyin"),
        ("温先生说，可以。", "温先生", "Mr Wen", "pinyin"),
        ("刘博士说，可以。", "刘博士", "Dr Liu", "pinyin"),
        ("老李笑着说，可以。", "老李", "Lao Li", "pinyin"),
        ("高雄市副市長林欽榮表示，議會將審查。台北市也會。", "林欽榮", "Lin Chin-jung", "transliteration"),
        ("司马华鹏（Sima Huapeng）表示同意。", "司马华鹏", "Sima Huapeng", "source"),
        ("总统约翰·巴特利特说，可以。", "约翰·巴特利特", "John Bartlett", "transliteration"),
        ("韩国总统朴在仁表示欢迎，韩国会参加。", "朴在仁", "", ""),
        ("日本首相野田正树在东京说，他不会辞职。", "野田正树", "", ""),
        ("香港立法会议员范徐丽怡表示，政府应增拨资源。", "范徐丽怡", "", ""),
    ],
)
def test_a_name_is_spelt_as_people_from_there_spell_it(text: str, name: str, english: str, origin: str) -> None:
    found = find_names([text])
    at, entity = next((n, e) for n, e in enumerate(found.entities) if e.name == name)
    assert (english_of(entity, regions_of(found, [text])[at]) or ("", "")) == (english, origin)


@pytest.mark.parametrize(
    ("role", "english"),
    [
        ("前副总统", "former vice president"),
        ("创始人兼总裁", "founder and president"),
        ("副局長", "deputy director"),
        ("首席预报员", "chief forecaster"),
        ("相关业务负责人", ""),
        ("", ""),
    ],
)
def test_a_role_is_translated_where_every_part_is_known(role: str, english: str) -> None:
    assert title_in_english(role) == english


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("约翰·科比在白宫发言。", {"白宫": "White House"}),
        ("朝鲜中央电视台播出画面。", {"朝鲜": "North Korea"}),
        ("市卫健委通报疫情。", {}),
        ("联合国儿童基金会呼吁停火。", {}),
        ("中国外交部发表声明。", {"中国": "China", "外交部": "Ministry of Foreign Affairs"}),
        ("会议在法国巴黎举行。", {"法国": "France", "巴黎": "Paris"}),
        ("藥廠吉利德的代表說，理財新方法沒有用，報道指居民的戶口被凍結。", {}),
    ],
)
def test_no_entry_counts_inside_a_longer_name(text: str, terms: dict[str, str]) -> None:
    assert {term.source: term.target for term in find(text)} == terms
