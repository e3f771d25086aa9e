"""Made-up articles with who says what, and how they are read: by kind of evidence, and under changes that must not matter.

    python -m benchmarks.attribution_articles [FOLDER]... [--misses] [--changes] [--candidates]

Without a folder: `data/attribution/fitted` (rules were mended on them) and `data/attribution/unseen` (none was; only totals were looked
at). One line of an article is one mark: `@who|other form words` somebody's words (`@inner>outer` if one tells of the other's), `-` the
writer's, `=` not counted; `##` ends a label; `~` breaks the line; a blank line ends the paragraph. An underscore in a name is a space.
"""

import argparse
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.attribution_changes import CHANGES, renamed
from summarizer.tasks.speakers import SpeakerReport, by_rule
from summarizer.text.words import folded

FOLDER = Path(__file__).parent / "data" / "attribution"
NOT_SPOKEN = "-"


@dataclass(frozen=True, slots=True)
class Unit:
    """Words of one speaker. `names`: whoever may be named for them; empty for the writer's. `outer`: who tells of them."""

    words: str
    names: tuple[str, ...] = ()
    outer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    name: str
    text: str
    units: tuple[Unit, ...]


def articles(folder: Path) -> Iterator[Article]:
    """The articles of a folder, by name."""
    for path in sorted(folder.glob("*.txt")):
        yield parsed(path.stem, path.read_text(encoding="utf-8"))


def parsed(name: str, marked: str) -> Article:
    """An article from its marks. Raises ValueError for a line without one."""
    paragraphs: list[str] = [""]
    units: list[Unit] = []
    for line in marked.splitlines():
        mark, rest = line[:1], line[1:]
        if not line.strip():
            paragraphs.append("")
        elif mark == "~":
            paragraphs[-1] += "\n"
        elif mark == "@":
            who, words = rest.split(" ", 1)
            label, _, said = words.rpartition("##")
            inner, _, outer = who.replace("_", " ").partition(">")
            units.append(Unit(said, tuple(inner.split("|")), tuple(filter(None, outer.split("|")))))
            paragraphs[-1] += label + said
        elif mark in "-=":
            units += [Unit(rest)] if mark == "-" else []
            paragraphs[-1] += rest
        else:
            raise ValueError(f"{name}: no mark: {line}")
    return Article(name, "\n\n".join(filter(None, paragraphs)) + "\n", tuple(units))


@dataclass(frozen=True, slots=True)
class Judged:
    """How a unit was read: `right`, `wrong`, `open` or `missed`; of the writer's words `credited` or `left`."""

    unit: Unit
    outcome: str
    evidence: str
    sure: bool
    got: str
    nested: bool
    """Both the speaker and who tells of the words are right."""


def judged(article: Article, report: SpeakerReport) -> tuple[Judged, ...]:
    """Each unit by whom most of its characters are given to."""
    text, owner = "", list[str]()
    for part in report.all:
        plain = _key(part.source)
        text += plain
        owner += [part.segment] * len(plain)
    return tuple(_judged(unit, text, owner, report) for unit in article.units)


def _judged(unit: Unit, text: str, owner: list[str], report: SpeakerReport) -> Judged:
    forms = {s.id: (s.name.source, *s.aliases) for s in report.speakers}
    said = {w.segment: w for w in report.words}
    evidence = {r.unit: r.evidence for r in report.readings}
    words = _key(unit.words)
    at = text.find(words)
    parts = owner[at : at + len(words)] if at >= 0 else []
    given = Counter(said[p].speaker if p in said else None for p in parts)
    best = given.most_common(1)[0][0] if given else None
    segment = next((p for p in parts if (said[p].speaker if p in said else None) == best), "")
    if not unit.names:
        outcome = "left" if best is None else "credited"
        return Judged(
            unit, outcome, evidence.get(segment, ""), best is not None and said[segment].sure, best or "", False
        )
    accepted = (*unit.names, *unit.outer)
    if best is None:
        outcome = "open" if set(parts) & set(report.open) else "missed"
        return Judged(unit, outcome, evidence.get(segment, ""), False, "", False)
    heard = said[segment]
    right = any(fits(forms.get(who, ()), accepted) for who in heard.speakers)
    nested = any(
        fits(forms.get(said[p].speaker, ()), unit.names) and fits(forms.get(said[p].quoted_by or "", ()), unit.outer)
        for p in dict.fromkeys(parts)
        if p in said
    )
    name = forms.get(heard.speaker, (heard.speaker,))[0]
    return Judged(unit, "right" if right else "wrong", evidence.get(segment, ""), heard.sure, name, nested)


