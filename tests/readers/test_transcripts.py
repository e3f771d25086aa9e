"""Transcripts and subtitles: each turn with its speaker, its time and its words, whatever service exported it."""

from typing import Any

import pytest

from summarizer.readers.transcript import NAMELESS as NAMELESS_SHAPES
from summarizer.readers.transcript import SHAPES
from summarizer.records import Block, Document
from summarizer.stages.clean import clean
from summarizer.stages.read import read

A, B, C = "大家好，今天我们讨论乡村图书馆。", "我觉得最大的问题是没有人。", "那志愿者呢？"
Turn = tuple[str, float | None, str]


def article(text: str, name: str = "a.txt") -> Document:
    return clean(read(text.encode(), name))


def turn(block: Block) -> Turn:
    """Who speaks, from when, and the words without the label."""
    words = block.text.removeprefix(block.speaker).lstrip("：: ") if block.speaker else block.text
    return block.speaker, block.cues[0].start if block.cues else None, words


def turns(document: Document) -> list[Turn]:
    return [turn(b) for b in document.blocks if b.speaker]


EXPORTS = {
    "Feishu Minutes": f"周会 2024年5月6日\n\n说话人 1 00:02\n{A}\n\n说话人 2 00:09\n{B}\n\n说话人 1 00:15\n{C}\n",
    "Feishu Minutes, words on the line": f"周会\n\n说话人 1 00:02 {A}\n\n说话人 2 00:09 {B}\n\n说话人 1 00:15 {C}\n",
    "Feishu Minutes with names": f"关键词:\n图书馆、志愿者\n\n文字记录:\n邹明远 00:02\n{A}\n\n柏小禾 00:09\n{B}\n\n邹明远 00:15\n{C}\n",
    "Tongyi Tingwu": f"乡村图书馆讨论会\n\n发言人1  00:02\n{A}\n\n发言人2  00:09\n{B}\n\n发言人1  00:15\n{C}\n",
    "Tongyi Tingwu, hours": f"发言人1   00:00:02\n{A}\n\n发言人2   00:00:09\n{B}\n\n发言人1   00:00:15\n{C}\n",
    "Tencent Meeting": f"邹明远(00:00:02): {A}\n\n柏小禾(00:00:09): {B}\n\n邹明远(00:00:15): {C}\n",
    "Tencent Meeting, full width": f"邹明远（00:00:02）：{A}\n柏小禾（00:00:09）：{B}\n邹明远（00:00:15）：{C}\n",
    "iFlytek": f"[00:00:02] 邹明远:{A}\n[00:00:09] 柏小禾:{B}\n[00:00:15] 邹明远:{C}\n",
    "iFlytek, lenticular": f"【00:00:02】邹明远：{A}\n【00:00:09】柏小禾：{B}\n【00:00:15】邹明远：{C}\n",
    "time range": f"[00:00:02 - 00:00:08] 邹明远：{A}\n[00:00:09 - 00:00:14] 柏小禾：{B}\n[00:00:15 - 00:00:17] 邹明远：{C}\n",
    "bracketed time and speaker": f"[00:02 Speaker 1]\n{A}\n\n[00:09 Speaker 2]\n{B}\n\n[00:15 Speaker 1]\n{C}\n",
    "name, square brackets": f"Speaker 1 [00:02]\n{A}\nSpeaker 2 [00:09]\n{B}\nSpeaker 1 [00:15]\n{C}\n",
    "time, label": f"00:02 邹明远：{A}\n00:09 柏小禾：{B}\n00:15 邹明远：{C}\n",
    "time and name, words below": f"00:00:02 邹明远\n{A}\n00:00:09 柏小禾\n{B}\n00:00:15 邹明远\n{C}\n",
    "Otter": f"Speaker 1  0:02\n{A}\n\nSpeaker 2  0:09\n{B}\n\nSpeaker 1  0:15\n{C}\n",
    "WeChat": f"邹明远 2024-05-06 00:00:02\n{A}\n\n柏小禾 2024-05-06 00:00:09\n{B}\n\n邹明远 2024-05-06 00:00:15\n{C}\n",
    "WeChat with day lines": f"—————  2024-05-06  —————\n\n邹明远  00:00:02\n{A}\n\n柏小禾  00:00:09\n{B}\n\n柏小禾  00:00:10\n[图片]\n\n邹明远  00:00:15\n{C}\n",
    "QQ": f"2024-05-06 00:00:02 邹明远(10001)\n{A}\n\n2024-05-06 00:00:09 柏小禾<b@example.org>\n{B}\n\n2024-05-06 00:00:15 邹明远(10001)\n{C}\n",
    "DingTalk": f"邹明远 05-06 00:00:02\n{A}\n柏小禾 05-06 00:00:09\n{B}\n邹明远 05-06 00:00:15\n{C}\n",
    "SubRip with labels": f"1\n00:00:02,000 --> 00:00:08,000\n邹明远：{A}\n\n2\n00:00:09,000 --> 00:00:14,000\n柏小禾：{B}\n\n3\n00:00:15,000 --> 00:00:17,000\n邹明远：{C}\n",
    "Zoom": f"WEBVTT\n\n1\n00:00:02.000 --> 00:00:08.000\n邹明远: {A}\n\n2\n00:00:09.000 --> 00:00:14.000\n柏小禾: {B}\n\n3\n00:00:15.000 --> 00:00:17.000\n邹明远: {C}\n",
    "Teams": f"WEBVTT\n\n00:00:02.000 --> 00:00:08.000\n<v 邹明远>{A}</v>\n\n00:00:09.000 --> 00:00:14.000\n<v 柏小禾>{B}</v>\n\n00:00:15.000 --> 00:00:17.000\n<v 邹明远>{C}</v>\n",
    "WebVTT, short stamps, settings": f"WEBVTT Kind: captions; Language: zh\n\nNOTE 第一版\n\n00:02.000 --> 00:08.000 align:start\n<v.loud 邹明远>{A}\n\n00:09.000 --> 00:14.000\n<v 柏小禾><i>{B}</i>\n\n00:15.000 --> 00:17.000\n<v 邹明远>{C}\n",
    "lenticular name": f"【邹明远】00:00:02 {A}\n【柏小禾】00:00:09 {B}\n【邹明远】00:00:15 {C}\n",
    "name, bar, time": f"邹明远 | 00:00:02\n{A}\n柏小禾 | 00:00:09\n{B}\n邹明远 | 00:00:15\n{C}\n",
    "time over name": f"00:00:02\n邹明远\n{A}\n00:00:09\n柏小禾\n{B}\n00:00:15\n邹明远\n{C}\n",
    "name over time": f"邹明远\n00:00:02\n{A}\n柏小禾\n00:00:09\n{B}\n邹明远\n00:00:15\n{C}\n",
    "bold name": f"**邹明远** 00:00:02\n{A}\n\n**柏小禾** 00:00:09\n{B}\n\n**邹明远** 00:00:15\n{C}\n",
    "numbered": f"1. 邹明远 [00:00:02]: {A}\n2. 柏小禾 [00:00:09]: {B}\n3. 邹明远 [00:00:15]: {C}\n",
}  # fmt: skip
NAMELESS = {
    "Whisper": f"[00:02.000 --> 00:08.000]  {A}\n[00:09.000 --> 00:14.000]  {B}\n[00:15.000 --> 00:17.000]  {C}\n",
    "YouTube": f"0:02\n{A}\n0:09\n{B}\n0:15\n{C}\n",
    "LRC": f"[00:02.00]{A}\n[00:09.00]{B}\n[00:15.00]{C}\n",
}


