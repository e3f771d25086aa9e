"""Is a model's draft better through us? `python -m benchmarks.quality [--model NAME] [ARTICLE...]`.

Each article is translated twice by the same model at the same server in one run: plainly, a paragraph a request ("the model alone"), and
by the whole pipeline. Both are held against the archive's own English. Nothing comes from the store. Prints a table and writes
benchmarks/quality.json with both texts, so that a reader can look.
"""

import argparse
import asyncio
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sacrebleu.metrics.chrf import CHRF

from summarizer.llm.session import SMALL
from summarizer.pipeline import prepare, process
from summarizer.records import Segment, Severity, Translation
from summarizer.renderers import json as as_json
from summarizer.runtime import LOCAL_SLOTS, open_runtime
from summarizer.settings import Settings, home
from summarizer.stages.brief import by_rule
from summarizer.stages.verify import verify
from summarizer.text.scripts import has_han

if TYPE_CHECKING:
    from openai import AsyncOpenAI

    from summarizer.report import Report
    from summarizer.runtime import Runtime

HERE = Path(__file__).parent
OUT = HERE.parent / "out" / "quality"
"""Where the reports are kept, to be looked at."""
ARTICLES = ("bbc-newsday", "uberx-first-30")
ALONE = "Translate the following Chinese text into English. Answer with the translation only."
"""What the model alone is told; the paragraph follows."""
LABEL = re.compile(r"\s*([^:：\n]{1,60})[:：]")


class Turn(NamedTuple):
    speaker: str
    source: str
    reference: str

    @property
    def paragraphs(self) -> list[str]:
        return [line for line in f"{self.speaker}：{self.source}".splitlines() if line.strip()]


class Figures(NamedTuple):
    """`chrf`: of the whole document, 0 to 100 (sacrebleu's chrF2). `han`: Chinese characters left, the reference's own not counted.
    `two_names`: speakers whose label has more than one English form. `faults`: what our checks find, paragraph by paragraph."""

    seconds: float
    chrf: float
    han: int
    two_names: int
    faults: Mapping[str, int]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="*", default=ARTICLES)
    parser.add_argument("--model", default="local")
    given = parser.parse_args()
    found = {name: asyncio.run(compared(turns_of(name), given.model)) for name in given.articles}
    for name, sides in found.items():
        print(f"\n{name}")
        for side, (figures, _) in sides.items():
            print(f"  {side:<12}{told(figures)}")
    kept = {n: {s: {**f._asdict(), "text": t} for s, (f, t) in sides.items()} for n, sides in found.items()}
    (HERE / "quality.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def told(figures: Figures) -> str:
    faults = ", ".join(f"{count} {kind}" for kind, count in figures.faults.items()) or "none"
    return (
        f"chrF {figures.chrf:5.2f}  Chinese left {figures.han:3}  names in two forms {figures.two_names:2}  "
        f"{figures.seconds:4.0f} s  faults seen: {faults}"
    )


def turns_of(name: str) -> list[Turn]:
    lines = (HERE / "data" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [Turn(t["zh_speaker"], t["zh"], f"{t['en_speaker']}: {t['en']}") for t in map(json.loads, lines)]


async def compared(turns: Sequence[Turn], model: str) -> dict[str, tuple[Figures, list[str]]]:
    """Side → figures and English paragraphs."""
    paragraphs = [p for turn in turns for p in turn.paragraphs]
    settings = Settings(model=model, cache=False)
    async with open_runtime(settings, home()) as runtime:
        sides = {}
        for side, translated in (("model alone", alone), ("with us", ours)):
            started = time.monotonic()
            english = await translated(paragraphs, runtime)
            sides[side] = figures(turns, paragraphs, english, time.monotonic() - started), english
    return sides


async def alone(paragraphs: Sequence[str], runtime: "Runtime") -> list[str]:
    """The plainest thing a user of the model would do."""
    import openai

    at_once = asyncio.Semaphore(LOCAL_SLOTS)
    async with openai.AsyncOpenAI(
        api_key=runtime.endpoint.api_key, base_url=runtime.endpoint.base_url or None
    ) as client:

        async def one(paragraph: str) -> str:
            async with at_once:
                return await plainly(client, runtime.endpoint.model, paragraph)

        return list(await asyncio.gather(*map(one, paragraphs)))


async def plainly(client: "AsyncOpenAI", model: str, paragraph: str) -> str:
    answer = await client.chat.completions.create(
        model=model,
        temperature=0,
        max_tokens=100 + 4 * len(paragraph),
        messages=[{"role": "user", "content": f"{ALONE}\n\n{paragraph}"}],
    )
    return answer.choices[0].message.content or ""


async def ours(paragraphs: Sequence[str], runtime: "Runtime") -> list[str]:
    report = await process("\n\n".join(paragraphs).encode(), "article.txt", runtime)
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / f"{len(paragraphs)}-paragraphs.report.json").write_text(as_json.render(report), encoding="utf-8")
    return english_of(report)


def english_of(report: "Report") -> list[str]:
    """The English of each paragraph of an article."""
    targets = {s.id: s.target.strip() for s in report.segments}
    return [" ".join(targets[i] for i in block.segments) for block in report.document.blocks]


def figures(turns: Sequence[Turn], paragraphs: Sequence[str], english: Sequence[str], seconds: float) -> Figures:
    reference = "\n".join(turn.reference for turn in turns)
    theirs = Counter(c for c in reference if has_han(c))
    left = Counter(c for text in english for c in text if has_han(c)) - theirs
    score = CHRF().corpus_score([flat("\n".join(english))], [[flat(reference)]]).score
    return Figures(seconds, score, left.total(), two_names(paragraphs, english), faults(paragraphs, english))


def flat(text: str) -> str:
    return " ".join(text.split())


def two_names(paragraphs: Sequence[str], english: Sequence[str]) -> int:
    """Speakers whose label came out in more than one way. Counts nothing where paragraphs were lost: then labels cannot be paired."""
    forms: defaultdict[str, set[str]] = defaultdict(set)
    for source, target in zip(paragraphs, english, strict=True):
        if (label := LABEL.match(source)) and len(label[1]) <= 6:
            found = LABEL.match(target)
            forms[label[1]].add(found[1] if found else "")
    return sum(len(found) > 1 for found in forms.values())


def faults(paragraphs: Sequence[str], english: Sequence[str]) -> dict[str, int]:
    """What the checks see, most frequent first; infos are not counted."""
    text = "\n\n".join(paragraphs)
    prepared = prepare(text.encode(), "article.txt", SMALL)
    known = by_rule(prepared.document, prepared.segments)
    whole = [Segment(id=f"p{n}.s1", block=f"p{n}", source=p) for n, p in enumerate(paragraphs, 1)]
    targets = {s.id: Translation(segment=s.id, target=t or None) for s, t in zip(whole, english, strict=True)}
    return dict(Counter(f.kind for f in verify(whole, targets, known) if f.severity != Severity.INFO).most_common())


if __name__ == "__main__":
    main()
