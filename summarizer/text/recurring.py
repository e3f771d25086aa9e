"""Terms that an article keeps coming back to, found by counting: runs of characters that stand together in changing company.

A run is a term where its characters belong together (they meet far more often than chance would have it) and its neighbours
change on both sides (branching, after Jin & Tanaka-Ishii 2006). No list of words is needed for what is new.
"""

from collections import Counter, defaultdict
from collections.abc import Collection

from summarizer.text.lazy_pattern import lazy
from summarizer.text.names.everyday import words
from summarizer.text.scripts import simplified

LEAST = 3
"""Mentions that make a run of characters a term."""
LENGTHS = range(2, 9)
COHESION = 30.0
"""How much oftener the two halves of a term meet than by chance, at their weakest joint; in a short text half of what is possible.
On a panel of 5,000 characters anything from 5 to 30 finds the same eleven terms, 60 to 100 ten of them, 200 six."""
MOST = 60
"""Terms, the most used first."""
_RUN = lazy(r"[\u4e00-\u9fff]+")
_NO_EDGE = frozenset(
    "的了在是和与就也都而及或被把对为我你他她它们这那有不没很更最会要能可以说到从上下中将让使向但又再还等并其该此每各个种些么吗呢吧啊着过"
    "得地所因于之则即若如且却才只已曾正请被给比跟同去来想看做做成没当虽然什怎哪谁几多少一二三四五六七八九十百千万亿年月日时点分后前里内外间"
)
_NO_PART = lazy(
    "[的了吗呢吧啊们么是在]|我|你|他|她|它|这|那|什么|怎么|就是|不是|没有|可以|一个|还有|因为|所以|但是|如果"
)


def recurring(text: str, known: Collection[str] = ()) -> dict[str, int]:
    """Terms with how often they stand in the text, the most used first; `known` are forms that are something else already."""
    for form in sorted(known, key=len, reverse=True):
        text = text.replace(form, "\n")
    runs = _RUN.findall(text)
    counts = _counts(runs)
    good = {
        term: n
        for term, n in counts.items()
        if len(term) > 1 and n >= LEAST and _term(term, counts, len("".join(runs)))
    }
    varied = _in_changing_company(good, runs)
    best = {term: counts[term] for term in varied if not _only_inside(term, counts[term], varied, counts)}
    return dict(sorted(best.items(), key=lambda item: (-item[1], -len(item[0]), item[0]))[:MOST])


def _counts(runs: Collection[str]) -> Counter[str]:
    """Of all runs of one to eight characters."""
    return Counter(run[at : at + n] for run in runs for n in (1, *LENGTHS) for at in range(len(run) - n + 1))


def _term(term: str, counts: Counter[str], total: int) -> bool:
    key = simplified(term)
    if key[0] in _NO_EDGE or key[-1] in _NO_EDGE or _NO_PART.search(key) or key in words():
        return False
    joints = (counts[term] * total / (counts[term[:at]] * counts[term[at:]]) for at in range(1, len(term)))
    return min(joints) >= min(COHESION, total / counts[term] / 2)


def _in_changing_company(terms: Collection[str], runs: Collection[str]) -> set[str]:
    """Those with two neighbours or more on either side; each edge of a run is a neighbour of its own."""
    left, right = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for number, run in enumerate(runs):
        for n in LENGTHS:
            for at in range(len(run) - n + 1):
                if (term := run[at : at + n]) in terms:
                    left[term].add(run[at - 1] if at else f"edge {number}")
                    right[term].add(run[at + n : at + n + 1] or f"edge {number}")
    return {term for term in terms if len(left[term]) > 1 and len(right[term]) > 1}


def _only_inside(term: str, count: int, terms: Collection[str], counts: Counter[str]) -> bool:
    """True where the term hardly stands outside a longer one: 能模 of 智能模型."""
    inside = sum(counts[other] for other in terms if len(other) > len(term) and term in other)
    return count - inside < LEAST
