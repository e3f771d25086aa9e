"""Cues: what in a clause hands words to somebody, such as a reporting verb with its subject, 据…介绍, 在…看来, 从…处了解到."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from summarizer.text.attribution.gaps import lead_of
from summarizer.text.attribution.passages import Line, Piece, Sentence
from summarizer.text.attribution.subjects import phrase, phrase_at, subject_of
from summarizer.text.attribution.tables import Verb, pattern, verb_openings, verbs, words
from summarizer.text.attribution.tokens import Subject, Token, tokens_of
from summarizer.text.once import once

NameSpan = tuple[int, int, int]
REACH = 80
"""Characters before a verb in which its subject is looked for; longer clauses are seldom prose."""
MOST_VERBS = 12
"""Verbs of a clause that are looked at: a guard against text without marks."""
WEAK_CONTENT = 6
"""Characters that must follow a weak verb in its clause for it to report something."""


@dataclass(frozen=True, slots=True)
class Cue:
    """`piece`: the place of its clause in the sentence. [verb, end) is the verb; `rule` the rule that found it.
    `follows`: it stands behind the quotation that it attributes; `blocks`: it hands the words to nobody who speaks here."""

    piece: int
    verb: int
    end: int
    word: str
    rule: str
    subject: Subject
    strong: bool = True
    follows: bool = False
    blocks: bool = False
    introduces: bool = False
    """A quotation stands right behind it."""
    quoter: Subject | None = None
    """Who quotes them: 杜慧珊 of 杜慧珊引述苏奕帆的说法."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with what stands beside it."""

    line: Line
    pieces: Sequence[Piece]
    at: int
    tokens: tuple[Token, ...]
    kind_of: Sequence[str]

    @property
    def piece(self) -> Piece:
        return self.pieces[self.at]

    @property
    def after_quote(self) -> bool:
        return self.at > 0 and self.pieces[self.at - 1].kind == "quote"

    @property
    def before_quote(self) -> bool:
        return self.at + 1 < len(self.pieces) and self.pieces[self.at + 1].kind == "quote"

    @property
    def more(self) -> bool:
        """Another clause follows in the sentence."""
        return self.at + 1 < len(self.pieces)


def clauses_of(
    line: Line, sentence: Sentence, names: Sequence[NameSpan], kind_of: Sequence[str]
) -> tuple[Clause | None, ...]:
    """The clauses of a sentence at the places of its pieces; None for a quotation."""
    return tuple(
        Clause(line, sentence.pieces, at, tokens_of(line, piece.start, piece.end, names), kind_of)
        if piece.kind == "clause"
        else None
        for at, piece in enumerate(sentence.pieces)
    )


def cues_of(clauses: Sequence[Clause | None]) -> tuple[Cue, ...]:
    """The cues of a sentence, at most one a clause, in order."""
    return tuple(cue for clause in clauses if clause and (cue := cue_of(clause)))


def cue_of(clause: Clause) -> Cue | None:
    """The cue of one clause."""
    if not clause.tokens:
        return None
    return _phrase_cue(clause) or _verb_cue(clause) or _colon_cue(clause)


# -- phrases ------------------------------------------------------------------

_PHRASES = (
    ("view", re.compile(r"在(?P<who>[^在,。]{1,24}?)(?P<verb>看来)")),
    (
        "view",
        re.compile(
            r"^(?:而|但|不过)?[在据](?P<who>[^在,。的]{1,24}?)的(?P<verb>(?:记忆|印象|认知|理解|设想|描述|讲述|回忆|观察|经验|想象|叙述)(?:里|中))"
        ),
    ),
    (
        "according",
        re.compile(
            r"(?:按照|根据|据|按|依|照)(?P<who>[^,。的]{1,24})的(?P<verb>说法|介绍|观点|看法|描述|解释|判断|回忆|讲述|理解|消息)"
        ),
    ),
    ("words-of", re.compile(r"(?:用|借用|套用|按|照)(?P<who>[^,。的]{1,16}(?:自己)?)(?P<verb>的话(?:来)?说)")),
    (
        "quoting",
        re.compile(
            r"(?:援引|引述|引用|转引|转述|复述)(?P<who>[^,。]{2,40})的?(?P<verb>的话|的说法|的分析|的观点|的评论|的介绍)"
        ),
    ),
    ("learned-from", re.compile(r"从(?P<who>[^,。]{2,24})(?P<verb>(?:处|那里|那儿|方面)(?:了解到|获悉|得知|证实))")),
)


