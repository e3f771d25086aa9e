"""Whether what stands in the place of a label may name somebody, and whom it names."""

import re
from dataclasses import replace

from summarizer.text.attribution.layout_forms import Label
from summarizer.text.attribution.passages import FINAL
from summarizer.text.attribution.tables import alternatives, ending, pattern, verb_pattern, words
from summarizer.text.names.entities import Names
from summarizer.text.names.romanise import split as parts_of
from summarizer.text.once import once
from summarizer.text.words import folded, is_word, words_of

_PHRASE = re.compile("[的是了在有]|^(?:[另一我你他她它这那第]|根据|关于)")
SPOKEN = re.compile("[我你您咱]|[吗呢吧啊嘛]|[?!。]$")
MOST_NAME = 16


def is_name(text: str, names: Names) -> bool:
    """Somebody by the look of it: a name of the article, a moderator or a group, numbered or of a publication, a Latin name."""
    key = folded(text)
    if key in words("not_label") - words("moderator") or re.search("(?:消息|[快短专]?讯|电)$", key):
        return False
    if key in words("moderator", "group_label", "anonymous") or _numbered().fullmatch(key):
        return True
    if any(e.kind == "person" for e in names.by_form(text)):
        return True
    return looks_like_a_name(key) or bool(_LATIN.fullmatch(text))


_LATIN = re.compile(r"[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|de|van|von|der|da|bin|al))+")


def looks_like_a_name(key: str) -> bool:
    parts = parts_of(key)
    if (
        parts
        and len(parts[1]) <= 2
        and not is_word(key)
        and not ending(key, "person_noun", "role", "organisation_suffix")
        and key not in words("not_label")
    ):
        return not set(parts[1]) & set("的了是在和与对向从把被给让也还都并就却又曾已会要不没这那其说称问答")
    return bool(re.fullmatch("[\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,8})+", key)) or bool(
        re.fullmatch(f"[\u4e00-\u9fff]{{1,2}}{pattern('short_title')}|[老小阿][\u4e00-\u9fff]", key)
        and key not in words("not_label")
        and not is_word(key)
    )


@once
def _numbered() -> re.Pattern[str]:
    """发言人1, Speaker 2, 记者A, 学生甲, 南都记者, 现场观众提问."""
    kinds = alternatives(w for w in words("moderator", "group_label", "person_noun") if len(w) > 1)
    return re.compile(
        rf"(?:发言人|说话人|讲话人|speaker|spk|用户|嘉宾|参会人|与会人)\s?\d{{1,3}}|(?:[QA]|问|答)\d{{0,3}}"
        rf"|[^我你他她这那有的是想要去来]{{0,6}}(?!追问){kinds}|{kinds}\s?[A-Z0-9一二三四五六七八九十甲乙丙丁]{{1,2}}|《[^》]{{1,12}}》(?:记者)?|(?:现场)?(?:观众|听众|学生|网友)(?:提问|发言|问)",
        re.IGNORECASE,
    )


def is_nickname(name: str) -> bool:
    """Vivian, 南山客: no word of the dictionary and no phrase, and so perhaps somebody."""
    key = folded(name)
    if re.fullmatch(r"[A-Z][A-Za-z.'’_-]{2,19}(?: [A-Z][A-Za-z.'’-]+){0,2}", name):
        return True
    return (
        bool(re.fullmatch("[\u4e00-\u9fff]{2,4}", key))
        and not is_word(key)
        and not _PHRASE.search(key)
        and len(words_of(key)) > 1
        and all(len(w.text) == 1 for w in words_of(key))
    )


def may_recur(name: str) -> bool:
    """雨蒼, TonyQ, 夏天的风 may be labels if they come back; 注意, 图表 and whole phrases are not."""
    key = folded(name)
    if key in words("not_label") or set(re.split("[/、]", key)) & words("not_label"):
        return False
    if re.search(r"^\d+$|^第.{1,3}[章节步条]|[.](?:com|cn|org)|^https?$", key):
        return False
    return not reports(key)


def reports(key: str) -> bool:
    """齐家明表示： is prose."""
    return (
        key not in words("moderator", "group_label")
        and any(key.endswith(found[0]) and found.start() > 0 for found in verb_pattern().finditer(key))
        and not _numbered().fullmatch(key)
    )


def core(name: str) -> str:
    return re.sub(r"\s*\(.*$", "", folded(name)).strip()


def named_in(label: Label, names: Names) -> Label | None:
    """The label with its name apart from what describes it: 主持人王某, 一览科技创始人罗江春, 主持人（主编 林若岚）."""
    key = folded(label.name)
    if key in words("moderator") and label.role:
        inside = _name_within(label.role, names)
        if inside:
            return replace(label, name=inside[0], role=inside[1] or "主持人", certain=True)
    if is_name(label.name, names):
        return replace(label, certain=True)
    inside = _name_within(label.name, names)
    if inside and (ending(folded(inside[1]), "role", "moderator", "person_noun", "group_label")):
        return replace(label, name=inside[0], role=inside[1])
    return None


def _name_within(text: str, names: Names) -> tuple[str, str] | None:
    """(the name that a description ends with, the description)."""
    for length in (8, 7, 6, 5, 4, 3, 2):
        name = text[-length:].strip()
        if (
            len(text) >= length
            and len(name) >= 2
            and (any(e.kind == "person" for e in names.by_form(name)) or looks_like_a_name(folded(name)))
        ):
            described = text[: -len(name)].strip(" 、")
            if not described or ending(folded(described), "role", "moderator", "person_noun", "group_label"):
                return name, described
    return None


def only_names(rest: str) -> bool:
    """记者：张伟 李娜 is a credit."""
    parts = [part for part in re.split(r"[\s、,/]+", rest.strip()) if part]
    return bool(parts) and all(looks_like_a_name(part) for part in parts)


def is_list(rest: str) -> bool:
    """主播：大雨、阿澈 is a credit too."""
    parts = re.split("[、,/ ]+", rest.strip())
    return len(parts) > 1 and rest.strip()[-1] not in FINAL and all(0 < len(part) <= 5 for part in parts)


_CREDITS = re.compile("(?:整理|摄影|摄像|编辑|校对|撰文|审校|翻译|速记|记录|供图|制图|统筹|策划|监制|采写|撰稿)$")


def is_credit_line(key: str) -> bool:
    """文字整理：林若岚 摄影：何青: names behind what they did, and nothing else."""
    parts = [part for part in re.split(r"[\s、,/|:]+", key.strip("()[]【】 ")) if part]
    return (
        len(parts) >= 2
        and bool(_CREDITS.search(parts[0]))
        and all(_CREDITS.search(part) or looks_like_a_name(part) for part in parts)
    )
