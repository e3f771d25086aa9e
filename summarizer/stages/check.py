"""check: Document, Segment..., paragraphs, Brief -> Report   all checks alone, on somebody else's translation; no model.

The translation is taken as it is: it may cut and join sentences, use other forms of people's names, give their Chinese in brackets, and say in the next
sentence what the source says in this one. What it may not do is what `verify` finds, lose a passage, add one, or call one
person by two names.
"""

from collections.abc import Iterator, Sequence, Set
from itertools import groupby
from typing import NamedTuple

from summarizer.records import Brief, Document, Finding, FindingKind, Name, Segment, Severity, Term, Translation
from summarizer.report import Receipt, Report, ReportBlock, ReportDocument, Status, TranslatedSegment
from summarizer.stages.align import Pair, align_article
from summarizer.stages.brief import RuleBrief
from summarizer.stages.checks import Checks
from summarizer.text.checks import Case
from summarizer.text.checks.terms import term_unused
from summarizer.text.names import learn, rivals

CERTAIN = frozenset(
    {
        FindingKind.MISSING,
        FindingKind.EMPTY,
        FindingKind.REFUSAL,
        FindingKind.COPIED,
        FindingKind.WRONG_LANGUAGE,
        FindingKind.REPETITION,
        FindingKind.MODEL_CHATTER,
        FindingKind.DUPLICATE,
        FindingKind.CROSS_SEGMENT,
        FindingKind.UNTRANSLATED,
    }
)
"""Kinds that are wrong wherever they stand. All others may come from sentences that were paired askew, or from content that the
translator moved: they count where the sentences around, taken together, have them too."""
SHOWN = 60
"""Characters of a passage in a finding."""


class Passage(NamedTuple):
    """A pair as a segment of the report; `kind` and `level` of a block come from its first."""

    id: str
    pair: Pair


def check(document: Document, segments: Sequence[Segment], paragraphs: Sequence[str], rule_brief: RuleBrief) -> Report:
    """The report on a translation that is given. Its segments are the passages that belong together: one sentence or several.
    English that no Chinese stands behind is a block of its own (`x1`), without a source."""
    pairs = align_article(document.blocks, segments, paragraphs, rule_brief.terms)
    terms = _learnt(rule_brief.terms, pairs)
    passages = list(_numbered(pairs))
    headings = {b.id for b in document.blocks if b.kind not in ("paragraph", "list_item", "table_row")}
    checked = _checked(passages, Brief(title=Name(source=document.title), terms=terms))
    found = [*(_milder(f, headings) for f in checked), *_names(passages, terms)]
    findings = _in_order([*found, *_added(passages)], passages)
    return Report(
        document=_document(document, passages),
        segments=tuple(_translated(p, findings) for p in passages),
        terms=terms,
        findings=findings,
        receipt=Receipt(model=""),
    )


def _learnt(terms: Sequence[Term], pairs: Sequence[Pair]) -> tuple[Term, ...]:
    """People by the names that the translation gives them, unless the user's glossary says which."""
    texts = [(p.source, p.target) for p in pairs]

    def as_used(term: Term) -> Term:
        if term.kind != "person" or term.origin == "glossary":
            return term
        return learn(term, texts, [t for t in terms if t.source != term.source])

    return tuple(map(as_used, terms))


def _numbered(pairs: Sequence[Pair]) -> Iterator[Passage]:
    added = 0
    for one in pairs:
        added += not one.segments
        yield Passage(one.segments[0] if one.segments else f"x{added}.s1", one)


def _checked(passages: Sequence[Passage], brief: Brief) -> Iterator[Finding]:
    """What `verify` finds, without what the sentences around put right."""
    ours = [p for p in passages if p.pair.segments]
    for finding in _verified([(p.id, p.pair.source, p.pair.target) for p in ours], brief):
        if finding.kind == FindingKind.TERM:
            continue
        at = next(n for n, p in enumerate(ours) if p.id == finding.segment)
        if finding.kind in CERTAIN or _stays(finding, _around(ours, at), brief):
            yield finding


def _milder(finding: Finding, headings: Set[str]) -> Finding:
    """A headline, caption or credit may be left out with a reason: no error."""
    left_out = finding.kind == FindingKind.MISSING and (finding.segment or "").rpartition(".")[0] in headings
    return finding.model_copy(update={"severity": Severity.WARNING}) if left_out else finding


def _verified(rows: Sequence[tuple[str, str, str]], brief: Brief) -> tuple[Finding, ...]:
    segments = [Segment(id=i, block=i, source=source) for i, source, _ in rows]
    made = {i: Translation(segment=i, target=target or None) for i, _, target in rows}
    return Checks(segments, brief, names_in_brackets=True).all(made)


