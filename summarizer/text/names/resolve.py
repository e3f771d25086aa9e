"""One English form for a name: from the most trustworthy place that has one."""

from collections.abc import Sequence

from summarizer.records import Term, TermKind, TermOrigin
from summarizer.text.names.authority import lookup
from summarizer.text.names.region import Region
from summarizer.text.names.romanise import romanise
from summarizer.text.names.transliterate import is_foreign_name, transliterate

RANK: tuple[TermOrigin, ...] = ("glossary", "authority", "source")
"""Origins in `glossary` that are looked up before anything is made up, best first."""


def resolve(
    name: str,
    *,
    language: str,
    glossary: Sequence[Term] = (),
    model_form: str | None = None,
    strong_model: bool = False,
    kind: TermKind | None = None,
    region: Region = "mainland",
) -> Term | None:
    """The term for a name of the article, its `origin` saying where the English comes from; None where none is known.

    In order: the user's glossary, the authority table, the article's own brackets (both given in `glossary`, told apart
    by their origin), a strong model's form, pinyin for a Chinese personal name, the model's form or a transliteration.
    `kind` is what the name finder says of the name; only a person gets pinyin, and only one whose name is from mainland China.
    """
    by_origin = {term.origin: term for term in reversed(glossary) if name == term.source or name in term.aliases}
    if "glossary" in by_origin:
        return _for(name, by_origin["glossary"])
    if (entry := lookup(name)) is not None and (kind is None or entry.kind == kind or name not in entry.ambiguous):
        return Term(source=name, target=entry.english[0], kind=entry.kind, origin="authority")
    for origin in RANK[1:]:
        if origin in by_origin:
            return _for(name, by_origin[origin])
    return _made_up(name, language, (model_form or "").strip(), strong_model, kind, region)


def _for(name: str, term: Term) -> Term:
    return term.model_copy(update={"source": name, "aliases": ()})


def _made_up(
    name: str, language: str, model_form: str, strong_model: bool, kind: TermKind | None, region: Region
) -> Term | None:
    foreign = is_foreign_name(name)
    pinyin = romanise(name, language) if kind == "person" and not foreign and region == "mainland" else None
    kind = kind or ("person" if foreign else "term")
    choices: list[tuple[str | None, TermOrigin]] = [
        (model_form if strong_model else None, "model"),
        (pinyin, "pinyin"),
        (model_form, "model"),
        (transliterate(name) if kind == "person" else None, "transliteration"),
    ]
    for target, origin in choices:
        if target:
            return Term(source=name, target=target, kind=kind, origin=origin)
    return None
