"""Every character that is read is in a block, in what was removed, or in the metadata: over documents made at random."""

import os

import pytest

from benchmarks.documents import Document as Made
from benchmarks.documents import document, page
from summarizer.readers.account import characters, finding, missing, written
from summarizer.records import Document, FindingKind
from summarizer.stages.clean import clean
from summarizer.stages.read import read

COUNT = int(os.environ.get("FUZZ_DOCUMENTS", "400"))
BATCH = 100


def held(document: Document) -> str:
    """All that is left of a document: its text as the page has it, what was removed, and the metadata."""
    return "\n".join((*written(document), document.title, document.author, document.publication, document.date or ""))


def losses(made: Made) -> list[str]:
    after = clean(read(made.source.encode(), made.name))
    everything = held(after)
    kept = "\n".join(b.as_written for b in after.blocks)
    lost = [f"{code} is nowhere" for code in made.all if code not in everything]
    lost += [f"{code} is not in the text" for code in made.article if code not in kept]
    return lost + [f.detail for f in after.findings]


@pytest.mark.parametrize("first", range(0, COUNT, BATCH))
def test_no_piece_of_a_document_is_lost(first: int) -> None:
    lost = {seed: found for seed in range(first, min(COUNT, first + BATCH)) if (found := losses(document(seed)))}
    assert lost == {}


def test_pages_in_two_hundred_layouts_keep_all_of_their_text() -> None:
    lost = {seed: found for seed in range(10_000, 10_200) if (found := losses(page(seed)))}
    assert lost == {}


def test_a_text_that_loses_a_character_is_found_out() -> None:
    before = read("第一段话在这里。\n第二段话在这里。".encode(), "a.txt")
    after = before.model_copy(update={"blocks": before.blocks[:1]})
    lost = finding(missing(characters(written(before)), characters(written(after))))
    assert lost is not None
    assert lost.kind == FindingKind.LOST_TEXT
    assert lost.severity == "error"
    assert "二" in lost.detail
    assert finding(missing(characters(written(after)), characters(written(before)))) is None
