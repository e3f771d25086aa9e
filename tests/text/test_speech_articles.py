"""Who says it, in two whole articles: the panel of the README and a real interview. The figures are floors that only rise."""

import json
import re
from pathlib import Path

import pytest

from summarizer.records import Profile, Reading, Segment
from summarizer.stages.clean import clean
from summarizer.stages.read import read, read_path
from summarizer.stages.segment import segment
from summarizer.text.attribution import attribute_by_rule

EXAMPLE = Path(__file__).parents[2] / "examples" / "sora-panel.txt"
PANEL = Path(__file__).with_name("panel")
SAID = {
    "OpenAI甚至将Sora称为": "OpenAI",
    "通过生成像素来对世界进行建模是一种浪费": "杨立昆",
    "生成这些延续不仅成本高昂": "杨立昆",
    "金小刚认同杨立昆的说法": "金小刚",
    "真实世界的复杂性远远高于模型的复杂性": "金小刚",
    "正好打到了它的盲区": "彭煦潭",
    "一秒钟24张图片连贯播放": "罗江春",
    "它肯定没有使用图片": "罗江春",
    "跟4.0比有一年半的差距": "周鸿祎",
    "弯道超车的赛道": "司马华鹏",
    "先被取代的是不被注意的低端产品": "罗江春",
    "出现一个纯AI的爆款电影": "罗江春",
    "我们认为世界需要在AI计算": "山姆·奥特曼",
    "这家公司每天生产的单词数超过了": "司马华鹏",
    "AI对于所有的产业而言": "司马华鹏",
    "保护好自己的钱包": "彭煦潭",
}
NARRATED = (
    "国内也有很多企业已经入局",
    "随着Sora的爆火",
    "专家提出了反对意见",
    "OpenAI现在每天生成大约1000亿个单词",
    "出品:南都",
)


class Article:
    def __init__(self, text: bytes, name: str) -> None:
        document = clean(read(text, name))
        self.segments: tuple[Segment, ...] = segment(document)
        made = attribute_by_rule(document.blocks, self.segments)
        self.profiles: tuple[Profile, ...] = made.profiles
        self.readings: tuple[Reading, ...] = made.readings

    def who(self, snippet: str) -> str:
        """The name of who says the segment that holds a snippet; empty for nobody."""
        ids = [s.id for s in self.segments if snippet in s.source]
        assert ids, f"{snippet} is in no segment"
        said = next(r for r in self.readings if r.segment == ids[0])
        return next((p.name.source for p in self.profiles if p.id == said.speaker), "")


@pytest.fixture(scope="module")
def panel() -> Article:
    return Article(EXAMPLE.read_bytes(), EXAMPLE.name)


def test_the_panel_has_its_eight_speakers_and_no_other(panel: Article) -> None:
    assert {p.name.source for p in panel.profiles} == set(SAID.values())


@pytest.mark.parametrize(("snippet", "who"), SAID.items())
def test_the_words_of_the_panel_are_their_speakers(panel: Article, snippet: str, who: str) -> None:
    assert panel.who(snippet) == who


@pytest.mark.parametrize("snippet", NARRATED)
def test_the_narration_of_the_panel_is_nobodys(panel: Article, snippet: str) -> None:
    assert panel.who(snippet) == ""


def test_the_panel_names_role_and_house_of_its_guests(panel: Article) -> None:
    about = {p.name.source: (p.role.source, p.affiliation.source) for p in panel.profiles}
    assert about["司马华鹏"] == ("开创人、老总、总裁", "硅基智能")
    assert about["金小刚"] == ("副教授", "浙江大学计算机科学与技术学院")
    assert about["周鸿祎"] == ("开创人", "360")
    assert about["杨立昆"] == ("图灵奖获得者、Meta首席AI科学家", "Meta")


def test_every_turn_of_a_labelled_interview_is_its_speakers() -> None:
    turns = [json.loads(line) for line in (PANEL / "turns.jsonl").read_text(encoding="utf-8").splitlines()]
    document = read_path(PANEL / "zh.txt")
    segments = segment(document)
    made = attribute_by_rule(document.blocks, segments)
    names = {p.id: p.name.source for p in made.profiles}
    readings = {r.segment: r for r in made.readings if r.kind != "nested"}
    assert set(names.values()) == {turn["zh_speaker"] for turn in turns}
    for turn in turns:
        said = re.sub(r"\s", "", turn["zh"])
        own = [
            s for s in segments if (plain := re.sub(r"\s", "", s.source)) and plain in f"{turn['zh_speaker']}：{said}"
        ]
        assert own
        assert {names.get(readings[s.id].speaker or "") for s in own} == {turn["zh_speaker"]}
