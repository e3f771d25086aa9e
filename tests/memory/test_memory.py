"""Translation memories: read from TMX, kept in the store, searched."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process

from benchmarks.memory import measure, sentences, write_memory
from summarizer.errors import UsageError
from summarizer.memory import Memory, Unit, open_memory
from summarizer.memory.shortlist import Shortlist
from summarizer.memory.tmx import units_of
from summarizer.store import Store

HEAD = '<tmx version="1.4"><header srclang="ZH-CN"/><body>'


def tmx(*units: str) -> str:
    return HEAD + "".join(units) + "</body></tmx>"


def tu(source: str, target: str, languages: tuple[str, str] = ("ZH-CN", "EN-US"), attribute: str = "xml:lang") -> str:
    return "".join(
        ("<tu>", *(f'<tuv {attribute}="{lang}"><seg>{text}</seg></tuv>' for lang, text in zip(languages, (source, target), strict=True)), "</tu>")
    )  # fmt: skip


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "units.tmx"
        path.write_bytes(text.encode(encoding))
        return path

    return write


class TestReading:
    def test_codes_of_the_tool_are_no_words(self, written: Callable[[str], Path]) -> None:
        source = '他<bpt i="1">{\\b </bpt>说<ept i="1">}</ept>，<hi>很好</hi><ph/>。'
        path = written(tmx(tu(source, "He <ut>x</ut>said it was good.")))
        assert list(units_of(path)) == [("他说，很好。", "He said it was good.")]

    @pytest.mark.parametrize("languages", [("zh", "en"), ("zh-Hant-TW", "en-GB"), ("ZH-CN", "EN-US")])
    def test_any_chinese_and_any_english(self, written: Callable[[str], Path], languages: tuple[str, str]) -> None:
        assert list(units_of(written(tmx(tu("一。", "One.", languages))))) == [("一。", "One.")]
        assert list(units_of(written(tmx(tu("一。", "One.", languages, "lang"))))) == [("一。", "One.")]

    def test_units_without_one_of_the_two_are_left_out(self, written: Callable[[str], Path]) -> None:
        path = written(tmx(tu("一。", "Un.", ("zh", "fr")), tu("", "Two."), tu("三。", "Three.")))
        assert list(units_of(path)) == [("三。", "Three.")]

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("", "line 1: not well-formed XML"),
            ("<html/>", "is XML but no TMX"),
            (HEAD + tu("一。", "One."), "not well-formed"),
            ("no xml at all", "not well-formed"),
        ],
    )
    def test_what_is_no_memory_is_told(self, written: Callable[[str], Path], text: str, says: str) -> None:
        with pytest.raises(UsageError, match=says):
            list(units_of(written(text)))

    def test_no_entity_is_expanded_and_no_file_opened(self, written: Callable[[str], Path], tmp_path: Path) -> None:
        (tmp_path / "secret").write_text("SECRET")
        entity = f'<!DOCTYPE tmx [<!ENTITY f SYSTEM "{(tmp_path / "secret").as_uri()}"><!ENTITY a "{"x" * 1000}">]>'
        path = written(entity + tmx(tu("一&f;&a;。", "One &f;&a;.")))
        found = "".join(map("".join, units_of(path)))
        assert "SECRET" not in found
        assert "xxx" not in found

    def test_a_memory_of_trados_in_utf16_is_read_whole(self, tmp_path: Path) -> None:
        sources = write_memory(tmp_path / "trados.tmx", 200)
        assert [source for source, _ in units_of(tmp_path / "trados.tmx")] == sources


class TestStore:
    def test_a_file_is_parsed_once_and_again_when_it_changes(
        self, written: Callable[[str], Path], tmp_path: Path
    ) -> None:
        path = written(tmx(tu("一。", "One.")))
        with Store.open(tmp_path / "store.sqlite") as store:
            assert open_memory(path, store).exact("一。") == Unit("一。", "One.", "units.tmx")
            assert len(list(_keys(store))) == 1
            open_memory(path, store)
            assert len(list(_keys(store))) == 1
            changed = written(tmx(tu("一。", "The first.")))
            found = open_memory(changed, store).exact("一。")
            assert found is not None
            assert found.target == "The first."

    def test_corrections_of_an_article_are_a_memory_for_the_others_only(self, tmp_path: Path) -> None:
        with Store.open(tmp_path / "store.sqlite") as store:
            store.memories().learn("article-a", {"第一句话。": "Sentence one.", "第二句话。": "Sentence two."})
            memory = open_memory(None, store)
            assert memory.exact("第一句话。") is not None
            assert memory.of("article-a").exact("第一句话。") is None
            assert memory.of("article-b").exact("第一句话。") is not None
            store.memories().learn("article-a", {"第二句话。": "The second sentence."})
            later = open_memory(None, store)
            assert later.exact("第一句话。") is None
            assert [one.target for one in store.memories().corrections()] == ["The second sentence."]
            assert open_memory(None, store, corrections=False).units == []

    def test_a_purge_takes_them_away(self, tmp_path: Path) -> None:
        with Store.open(tmp_path / "store.sqlite") as store:
            store.memories().learn("a", {"一。": "One."})
            store.memories().learn("b", {"二。": "Two."})
            store.cache().purge("a")
            assert [one.article for one in store.memories().corrections()] == ["b"]
            store.cache().purge_all()
            assert store.memories().corrections() == []


def _keys(store: Store) -> list[str]:
    from sqlalchemy import select

    from summarizer.store.schema import MEMORIES

    with store.memories()._database.connected() as connection:
        return list(connection.execute(select(MEMORIES.c.key)).scalars())


class TestSearch:
    def test_white_space_does_not_count_and_a_correction_comes_first(self) -> None:
        memory = Memory([Unit("他 说。", "He said.", "corrections", "a"), Unit("他说。", "He says.", "file.tmx")])
        found = memory.exact(" 他说 。")
        assert found is not None
        assert found.target == "He said."

    def test_similar_sentences_come_nearest_first_and_never_below_three_quarters(self) -> None:
        units = ["公司今年的收入增长了一成。", "公司今年的收入增长了两成多。", "公司去年收入下降。", "天气很好。"]
        memory = Memory([Unit(source, source.upper(), "f") for source in units])
        found = memory.similar("公司今年的收入增长了三成。", most=5)
        assert [match.unit.source for match in found] == units[:2]
        assert all(match.score >= 75 for match in found)
        assert memory.similar(units[3]) == []

    def test_english_and_short_sentences_have_no_matches(self) -> None:
        memory = Memory([Unit("好的。", "Good.", "f"), Unit("abc def", "x", "f")])
        assert memory.similar("好吧。") == ()
        assert memory.exact("abc def") is None

    def test_the_short_list_misses_nothing_that_a_full_search_finds(self) -> None:
        texts = list(dict.fromkeys(sentences(1500, seed=11)))
        shortlist, draw = Shortlist(texts, 0.75), random.Random(5)
        found = 0
        for _ in range(150):
            wanted = list(draw.choice(texts))
            for _ in range(draw.randint(0, len(wanted) // 2)):
                at = draw.randrange(len(wanted))
                wanted[at : at + draw.randint(0, 1)] = draw.choice(["", draw.choice(draw.choice(texts))])
            text = "".join(wanted)
            everything = {
                one for one, *_ in process.extract(text, texts, scorer=fuzz.ratio, score_cutoff=75, limit=None)
            }
            found += len(everything)
            assert everything <= set(shortlist.near(text))
        assert found > 50

    def test_a_short_list_is_short(self) -> None:
        texts = list(dict.fromkeys(sentences(5000, seed=2)))
        shortlist = Shortlist(texts, 0.75)
        assert sum(len(shortlist.near(text)) for text in texts[:50]) < 50 * 20


@pytest.mark.timing
def test_a_hundred_thousand_units_are_read_and_searched_in_time() -> None:
    found = measure()
    assert found.parsed <= 5
    assert found.peak_megabytes <= 200
    assert found.similar_ms <= 7
