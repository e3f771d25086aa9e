"""The report as Markdown: what it comes to, the whole translation, who said what, then what a careful reader checks.

Every sentence is printed once in each language: points and positions link to their sentences in the translation, and the Chinese of
what is cited stands in a section of its own. Article text passes through `escape.inline` and can never become markup.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from summarizer.records import Finding, Name, Point, Question, Severity, Speaker, Topic
from summarizer.renderers.escape import fenced, inline
from summarizer.renderers.facts import STANCES, Facts, duration, money
from summarizer.renderers.prose import joined
from summarizer.report import MARKDOWN_MARK, Report, ReportBlock, TranslatedSegment

_HEADS = {stance: stance.capitalize() for stance in STANCES} | {"mentions": "Speaks about it"}
DRAFT = "Draft by a small model, for orientation. Do not quote the English."
NOT_TRANSLATED = "**[not translated]**"


def render(report: Report) -> str:
    """One self-standing Markdown document."""
    facts = Facts(report)
    sections = (
        _head,
        _overview,
        _stances,
        _disagreements,
        _speakers,
        _translation,
        _notes,
        _questions,
        _evidence,
        _terms,
        _removed,
        _checks,
        _receipt,
    )
    return "\n\n".join(part for section in sections for part in section(facts)) + "\n"


def _head(facts: Facts) -> Iterator[str]:
    document = facts.report.document
    title = document.title
    yield MARKDOWN_MARK
    yield f"# {inline(title.target or title.source or document.origin)}"
    if title.target and title.source:
        yield inline(title.source)
    if facts.report.receipt.draft:
        yield f"**{DRAFT}**"
    names = (f"{name.target} {name.source}".strip() for name in (facts.publication, facts.author))
    line = [inline(part) for part in (*names, document.date or "", document.url) if part]
    if line:
        yield " · ".join(line)
    count = len(facts.report.findings)
    findings = "no findings" if not count else "1 finding" if count == 1 else f"{count} findings"
    model = facts.report.receipt.models
    made = f"Machine translation by {inline(model)}" if model else "A translation that was given"
    yield f"{made}, checked automatically: {findings}."


def _overview(facts: Facts) -> Iterator[str]:
    overview = facts.report.overview
    if overview.en or overview.zh:
        yield "## Overview"
        yield from (inline(text) for text in (overview.en, overview.zh) if text)


def _translation(facts: Facts) -> Iterator[str]:
    yield "## Translation"
    written = (block for block in facts.report.document.blocks if block.segments)
    for kind, run in groupby(written, key=lambda block: block.kind):
        if kind == "table_row":
            yield _table([_cells(facts, row) for row in run])
        elif kind == "list_item":
            yield _list(facts, run)
        else:
            yield from (_paragraph(facts, block) for block in run)


def _list(facts: Facts, items: Iterable[ReportBlock]) -> str:
    """An item is never more than one step deeper than the one before: a deeper one would turn into code."""
    lines: list[str] = []
    depth = 0
    for item in items:
        depth = min(max(1, item.level), depth + 1)
        lines.append("  " * (depth - 1) + f"- {_prose(facts, item)}")
    return "\n".join(lines)


def _paragraph(facts: Facts, block: ReportBlock) -> str:
    text = _prose(facts, block)
    if block.kind == "heading":
        return f"{'#' * facts.heading(block)} {text}"
    if block.kind == "code":
        return fenced("\n".join(facts.segments[i].target for i in block.segments))
    return text


def _prose(facts: Facts, block: ReportBlock) -> str:
    return joined([_sentence(facts, facts.segments[i]) for i in block.segments])


def _sentence(facts: Facts, segment: TranslatedSegment) -> str:
    marks = "".join(
        f" **⚠{note.number}**" for note in facts.notes.get(segment.id, ()) if note.finding.severity != Severity.INFO
    )
    anchor = f'<a id="{segment.id}"></a>' if segment.id in facts.cited else ""
    if segment.status == "failed":
        return f"{anchor}{inline(segment.as_written)} {NOT_TRANSLATED}{marks}"
    return anchor + inline(segment.target) + marks


def _cells(facts: Facts, row: ReportBlock) -> list[str]:
    """A row's cells. The escaped bar is what readers of pages put between them."""
    return [cell.strip() for cell in _prose(facts, row).split("\\|")]


