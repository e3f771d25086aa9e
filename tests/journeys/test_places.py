"""Where results cannot be written, and what depends on nothing but the article's characters."""

import resource
from collections.abc import Iterator
from pathlib import Path

import opencc
import pytest
from articles.shelf import SORA
from scripted_server import scripted
from wire import runtimes

from journeys.conftest import Translate
from journeys.running import SENTENCES, lay_out
from summarizer.llm.session import SMALL, STRONG, ModelProfile
from summarizer.pipeline import prepare

NOT_IN_BIG5 = str.maketrans("爲叄啓羣衆着\u00a0", "為參啟群眾著 ")
"""Variants that OpenCC writes and Big5 does not have, with the ones it has; and the no-break space."""


@pytest.fixture
def little_room() -> Iterator[None]:
    """The system refuses files of more than 4 KB."""
    usual, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, most))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (usual, most))


def test_a_disk_that_takes_no_more_is_said_and_leaves_no_half_files(
    translate: Translate, folder: Path, little_room: None
) -> None:
    lay_out(folder)
    with scripted(answer=runtimes.by_hand(SENTENCES)) as server:
        done = translate(server, "library.txt", "--no-cache", "--output", "out")
    assert done.code == 1, done.err
    assert "could not be written" in done.err
    assert list((folder / "out").iterdir()) == []


@pytest.mark.parametrize("tactics", [SMALL, STRONG], ids=["small", "strong"])
class TestSora:
    """The README's article in other encodings."""

    def test_in_gb18030_has_the_same_segments_and_chunks(self, tactics: ModelProfile) -> None:
        text = SORA.read_text(encoding="utf-8")
        one, other = (prepare(text.encode(e), "sora.txt", tactics) for e in ("utf-8", "gb18030"))
        assert one.segments == other.segments
        assert one.chunks == other.chunks
        assert (one.document.title, one.document.date, one.document.removed) == (
            other.document.title,
            other.document.date,
            other.document.removed,
        )

    def test_in_traditional_characters_and_big5_is_segmented_the_same(self, tactics: ModelProfile) -> None:
        text = SORA.read_text(encoding="utf-8")
        traditional = opencc.OpenCC("s2t").convert(text).translate(NOT_IN_BIG5)
        simplified = prepare(text.encode(), "sora.txt", tactics)
        big5 = prepare(traditional.encode("big5hkscs"), "sora.txt", tactics)
        assert big5.document.language == "zh-Hant"
        assert [(s.id, len(s.source.strip())) for s in big5.segments] == [
            (s.id, len(s.source.strip())) for s in simplified.segments
        ]
        assert len(big5.document.removed) == len(simplified.document.removed)