def _phrase_cue(clause: Clause) -> Cue | None:
    piece = clause.piece
    for rule, regex in _PHRASES:
        found = (
            regex.search(clause.line.prose[: piece.end], piece.start)
            if not regex.pattern.startswith("^")
            else regex.match(clause.line.prose[: piece.end], piece.start)
        )
        if not found:
            continue
        inside = list(_clipped(clause.tokens, found.start("who"), found.end("who")))
        subject = phrase_at(clause.line, inside, clause.kind_of) if inside else None
        if subject and subject.kind not in ("media", "reporter", "evidence", "none", "unknown"):
            quoter = _quoter(clause, found.start()) if rule == "quoting" else None
            return Cue(clause.at, found.start("verb"), found.end("verb"), found["verb"], rule, subject, quoter=quoter)
    return None


def _quoter(clause: Clause, at: int) -> Subject | None:
    left = [t for t in clause.tokens if t.end <= at]
    subject = subject_of(clause.line, left, clause.kind_of) if left else None
    return (
        subject if subject and subject.kind in ("named", "organisation", "pronoun", "anonymous", "described") else None
    )


def _clipped(tokens: Sequence[Token], start: int, end: int) -> Iterator[Token]:
    """The tokens between two places; one that lies across an edge keeps its part inside."""
    for token in tokens:
        a, b = max(token.start, start), min(token.end, end)
        if a < b:
            yield (
                token
                if (a, b) == (token.start, token.end)
                else Token(a, b, token.text[a - token.start : b - token.start], "part")
            )


# -- reporting verbs ----------------------------------------------------------

_PASSIVE = re.compile(r"被(?!问|记者|告|害|采访|访)[^,]{0,10}$")
_PLANNED = re.compile(r"[将拟欲](?:[于在][^,]*)?$")
_HABITUAL = re.compile("(?:经常|常常|往往|总是|通常|每每|时常|习惯)[^,]{0,4}$")
"""What somebody is in the habit of saying is told, not reported."""
_SO_SAID = re.compile(r"的$")


def _verb_cue(clause: Clause) -> Cue | None:
    for start, verb, end in islice(_verbs_in(clause), MOST_VERBS):
        left = [t for t in clause.tokens if start - REACH <= t.start and t.end <= start]
        if not _reports(clause, start, end, verb):
            continue
        subject = subject_of(clause.line, left, clause.kind_of) if left else Subject("none", start, start, "")
        if subject.kind in ("unknown", "none") and left:
            subject = _issuer(clause, start) or subject
        cue = _fitting(clause, start, end, verb, subject, left)
        if cue:
            return cue
    return None


@once
def _issues() -> re.Pattern[str]:
    """云禾茶业在招股书中: somebody whom no table knows, and what they issued."""
    return re.compile(
        f"(?:但|而|不过|对此|随后|此外|同时|另外)?(?P<who>[\u4e00-\u9fffA-Za-z0-9·]{{2,12}}?)(?:则|也|还|又|曾|近日|日前|当天|当晚|周[一二三四五六日])*"
        f"(?:在|通过|于)[^,]{{0,16}}{pattern('issued')}(?:中|里|上|内)?(?:则|也|还)?$"
    )


def _issuer(clause: Clause, verb: int) -> Subject | None:
    found = _issues().fullmatch(clause.line.prose[clause.piece.start : verb].strip())
    if not found or set(found["who"]) & set("的是在了他她它其该此这那我你"):
        return None
    lead = clause.line.prose[clause.piece.start : verb]
    start = clause.piece.start + len(lead) - len(lead.lstrip()) + found.start("who")
    end = start + len(found["who"])
    return Subject("organisation", start, end, clause.line.raw[start:end], head="proper noun")


