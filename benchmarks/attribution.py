"""Who said it, by rule alone, measured.

    python benchmarks/attribution.py [--gold ARTICLE GOLD.json] [--panel TURNS.jsonl]...

The tabled passages of `tests/text` (those the rules were written for, those of other styles, those held out, two panels put
into news prose by hand), with precision and recall by basis; then the panels of `data/panels`, read with all labels, and with
those of every second turn taken away; then what it takes. `--gold`: an article with its speakers and whose its words are.
`--panel`: other transcripts instead. What is left open (the model would be asked) is neither right nor wrong.
"""

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from text.speech_cases import (  # noqa: E402
    CASES,
    HELD_OUT,
    PROSE,
    STYLES,
    Outcome,
    cases,
    invented,
    outcomes,
)

from summarizer.records import Document, Profile, Reading, Segment  # noqa: E402
from summarizer.stages.clean import clean  # noqa: E402
from summarizer.stages.read import read, read_path  # noqa: E402
from summarizer.stages.segment import segment  # noqa: E402
from summarizer.text.attribution import attribute_by_rule  # noqa: E402

PANELS = Path(__file__).parent / "data" / "panels"
CONSULTATION = PANELS / "uberx-consultation-2015.jsonl"
TABLES = {
    "passages the rules were written for": CASES,
    "passages in other styles": STYLES,
    "passages held out": HELD_OUT,
    "two panels in news prose": PROSE,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", nargs=2, type=Path, metavar=("ARTICLE", "GOLD"))
    parser.add_argument("--panel", nargs="*", type=Path, default=sorted(PANELS.glob("*.jsonl")), metavar="TURNS")
    given = parser.parse_args()
    read_tables = {title: passages(title, path) for title, path in TABLES.items()}
    bases(
        "by basis, all but those held out",
        [o for path, every in read_tables.items() if "held" not in path for o in every],
    )
    bases("by basis, held out", read_tables["passages held out"])
    if given.gold:
        gold(*given.gold)
    for turns in given.panel:
        panel(turns)
    cost(CONSULTATION)


def passages(title: str, path: Path) -> list[Outcome]:
    """Prints how much of a table is read right, left open and surely read wrong."""
    every = [one for case in cases(path) for one in outcomes(case)]
    right, wrong = sum(one.right for one in every), sum(one.wrong for one in every)
    left = sum(not one.right and not one.wrong for one in every)
    made_up = sum(len(invented(case)) for case in cases(path))
    print(
        f"{title}: {len(cases(path))}, sentences {len(every)}: right {right}, open {left}, wrong {wrong}, invented {made_up}"
    )
    return every


def bases(title: str, every: Sequence[Outcome]) -> None:
    """Precision: of the sentences surely handed to somebody on a basis, how many rightly. Recall: of those that should be, how many."""
    print(title)
    for basis in sorted({one.expected.basis for one in every} - {"*"}):
        print(f"  {basis:12} precision {_rate(_given(every, basis))}  recall {_rate(_wanted(every, basis))}")
    print("  model        not run")


def _given(every: Iterable[Outcome], basis: str) -> list[bool]:
    return [one.right for one in every if one.reading.basis == basis and one.reading.decisive]


def _wanted(every: Iterable[Outcome], basis: str) -> list[bool]:
    return [one.right for one in every if one.expected.basis == basis]


def cost(path: Path) -> None:
    """Processor time of both steps on the longest transcript."""
    turns = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    page = "\n\n".join(f"{turn['zh_speaker']}：{turn['zh']}" for turn in turns)
    document = read(page.encode(), "panel.txt")
    _analysed(document)
    seconds = min(_analysed(document)[3] for _ in range(3))
    print(
        f"{path.stem}: {len(page)} characters, {seconds:.2f} s of CPU, {seconds * 1e6 / len(page):.1f} ms per 1,000 characters"
    )


def _rate(hits: Sequence[bool]) -> str:
    return f"{sum(hits)}/{len(hits)}" + (f" = {sum(hits) / len(hits):.3f}" if hits else "")


Analysis = tuple[tuple[Segment, ...], tuple[Profile, ...], tuple[Reading, ...], float]


def _analysed(document: Document) -> Analysis:
    segments = segment(document)
    started = time.process_time()
    made = attribute_by_rule(document.blocks, segments)
    return segments, made.profiles, made.readings, time.process_time() - started


def gold(article: Path, expected: Path) -> None:
    """Speakers, attributions and narrations of a gold file."""
    want = json.loads(expected.read_text(encoding="utf-8"))
    segments, profiles, readings, seconds = _analysed(clean(read_path(article)))
    names = {p.id: {p.name.source, *p.aliases} for p in profiles}
    found = [name for name in want["speakers"] if any(name in forms for forms in names.values())]
    text, owners = _laid_out(segments, readings)
    said = [name in names.get(_owner(text, owners, words) or "", set()) for words, name in want["attribution"]]
    silent = [_owner(text, owners, words) is None for words in want["not_statements"]]
    extra = [p.name.source for p in profiles if not {p.name.source, *p.aliases} & set(want["speakers"])]
    print(
        f"{article.name}: speakers {len(found)}/{len(want['speakers'])}, invented {len(extra)} {extra or ''}".rstrip()
    )
    print(f"  attribution {_rate(said)}, narration {_rate(silent)}, {seconds:.2f} s of CPU")


def _plain(text: str) -> str:
    """The text without white space and markup, which the reader leaves out too."""
    return re.sub(r"<[^<>]*>|[\s*]", "", text)


def _laid_out(segments: Iterable[Segment], readings: Iterable[Reading]) -> tuple[str, list[str | None]]:
    """The text without white space, and for each character the id of who says it."""
    text, owners = "", list[str | None]()
    source = {s.id: s.source for s in segments}
    for reading in readings:
        plain = _plain(source[reading.segment][reading.start : reading.end])
        text += plain
        owners += [reading.speaker] * len(plain)
    return text, owners


def _owner(text: str, owners: Sequence[str | None], words: str, start: int = 0) -> str | None:
    """Who says most of the words."""
    at = text.find(_plain(words), start)
    return Counter(owners[at : at + len(_plain(words))]).most_common(1)[0][0] if at >= 0 else None


def panel(path: Path) -> None:
    """Turns to the right speaker: with every label, and without those of every second turn."""
    turns = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    speakers = {turn["zh_speaker"] for turn in turns}
    print(f"{path.stem}: {len(turns)} turns, {len(speakers)} speakers")
    for missing, title in ((None, "all labels"), (0, "even turns without"), (1, "odd turns without")):
        tally, profiles, seconds = _turns(turns, missing)
        extra = [p.name.source for p in profiles if p.name.source not in speakers]
        share = " ".join(f"{what} {tally[what]}" for what in ("right", "open", "wrong"))
        share += f" ({tally['wrong'] / len(turns):.1%})"
        print(
            f"  {title:18} {share}  speakers {len(profiles) - len(extra)}, invented {len(extra)}, {seconds:.2f} s of CPU"
        )


def _turns(turns: Sequence[dict[str, str]], missing: int | None) -> tuple[Counter[str], tuple[Profile, ...], float]:
    label = [("" if missing is not None and n % 2 == missing else f"{t['zh_speaker']}：") for n, t in enumerate(turns)]
    page = "\n\n".join(name + turn["zh"] for name, turn in zip(label, turns, strict=True))
    segments, profiles, readings, seconds = _analysed(read(page.encode(), "panel.txt"))
    names = {p.id: p.name.source for p in profiles}
    text, owners = _laid_out(segments, readings)
    tally: Counter[str] = Counter()
    at = 0
    for turn in turns:
        if not _plain(turn["zh"]):
            tally["right"] += 1  # an embedded video: nobody's words, and nothing to read
            continue
        who = _owner(text, owners, turn["zh"], at)
        at = max(text.find(_plain(turn["zh"]), at), 0) + 1
        tally["open" if who is None else "right" if names[who] == turn["zh_speaker"] else "wrong"] += 1
    return tally, profiles, seconds


if __name__ == "__main__":
    main()