@pytest.mark.parametrize("export", sorted(NAMELESS))
def test_a_transcript_without_names_is_running_text_with_times(export: str) -> None:
    [block] = article(NAMELESS[export]).blocks
    assert block.text == A + B + C
    assert [(cue.start, block.text[cue.at :][:2]) for cue in block.cues] == [(2.0, A[:2]), (9.0, B[:2]), (15.0, C[:2])]


@pytest.mark.parametrize("shape", [*SHAPES, *NAMELESS_SHAPES], ids=lambda shape: shape.id)
def test_every_shape_fits_its_example(shape: Any) -> None:
    assert shape.pattern.match(shape.example)


@pytest.mark.parametrize("export", sorted(EXPORTS))
def test_every_turn_has_its_speaker_its_time_and_its_words(export: str) -> None:
    document = article(EXPORTS[export])
    found = turns(document)
    assert [(start, words) for _, start, words in found] == [(2.0, A), (9.0, B), (15.0, C)]
    first, second, third = (speaker for speaker, _, _ in found)
    assert first == third != second
    assert first in ("邹明远", "说话人 1", "发言人1", "Speaker 1")
    assert document.format == "transcript"
    assert document.findings == ()


def test_cues_of_one_speaker_are_one_paragraph_and_sentences_run_over_them() -> None:
    document = article(
        "1\n00:00:01,000 --> 00:00:04,200\n主持人:大家好,今天我们讨论乡村图书馆\n\n2\n00:00:04,200 --> 00:00:06,000\n怎么办下去\n\n"
        "3\n00:00:06,500 --> 00:00:09,000\n邹明远:我觉得最大的问题是没有人\n"
    )
    host, guest = document.blocks
    assert host.text == "主持人:大家好,今天我们讨论乡村图书馆怎么办下去"
    assert [(cue.start, cue.end, host.text[cue.at :]) for cue in host.cues] == [
        (1.0, 4.2, host.text),
        (4.2, 6.0, "怎么办下去"),
    ]
    assert guest.speaker == "邹明远"