def _verbs_in(clause: Clause) -> Iterator[tuple[int, Verb, int]]:
    """(start, verb, end) of every reporting verb whose edges are word edges; 称, 说, 道 behind it belong to it."""
    key, stop = clause.line.key, clause.piece.end
    ends = {t.end for t in clause.tokens}
    table, opening = verbs(), verb_openings()
    for token in clause.tokens:
        if token.entity is not None or token.tag in ("aside", "quoted", "title"):
            continue
        if token.text[0] not in opening:
            yield from _within(token)
            continue
        for length in range(min(6, stop - token.start), 0, -1):
            verb = table.get(key[token.start : token.start + length])
            end = token.start + length
            tail = 1 if key[end : end + 1] in tuple("称说道") and end < stop and length > 1 else 0
            if verb and (end in ends or (tail and end + 1 in ends)):
                yield token.start, verb, end + (tail if end + tail in ends else 0)
                break
        else:
            yield from _within(token)


def _within(token: Token) -> Iterator[tuple[int, Verb, int]]:
    """The verb of 一再表示, which the dictionary lists as one word."""
    for at in range(1, len(token.text) - 1):
        verb = verbs().get(token.text[at:])
        if verb and token.text[:at] in words("adverb"):
            yield token.start + at, verb, token.end


def _reports(clause: Clause, start: int, end: int, verb: Verb) -> bool:
    """The verb is used to report: no part of another word, not passive, not said not to have happened."""
    key, piece = clause.line.key, clause.piece
    before, after = key[piece.start : start], key[start + len(verb.word) : piece.end]
    if before.endswith(verb.not_after) or after.startswith(verb.not_before):
        return False
    if _SO_SAID.fullmatch(after) and piece.mark == ":":
        return True
    if key[end : end + 1] in ("的", "之") or key[end : end + 2] in ("所", "与") or _PASSIVE.search(before):
        return False
    if (_PLANNED.search(before) and after) or (_HABITUAL.search(before) and not clause.before_quote):
        return False
    return verb.kind == "opinion" or not _negated(before)


def _negated(before: str) -> bool:
    found = re.search(
        f"{pattern('negation')}(?:[就对向在](?:[^,]{{0,14}})|作出|做出|进行|给予)?(?:{pattern('adverb')})*$", before
    )
    return bool(found) and not re.search("不[得能由禁住]?不$", before)


_HEARSAY = frozenset(("据", "另据", "据此"))
_ASKS = frozenset(("问", "询问", "问道", "提问", "追问", "发问", "反问"))


