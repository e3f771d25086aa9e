"""How the processor time of `inspect` grows with the article: `python -m benchmarks growth`, or `python -m benchmarks.growth 1000000`.

Made-up articles of 1,000 characters and ten and a hundred times as many (and as many as are named), as one line, as lines, and as pages
with flat and with deep nesting. Every paragraph has people, places and figures of its own, so that what is known of an article grows
with it, and not only its length. What a first article takes (tables, imports) is not counted.
"""

import asyncio
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from math import log

from benchmarks.measure import Measure
from summarizer.settings import Settings
from summarizer.tasks.estimate import estimate

SIZES = (1_000, 10_000, 100_000)
SURNAMES = "陈林周许沈郭梁宋唐邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱江尹薛闫段雷侯"
GIVEN = "明华建国文军平志伟东海强晓生光林小民永杰胜利玉兰桂英秀梅丽娟霞敏静洁雪琴春燕红梅云飞鹏程思远嘉禾子涵若曦"
PLACES = ["河湾", "青石", "柳林", "白沙", "清水", "云溪", "东坪", "北岭", "南桥", "西江"]
BODIES = ["住建局", "教育局", "水务局", "交通局", "农业局", "卫健委", "图书馆", "博物馆"]
TITLES = ["局长", "副局长", "主任", "科长", "发言人"]
SAID = (
    "{name}表示，{place}市今年将投入{number}万元，比去年增长{share}%。",
    "“我们已经等了{years}年。”{name}说，“这件事不能再拖。”",
    "{place}市{body}{title}{name}介绍，项目预计{years}个月后完工，惠及居民{number}户。",
    "{name}认为，方案应当先听取住户的意见，再决定是否动工。",
    "据{place}市{body}统计，当地共有{number}人受到影响，其中{share}%是老人。",
)


def sentences(characters: int) -> Iterator[str]:
    """Paragraphs of three sentences, together about so many characters; the same in every run."""
    dice, written = random.Random(characters), 0
    while written < characters:
        paragraph = "".join(
            template.format(
                name=dice.choice(SURNAMES) + "".join(dice.sample(GIVEN, 2)),
                place=dice.choice(PLACES),
                body=dice.choice(BODIES),
                title=dice.choice(TITLES),
                number=dice.randint(2, 9_999),
                share=dice.randint(1, 99),
                years=dice.randint(2, 30),
            )
            for template in dice.sample(SAID, 3)
        )
        written += len(paragraph)
        yield paragraph


def _flat(paragraphs: list[str]) -> str:
    return _page("".join(f"<p>{p}</p>\n" for p in paragraphs))


def _deep(paragraphs: list[str]) -> str:
    """Each paragraph a level deeper, up to 200 levels, as pages are that forget to close what they open."""
    return _page(
        "".join(f"<div><p>{p}</p>{'</div>' * 200 if n % 200 == 199 else ''}\n" for n, p in enumerate(paragraphs))
    )


def _page(body: str) -> str:
    return f"<html><head><title>一次会议</title></head><body><article><h1>一次会议</h1>{body}</article></body></html>"


SHAPES: Mapping[str, tuple[str, Callable[[list[str]], str]]] = {
    "one line": ("a.txt", "".join),
    "lines": ("a.txt", "\n".join),
    "flat page": ("a.html", _flat),
    "deep page": ("a.html", _deep),
}


def measured(sizes: tuple[int, ...] = SIZES) -> Iterator[Measure]:
    """For each shape the time for 1,000 characters at the largest size, and the exponent of its growth from the second size on."""
    _seconds("a.txt", "".join(sentences(sizes[0])))
    for shape, (name, made) in SHAPES.items():
        times = {size: _seconds(name, made(list(sentences(size)))) for size in sizes}
        last, before = sizes[-1], sizes[1]
        yield Measure(
            f"CPU ms per 1,000 characters: inspect, {shape}, {last:,} characters", times[last] / last * 1e6, 20.0
        )
        exponent = log(times[last] / times[before]) / log(last / before)
        yield Measure(f"exponent of growth: inspect, {shape}, {before:,} to {last:,} characters", exponent, 1.1)


def _seconds(name: str, text: str) -> float:
    """The least of three, of a long text the only one."""
    settings, data = Settings(model="gpt-4o-mini"), text.encode()

    def once() -> float:
        start = time.process_time()
        asyncio.run(estimate(data, name, settings))
        return time.process_time() - start

    return min(once() for _ in range(3 if len(text) < 50_000 else 1))


if __name__ == "__main__":
    for measure in measured((*SIZES, *map(int, sys.argv[1:]))):
        print(measure, flush=True)
