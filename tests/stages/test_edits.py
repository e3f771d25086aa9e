"""Edits: corrections by hand are found by their Chinese, whatever the segmentation."""

from pathlib import Path

import pytest

from summarizer.errors import UsageError
from summarizer.records import Segment, Translation
from summarizer.stages.edits import Edit, Edits, apply_edits, edits_for, read_edits


def cut(*texts: str) -> tuple[Segment, ...]:
    return tuple(Segment(id=f"p1.s{n}", block="p1", source=text) for n, text in enumerate(texts, 1))


def made(segments: tuple[Segment, ...]) -> dict[str, Translation]:
    return {s.id: Translation(segment=s.id, target=f"Machine {s.id}.") for s in segments}


def edits(*pairs: tuple[str, str]) -> Edits:
    return Edits.model_validate({"edit": [Edit(source=zh, target=en) for zh, en in pairs]})


def english(segments: tuple[Segment, ...], given: Edits) -> list[str | None]:
    return [one.target for one in apply_edits(segments, made(segments), given)[0].values()]


def test_a_sentence_gets_its_correction_and_is_marked() -> None:
    segments = cut("他来了。", "她走了。")
    texts, findings = apply_edits(segments, made(segments), edits(("她走了。", "She left.")))
    assert [(t.target, t.edited) for t in texts.values()] == [("Machine p1.s1.", False), ("She left.", True)]
    assert [(f.segment, f.kind, f.severity) for f in findings] == [("p1.s2", "edited", "info")]


def test_white_space_between_sentences_does_not_matter() -> None:
    assert english(cut("他来了。 ", "她走了。"), edits((" 他来了。", "He came.")))[0] == "He came."


def test_two_corrections_hold_where_their_sentences_are_one_now() -> None:
    given = edits(("他来了。", "He came."), ("她走了。", "She left."))
    assert english(cut("他来了。她走了。"), given) == ["He came. She left."]


def test_one_correction_holds_where_its_sentence_is_two_now() -> None:
    given = edits(("他来了。她走了。", "He came. She left."))
    assert english(cut("他来了。", "她走了。"), given) == ["He came.", "She left."]


def test_a_correction_that_cannot_be_divided_is_reported_and_changes_nothing() -> None:
    segments = cut("他来了。", "她走了。")
    texts, findings = apply_edits(segments, made(segments), edits(("他来了。她走了。", "He came and she left")))
    assert not any(t.edited for t in texts.values())
    assert [(f.segment, f.severity) for f in findings] == [(None, "warning")]


def test_a_sentence_that_is_gone_is_reported() -> None:
    segments = cut("他来了。")
    [lost] = apply_edits(segments, made(segments), edits(("没有这句。", "Not here.")))[1]
    assert "没有这句。" in lost.detail


def test_of_two_corrections_the_later_holds() -> None:
    assert english(cut("他来了。"), edits(("他来了。", "One."), ("他来了。", "Two."))) == ["Two."]


def test_a_sentence_without_translation_gets_one() -> None:
    segments = cut("他来了。")
    texts, _ = apply_edits(
        segments, {"p1.s1": Translation(segment="p1.s1", target=None)}, edits(("他来了。", "He came."))
    )
    assert texts["p1.s1"].target == "He came."


class TestFiles:
    def test_names_of_the_folder_hold_for_all_and_the_articles_own_go_first(self, tmp_path: Path) -> None:
        (tmp_path / "a.edits.toml").write_text('[names]\n"罗江春" = "Luo Jiangchun"\n', encoding="utf-8")
        (tmp_path / "b.edits.toml").write_text('[names]\n"罗江春" = "Luo J."\n"王小明" = "Sam"\n', encoding="utf-8")
        found = edits_for(tmp_path / "a.txt")
        assert dict(found.names) == {"罗江春": "Luo Jiangchun", "王小明": "Sam"}
        assert {t.origin for t in found.terms} == {"glossary"}

    def test_no_file_is_no_edits(self, tmp_path: Path) -> None:
        assert read_edits(tmp_path / "a.edits.toml") == Edits()

    @pytest.mark.parametrize(
        "text", ["[[edit]]\nsource = 1", "edit = 3", "[[edit]]\ntarget = 'x'", "[names", "other = 1", "\x00"]
    )
    def test_a_bad_file_is_named(self, text: str, tmp_path: Path) -> None:
        path = tmp_path / "a.edits.toml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(UsageError, match=r"a\.edits\.toml"):
            read_edits(path)