def test_a_label_that_a_speaker_repeats_stands_once() -> None:
    [block] = [b for b in article(f"[00:00:02] 邹明远:{A}\n[00:00:09] 邹明远:{B}\n").blocks if b.speaker]
    assert block.text == f"邹明远:{A}{B}"
    assert block.as_written.count("邹明远") == 2


def test_turns_that_have_a_label_and_no_time_stand_between_those_that_have_one() -> None:
    document = article(
        f"节目文字稿\n\n00:00 大雨：{A}\n\n阿澈：{B}\n\n大雨：{C}\n\n02:15 阿澈：{A}\n\n{B}\n\n03:10 大雨：{C}\n\n剪辑：小满 联系我们请发邮件。\n"
    )
    assert turns(document) == [
        ("大雨", 0.0, A),
        ("阿澈", None, B),
        ("大雨", None, C),
        ("阿澈", 135.0, A),
        ("阿澈", None, B),
        ("大雨", 190.0, C),
    ]
    assert document.blocks[-1].text.startswith("剪辑：小满")


def test_subtitles_without_marks_are_parted_by_blanks_and_pauses() -> None:
    cues = [(0, 2, "河边的老磨坊修了一年"), (2, 4, "昨天开了门"), (8, 10, "木匠站在门口")]
    text = "".join(f"{n}\n00:00:{a:02},000 --> 00:00:{b:02},000\n{t}\n\n" for n, (a, b, t) in enumerate(cues, 1))
    assert [b.text for b in article(text).blocks] == ["河边的老磨坊修了一年 昨天开了门", "木匠站在门口"]


@pytest.mark.parametrize(
    "text",
    [
        "暴雨夜\n\n昨天晚上下了一场大雨。\n\n19:05 第一个求助电话打进来，老人被困在家里。\n19:40：救援队的两条船到达东街。\n20:15 队长阎志刚说：“水还在涨。”\n22:30：水位开始下降。\n",
        "列车时刻\n\n北京南 10:30\n天津 11:05\n济南西 12:10\n南京南 14:20\n",
        "比赛日程\n\n甲队(10:30) 对乙队\n\n详见公告，比赛在体育场进行，观众凭票入场，学生半价。\n",
        "记者：为什么？\n何一帆：因为便宜。\n记者：谢谢。\n",
        "行动记录\n\n[19:05] 第一个求助电话打进来。\n[19:40] 两条船到达东街。\n[20:15] 水还在涨。\n",
    ],
    ids=["a log of a night", "a timetable", "one time in brackets", "an interview without times", "a bracketed log"],
)
def test_what_only_looks_like_one_is_no_transcript(text: str) -> None:
    document = article(text)
    assert document.format == "text"
    assert not any(b.speaker or b.cues for b in document.blocks)


FORUM = """[求助] 阳台漏水怎么办?[复制链接]
发表于 2019-7-8 10:22:31 | 只看该作者 | 倒序浏览 | 阅读模式
楼主
小河马

各位邻居,我家的阳台一下雨就漏水,请问大家有什么好的办法?

评分
参与人数 2 威望 +3
使用道具 举报
回复
沙发
发表于 2019-7-8 11:03:45 | 只看该作者
老张头
我家也漏过,后来自己买了防水胶,涂了两遍就好了。
回复 支持 反对
板凳
发表于 2019-7-8 12:40:02 | 只看该作者
物业小吴
引用:
小河马 发表于 2019-7-8 10:22
各位邻居,我家的阳台一下雨就漏水
您好,我们明天上午派师傅上门检查。
本帖最后由 物业小吴 于 2019-7-8 12:45 编辑
返回列表
"""


def test_posts_of_a_forum_are_turns_of_their_authors() -> None:
    document = article(FORUM)
    assert [(speaker, words) for speaker, _, words in turns(document)] == [
        ("小河马", "各位邻居,我家的阳台一下雨就漏水,请问大家有什么好的办法?"),
        ("老张头", "我家也漏过,后来自己买了防水胶,涂了两遍就好了。"),
        ("物业小吴", "您好,我们明天上午派师傅上门检查。"),
    ]
    assert (document.title, document.date, document.author, document.publication) == (
        "阳台漏水怎么办?",
        "2019-07-08",
        "",
        "",
    )
