"""How bytes become text: the decision, and how sure it is.

In this order, first fit wins: what the user says; a byte order mark; UTF-8, with damaged places or single lines in another
encoding; what the page declares about itself, if it decodes to plausible Chinese; the most plausible of the encodings Chinese
pages come in. A wrong encoding rarely fails to decode: it yields rare characters. So plausibility is the share of the commonest
characters (`plausibility`). What is implausible throughout was misread before it was saved, and is restored (`mojibake`).
"""

import codecs
import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from summarizer.errors import BinaryInput, EmptyInput, SettingsError, UndecodableInput
from summarizer.readers import mojibake
from summarizer.readers.binary import kind_of_binary, too_many_controls
from summarizer.records import Decoding
from summarizer.text.lazy_pattern import lazy
from summarizer.text.scripts import simplified, table

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)

CODECS = {
    "gb2312": ("gb18030",),
    "gbk": ("gb18030",),
    "gb_2312_80": ("gb18030",),
    "big5": ("cp950", "big5hkscs"),
    "cp950": ("cp950", "big5hkscs"),
    "big5hkscs": ("big5hkscs", "cp950"),
    "utf_16": ("utf-16-le", "utf-16-be"),
    "utf_32": ("utf-32-le", "utf-32-be"),
}
"""What is tried for a name, best first. Pages say GB2312 and write GB18030, say Big5 and write its Hong Kong characters."""

NAMES = {"cp950": "big5", "big5hkscs": "big5-hkscs"}
CANDIDATES = ("gb18030", "cp950", "big5hkscs", "utf-16-le", "utf-16-be")
BAD_SHARE = 0.001
"""Most undecodable sequences a byte, of a text that is still believed; one is always allowed, as a download may be cut."""
PLAUSIBLE = 0.25
"""Plausibility from which a declaration is believed. Real articles have 0.6 to 0.9, the same bytes misread below 0.15."""
DAMAGED = 0.1
"""Undecodable sequences for each character outside ASCII up to which a file is UTF-8 all the same. Files in other encodings have
more of them than characters."""
MIXED = 0.1
"""Share of a file's lines that may be in another encoding than UTF-8."""
BARELY = 0.1
"""Plausibility below which nothing is believed: what is left is names and rare words only."""

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+) | <\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]+)
       | ^content-type:[^\r\n]{0,100}?charset\s*=\s*"?([\w.:-]+)""",
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)
_ODD = lazy("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffe\uffff\uac00-\ud7a3\uff61-\uff9f\U000e0000-\U0010ffff]")
_NO_CHARACTERS = dict.fromkeys([0, *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF], "\ufffd")
"""NUL and the noncharacters of the basic plane, some of which mark places in our own texts (see `legible`)."""
_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》【】「」『』〈〉…—·　％～￥０１２３４５６７８９・●■◆▲–•©")


class Attempt(NamedTuple):
    """One way to read the bytes. `bad` counts the sequences that did not decode and became U+FFFD."""

    codec: str
    text: str
    bad: int
    score: float


def decode(data: bytes, *, declared: str | None = None, given: str | None = None) -> tuple[str, Decoding]:
    """The text, without its byte order mark, and how it was read.

    `given` is the user's word and is not doubted; `declared` is what a header outside the bytes says (what stands inside
    is found here). Undecodable bytes within `BAD_SHARE` and a last character that was cut become U+FFFD and lower the confidence.
    Raises EmptyInput, BinaryInput, UndecodableInput, and SettingsError for a `given` name that is no encoding.
    """
    empty = EmptyInput("The input is empty.", "Give a file that holds the article's text.")
    if not data.strip(b" \t\r\n\f\v\x00\xef\xbb\xbf\xfe\xff"):
        raise empty
    if not given:
        data = _without_padding(data)
    text, decoding = _given(data, given) if given else _marked(data) or _unmarked(data, declared)
    if not text.strip():
        raise empty
    if not given and (before := mojibake.restored(text, plausibility)):
        changes = {"encoding": before.encoding, "basis": "detected", "restored_from": before.misread_as}
        share = 1 - before.lost / max(1, len(before.text))
        more = {"confidence": round(0.9 * share, 3), "replaced": before.lost}
        return before.text, decoding.model_copy(update={**changes, **more})
    return text, decoding


def _without_padding(data: bytes) -> bytes:
    """Without the NULs that some editors and disks leave at the end; in UTF-16 and UTF-32 the last character may end with some."""
    bare = data.rstrip(b"\0")
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)) or b"\0" in bare[:4096]
    return data if wide else bare


