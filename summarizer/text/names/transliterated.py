"""Candidates for foreign names in Chinese characters, with a dot between their parts (福阿特·奥克塔伊) and without (马克龙)."""

import re
from collections.abc import Iterator

from summarizer.text.lazy_pattern import lazy
from summarizer.text.names.chinese import Candidate, Feature
from summarizer.text.names.passage import HAN, Passage
from summarizer.text.names.surroundings import left_of, right_of
from summarizer.text.names.tables import rows
from summarizer.text.names.transliterate import renderings
from summarizer.text.once import once
from summarizer.text.words import is_folded_word

LONGEST_PART = 9
"""Characters of one part of a name."""
NOT_SPELLED = -3.0
"""What a character that spells no foreign name takes from a part (natural logarithm)."""
KNOWN_PART = 2.0
CLEAN_EDGE = 1.5
"""What a part gains by being listed, and by a word that begins just behind it."""
TITLE_BEHIND = 9.0
"""What a part gains by a title of two characters behind it, whose characters spell names too (博士)."""
_JOINT = lazy(r"(?<=[\u4e00-\u9fffA-Z])[·.=-](?=[\u4e00-\u9fffA-Z])")
_DOTS = "·.=-"
_PLACE_BEHIND = frozenset("省市州县区镇村岛港河湖山湾国洲郡峡")
_PLACE_ENDINGS = ("堡", "斯坦", "尼亚", "利亚", "格勒", "维亚", "比亚", "希尔", "顿市")
_PLACE_BEFORE = frozenset(
    (
        "在",
        "位于",
        "前往",
        "抵达",
        "飞往",
        "来自",
        "赴",
        "到",
        "地处",
        "驻",
        "城市",
        "首都",
        "省份",
        "小镇",
        "城镇",
        "港口",
        "小城",
        "首府",
        "岛屿",
        "国家",
    )
)


@once
def spelling() -> dict[str, float]:
    """For each character that spells foreign names how much commoner it is there than elsewhere."""
    return {character: float(score) for character, score in rows("spelling_characters.tsv")}


def transliterated(passage: Passage) -> Iterator[Candidate]:
    """Every place of the block that may hold a foreign name."""
    yield from dotted(passage)
    yield from _undotted(passage)


def dotted(passage: Passage) -> Iterator[Candidate]:
    """Names with dots, each with its most likely edges."""
    key = passage.key
    joints = [m.start() for m in _JOINT.finditer(key)]
    at = 0
    while at < len(joints):
        last = at
        while last + 1 < len(joints) and _is_part(key[joints[last] + 1 : joints[last + 1]]):
            last += 1
        start, end = _left_edge(passage, joints[at]), _right_edge(passage, joints[last] + 1)
        with_dot = any(key[j] == "·" for j in joints[at : last + 1])
        parts = key[start : joints[at]], key[joints[last] + 1 : end]
        spelled = all(_score(part) >= 0 or part.isascii() for part in parts)
        if spelled and start < joints[at] and end > joints[last] + 1 and (with_dot or _all_spelled(key[start:end])):
            features: list[Feature] = [("dotted", key[start:end], 1.0)]
            features += [(rule, found, 1.0) for rule, found in (left_of(passage, start), right_of(passage, end))]
            yield Candidate(passage.number, start, end, key[start:end], tuple(features), "person")
        at = last + 1


def _is_part(text: str) -> bool:
    return 1 <= len(text) <= LONGEST_PART and (len(text) == 1 or all(c in spelling() or c.isascii() for c in text))


def _all_spelled(text: str) -> bool:
    """Where only a hyphen or a full stop joins the parts, each must be spelled: 让-皮埃尔, not 中-美."""
    parts = re.split(f"[{_DOTS}]", text)
    return all(len(p) > 1 and all(spelling().get(c, -9) > -0.7 for c in p) for p in parts) and any(
        p in renderings() for p in parts
    )


def _score(part: str) -> float:
    own = sum(spelling().get(c, NOT_SPELLED) for c in part)
    return own + (KNOWN_PART if part in renderings() else 0.0)


def _left_edge(passage: Passage, joint: int) -> int:
    """Where the part that ends at the joint most likely begins."""
    key = passage.key
    if key[joint - 1].isascii():
        return next((at + 1 for at in range(joint - 1, -1, -1) if not key[at].isascii() or not key[at].isalpha()), 0)
    best, found = float("-inf"), joint
    for start in range(joint - 1, max(-1, joint - 1 - LONGEST_PART), -1):
        listed = key[start:joint] in renderings()
        if not HAN.match(key[start]) or (start < joint - 1 and key[start] not in spelling() and not listed):
            break
        score = _score(key[start:joint]) + _left_bonus(passage, start)
        if score > best:
            best, found = score, start
    return found


