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
from summarizer.stages.verify import finding_of
from summarizer.text.checks import RULES, Case
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
FEWEST_WORDS, LEAST_SAID = 12, 0.35
"""Of so many words of the lexicon a translation says four fifths, the English of another text of the same matter a fifth."""
FEWEST_PASSAGES = 4
_UNUSED = tuple(rule for rule in RULES if rule.id in ("glossary-unused", "name-unused"))
"""Rules about names that may stand in the sentence before or behind: asked of the passages around as well."""
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
    if _unrelated(passages):
        passages = [_as_one(passages)]
        findings: tuple[Finding, ...] = (_not_a_translation(document, passages[0]),)
    else:
        findings = _findings(document, passages, terms)
    return Report(
        document=_document(document, passages),
        segments=tuple(_translated(p, findings) for p in passages),
        terms=terms,
        findings=findings,
        receipt=Receipt(model=""),
    )


def _findings(document: Document, passages: Sequence[Passage], terms: tuple[Term, ...]) -> tuple[Finding, ...]:
    headings = {b.id for b in document.blocks if b.kind not in ("paragraph", "list_item", "table_row")}
    checked = _checked(passages, Brief(title=Name(source=document.title), terms=terms))
    found = [*(_milder(f, headings) for f in checked), *_names(passages, terms)]
    return _in_order([*found, *_paragraphs(passages), *_added(passages)], passages)


def _as_one(passages: Sequence[Passage]) -> Passage:
    """Both texts whole, side by side."""
    ours = [p for p in passages if p.pair.segments]
    whole = Pair(
        passage=0,
        block=ours[0].pair.block,
        segments=tuple(s for p in ours for s in p.pair.segments),
        source="\n".join(p.pair.source for p in ours),
        target="\n".join(p.pair.target for p in passages if p.pair.target),
    )
    return Passage(ours[0].id, whole)


def _not_a_translation(document: Document, passage: Passage) -> Finding:
    called = f"“{_short(document.title)}”" if document.title else "this article"
    detail = f"This does not look like a translation of {called}: hardly a word of the two agrees."
    return _finding(passage.id, FindingKind.UNRELATED, Severity.ERROR, detail, "unrelated")


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
        if finding.rule in {rule.id for rule in _UNUSED}:
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
    """Names that are not used, and people that are called something else than elsewhere."""
    people = [t for t in terms if t.kind == "person"]
    ours = [p for p in passages if p.pair.segments and p.pair.target]
    for at, passage in enumerate(ours):
        target = " ".join(p.target for p in _around(ours, at))
        others = {t: called for t in people if t.source in passage.pair.source and (called := rivals(t, target, terms))}
        case = Case(passage.pair.source, target, tuple(t for t in terms if t not in others), names_in_brackets=True)
        for rule in _UNUSED:
            if fault := rule.test(case):
                yield finding_of(rule, fault._replace(span=None), passage.id)
        for term, called in others.items():
            detail = f"{term.source} is “{called[0]}” here and “{term.target}” elsewhere."
            yield _finding(passage.id, FindingKind.NAME, Severity.WARNING, detail, "two-names")


def _paragraphs(passages: Sequence[Passage]) -> Iterator[Finding]:
    """What became of whole paragraphs: moved (several in a row are one finding), merged, split."""
    moved = False
    for n, passage in enumerate(passages):
        starts = passage.pair.passage != passages[n - 1].pair.passage if n else True
        along = starts and moved
        moved = passage.pair.way == "moved" if starts else moved
        if along and moved:
            continue
        if passage.pair.way == "moved":
            before = next((p.pair.target for p in reversed(passages[:n]) if p.pair.target), "")
            detail = (
                f"It stands in another place of the English, not behind “{_short(before)}”."
                if before
                else "It does not stand first in the English."
            )
            yield _finding(passage.id, FindingKind.MOVED, Severity.WARNING, detail, "moved")
        elif passage.pair.way == "merged":
            detail = "Several paragraphs of the article are one in English."
            yield _finding(passage.id, FindingKind.MERGED, Severity.INFO, detail, "merged")
        elif passage.pair.way == "split":
            detail = "One paragraph of the article is several in English."
            yield _finding(passage.id, FindingKind.SPLIT, Severity.INFO, detail, "split")


def _unrelated(passages: Sequence[Passage]) -> bool:
    """True where even the paragraphs that fit best have hardly a word in common."""
    words, said = (sum(getattr(p.pair, name) for p in passages) for name in ("words", "said"))
    lonely = sum(not p.pair.target for p in passages) > 0.8 * len(passages) and len(passages) >= FEWEST_PASSAGES
    return lonely or (words >= FEWEST_WORDS and said < LEAST_SAID * words)


def _finding(segment: str, kind: FindingKind, severity: Severity, detail: str, rule: str) -> Finding:
    return Finding(segment=segment, kind=kind, severity=severity, detail=detail, rule=rule)


def _added(passages: Sequence[Passage]) -> Iterator[Finding]:
    """One finding for paragraphs in a row, at the first."""
    for lonely, run in groupby(passages, key=lambda p: not p.pair.segments):
        own = list(run)
        if not lonely:
            continue
        first, *others = own
        rest = f", and {len(others)} more behind it," if others else ""
        detail = f"No Chinese stands behind “{_short(first.pair.target)}”{rest or ''} in the article."
        yield _finding(first.id, FindingKind.ADDITION, Severity.WARNING, detail, "paragraph-added")
        for other in others:
            text = "It belongs to English that is not in the article."
            yield _finding(other.id, FindingKind.ADDITION, Severity.INFO, text, "paragraph-added")


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
