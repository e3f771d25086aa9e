"""Reports to render: an excerpt of the README's article with English made by hand, a hostile one, and a crowd."""

import csv
import hashlib
import os
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from summarizer.records import (
    Bilingual,
    BlockKind,
    Decoding,
    Disagreement,
    Finding,
    Name,
    Overview,
    Point,
    Position,
    Question,
    Removed,
    Reply,
    Speaker,
    Statement,
    Term,
    Topic,
)
from summarizer.report import Receipt, Report, ReportBlock, ReportDocument, TranslatedSegment

HERE = Path(__file__).parent
ARTICLE = HERE.parents[1] / "examples" / "sora-panel.txt"
Lines = list[tuple[str, str, str, str]]


def excerpt() -> Lines:
    """Block kind (empty where the paragraph goes on), speaker, source, English of each sentence of the excerpt."""
    text = (HERE / "sora_excerpt.tsv").read_text(encoding="utf-8")
    rows = csv.reader((x for x in text.splitlines() if not x.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
    article = ARTICLE.read_text(encoding="utf-8")
    lines = [(kind, speaker, source, english) for kind, speaker, source, english in rows]
    assert all(source in article for _, _, source, _ in lines), "an excerpt of the article holds its own characters"
    return lines


def report_of(
    lines: Lines, speakers: tuple[Speaker, ...] = (), findings: tuple[Finding, ...] = (), **more: object
) -> Report:
    """A report of these lines; what is flagged or failed follows from the findings and from missing English."""
    blocks, segments = _shape(lines, {f.segment for f in findings if f.severity != "info"})
    document = ReportDocument(
        title=Name(
            source="Sora制造AI焦虑?或引发内容行业变革,算力、芯片之争",
            target="Is Sora Making the World Anxious About AI?",
        ),
        date="2024-02-29",
        publication="南方都市报",
        author="汪陈晨",
        source_language="zh-Hans",
        target_language="en",
        origin="sora-panel.txt",
        sha256=hashlib.sha256("".join(line[2] for line in lines).encode()).hexdigest(),
        format="text",
        decoding=Decoding(encoding="utf-8", confidence=1, basis="utf-8"),
        blocks=blocks,
        removed=(
            Removed(text="财经热点 > 财经资讯 > Sora制造AI焦虑?", reason="navigation"),
            Removed(text="TEl:13626712526", reason="contact"),
        ),
    )
    receipt = Receipt(
        model="a-model", requests=31, cached_answers=2, input_tokens=41207, output_tokens=12345, seconds=154.2
    )
    values: dict[str, object] = {
        "document": document,
        "segments": segments,
        "speakers": speakers,
        "statements": _statements(segments),
        "findings": findings,
        "receipt": receipt,
    }
    return Report.model_validate(values | more)


def _shape(lines: Lines, found: set[str | None]) -> tuple[tuple[ReportBlock, ...], tuple[TranslatedSegment, ...]]:
    blocks: list[tuple[str, BlockKind, int, list[str]]] = []
    segments = []
    for kind, speaker, source, english in lines:
        if kind:
            name, level = kind.rstrip("0123456789"), kind.lstrip("abcdefghijklmnopqrstuvwxyz_")
            blocks.append((f"p{len(blocks) + 1}", name, int(level or 0), []))  # type: ignore[arg-type]
        block, _, _, own = blocks[-1]
        own.append(f"{block}.s{len(own) + 1}")
        status = "failed" if not english else "flagged" if own[-1] in found else "ok"
        segments.append(
            TranslatedSegment.model_validate(
                {"id": own[-1], "source": source, "target": english, "status": status, "speaker": speaker or None}
            )
        )
    shaped = tuple(ReportBlock(id=i, kind=k, level=n, segments=tuple(own)) for i, k, n, own in blocks)
    return shaped, tuple(segments)


def _statements(segments: tuple[TranslatedSegment, ...]) -> tuple[Statement, ...]:
    """Consecutive sentences of one paragraph by one speaker are one statement."""
    runs: list[list[TranslatedSegment]] = [[s] for s in segments[:1]]
    for last, s in pairwise(segments):
        same = last.speaker == s.speaker and last.id.split(".")[0] == s.id.split(".")[0]
        runs[-1].append(s) if same else runs.append([s])
    said = [run for run in runs if run[0].speaker]
    return tuple(
        Statement(
            id=f"st{n}",
            speaker=str(run[0].speaker),
            kind="direct" if "“" in "".join(s.source for s in run) else "reported",
            segments=tuple(s.id for s in run),
            basis="speech verb",
        )
        for n, run in enumerate(said, 1)
    )


SPEAKERS = (
    Speaker(id="openai", kind="organisation", name=Name(source="OpenAI", target="OpenAI")),
    Speaker(
        id="yann-lecun",
        name=Name(source="杨立昆", target="Yann LeCun"),
        role=Name(source="首席AI科学家", target="chief AI scientist"),
        affiliation=Name(source="Meta", target="Meta"),
        stance=Bilingual(en="Generating pixels is no way to model the world.", zh="靠生成像素为世界建模行不通。"),
        summary=Bilingual(
            en="LeCun holds that realistic video does not show understanding, and that the approach is bound to fail.",
            zh="杨立昆认为,视频逼真并不表明系统理解世界,这条路注定失败。",
        ),
        points=(
            Point(
                en="Modelling the world by generating pixels is wasteful and doomed.",
                zh="通过生成像素来建模是浪费,注定失败。",
                topic="World models",
                evidence=("p4.s2",),
            ),
            Point(
                en="Realistic video is no proof of understanding.",
                zh="视频逼真不等于理解物理世界。",
                topic="World models",
                evidence=("p5.s1", "p5.s2"),
            ),
        ),
    ),
    Speaker(
        id="jin-xiaogang",
        name=Name(source="金小刚", target="Jin Xiaogang"),
        role=Name(source="副教授", target="associate professor"),
        affiliation=Name(source="浙江大学", target="Zhejiang University"),
        stance=Bilingual(
            en="Sora is brute force, not understanding; education must form innovators.",
            zh="Sora是暴力计算而非理解;教育要培养创新者。",
        ),
        summary=Bilingual(
            en="Jin sides with LeCun: statistical induction cannot cope with a complex world. He would have education turn from recitation to curiosity.",
            zh="金小刚认同杨立昆:统计归纳不足以应对复杂世界。他主张教育由背诵转向好奇心。",
        ),
        points=(
            Point(
                en="Sora is a product fed on data and brute-forced.",
                zh="Sora是用数据喂出来、暴力计算得出的产品。",
                topic="World models",
                evidence=("p6.s2",),
            ),
            Point(
                en="Such a model will never truly understand the real world.",
                zh="这样的大模型不会真正理解真实的世界。",
                topic="World models",
                evidence=("p6.s3", "p6.s5"),
            ),
            Point(
                en="Education should cultivate curiosity and innovators.",
                zh="教育应培养好奇心和创新者。",
                topic="Jobs and education",
                evidence=("p15.s1", "p15.s2"),
            ),
        ),
    ),
    Speaker(
        id="luo-jiangchun",
        name=Name(source="罗江春", target="Luo Jiangchun"),
        role=Name(source="创始人兼总裁", target="founder and president"),
        affiliation=Name(source="一览科技", target="Yilan Technology"),
        stance=Bilingual(
            en="Sora has solved what others still puzzle over, and China must catch up at any price.",
            zh="Sora已解决同行的难题,中国必须不计代价追赶。",
        ),
        summary=Bilingual(
            en="Luo sees in Sora a world model of video material with a real notion of the camera shot. He wants China to catch up whatever it costs.",
            zh="罗江春认为Sora建立了视频素材的世界模型,真正有了镜头概念。他主张不计成本追赶。",
        ),
        points=(
            Point(
                en="Sora's videos have a notion of the camera shot.",
                zh="Sora的视频有镜头概念。",
                topic="World models",
                evidence=("p7.s2",),
            ),
            Point(
                en="China must catch up at any cost, or be held back as with chips.",
                zh="必须不计成本追赶,否则会像芯片一样被卡住。",
                topic="The gap",
                evidence=("p10.s1",),
            ),
        ),
    ),
    Speaker(
        id="zhou-hongyi",
        name=Name(source="周鸿祎", target="Zhou Hongyi"),
        role=Name(source="360开创人", target="founder of 360"),
        stance=Bilingual(en="The gap with the United States is widening.", zh="中美差距在加大。"),
        points=(
            Point(
                en="The gap with 4.0 is a year and a half.",
                zh="与4.0相差一年半。",
                topic="The gap",
                evidence=("p9.s3",),
            ),
        ),
    ),
    Speaker(
        id="sima-huapeng",
        name=Name(source="司马华鹏", target="Sima Huapeng"),
        role=Name(source="开创人、老总、总裁", target="founder, chairman and president"),
        affiliation=Name(source="硅基智能", target="Silicon Intelligence"),
        stance=Bilingual(
            en="The gap can be closed in software; chips decide the race.", zh="软件差距可追,芯片决定胜负。"
        ),
        summary=Bilingual(
            en="Sima expects Chinese products at 70 to 80 percent of Sora's level within half a year, but fears that a lack of chips will lose the race.",
            zh="司马华鹏预计半年内会有达到七八成水平的国内产品,但担心因缺少芯片而输掉竞争。",
        ),
        points=(
            Point(
                en="Products at 70 to 80 percent of theirs could come within half a year.",
                zh="半年内应会有达到七八成的产品。",
                topic="The gap",
                evidence=("p11.s2",),
            ),
            Point(
                en="The AI race is a race for chips and computing power.",
                zh="AI竞争本质是芯片与算力的竞争。",
                topic="Chips",
                evidence=("p13.s1", "p13.s2"),
            ),
        ),
    ),
    Speaker(
        id="sam-altman",
        name=Name(source="山姆·奥特曼", target="Sam Altman"),
        points=(
            Point(
                en="The world needs to invest heavily in AI computing.",
                zh="世界需要在AI计算领域投入大量金额。",
                topic="Chips",
                evidence=("p12.s2",),
            ),
        ),
    ),
    Speaker(
        id="peng-xutan",
        name=Name(source="彭煦潭", target="Peng Xutan"),
        role=Name(source="博士", target="PhD"),
        affiliation=Name(source="谢菲尔德大学", target="University of Sheffield"),
        stance=Bilingual(en="Everybody must learn to tell what AI has made.", zh="人人都要学会鉴别AI。"),
        points=(
            Point(
                en="Telling AI from not is a skill of the age of models.",
                zh="AI鉴定是模型时代的技能。",
                topic="Jobs and education",
                evidence=("p16.s2",),
            ),
        ),
    ),
)

TERMS = (
    Term(source="杨立昆", target="Yann LeCun", kind="person", origin="authority"),
    Term(source="罗江春", target="Luo Jiangchun", kind="person", origin="pinyin", aliases=("罗总",)),
    Term(source="司马华鹏", target="Sima Huapeng", kind="person", origin="pinyin"),
    Term(source="金小刚", target="Jin Xiaogang", kind="person", origin="pinyin"),
    Term(source="彭煦潭", target="Peng Xutan", kind="person", origin="pinyin"),
    Term(source="周鸿祎", target="Zhou Hongyi", kind="person", origin="authority"),
    Term(source="山姆·奥特曼", target="Sam Altman", kind="person", origin="source"),
    Term(source="英伟达", target="Nvidia", kind="organisation", origin="authority"),
    Term(source="硅基智能", target="Silicon Intelligence", kind="organisation", origin="model"),
)

OVERVIEW = Overview(
    en="OpenAI's Sora divided a panel of Chinese AI experts. Some follow Yann LeCun in denying that it understands the "
    "world; entrepreneurs see a real world model in it. All agree that China lags behind, and most that chips decide the race.",
    zh="OpenAI的Sora使一场国内AI专家的讨论分成两派:有人认同杨立昆,否认其理解世界;创业者则认为它确是世界模型。各方都承认国内落后,多数认为芯片决定胜负。",
    topics=(
        Topic(
            name="Sora is a world model",
            positions=(
                Position(speaker="openai", stance="supports", evidence=("p3.s2", "p3.s3")),
                Position(speaker="luo-jiangchun", stance="supports", evidence=("p7.s2",)),
                Position(speaker="yann-lecun", stance="opposes", evidence=("p4.s2", "p5.s1")),
                Position(speaker="jin-xiaogang", stance="opposes", evidence=("p6.s2", "p6.s6")),
            ),
        ),
        Topic(
            name="China can close the gap",
            positions=(
                Position(speaker="sima-huapeng", stance="mixed", evidence=("p11.s2", "p13.s1")),
                Position(speaker="luo-jiangchun", stance="neutral", evidence=("p10.s1",)),
                Position(speaker="zhou-hongyi", stance="opposes", evidence=("p9.s3",)),
            ),
        ),
    ),
    questions=(
        Question(
            speaker="jin-xiaogang",
            evidence=("p6.s3",),
            answers=(Reply(speaker="luo-jiangchun", evidence=("p7.s1", "p7.s2")),),
        ),
    ),
    disagreements=(
        Disagreement(
            speaker="luo-jiangchun", against="jin-xiaogang", evidence=("p7.s1",), opposed=("p6.s2",), basis="rule"
        ),
    ),
)

FINDINGS = (
    Finding(
        segment="p12.s1",
        kind="number",
        severity="warning",
        detail="7万亿美元 = 7 trillion dollars; the English says 7 billion.",
    ),
    Finding(segment="p15.s2", kind="missing", severity="error", detail="No answer could be had for this sentence."),
    Finding(
        segment="p10.s1", kind="attribution", severity="info", detail="The speaker was taken from the paragraph before."
    ),
    Finding(segment=None, kind="brief", severity="info", detail="The end of the page was read as related links."),
)


@pytest.fixture(scope="session")
def sora() -> Report:
    """Eight speakers, one sentence without English, one with a wrong number."""
    return report_of(excerpt(), SPEAKERS, FINDINGS, terms=TERMS, overview=OVERVIEW)


HOSTILE = (
    "<script>alert(1)</script></style><img src=x onerror=alert(2)>",
    "{{ 7*7 }} {% raw %} ${7*7} $x$",
    "| a | b |",
    "`code` ``` *bold* _it_ ~~gone~~ ~~~",
    "[link](javascript:alert(3)) ![i](x) <https://example.org> https://example.org www.example.org",
    "# heading #",
    "1. list",
    "2) list",
    "- item",
    "+ item",
    "> quote",
    "===",
    "---",
    "&lt;b&gt; &amp; &#60;i&#62; AT&T",
    "]]> <!-- comment --> <?php ?> <details>",
    "\u202egnihtyreve\u202c \u2066isolate \u200fRTL",
    "nul\x00 bell\x07 line\nbreak\u2028here",
    "\\` \\| \\<b> back\\\\slash",
    ": definition [^1] [^1]: note",
    '"quoted" \'single\' a=b onclick="alert(4)"',
)


@pytest.fixture(scope="session")
def hostile() -> Report:
    """Every text that can come from an article or a model tries to be markup, everywhere it can stand."""
    kinds = ("heading1", "paragraph", "list_item9", "table_row", "caption", "credit")
    lines: Lines = [(kinds[n % 6], "evil", bad, bad) for n, bad in enumerate(HOSTILE)]
    lines += [("", "evil", bad, "") for bad in HOSTILE[:5]]
    bad = " ".join(HOSTILE)
    one, both = Name(source=bad, target=bad), Bilingual(en=bad, zh=bad)
    evil = Speaker(
        id="evil",
        name=one,
        aliases=(bad,),
        role=one,
        affiliation=one,
        stance=both,
        summary=both,
        points=tuple(Point(en=b, zh=b, topic=b, evidence=("p1.s1", "p3.s1")) for b in HOSTILE),
    )
    topic = Topic(name=bad, positions=(Position(speaker="evil", stance="mixed", evidence=("p2.s1",)),))
    last = len(HOSTILE)
    found = ("p4.s1", *(f"p{last}.s{n}" for n in range(2, 7)))
    findings = tuple(Finding(segment=i, kind="number", severity="warning", detail=bad) for i in found)
    plain = report_of(lines, (evil,), findings, overview=Overview(en=bad, zh=bad, topics=(topic,)))
    more = {"title": one, "publication": bad, "author": bad, "origin": bad, "url": "javascript:alert(5)", "date": bad}
    removed = tuple(Removed(text=b, reason=b) for b in HOSTILE)
    terms = (Term(source=bad, target=bad, origin="model"),)
    return plain.model_copy(
        update={"document": plain.document.model_copy(update=more | {"removed": removed}), "terms": terms}
    )


@pytest.fixture(scope="session")
def crowd() -> Report:
    """Thirty speakers and twenty thousand characters: the article's sentences over and over, each by the next speaker."""
    said = [line for line in excerpt() if line[3] and not line[0].startswith(("heading", "credit"))]
    people = [f"{family}{given}" for family in "王李张刘陈杨" for given in ("明", "芳", "强", "敏", "静")]
    english = [
        f"{f} {g}"
        for f in ("Wang", "Li", "Zhang", "Liu", "Chen", "Yang")
        for g in ("Ming", "Fang", "Qiang", "Min", "Jing")
    ]
    lines: Lines = []
    while sum(len(line[2]) for line in lines) < 20_000:
        n = len(lines)
        lines.append(("paragraph" if n % 4 == 0 else "", f"sp{n // 2 % 30}", *said[n % len(said)][2:]))
    first = _shape(lines, set())[1]
    own = {s.speaker: s.id for s in reversed(first)}
    speakers = tuple(
        Speaker(
            id=f"sp{n}",
            name=Name(source=zh, target=en),
            stance=Bilingual(en="For it.", zh="赞成。"),
            points=(Point(en="It matters.", zh="这很重要。", evidence=(own[f"sp{n}"],)),),
        )
        for n, (zh, en) in enumerate(zip(people, english, strict=True))
    )
    return report_of(lines, speakers)


@pytest.fixture(scope="session")
def build() -> Callable[..., Report]:
    """`report_of`, for a report of a test's own."""
    return report_of


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compares a text with the golden file of that name. `UPDATE_GOLDEN=1` writes it anew: look at the difference then."""

    def compare(name: str, text: str) -> None:
        path = HERE / "golden" / name
        if os.environ.get("UPDATE_GOLDEN"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.exists(), f"{path.name} is missing; make it with UPDATE_GOLDEN=1 and read it"
        assert text == path.read_text(encoding="utf-8")

    return compare