def _fitting(clause: Clause, start: int, end: int, verb: Verb, subject: Subject, left: Sequence[Token]) -> Cue | None:
    """The cue, if there is room for words: beside a quotation, behind a mark, or in the clause itself."""
    piece = clause.piece
    rest = clause.line.prose[end : piece.end].strip()
    closes = (
        not rest
        or rest in ("了", "着", "过", "到")
        or re.fullmatch("[了过着]?(?:一?[句声]话?|这样一?[句段]话|起来|出了?.{0,6}|道)", rest)
    )
    quoted = clause.before_quote and bool(closes or len(rest) <= 12 or piece.mark == ":")
    behind = clause.after_quote and _closes_quotation(clause)
    inline = bool(re.search('[“「『"]', clause.line.prose[end : piece.end]))
    if inline and not verb.reported:
        inline = bool(_RIGHT_BEHIND.match(rest))
    addressed = verb.strong and piece.mark in (",", ":") and clause.more and len(rest) <= 12
    if verb.strength == "comma" and not (closes and piece.mark in (",", ":") and clause.more):
        return None
    if verb.kind == "view" or (verb.kind == "as" and not re.search("[将把]", clause.line.key[piece.start : start])):
        return None
    if left and left[-1].text in _HEARSAY and subject.kind in ("none", "unknown"):
        return Cue(clause.at, start, end, verb.word, "hearsay", subject, blocks=True)
    asked = verb.word in _ASKS and _asked(clause, rest)
    if verb.word in _ASKS and not (quoted or behind or piece.mark == ":" or asked):
        return None
    if not verb.reported and not (quoted or behind or inline):
        return None
    room = bool(
        asked
        or quoted
        or behind
        or inline
        or addressed
        or (clause.at and _SUCH.search(rest) and clause.pieces[0].kind == "quote")
        or (closes and piece.mark in (",", ":") and clause.more)
        or len(rest) >= WEAK_CONTENT
    )
    least = 4 if subject.kind == "none" else 2
    if not room and not (verb.strong and len(rest) >= least):
        return None
    if subject.kind == "none" and verb.kind == "opinion" and not (quoted or behind or clause.at):
        return None
    rule = "verb-behind-quotation" if behind and not rest else "subject-verb"
    if behind and verb.word in ("转述", "复述"):
        rule = "relayed"
    if subject.kind in ("media", "evidence") and (citing := _citing(clause, left)):
        subject = citing
    cue = Cue(clause.at, start, end, verb.word, rule, subject, verb.strong, follows=behind, introduces=quoted)
    if subject.kind == "reporter" and verb.word in _ASKS | {"说"} and (quoted or piece.mark == ":"):
        return replace(cue, rule="reporter-asks")
    if subject.kind in ("media", "evidence", "reporter"):
        return replace(cue, rule=subject.kind, blocks=True)
    if subject.kind == "unknown" and not (verb.strong and (quoted or behind or closes)):
        return None
    if subject.kind in ("described", "organisation") and subject.loose and not (quoted or behind or closes):
        return None
    return cue


_CITES = frozenset(("引用", "援引", "引述", "引", "列举", "拿出", "出示", "根据"))


def _citing(clause: Clause, left: Sequence[Token]) -> Subject | None:
    """Who cites data or a report: 叶柏廷引用高公局资料称."""
    at = next((n for n, token in enumerate(left) if n and token.text in _CITES), 0)
    subject = subject_of(clause.line, left[:at], clause.kind_of) if at else None
    return subject if subject and subject.kind in ("named", "pronoun", "organisation") else None


_INDIRECT = re.compile("是否|有没有|是不是|能不能|会不会|要不要|可不可以|为什么|为何|何时|如何|怎么|哪里|多少|[吗呢]$")


def _asked(clause: Clause, rest: str) -> bool:
    """问双方是否愿意调解, 追问，若调涨是否会…？"""
    following = clause.pieces[clause.at + 1 :]
    if _INDIRECT.search(rest):
        return True
    return not rest and bool(following) and following[-1].mark in ("？", "?")


_RIGHT_BEHIND = re.compile('(?:了|着|过)?(?:一?[句声]|这样一?句|[一两三四五六七八九十几]+个字|是|为|道)?[:,]?[“「『"]')
_SUCH = re.compile("(?:观点|看法|意见|想法|担忧|感受|心声|疑问|感慨|评价)$")


def _closes_quotation(clause: Clause) -> bool:
    """The quotation before the clause is its own: nothing in the sentence introduced that quotation."""
    before = clause.pieces[clause.at - 2] if clause.at >= 2 else None
    introduced = before is not None and before.kind == "clause" and before.mark == ":"
    return not introduced and clause.pieces[clause.at - 1].mark != ";"


# -- a colon before a quotation -----------------------------------------------


def _colon_cue(clause: Clause) -> Cue | None:
    """她只回了四个字：“…”: without a reporting verb the colon hands the quotation to whom its clause is about."""
    piece = clause.piece
    if piece.mark != ":" or not clause.more:
        return None
    if not clause.before_quote:
        return _announced_cue(clause)
    if _DOCUMENT.search(clause.line.key[piece.start : piece.end]):
        return None
    subject = topic_of(clause) or Subject("none", piece.start, piece.start, "")
    if subject.kind in ("media", "evidence", "reporter"):
        return Cue(clause.at, piece.end, piece.end, ":", subject.kind, subject, blocks=True)
    if subject.kind in ("organisation", "organisation pronoun", "parties"):
        return None
    return Cue(clause.at, piece.end, piece.end, ":", "colon", subject, strong=False, introduces=True)


