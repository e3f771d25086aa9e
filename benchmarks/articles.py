"""Chinese articles to measure with: any number of them, any length, each other words, nothing in them that a check could stumble over
(no numbers, no hedges, no negation), always the same for the same seed."""

import hashlib
from collections.abc import Iterator

_WHO = [
    "农民",
    "读者",
    "老师",
    "工人",
    "医生",
    "客人",
    "邻居",
    "司机",
    "作家",
    "歌手",
    "渔民",
    "木匠",
    "裁缝",
    "学徒",
    "店主",
    "园丁",
]
_WHERE = [
    "河边",
    "花园",
    "市场",
    "学校",
    "桥头",
    "村口",
    "港口",
    "剧院",
    "车站",
    "厨房",
    "果园",
    "草地",
    "山谷",
    "岛上",
    "林间",
    "塔下",
]
_DID = [
    "整理",
    "搬运",
    "收集",
    "晾晒",
    "打开",
    "准备",
    "包装",
    "摆放",
    "观看",
    "挑选",
    "修补",
    "清洗",
    "种植",
    "描绘",
    "擦拭",
    "编织",
]
_WHAT = [
    "书本",
    "木桌",
    "水果",
    "花朵",
    "渔网",
    "衣服",
    "灯笼",
    "风筝",
    "竹篮",
    "陶罐",
    "画册",
    "信件",
    "钟表",
    "小船",
    "雨伞",
    "面包",
]
_HOW = ["慢慢", "细心", "高兴", "安静", "轻轻", "认真", "一起", "早早"]


def article(number: int, sentences: int, *, sentences_a_paragraph: int = 4) -> str:
    """An article with a heading; about 24 characters a sentence."""
    lines = [f"{_sentence(f'{number}/title')[:-1]}"]
    made = [_sentence(f"{number}/{n}") for n in range(sentences)]
    lines += ["".join(made[at : at + sentences_a_paragraph]) for at in range(0, sentences, sentences_a_paragraph)]
    return "\n\n".join(lines) + "\n"


def _sentence(seed: str) -> str:
    pick = _picks(seed)
    first = f"{next(pick)(_WHERE)}的{next(pick)(_WHO)}{next(pick)(_HOW)}地{next(pick)(_DID)}{next(pick)(_WHAT)}"
    second = f"{next(pick)(_WHERE)}的{next(pick)(_WHO)}也来{next(pick)(_DID)}{next(pick)(_WHAT)}"
    return f"{first}，{second}。"


class _Pick:
    def __init__(self, at: int) -> None:
        self._at = at

    def __call__(self, words: list[str]) -> str:
        return words[self._at % len(words)]


def _picks(seed: str) -> Iterator[_Pick]:
    return (_Pick(byte) for byte in hashlib.sha256(seed.encode()).digest())
