from pathlib import Path

from summarizer.batch.names import FolderNames
from summarizer.records import Brief, Name, Profile, Term
from summarizer.store import Store


def brief(*terms: Term) -> Brief:
    profiles = tuple(
        Profile(id=t.source, name=Name(source=t.source, target=t.target)) for t in terms if t.kind == "person"
    )
    return Brief(title=Name(source="题"), terms=terms, profiles=profiles)


def term(source: str, target: str, **more: object) -> Term:
    return Term.model_validate({"source": source, "target": target, "kind": "person", "origin": "model", **more})


def forms(brief: Brief) -> dict[str, str]:
    found = {t.source: t.target for t in brief.terms}
    assert all(p.name.target == found[p.name.source] for p in brief.profiles)
    return found


def test_the_first_proposal_holds_for_every_later_article_also_in_another_process_and_script(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    with Store.open(path) as store:
        assert forms(FolderNames(store, "s").agreed(brief(term("罗江春", "Jiangchun Luo")))) == {
            "罗江春": "Jiangchun Luo"
        }
    with Store.open(path) as store:
        names = FolderNames(store, "s")
        assert forms(names.agreed(brief(term("羅江春", "Lo Chiang-chun")))) == {"羅江春": "Jiangchun Luo"}
        assert forms(FolderNames(store, "another").agreed(brief(term("罗江春", "Luo J."))))["罗江春"] == "Luo J."


def test_only_names_that_the_model_made_are_changed(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.sqlite") as store:
        names = FolderNames(store, "s")
        names.agreed(brief(term("甲", "A One"), term("乙", "B One", kind="term"), term("丙", "C One", origin="pinyin")))
        second = brief(
            term("甲", "A Two", origin="glossary"),
            term("乙", "B Two", kind="term"),
            term("丙", "C Two", origin="model"),
        )
        assert names.agreed(second) == second
        assert forms(names.agreed(brief(term("丙", "C Three")))) == {"丙": "C Two"}
        assert names.agreed(brief()) == brief()
