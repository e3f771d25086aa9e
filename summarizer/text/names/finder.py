"""The one name finder: every name of an article, found once for translation and attribution alike."""

from collections.abc import Sequence

from summarizer.records import Term
from summarizer.text.names.candidates import candidates
from summarizer.text.names.entities import Entity, Mention, Names, indexed
from summarizer.text.names.romanise import split


def find_names(blocks: Sequence[str], known_terms: Sequence[Term] = ()) -> Names:
    """The names in the texts of an article's blocks, resolved over the whole article.

    `known_terms` are names found elsewhere (glossary, authority table): they are names wherever they stand as whole words.
    """
    text = "\n".join(blocks)
    forms = {form: term.kind for term in known_terms for form in (term.source, *term.aliases)}
    for name in candidates(text):
        forms.setdefault(name, "person")
    entities: list[Entity] = []
    for name, kind in forms.items():
        places = [
            Mention(number, at, at + len(name), name, len(entities))
            for number, block in enumerate(blocks)
            for at in range(len(block))
            if block.startswith(name, at)
        ]
        if places:
            surname = (split(name) or ("",))[0] if kind == "person" else ""
            entities.append(Entity(name, kind, (name,), tuple(places), 0.9, surname=surname))
    return indexed(tuple(entities), ())