def declared_encoding(data: bytes) -> str | None:
    """What an HTML page, an XML file or a saved header says about its own encoding, in the first 4 KB."""
    found = _DECLARED.search(data[:4096])
    return next((g.decode("ascii", "ignore") for g in found.groups() if g), None) if found else None


def plausibility(text: str) -> float:
    """From 1 (all common Chinese, or plain ASCII) down to -2: the mean weight of the characters outside ASCII.

    A character of the commonest few hundred or Chinese punctuation weighs 1, one of the first levels of GB 2312 and
    Big5 a quarter, control and private-use characters, Hangul and half-width kana -2, a rare ideograph -0.2, others 0.
    """
    outside = [c for c in text[:100_000] if c > "\x7f" and c != "\ufffd"]
    odd_ascii = sum(c in "\x00\x01\x02\x03\x04\x05\x06\x0e\x0f\x7f" for c in text[:100_000])
    total = len(outside) + odd_ascii
    return (sum(map(_weight, outside)) - 2 * odd_ascii) / total if total else 1.0


@cache
def _weight(char: str) -> float:
    if char in _PUNCTUATION or simplified(char) in _common():
        return 1.0
    if _ODD.match(char):
        return -2.0
    if not "\u3400" <= char <= "\U0003347f":
        return 0.0
    return 0.25 if _first_level(char) else -0.2


@cache
def _common() -> frozenset[str]:
    return frozenset(simplified(row[0]) for row in table("common_han.txt"))


def _first_level(char: str) -> bool:
    """GB 2312 rows 16 to 55, Big5 A440 to C67E: the characters the standards' authors held to be in daily use."""
    gb, big5 = char.encode("gb2312", "ignore"), char.encode("big5", "ignore")
    return b"\xb0\xa1" <= gb <= b"\xd7\xf9" or b"\xa4\x40" <= big5 <= b"\xc6\x7e"


def _unmarked(data: bytes, declared: str | None) -> tuple[str, Decoding]:
    kind = kind_of_binary(data)
    if kind:
        raise _binary(kind)
    return _utf8(data) or _declared(data, declared) or _detected(data)


def _given(data: bytes, name: str) -> tuple[str, Decoding]:
    codecs_ = _codecs(name)
    if not codecs_:
        raise SettingsError(
            f"There is no encoding named {name!r}.", "Names are, for example, utf-8, gb18030, big5 and utf-16."
        )
    for mark, codec in MARKS:
        if data.startswith(mark) and codec in codecs_:
            data, codecs_ = data[len(mark) :], (codec,)
    best = _best(_attempt(data, codec) for codec in codecs_)
    if best.bad > _allowed(data):
        raise UndecodableInput(f"The input is not in the encoding {name}.", "Leave the encoding out to have it found.")
    return _result(best, "given", 1.0, data)


def _marked(data: bytes) -> tuple[str, Decoding] | None:
    for mark, codec in MARKS:
        if data.startswith(mark):
            found = _attempt(data[len(mark) :], codec)
            return _result(found, "bom", 1.0, data) if found.bad <= _allowed(data) else None
    return None


def _utf8(data: bytes) -> tuple[str, Decoding] | None:
    """UTF-8 is so redundant that other encodings do not pass for it; NULs in it mean UTF-16 or a binary file."""
    found = _attempt(data, "utf-8")
    if data.count(0) > len(data) * BAD_SHARE:
        return None
    mixed = _mixed(data) if found.bad else None
    if not mixed and found.bad > DAMAGED * sum(c > "\x7f" and c != "\ufffd" for c in found.text) and found.bad > 1:
        return None
    if too_many_controls(data):
        raise _binary("data that is not text")
    if mixed:
        return mixed
    return _result(found, "utf-8", 1.0, data)


