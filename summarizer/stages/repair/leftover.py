"""Chinese words left in the English: replaced by the article's term where they belong to one, else by their own English, which the
model is asked for word by word."""

import re
from collections.abc import Mapping, Sequence

from summarizer.llm.session import Session, settle
from summarizer.records import Brief, Term
from summarizer.stages.translate import phrase, terms_in
from summarizer.text.scripts import HAN, has_han

LEFT_OVER = re.compile(rf"(?:{HAN.pattern})+")
_BEFORE_MARK = re.compile(r"\s+([,.;:!?”’)])")
_AFTER_MARK = re.compile(r"([“‘(])\s+")


async def replaced(source: str, target: str, brief: Brief, session: Session) -> str:
    """The English without the Chinese words that have an English of their own."""
    terms = terms_in(source, brief.terms)
    for term in terms:
        target = _term_put_in(target, term)
    words = list(dict.fromkeys(LEFT_OVER.findall(target)))
    answers = await settle(phrase(word, session) for word in words)
    english = {w: a for w, a in zip(words, answers, strict=True) if isinstance(a, str) and a and not has_han(a)}
    return put_in(target, english)


def put_in(target: str, english: Mapping[str, str]) -> str:
    """The text with each Chinese word replaced, spaced as English is."""
    for word, text in english.items():
        target = f" {text} ".join(part.strip() for part in target.split(word))
    return _AFTER_MARK.sub(r"\1", _BEFORE_MARK.sub(r"\1", " ".join(target.split())))


def _term_put_in(target: str, term: Term) -> str:
    """Left-over characters that are part of the term give way to it, with the words of it that already stand behind them:
    `一览 Technology` becomes `Yilan Technology`."""
    for left in LEFT_OVER.findall(target):
        if left in term.source:
            behind = _already_behind(target.partition(left)[2], term.target.split())
            target = put_in(target, {left: " ".join(term.target.split()[: len(term.target.split()) - behind])})
    return target


def _already_behind(rest: str, words: Sequence[str]) -> int:
    """How many of the term's last words the text goes on with."""
    for number in range(len(words) - 1, 0, -1):
        if rest.lstrip().startswith(" ".join(words[-number:])):
            return number
    return 0
