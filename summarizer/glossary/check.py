"""What is wrong with a glossary, line by line: what makes it unusable, and what its author would want to know."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from summarizer.glossary.read import KINDS, SHAPE, Line
from summarizer.records import Severity
from summarizer.text.names.authority import lookup
from summarizer.text.scripts import HAN, has_han, simplified


class Fault(NamedTuple):
    """`error`: no translation begins with such a file; `warning`: probably not what was meant; `info`: good to know."""

    line: int
    severity: Severity
    detail: str
    hint: str = ""


def faults_of(lines: Sequence[Line]) -> tuple[Fault, ...]:
    """All faults, in the order of the file, at one line the most severe first."""
    found = [fault for line in lines for fault in _of_one(line)]
    whole = [line for line in lines if not line.passed_over and line.source and line.target]
    found += [*_against_earlier(whole), *_against_the_table(whole)]
    rank = (Severity.ERROR, Severity.WARNING, Severity.INFO)
    return tuple(sorted(found, key=lambda fault: (fault.line, rank.index(fault.severity))))


def _of_one(line: Line) -> Iterator[Fault]:
    missing = "English" if line.source else "Chinese"
    if line.passed_over:
        yield Fault(
            line.number, Severity.INFO, f"{line.source or line.target} has no {missing} form and is passed over."
        )
    elif not (line.source and line.target):
        yield Fault(line.number, Severity.ERROR, f"the {missing} form is missing.", SHAPE)
    elif has_han(line.target) and not has_han(line.source):
        hint = "Begin with a line: source,target"
        yield Fault(line.number, Severity.ERROR, "the Chinese stands where English is expected.", hint)
    else:
        yield from _of_a_whole_one(line)


def _of_a_whole_one(line: Line) -> Iterator[Fault]:
    if line.kind and line.kind.casefold() not in KINDS:
        yield Fault(
            line.number, Severity.ERROR, f"“{line.kind}” is no kind of term.", f"Use one of: {', '.join(KINDS)}."
        )
    if has_han(line.target):
        left = "".join(HAN.findall(line.target))
        detail = f"the English of {line.source} holds Chinese: {left}."
        yield Fault(line.number, Severity.WARNING, detail, "Every translation that uses it would be flagged.")
    if not has_han(line.source):
        yield Fault(
            line.number,
            Severity.WARNING,
            f"“{line.source}” is not Chinese: it is found only where an article writes it so.",
        )
    for form in (line.source, *line.aliases):
        if len(form) == 1 and has_han(form):
            yield Fault(
                line.number, Severity.WARNING, f"{form} is one character, which stands inside many other words."
            )


def _against_earlier(lines: Sequence[Line]) -> Iterator[Fault]:
    """Contradictions, repetitions, and the same word in the other script; each form against the first line that has it."""
    seen: dict[str, Line] = {}
    twins: dict[str, tuple[str, Line]] = {}
    for line in lines:
        for form in dict.fromkeys((line.source, *line.aliases)):
            earlier = seen.setdefault(form, line)
            twin, before = twins.setdefault(simplified(form), (form, line))
            if earlier is not line:
                yield _said_before(line, earlier, form)
            elif twin != form and before is not line:
                yield _said_in_the_other_script(line, before, form, twin)


def _said_before(line: Line, earlier: Line, form: str) -> Fault:
    if earlier.target != line.target:
        detail = f"{form} is “{line.target}” here and “{earlier.target}” in line {earlier.number}."
        return Fault(line.number, Severity.ERROR, detail, "Keep one English form for each Chinese one.")
    if (line.kind or "term") != (earlier.kind or "term"):
        detail = f"{form} is a {line.kind or 'term'} here and a {earlier.kind or 'term'} in line {earlier.number}."
        return Fault(line.number, Severity.WARNING, detail, "Keep one of the two lines.")
    return Fault(
        line.number, Severity.WARNING, f"{form} stands in line {earlier.number} already.", "Keep one of the two lines."
    )


def _said_in_the_other_script(line: Line, before: Line, form: str, twin: str) -> Fault:
    said = f"{form} is {twin} of line {before.number} in the other script"
    if before.target != line.target:
        detail = f"{said}, but “{line.target}” here and “{before.target}” there: the first one counts."
        return Fault(
            line.number, Severity.WARNING, detail, "Keep one English form: either script is found by either line."
        )
    return Fault(line.number, Severity.INFO, f"{said}: one of the two lines is enough.")


def _against_the_table(lines: Sequence[Line]) -> Iterator[Fault]:
    """Where the shipped table of names knows other English. The glossary wins; a form that has several meanings is not compared."""
    for line in lines:
        entry = lookup(line.source)
        if entry is None or line.source in entry.ambiguous:
            continue
        if line.target.casefold() not in {english.casefold() for english in entry.english}:
            detail = f"{line.source} is “{line.target}” here and “{entry.english[0]}” in the program's own table; yours is used."
            yield Fault(line.number, Severity.INFO, detail)
