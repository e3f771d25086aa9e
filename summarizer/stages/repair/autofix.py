"""Corrections that need no model: a number of a wrong magnitude, a misspelt name, the model's own chatter, a time of day that the source
does not mention, a repeated sentence. Only what is certain is corrected, and every correction is a finding that says what was there."""

from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from functools import partial

from summarizer.records import Finding, FindingKind, Profile, Record, Severity, Translation
from summarizer.stages.repair.fault import Fault
from summarizer.text import names, numbers
from summarizer.text.checks import Case
from summarizer.text.checks.added import with_plain_greeting
from summarizer.text.checks.junk import without_comment
from summarizer.text.checks.repeats import without_echo
from summarizer.text.lazy_pattern import lazy
from summarizer.text.scripts import has_han

LABEL = lazy(r"\s*([^:：。！？.!?\n]{1,60})[:：]")
WORD = lazy(r"[A-Za-z0-9]+")


class Fix(Record):
    """Words of a segment's English exchanged for others; `why` says what in the source asks for them."""

    segment: str
    was: str
    now: str
    why: str

    @property
    def finding(self) -> Finding:
        done = f"Auto-corrected: {self.was} → {self.now}" if self.now else f"Removed: “{self.was}”"
        return Finding(
            segment=self.segment,
            kind=FindingKind.AUTO_CORRECTED,
            severity=Severity.INFO,
            detail=f"{done}, {self.why}.",
            found=self.was,
            expected=self.now,
        )


def autofix(
    fault: Fault, profiles: Sequence[Profile], spellings: names.Spellings, earlier: Sequence[str]
) -> tuple[str, list[Fix]] | None:
    """The English put right and what was done to it, None where nothing is certain. `earlier` is the English of `fault.earlier`."""
    if not fault.was.target:
        return None
    text, mends = _added(fault, earlier, profiles)
    text, more = _number(fault, text)
    mends += more
    for slip in spellings.slips(fault.source, text):
        if mended := spellings.mend(text, slip):
            wrong, text = mended
            why = f"the article's form of {slip.form}"
            mends.append(Fix(segment=fault.segment.id, was=wrong, now=slip.term.target, why=why))
    return (text, mends) if mends else None


def surviving(mends: Iterable[Fix], fault: Fault, now: Translation) -> list[Fix]:
    """The mends that still hold after another answer: an answer of its own takes them with it, one that only exchanges left-over
    Chinese words does not."""
    words = set(WORD.findall(fault.was.target or ""))
    same = now.target == fault.was.target or words <= set(WORD.findall(now.target or ""))
    return [m for m in mends if same or m.segment != now.segment]


def _added(fault: Fault, earlier: Sequence[str], profiles: Sequence[Profile]) -> tuple[str, list[Fix]]:
    """The English without what surely does not belong to the sentence, and with the right label in front of it."""
    text = fault.was.target or ""
    mends: list[Fix] = []
    previous = tuple((s.source, english) for s, english in zip(fault.earlier, earlier, strict=True))[::-1]
    changes: Sequence[tuple[Callable[[str], str], str]] = (
        (partial(without_comment, fault.source), "the model's own words"),
        (lambda now: without_echo(Case(fault.source, now, previous=previous)), "which is what the text before it says"),
        (partial(with_plain_greeting, fault.source), "as the source names no time of day"),
        (partial(with_label, fault.source, profiles), "as the speaker is called in this article"),
    )
    for change, why in changes:
        better = change(text)
        if better != text:
            was, now = _difference(text, better)
            mends.append(Fix(segment=fault.segment.id, was=was, now=now, why=why))
            text = better
    return text, mends


def with_label(source: str, profiles: Sequence[Profile], target: str) -> str:
    """The English with the speaker's own name where the sentence begins with it as a label: 採訪者： is one person throughout."""
    called = {form: p.name.target for p in profiles for form in (p.name.source, *p.aliases) if p.name.target}
    label, said = LABEL.match(source), LABEL.match(target)
    name = called.get(label[1].strip()) if label else None
    return f"{name}:{target[said.end() :]}" if name and said and not has_han(name) else target


def _difference(was: str, now: str) -> tuple[str, str]:
    """The words from the first to the last that were exchanged, and those that stand there now."""
    before, after = was.split(), now.split()
    changed = [
        code for code in SequenceMatcher(None, before, after, autojunk=False).get_opcodes() if code[0] != "equal"
    ]
    (_, start, _, there, _), (_, _, end, _, until) = changed[0], changed[-1]
    return " ".join(before[start:end]), " ".join(after[there:until])


def _number(fault: Fault, target: str) -> tuple[str, list[Fix]]:
    """The English with its one wrong magnitude put right, else as it is."""
    better = numbers.autofix(fault.source, target)
    if better is None:
        return target, []
    wrong = next(m for m in numbers.compare(fault.source, target) if m.kind == "magnitude")
    assert wrong.source is not None
    assert wrong.target is not None
    now = better[wrong.target.start : len(better) - (len(target) - wrong.target.end)]
    why = f"after the source's {wrong.source.text}"
    return better, [Fix(segment=fault.segment.id, was=wrong.target.text, now=now, why=why)]
