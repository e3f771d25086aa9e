"""Whether a mark that could end a sentence does: looks at most forty characters to either side."""

from summarizer.text import brackets
from summarizer.text.lazy_pattern import lazy

SHORT_QUOTE = 20
"""Characters. A quotation up to here stays whole (“上岗了!AI”, “好！我去。”); a longer one is cut at its sentences."""

STRONG = lazy(r"[。！？!?｡‼⁇⁈⁉]")
"""Marks that end a sentence by themselves; an ellipsis or an ASCII stop needs more."""

_GOES_ON = lazy(
    r"[，,、；;：:)）\]］】》〉」』”’—–~～·/-]"
    r"|的|等|之[类類说說]|[为為作][由题題为為]|[时時][，,]|[一这這那]?[句番][话話]|一[书書文词詞语語说說片剧劇曲]"
)
_ELLIPSIS_GOES_ON = lazy(r"[的等之和与與或及吧呢吗嗎啊\d%a-z]")
_CLAUSE = lazy(r"[^，,。！？!?：:；;\n“‘「『\"＂]*[，,。！？!?：:；;]?")
_SPEECH = lazy(
    r"说|説|說|道|问|問|答|称|稱|表示|指出|认为|認為|强调|強調|透露|坦言|补充|補充|回应|回應|解释|解釋|写|寫|喊|叫|笑"
    r"|感叹|感嘆|直言|呼吁|呼籲|提醒|警告|介绍|介紹|总结|總結|评价|評價|嘟囔|嚷"
)
_LATIN_CLAUSE = lazy(r"(?:[A-Za-z'’]+,? ){2,}[A-Za-z'’]+$")
_ABBREVIATION = lazy(
    r"(?<![A-Za-z])(?:[A-Za-z]|(?:[A-Za-z]\.)+[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|Inc|Co|Corp|Ltd|No|vs|etc|Fig"
    r"|Vol|pp|al|Ph\.D|approx|Gen|Gov|Sen|Rep)$"
)


def ends_here(text: str, start: int, mark: tuple[int, int], closed: brackets.Pair | None, end: int, after: int) -> bool:
    """Whether the sentence from `start` ends with the marks at `mark` (from, to).

    `closed` is the outermost pair that closes right after them, `end` where these closing marks stop, `after` where
    the text goes on (there is no line end between the two, and text at `after`).
    """
    run = text[mark[0] : mark[1]]
    if _GOES_ON.match(text, after):
        return False
    if closed is not None and closed.kind in brackets.QUOTES:
        return _quotation_ends(text, closed, after, full_stop="。" in run or "｡" in run)
    if closed is not None and "。" not in run:
        return _begins_sentence(text, closed.open)
    if STRONG.search(run):
        return not (after == mark[1] and run[-1] in "!?" and text[after].islower())
    if "…" in run or len(run) > 1:
        return mark[0] - start >= 10 and not _ELLIPSIS_GOES_ON.match(text, after)
    return _stop_ends(text[max(start, mark[0] - 40) : mark[0]], text[after], spaced=after > end)


def _quotation_ends(text: str, quotation: brackets.Pair, after: int, *, full_stop: bool) -> bool:
    """A quotation that ends with an end mark ends its sentence, unless it stands inside one or its speaker follows."""
    short = quotation.close - quotation.open - 1 <= SHORT_QUOTE
    if _before(text, quotation.open) in ("：", ":", "，", ","):
        return True
    if not _begins_sentence(text, quotation.open):
        return full_stop or not short
    if text[after] in brackets.OPENS or text[after] in brackets.STRAIGHT:
        return True
    return not _speaker_follows(text, after) and (full_stop or not short)


def _speaker_follows(text: str, after: int) -> bool:
    """`“…？”他问。`, but not `“…？”他问：“…”`, where the speaker belongs to what comes."""
    clause = _CLAUSE.match(text[after : after + 40])
    return clause is not None and _SPEECH.search(clause[0]) is not None and clause[0][-1] not in ":："


def _begins_sentence(text: str, opening: int) -> bool:
    before = _before(text, opening)
    return not before or before in '。！？!?…；;”’」』）)"\n—' or before in brackets.OPENS


def _before(text: str, position: int) -> str:
    """The character before, spaces left out; empty at the start of a line."""
    return text[max(0, position - 6) : position].rpartition("\n")[2].rstrip()[-1:]


def _stop_ends(before: str, following: str, *, spaced: bool) -> bool:
    """An ASCII stop: not in 3.5, example.com, U.S., J. K. Rowling, 山姆.奥特曼 or the 1. of a list."""
    if _ABBREVIATION.search(before):
        return False
    if not before[-1:].isascii():
        return spaced and len(before) >= 10
    if not spaced:
        return not following.isascii() and following.isalpha() and _LATIN_CLAUSE.search(before) is not None
    return len(before) >= 4 and not following.islower()


def closes_with_end_mark(text: str) -> bool:
    """True where `text` stops with an end mark, be it inside closing quotes or brackets."""
    return text[-60:].rstrip("\"＂”’」』）)]］】»'* \t\r\n\u3000")[-1:] in tuple("。！？!?…｡‼⁇⁈⁉.．")