def _mixed(data: bytes) -> tuple[str, Decoding] | None:
    """UTF-8 in which a few whole lines are in another encoding, as of a notice that a script added; None where the bad ones are
    damaged and nothing else."""
    lines = data.split(b"\n")
    if sum(_attempt(line, "utf-8").bad > 0 for line in lines) > max(1, MIXED * sum(map(bool, lines))):
        return None
    decoded: list[str] = []
    others = replaced = 0
    for line in lines:
        found = _attempt(line, "utf-8")
        if found.bad:
            other = max((_attempt(line, codec) for codec in ("gb18030", "cp950")), key=lambda a: (-a.bad, a.score))
            if (
                not other.bad
                and other.score >= PLAUSIBLE
                and found.bad >= sum("\u4e00" <= c <= "\u9fff" for c in found.text)
            ):
                others += 1
                found = other
            else:
                replaced += found.bad
        decoded.append(found.text)
    chinese = sum(not line.isascii() for line in lines)
    if not others or chinese < 3 * others:
        return None
    whole = Attempt("utf-8", "\n".join(decoded), replaced, 0.0)
    text, decoding = _result(whole, "utf-8", 1.0 - others / len(lines), data)
    return text, decoding.model_copy(update={"other_lines": others})


def _declared(data: bytes, outside: str | None) -> tuple[str, Decoding] | None:
    for name in (outside, declared_encoding(data)):
        found = _best(_attempt(data, codec) for codec in _codecs(name)) if name and _codecs(name) else None
        if found and found.bad <= _allowed(data) and found.score >= PLAUSIBLE:
            return _result(found, "declared", min(1.0, 0.5 + found.score / 2), data)
    return None


def _detected(data: bytes) -> tuple[str, Decoding]:
    attempts = sorted((_attempt(data, codec) for codec in CANDIDATES), key=_rank, reverse=True)
    best = next((a for a in attempts if a.bad <= _allowed(data) and a.score >= BARELY), None)
    if best:
        rival = max((a.score for a in attempts if _family(a) != _family(best) and a.bad <= _allowed(data)), default=0.0)
        return _result(best, "detected", (1 + best.score - max(0.0, rival)) / 2, data)
    if b"\0" in data or too_many_controls(data):
        raise _binary("data that is not text")
    return _otherwise(data)


def _otherwise(data: bytes) -> tuple[str, Decoding]:
    """What is not Chinese may still be text; the detector's word for it, so that the reader is told the right thing."""
    from charset_normalizer import from_bytes  # here, as it is rarely needed and slow to load

    match = from_bytes(data).best()
    if match is None or plausibility(str(match)) < 0 or match.chaos > 0.1:
        raise UndecodableInput(
            "The input is in no encoding that makes sense of it.",
            "Name the encoding if you know it, or save it again as UTF-8.",
        )
    return str(match), Decoding(encoding=match.encoding, confidence=max(0.0, 1 - match.chaos) / 2, basis="detected")


def _attempt(data: bytes, codec: str) -> Attempt:
    text = data.decode(codec, "replace")
    bad = text.count("\ufffd") - (data.decode(codec, "ignore").count("\ufffd") if "\ufffd" in text else 0)
    return Attempt(codec, text, bad, plausibility(text))


def _best(attempts: Iterable[Attempt]) -> Attempt:
    return min(attempts, key=lambda a: (a.bad, -a.score))


def _rank(attempt: Attempt) -> tuple[float, int]:
    """Plausibility in steps too coarse to see a handful of characters; then the fewer that did not decode."""
    return round(attempt.score, 2), -attempt.bad


def _family(attempt: Attempt) -> str:
    return "big5" if attempt.codec in NAMES else attempt.codec


def _allowed(data: bytes) -> int:
    return max(1, int(len(data) * BAD_SHARE))


def _codecs(name: str) -> tuple[str, ...]:
    try:
        codec = codecs.lookup(name.strip().lower().removeprefix("x-"))
        "".encode(codec.name)  # what turns bytes into bytes (hex, zlib) is no encoding of text
    except (LookupError, ValueError):
        return ()
    canonical = codec.name.replace("-", "_")
    return CODECS.get(canonical, (canonical,))


def _result(found: Attempt, basis: str, confidence: float, data: bytes) -> tuple[str, Decoding]:
    """Each undecoded sequence among a thousand bytes takes up to a tenth from the confidence."""
    lowered = confidence - 0.1 * min(1.0, found.bad / (len(data) * BAD_SHARE + 1)) if found.bad else confidence
    name = NAMES.get(found.codec, found.codec.replace("_", "-"))
    text = found.text.removeprefix("\ufeff").translate(_NO_CHARACTERS)
    facts = {"encoding": name, "confidence": round(max(0.0, lowered), 3), "basis": basis, "replaced": found.bad}
    return text, Decoding.model_validate(facts)


def _binary(kind: str) -> BinaryInput:
    return BinaryInput(
        f"The input is not text: it seems to be {kind}.", "Save the article as text or as a web page (HTML)."
    )
