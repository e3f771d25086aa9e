"""One English form for a Chinese name in all articles of a folder.

A form from the glossary, the table of known names, the article's own brackets or by rule is the same in every article anyway. Where the
model proposed it, it may differ from article to article. What holds then: the first proposal that is stored, before anything of its
article is translated, is the form of every later article of the same output folder, model and server, in this run and in all
others on the same store, whichever process does them. A run that is killed finds the forms again, so it asks what it would have asked.
Which proposal is the first depends on the order in which articles are answered; that there is one form does not. It can be
overruled by the glossary only, and an output folder that is moved begins anew.
"""

from collections.abc import Mapping

from summarizer.records import Brief, Name, Term
from summarizer.store import Store
from summarizer.text.scripts import simplified

KINDS = frozenset({"person", "organisation", "place", "work", "product"})
"""What has a name. The English of an ordinary term may well depend on the article."""


class FolderNames:
    """`scope` is what the names hold for."""

    def __init__(self, store: Store, scope: str) -> None:
        self._store, self._scope = store, scope

    def agreed(self, brief: Brief) -> Brief:
        """The brief with the folder's forms in place of the article's own proposals. Raises StoreError."""
        proposed = {simplified(t.source): t.target for t in brief.terms if _proposed(t)}
        forms = self._store.agree_on_names(self._scope, proposed)
        changed = {
            t.source: form for t in brief.terms if _proposed(t) and (form := forms[simplified(t.source)]) != t.target
        }
        return renamed(brief, changed) if changed else brief


def renamed(brief: Brief, changed: Mapping[str, str]) -> Brief:
    """The brief with other English forms for these Chinese ones, wherever it has them."""

    def name(of: Name) -> Name:
        return of.model_copy(update={"target": changed[of.source]}) if of.source in changed else of

    terms = (t.model_copy(update={"target": changed.get(t.source, t.target)}) for t in brief.terms)
    profiles = (
        p.model_copy(update={"name": name(p.name), "role": name(p.role), "affiliation": name(p.affiliation)})
        for p in brief.profiles
    )
    return brief.model_copy(update={"terms": tuple(terms), "profiles": tuple(profiles)})


def _proposed(term: Term) -> bool:
    return term.origin == "model" and term.kind in KINDS