def _table(rows: list[list[str]]) -> str:
    width = max(len(row) for row in rows)
    full = [row + [""] * (width - len(row)) for row in rows]
    lines = [full[0], ["---"] * width, *full[1:]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _notes(facts: Facts) -> Iterator[str]:
    notes = [note for own in facts.notes.values() for note in own if note.number]
    if notes:
        yield "## Notes"
        yield "\n".join(f"- **⚠{note.number}** {_finding(note.finding)}" for note in notes)


def _finding(finding: Finding) -> str:
    where = f" ({_link(finding.segment)})" if finding.segment else ""
    return f"{finding.severity}, {inline(finding.kind)}: {inline(finding.detail)}{where}"


def _speakers(facts: Facts) -> Iterator[str]:
    if facts.report.speakers:
        yield "## Speakers"
    for speaker in facts.report.speakers:
        yield from _speaker(facts, speaker)


def _speaker(facts: Facts, speaker: Speaker) -> Iterator[str]:
    yield f"### {_both(speaker.name)}"
    yield " · ".join(_particulars(facts, speaker))
    if speaker.stance.en:
        yield f"**Stance.** {inline(speaker.stance.en)}"
    if speaker.stance.zh:
        yield f"**立场。** {inline(speaker.stance.zh)}"
    summary = facts.summary(speaker)
    yield from (inline(text) for text in (summary.en, summary.zh) if text)
    if speaker.points:
        yield "\n".join(_point(facts, number, point) for number, point in enumerate(speaker.points, 1))
    if speaker.points and (rest := facts.uncovered(speaker)):
        share = f"The points cover {facts.covered(speaker):.0%} of the words."
        yield f"{share} Not covered by these points: {_ids(s.id for s in rest)}."


def _particulars(facts: Facts, speaker: Speaker) -> Iterator[str]:
    if speaker.kind != "person":
        yield speaker.kind
    named = (name for name in (speaker.role, speaker.affiliation) if name.source or name.target)
    yield from (_both(name) + (" (unverified)" if facts.made_up(name) else "") for name in named)
    if doubt := facts.doubt(speaker):
        yield f"name {doubt}"
    count = facts.statements_of(speaker)
    yield f"{count} {'statement' if count == 1 else 'statements'}, {facts.share(speaker):.0%} of the text"


def _point(facts: Facts, number: int, point: Point) -> str:
    """A numbered point in both languages, with links to the sentences that show it; of a point that is such a sentence, word for word,
    the Chinese stands with the evidence."""
    topic = f" *({inline(point.topic)})*" if point.topic else ""
    chinese = f"\n   {inline(point.zh)}" if point.zh and not facts.is_quotation(point) else ""
    return f"{number}. {inline(point.en)}{topic} {_links(point.evidence)}{chinese}"


def _evidence(facts: Facts) -> Iterator[str]:
    """The Chinese of every sentence that shows a point, a position or a question, once, in the order of the article."""
    cited = [s for s in facts.report.segments if s.id in facts.evidence]
    if cited:
        yield "## Evidence in Chinese"
        yield "\n".join(f"- {_link(s.id)} {inline(s.as_written.strip())}" for s in cited)


def _links(ids: Iterable[str]) -> str:
    return f"({_ids(ids)})"


def _link(segment: str) -> str:
    return f"[{inline(segment)}](#{segment})"


def _stances(facts: Facts) -> Iterator[str]:
    if facts.topics:
        yield "## Where they stand" if "supports" in facts.stances else "## What they speak about"
        head = ["Topic", *(_HEADS[stance] for stance in facts.stances), "Did not address it"]
        yield _table([head, *(_stance_row(facts, topic) for topic in facts.topics)])


def _stance_row(facts: Facts, topic: Topic) -> list[str]:
    held = [facts.positions(topic, stance) for stance in facts.stances]
    cells = ["; ".join(_place(facts, p.speaker, p.evidence) for p in positions) for positions in held]
    return [inline(topic.name), *cells, ", ".join(_short(s.name) for s in facts.silent(topic))]


def _disagreements(facts: Facts) -> Iterator[str]:
    if found := facts.report.overview.disagreements:
        yield "## Who contradicts whom"
        yield "\n".join(
            f"- {_place(facts, d.speaker, d.evidence)} disagrees with {_place(facts, d.against, d.opposed)}; "
            + ("said in the text" if d.basis == "rule" else "read by the model")
            for d in found
        )


def _questions(facts: Facts) -> Iterator[str]:
    if found := facts.report.overview.questions:
        yield "## Questions and answers"
        yield "\n".join(_question(facts, one) for one in found)


def _question(facts: Facts, question: Question) -> str:
    asked = inline(joined([facts.segments[i].target or facts.segments[i].source for i in question.evidence]))
    answers = "; ".join(_place(facts, a.speaker, a.evidence) for a in question.answers)
    return f"- {_place(facts, question.speaker, question.evidence)}: {asked} Answered by: {answers or 'nobody'}."


def _place(facts: Facts, speaker: str, ids: Sequence[str]) -> str:
    return f"{_short(facts.speakers[speaker].name)} {_span(ids)}"


def _span(ids: Sequence[str]) -> str:
    """Links to the sentences; many as the first and the last of them."""
    return _links(ids) if len(ids) < 4 else f"({_link(ids[0])} to {_link(ids[-1])})"


def _terms(facts: Facts) -> Iterator[str]:
    if facts.report.terms:
        yield "## Names and terms"
        rows = [[inline(t.source), inline(t.target), t.kind, _origin(t.origin, t.verified)] for t in facts.report.terms]
        yield _table([["Chinese", "English", "Kind", "English form from"], *rows])


def _origin(origin: str, verified: bool) -> str:
    return origin if verified else f"{origin}, unverified"


def _removed(facts: Facts) -> Iterator[str]:
    removed = facts.report.document.removed
    if removed:
        yield "## Removed from the page"
        yield f"<details>\n<summary>What was moved aside: {len(removed)}</summary>"
        yield "\n".join(f"- *{inline(r.reason)}*: {inline(r.text)}" for r in removed)
        yield "</details>"


def _checks(facts: Facts) -> Iterator[str]:
    yield "## Checks"
    if facts.tally:
        yield _table([["Severity", "Kind", "Findings"], *([s, inline(k), str(n)] for s, k, n in facts.tally)])
    else:
        yield "No findings."
    remarks = [note.finding for own in facts.notes.values() for note in own if not note.number]
    if others := [*facts.general, *remarks]:
        yield "\n".join(f"- {_finding(f)}" for f in others)
    if facts.failed:
        yield f"Not translated, so not checked: {_ids(s.id for s in facts.failed)}."
    if doubtful := [s for s in facts.report.speakers if facts.doubt(s)]:
        yield f"Names that no source confirms: {', '.join(_both(s.name) for s in doubtful)}."


def _receipt(facts: Facts) -> Iterator[str]:
    receipt, document = facts.report.receipt, facts.report.document
    yield "## Receipt"
    decoding = document.decoding
    lines = [
        ("Model", inline(receipt.models)),
        (
            "Requests",
            f"{receipt.requests}, {receipt.cached_answers} answers remembered, {receipt.failed_requests} failed",
        ),
        (
            "Tokens",
            f"{receipt.input_tokens:,} in ({receipt.cached_input_tokens:,} cached), {receipt.output_tokens:,} out",
        ),
        ("Cost", money(receipt.cost_usd)),
        ("Time", duration(receipt.seconds)),
        (
            "Source",
            f"{inline(document.origin)}, {inline(document.format)}, {inline(decoding.encoding)} ({decoding.basis})",
        ),
        ("SHA-256", inline(document.sha256)),
    ]
    yield "\n".join(f"- {what}: {value}" for what, value in lines)


def _both(name: Name) -> str:
    """English, then Chinese where it differs."""
    forms = dict.fromkeys(form for form in (name.target, name.source) if form)
    return inline(" ".join(forms))


def _short(name: Name) -> str:
    return inline(name.target or name.source)


def _ids(segments: Iterable[str]) -> str:
    return ", ".join(map(_link, segments))
