"""Lines of credit in English, by table: labels, names and houses. Nothing is guessed; a line with any other part is left to a model."""

import re
from collections.abc import Iterator, Sequence

from summarizer.records import Term
from summarizer.text.boilerplate import fold
from summarizer.text.credits import VALUE, label_table
from summarizer.text.lazy_pattern import lazy
from summarizer.text.names.authority import lookup
from summarizer.text.names.glued import unglued
from summarizer.text.names.romanise import is_person_name, romanise
from summarizer.text.names.transliterate import is_foreign_name, transliterate
from summarizer.text.once import once
from summarizer.text.scripts import has_han

_EDGES = "（()）[]［］【】〔〕"
_BRACKETS = str.maketrans("（）［］【】〔〕", "()[][][]")
_BETWEEN = lazy(r"[、,，/／&;；|｜]+|(?<=[\u4e00-\u9fff])\s+|\s+(?=[\u4e00-\u9fff])")
_SINGLE = lazy(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000]([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
_LATIN = lazy(r"[A-Za-z][A-Za-z.'’-]*(?: [A-Za-z][A-Za-z.'’-]*)*")
_REPORT = lazy(r"(?:综合)?(?:报道|报导|专访|电)")
_REPORTER = lazy(r"(?P<house>.*?)(?P<role>特约记者|实习记者|见习记者|记者|通讯员|实习生) ?(?P<names>.+)")


def credit_in_english(text: str, terms: Sequence[Term] = ()) -> str:
    """文｜林一舟 图｜何一帆 is “Text: Lin Yizhou; Photos: He Yifan”; empty where a part is in no table and is no name.

    `terms` are the article's: their English comes first.
    """
    inner = text.strip().strip(_EDGES).strip()
    key = fold(inner)
    if not inner or len(key) > VALUE:
        return ""
    known = {form: term.target for term in terms for form in (term.source, *term.aliases) if term.target}
    parts = list(_items(inner, key, known)) or list(_dispatched(inner, key, known)) or _of_a_house(inner, known)
    if not parts or not all(parts):
        return ""
    return _bracketed(text.strip(), "; ".join(parts))


def _bracketed(text: str, english: str) -> str:
    whole = text[0] in _EDGES and text[-1] in _EDGES and len(text) > 1
    return f"{text[0].translate(_BRACKETS)}{english}{text[-1].translate(_BRACKETS)}" if whole else english


@once
def _group() -> re.Pattern[str]:
    """One label or several that are joined, at a beginning or behind a gap, and what parts them from the names."""
    label = "|".join(sorted(map(re.escape, label_table()), key=len, reverse=True))
    several = rf"(?P<labels>(?:{label})(?: ?[/、&及兼和] ?(?:{label}))*)"
    return re.compile(rf"(?:^|(?<=[\s/|;,])){several}(?: ?[:|/] ?| +)")


def _items(inner: str, key: str, known: dict[str, str]) -> Iterator[str]:
    """Each label with its names; an empty string for one that is not understood."""
    found = list(_group().finditer(key))
    if not found or found[0].start() != 0:
        return
    ends = [match.start() for match in found[1:]] + [len(key)]
    for match, end in zip(found, ends, strict=True):
        people = _people(inner[match.end() : end].strip(" \u3000/／|｜;；,，"), known)
        yield f"{_labels(match['labels'], len(people))}: {', '.join(people)}" if people else ""


def _labels(labels: str, people: int) -> str:
    """执行/采写 is “Production/Reporting”; 文/图 is one label of its own."""
    table = label_table()
    parts = [labels] if labels in table else re.split(r" ?[/、&及兼和] ?", labels)
    return "/".join(dict.fromkeys(_counted(table[part], people) for part in parts))


def _counted(label: str, people: int) -> str:
    return label.replace("(s)", "" if people == 1 else "s")


def _dispatched(inner: str, key: str, known: dict[str, str]) -> Iterator[str]:
    """記者陳大文／台北報導 is “Reporter Chen Dawen, reporting from Taipei”."""
    place, _, rest = key.rpartition("/")
    found = _REPORT.search(rest)
    if place and found and found.end() == len(rest):
        people = _people(inner[: len(place)], known)
        english = _known(inner[len(place) + 1 :][: found.start()].strip(), known) if found.start() else ""
        yield f"{', '.join(people)}, reporting from {english}" if people and english else ""


def _people(value: str, known: dict[str, str]) -> list[str]:
    """The English of every name in a value, in order; nothing where one is not understood."""
    found: list[str] = []
    for part in filter(None, map(str.strip, _BETWEEN.split(_SINGLE.sub(r"\1\2", value)))):
        english = _part(part, known)
        if not english:
            return []
        found += english
    return found


def _part(part: str, known: dict[str, str]) -> list[str]:
    if name := _known(part, known):
        return [name]
    if not has_han(part):
        return [part] if _LATIN.fullmatch(part) else []
    if is_foreign_name(part):
        return [name] if (name := transliterate(part) or "") else []
    return _of_a_house(part, known) or [_named(name, known) for name in unglued(part)]


def _known(part: str, known: dict[str, str]) -> str:
    entry = lookup(part)
    return known.get(part) or (entry.english[0] if entry else "")


def _of_a_house(part: str, known: dict[str, str]) -> list[str]:
    """N视频记者汪陈晨: a house that is known, a role and names."""
    key = fold(part)
    found = _REPORTER.fullmatch(key)
    if not found:
        return []
    house = _known(part[: found.end("house")], known) if found["house"] not in ("", "本报") else ""
    if found["house"] not in ("", "本报") and not house:
        return []
    names = [_named(name, known) for name in unglued(part[found.start("names") :])]
    role = _counted(label_table()[found["role"]], len(names)).lower()
    return [f"{house} {role} {names[0]}" if house else f"{role.capitalize()} {names[0]}", *names[1:]] if names else []


def _named(name: str, known: dict[str, str]) -> str:
    return _known(name, known) or (romanise(name) if is_person_name(name) else None) or name