def fits(forms: Iterable[str], accepted: Iterable[str]) -> bool:
    """True if a form is an accepted one or ends with one, or the first form is the end of one."""
    keys = [_key(a) for a in accepted]
    return any(
        _key(form) == key or _key(form).endswith(key) or (number == 0 and key.endswith(_key(form)))
        for number, form in enumerate(forms)
        for key in keys
    )


def _key(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"\s+", "", re.sub(r"[“”„‟«»「」『』\"‘’']", "'", text))


def counted(every: Iterable[Article]) -> tuple[Counter[str], dict[str, Counter[str]], list[str]]:
    """(totals, outcomes by kind of evidence, a line for each miss)."""
    totals: Counter[str] = Counter()
    rows: dict[str, Counter[str]] = {}
    misses: list[str] = []
    for article in every:
        report = by_rule(article.text.encode(), f"{article.name}.txt")
        for one in judged(article, report):
            spoken = bool(one.unit.names)
            totals["units" if spoken else "narration"] += 1
            totals[one.outcome] += 1
            totals["nested"] += bool(one.unit.outer)
            totals["nested right"] += bool(one.unit.outer) and one.nested
            if one.outcome in ("right", "wrong", "credited"):
                rows.setdefault(one.evidence, Counter())[one.outcome] += 1
                totals[f"sure {one.outcome}"] += one.sure
            if one.outcome not in ("right", "left"):
                misses.append(f"{article.name} {one.outcome} {one.evidence} {one.got} :: {one.unit.words[:40]}")
        people = {u.names[0]: u.names for u in article.units if u.names} | {
            u.outer[0]: u.outer for u in article.units if u.outer
        }
        accepted = [name for names in people.values() for name in names]
        totals["listed"] += len(report.speakers)
        totals["invented"] += sum(not fits((s.name.source, *s.aliases), accepted) for s in report.speakers)
        totals["people"] += len(people)
        totals["found"] += sum(
            any(fits((s.name.source, *s.aliases), names) for s in report.speakers) for names in people.values()
        )
    return totals, rows, misses


def show(title: str, totals: Counter[str]) -> str:
    """The totals in one paragraph."""

    def share(part: int, whole: int) -> str:
        return f"{part}/{whole} = {part / whole:.1%}" if whole else "none"

    sure = totals["sure right"] + totals["sure wrong"] + totals["sure credited"]
    return (
        f"{title}: right {share(totals['right'], totals['units'])}, wrong {share(totals['wrong'], totals['units'])}, "
        f"open {totals['open']}, missed {totals['missed']}; of what is sure, right {share(totals['sure right'], sure)}; "
        f"narration credited {share(totals['credited'], totals['narration'])}; nested {share(totals['nested right'], totals['nested'])}; "
        f"people listed {share(totals['found'], totals['people'])}, invented {share(totals['invented'], totals['listed'])}"
    )


