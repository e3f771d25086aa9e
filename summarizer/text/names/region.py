"""Where a person's name is from: it decides how the name is spelt in English."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from summarizer.text.names.entities import Entity, Names
from summarizer.text.names.tables import rows
from summarizer.text.once import once
from summarizer.text.words import folded

Region = Literal["mainland", "taiwan", "hongkong", "korea", "japan", "vietnam", "foreign"]
BEFORE = 24
"""Characters before a name in which a word of a region speaks for the name itself (a title with what it belongs to)."""
OFTEN = 2
"""Words of a region that an article holds at least, if they are to speak for everyone in it."""
_FAMILIES = {
    "korea": frozenset("金朴崔郑尹李权姜赵韩吴申安宋洪文徐柳曹黄林卢全南沈高梁"),
    "vietnam": frozenset("阮黎范武陈潘郑邓裴杜胡吴杨黄丁"),
}
"""Surnames without which nobody is taken for a Korean or Vietnamese."""


@once
def _words() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for region, word in rows("region_words.tsv"):
        found.setdefault(region, []).append(word)
    return {region: tuple(words) for region, words in found.items()}


def regions_of(names: Names, blocks: Sequence[str]) -> dict[int, Region]:
    """For each person, by place in `Names.entities`, where the name is from."""
    keys = [folded(block) for block in blocks]
    whole = Counter(
        {region: sum(key.count(word) for key in keys for word in words) for region, words in _words().items()}
    )
    return {at: _region(entity, keys, whole) for at, entity in enumerate(names.entities) if entity.kind == "person"}


def _region(entity: Entity, keys: Sequence[str], whole: Counter[str]) -> Region:
    if entity.evidence and entity.evidence[0].rule == "japanese-surname":
        return "japan"
    if not entity.surname:
        return "foreign"
    near = Counter[str]()
    for mention in entity.mentions:
        before = keys[mention.block][max(0, mention.start - BEFORE) : mention.start]
        for region, words in _words().items():
            near[region] += any(word in before for word in words)
    counts = near if any(near.values()) else Counter({r: n for r, n in whole.items() if n >= OFTEN})
    best: list[Region] = ["mainland", "taiwan", "hongkong", "korea", "vietnam"]
    likely = [r for r in best if counts[r] and _may_be(entity.surname, r)]
    return max(likely, key=lambda r: (counts[r], whole[r]), default="mainland")


def _may_be(surname: str, region: str) -> bool:
    return region not in _FAMILIES or folded(surname) in _FAMILIES[region]