@once
def _announces() -> re.Pattern[str]:
    return re.compile(f"{pattern('announced_noun')}[^,]{{0,4}}$")


@once
def _owns() -> re.Pattern[str]:
    """屈可的理由是：…, 她的看法很简单：…"""
    return re.compile(
        f"^(?P<who>.{{1,30}}?)的(?:主要|最大|第一个?|回信|唯一)?{pattern('announced_noun')}(?:[就只则也]?是|[很更]?(?:简单|直接|明确|干脆)|只有[^,]{{1,8}}|有[^,]{{1,6}})?$"
    )


def _announced_cue(clause: Clause) -> Cue | None:
    """算了一笔账：…, 提了一个条件：…, 屈可的理由是：…: what follows the colon is reported."""
    piece = clause.piece
    if owner := _owns().match(clause.line.prose[piece.start : piece.end].strip()):
        start = (
            piece.start
            + len(clause.line.prose[piece.start : piece.end])
            - len(clause.line.prose[piece.start : piece.end].lstrip())
        )
        inside = list(_clipped(clause.tokens, start, start + owner.end("who")))
        subject = phrase_at(clause.line, inside, clause.kind_of) if inside else None
        if subject and subject.kind in _PEOPLE:
            return Cue(clause.at, piece.end, piece.end, ":", "announced", subject, strong=False)
    if not _announces().search(clause.line.prose[piece.start : piece.end]):
        return None
    subject = topic_of(clause)
    if subject is None or subject.kind not in _PEOPLE:
        return None
    return Cue(clause.at, piece.end, piece.end, ":", "announced", subject, strong=False)


_PEOPLE = ("named", "pronoun", "definite", "described", "anonymous")


_DOCUMENT = re.compile(
    "(?:告示|标语|横幅|字条|纸条|便条|牌子|招牌|短信|通知|公告|标题|口号|字样|大字|对联|牌匾|弹幕|歌词|条款|原文|全文|如下|题为|写着|印着|显示)$"
)


def topic_of(clause: Clause) -> Subject | None:
    """Whom a clause is about: the noun phrase that opens it, if that is somebody."""
    tokens = clause.tokens[:MOST_TOPIC]
    first = lead_of(tokens)
    marked = max((at + 1 for at, token in enumerate(tokens) if token.text == "的"), default=0)
    for last in range(first + 1, len(tokens) + 1):
        head = tokens[last - 1]
        behind = clause.tokens[last] if last < len(clause.tokens) else None
        if (behind and behind.text in _JOINS) or (head.entity is None and head.tag in ("aside", "title", "quoted")):
            continue
        subject = phrase(clause.line, tokens[first:last], clause.kind_of)
        if subject and subject.end == head.end and _may_be_topic(subject, behind):
            return subject
        if subject is None and head.entity is None and last > marked and last - first > 1 and head.tag[:1] in _ENDS:
            return None
    return None


MOST_TOPIC = 24
"""Words of a clause within which its topic ends."""
_JOINS = frozenset(("的", "之", "、", "和", "与", "及"))
_ACTS = ("v", "d", "p", "a", "t", "c", "z")
"""Tags of what stands behind a topic that is not named."""


_ENDS = ("d", "p", "v")
"""Tags of what ends a noun phrase, if no 的 stands behind it."""


def _may_be_topic(subject: Subject, behind: Token | None) -> bool:
    if subject.kind in ("named", "pronoun", "author", "definite", "organisation pronoun", "parties"):
        return True
    if behind is None or behind.entity is not None:
        return False
    if subject.kind == "organisation":
        return behind.tag[:1] in "vdptcm"
    return (
        subject.kind in ("anonymous", "described")
        and subject.head in words("person_noun", "role", "anonymous")
        and behind.tag[:1] in _ACTS
    )