def candidates(every: Iterable[Article]) -> str:
    """Of the units whose reading is not sure and that are asked of a model: those whose speaker can be the answer. A strong model may
    answer with words of the article, a small one with a speaker that the rules list."""
    asked = strong = small = 0
    for article in every:
        report = by_rule(article.text.encode(), f"{article.name}.txt")
        text = _key(article.text)
        for one in judged(article, report):
            if not one.unit.names or one.sure or not one.evidence:
                continue
            asked += 1
            names = (*one.unit.names, *one.unit.outer)
            listed = any(fits((s.name.source, *s.aliases), names) for s in report.speakers)
            small += listed
            strong += listed or any(_key(name) in text for name in names)
    return f"asked {asked}: the speaker can be answered by a strong model in {strong}, by a small one in {small}"


def changes(every: Iterable[Article]) -> Iterator[str]:
    """For each change that must not matter, how many readings it changes."""
    found = list(every)
    before = {a.name: by_rule(a.text.encode(), f"{a.name}.txt") for a in found}
    for name, change in CHANGES.items():
        pairs = [(shape(before[a.name]), shape(by_rule(change(a.text).encode(), f"{a.name}.txt"))) for a in found]
        yield f"{name}: {_differing(pairs)}"
    for length in (2, 3):
        pairs, garbled, people = [], 0, 0
        for number, article in enumerate(found):
            for seed in range(RENAMINGS):
                text, names = renamed(article.text, before[article.name], length, 100 * number + seed)
                after = by_rule(text.encode(), f"{article.name}.txt")
                pairs.append((shape(before[article.name]), shape(after, {new: old for old, new in names.items()})))
                people += len(names)
                garbled += sum(_is_garbled(name, after) for name in names.values())
        yield f"people renamed, {length} characters: {_differing(pairs)}; names garbled {garbled}/{people}"


RENAMINGS = 4


def _is_garbled(name: str, report: SpeakerReport) -> bool:
    """A speaker is called by a part of the name, or by the name with a character more."""
    forms = [form for s in report.speakers if s.kind == "person" for form in (s.name.source, *s.aliases)]
    return name not in forms and any(
        form != name and len(form) > 1 and (name.startswith(form) or form.startswith(name)) for form in forms
    )


def _differing(pairs: Iterable[tuple[dict[str, str], dict[str, str]]]) -> str:
    whole = differing = 0
    for one, other in pairs:
        whole += len(one)
        differing += sum(other.get(words, NOT_SPOKEN) != who for words, who in one.items())
    return f"{differing}/{whole} readings = {differing / whole:.1%}"


def shape(report: SpeakerReport, old: Mapping[str, str] | None = None) -> dict[str, str]:
    """Who says each sentence, by name, in one script. `old`: what people were called before they were renamed."""
    names = dict(old or {})

    def plain(text: str) -> str:
        for new, former in names.items():
            text = text.replace(new, former)
        return re.sub(r"[^\w]", "", folded(text))

    called = {s.id: plain(s.name.source) for s in report.speakers}
    said = {w.segment: called[w.speaker] for w in report.words}
    found: dict[str, str] = {}
    for part in report.all:
        for sentence in re.split("[。！？!?]", part.source):
            if len(plain(sentence)) > 1:
                found[plain(sentence)] = said.get(part.segment, NOT_SPOKEN)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=[FOLDER / "fitted", FOLDER / "unseen"])
    parser.add_argument("--misses", action="store_true", help="print each unit that is not right")
    parser.add_argument("--changes", action="store_true", help="measure what must not matter")
    parser.add_argument("--candidates", action="store_true", help="measure whether the right answer can be given")
    given = parser.parse_args()
    for folder in given.folders:
        found = list(articles(folder))
        totals, rows, misses = counted(found)
        print(show(f"{folder.name}, {len(found)} articles", totals))
        for evidence, row in sorted(rows.items(), key=lambda item: -item[1].total()):
            print(f"  {evidence:26} {row['right']}/{row.total()}")
        if given.misses:
            print("\n".join(f"  {line}" for line in misses))
        if given.candidates:
            print(f"  {candidates(found)}")
        if given.changes:
            print("\n".join(f"  {line}" for line in changes(found)))


if __name__ == "__main__":
    main()