def _around(passages: Sequence[Passage], at: int) -> list[Pair]:
    """The pair with those next to it in the same paragraph."""
    near = passages[max(0, at - 1) : at + 2]
    return [p.pair for p in near if p.pair.passage == passages[at].pair.passage]


def _stays(finding: Finding, around: Sequence[Pair], brief: Brief) -> bool:
    if len(around) == 1:
        return True
    source, target = "".join(p.source for p in around), " ".join(p.target for p in around)
    return any(f.kind == finding.kind for f in _verified([("x", source, target)], brief))


def _names(passages: Sequence[Passage], terms: Sequence[Term]) -> Iterator[Finding]:
    """Names of things that are not used, and people that are called something else than elsewhere."""
    people = [t for t in terms if t.kind == "person"]
    ours = [p for p in passages if p.pair.segments and p.pair.target]
    for at, passage in enumerate(ours):
        around = _around(ours, at)
        target = " ".join(p.target for p in around)
        if said := term_unused(Case(passage.pair.source, target, tuple(terms), names_in_brackets=True)):
            yield from _unused(passage, target, terms, said)
        for term in people:
            if term.source in passage.pair.source and (other := rivals(term, target, terms)):
                detail = f"{term.source} is “{other[0]}” here and “{term.target}” elsewhere."
                yield Finding(segment=passage.id, kind=FindingKind.NAME, severity=Severity.WARNING, detail=detail)


def _unused(passage: Passage, target: str, terms: Sequence[Term], said: str) -> Iterator[Finding]:
    """A name that is not a person's is a warning. A person may be “he”: worth a look, no more."""
    things = tuple(t for t in terms if t.kind != "person" or t.origin == "glossary")
    if missed := term_unused(Case(passage.pair.source, target, things, names_in_brackets=True)):
        yield Finding(segment=passage.id, kind=FindingKind.TERM, severity=Severity.WARNING, detail=missed)
    elif not any(t.source in passage.pair.source and rivals(t, target, terms) for t in terms if t.kind == "person"):
        yield Finding(segment=passage.id, kind=FindingKind.TERM, severity=Severity.INFO, detail=said)


def _added(passages: Sequence[Passage]) -> Iterator[Finding]:
    """One finding for paragraphs in a row, at the first."""
    for lonely, run in groupby(passages, key=lambda p: not p.pair.segments):
        own = list(run)
        if not lonely:
            continue
        first, *others = own
        rest = f", and {len(others)} more behind it," if others else ""
        detail = f"No Chinese stands behind “{_short(first.pair.target)}”{rest or ''} in the article."
        yield Finding(segment=first.id, kind=FindingKind.ADDITION, severity=Severity.WARNING, detail=detail)
        for other in others:
            text = "It belongs to English that is not in the article."
            yield Finding(segment=other.id, kind=FindingKind.ADDITION, severity=Severity.INFO, detail=text)


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1].rstrip() + "…"


def _in_order(findings: Sequence[Finding], passages: Sequence[Passage]) -> tuple[Finding, ...]:
    place = {p.id: n for n, p in enumerate(passages)}
    return tuple(sorted(findings, key=lambda f: place[f.segment or ""]))


def _translated(passage: Passage, findings: Sequence[Finding]) -> TranslatedSegment:
    serious = any(f.segment == passage.id and f.severity != Severity.INFO for f in findings)
    status: Status = "failed" if not passage.pair.target.strip() else "flagged" if serious else "ok"
    return TranslatedSegment(
        id=passage.id, source=passage.pair.source, target=passage.pair.target.strip(), status=status
    )


def _document(document: Document, passages: Sequence[Passage]) -> ReportDocument:
    title = next((p.pair.target for p in passages if p.pair.source.strip() == document.title.strip()), "")
    shared = ("date", "publication", "author", "url", "origin", "sha256", "format", "decoding", "removed")
    return ReportDocument(
        title=Name(source=document.title, target=title),
        source_language=document.language,
        target_language="en",
        blocks=tuple(_blocks(document, passages)),
        **{name: getattr(document, name) for name in shared},
    )


def _blocks(document: Document, passages: Sequence[Passage]) -> Iterator[ReportBlock]:
    """A passage over several blocks stands in the first of them."""
    by_id = {b.id: b for b in document.blocks}
    for block, run in groupby(passages, key=lambda p: p.id.rpartition(".")[0]):
        own = by_id.get(block)
        ids = tuple(p.id for p in run)
        yield ReportBlock(id=block, kind=own.kind if own else "paragraph", level=own.level if own else 0, segments=ids)