def _left_bonus(passage: Passage, start: int) -> float:
    if start == 0 or not HAN.match(passage.key[start - 1]):
        return 2.0
    if passage.title_before(start):
        return 3.0
    return 1.0 if passage.is_edge(start) else 0.0


def _right_edge(passage: Passage, start: int) -> int:
    """Where the part that begins here most likely ends."""
    key = passage.key
    if key[start].isascii():
        return next((at for at in range(start, len(key)) if not key[at].isascii() or not key[at].isalpha()), len(key))
    best, found = float("-inf"), start
    for end in range(start + 1, min(len(key), start + LONGEST_PART) + 1):
        if not HAN.match(key[end - 1]) or (end > start + 1 and key[end - 1] not in spelling()):
            break
        score = _score(key[start:end]) + _right_bonus(passage, end)
        if score > best:
            best, found = score, end
    return found


def _right_bonus(passage: Passage, end: int) -> float:
    if end >= len(passage.key) or not HAN.match(passage.key[end]):
        return 2.0
    if len(passage.title_after(end)) > 1:
        return TITLE_BEHIND
    following = passage.words_from(end)
    clean = following and (len(following[0].text) > 1 or following[0].tag[0] in "vpducrm")
    return CLEAN_EDGE if clean and passage.is_edge(end) else 1.0 if clean else 0.0


def _undotted(passage: Passage) -> Iterator[Candidate]:
    """The likeliest name that begins at each place where one may begin."""
    key, known = passage.key, spelling()
    for start, character in enumerate(key):
        if known.get(character, -1.0) < -0.5 or key[start - 1 : start] in ("·",):
            continue
        before = key[start - 1 : start]
        begins = start == 0 or not HAN.match(before) or before not in known or passage.is_edge(start)
        if not begins and not passage.title_before(start):
            continue
        end = _glossed(passage, start) or _right_edge(passage, start)
        form = key[start:end]
        glossed = bool(_GLOSSED.match(key, start)) and end - start <= 8
        if len(form) >= 2 and key[end : end + 1] != "·" and (_likely(form) or glossed):
            yield _spelled(passage, start, end)


_GLOSSED = lazy(r"([\u4e00-\u9fff]{2,8})\s?\(\s?[A-ZÀ-Ž][A-Za-zÀ-ž'’.-]+(?: [A-Za-zÀ-ž'’.-]+){1,3}\s?\)")


def _glossed(passage: Passage, start: int) -> int:
    """The end of what stands between a title and a Latin name in brackets, whatever its characters; 0 where nothing does."""
    found = _GLOSSED.match(passage.key, start)
    return found.end(1) if found and passage.title_before(start) else 0


def _likely(form: str) -> bool:
    scores = [spelling().get(c, NOT_SPELLED) for c in form]
    if min(scores) < -0.7:
        return False
    return form in renderings() or (len(form) > 2 and sum(scores) >= 2.0 * len(form))


def _spelled(passage: Passage, start: int, end: int) -> Candidate:
    form = passage.key[start:end]
    features: list[Feature] = [("spelling", form, min(14.0, sum(spelling().get(c, 0.0) for c in form)))]
    if form in renderings():
        features.append(("rendering", form, 1.0))
    if _GLOSSED.match(passage.key, start) and passage.title_before(start):
        features.append(("glossed", passage.aside(end), 1.0))
    if len(form) == 2:
        features.append(("spelling-short", form, 1.0))
    word = passage.word(start)
    if word.start == start and word.end == end:
        tag = "listed-name" if word.tag in ("nr", "nrt", "nrfg") else "listed-place" if word.tag in ("ns", "nt") else ""
        features.append((tag or ("listed-word" if word.tag != "nz" else "listed-product"), form, 1.0))
    elif is_folded_word(form):
        features.append(("listed-word", form, 0.5))
    elif not passage.is_edge(start):
        features.append(("word-over-start", word.text, 1.5 if word.tag in ("ns", "nt", "nz") else 0.5))
    features += [(rule, found, 1.0) for rule, found in (left_of(passage, start), right_of(passage, end))]
    if form.endswith(_PLACE_ENDINGS) and form not in renderings():
        features.append(("place-ending", form[-2:], 1.0))
    if passage.key[end : end + 1] in _PLACE_BEHIND or passage.key[end : end + 2] in ("地区", "半岛", "机场"):
        features.append(("place-behind", passage.key[end : end + 2], 1.0))
    before = passage.word_before(start)
    if before and before.text in _PLACE_BEFORE:
        features.append(("place-before", before.text, 1.0))
    return Candidate(passage.number, start, end, form, tuple(features), "person")
