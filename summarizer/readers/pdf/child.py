"""The process that reads a PDF: the file on its standard input, the page as JSON on its standard output."""

from collections.abc import Iterator
from typing import Any

from summarizer.readers.confined import another_step, serve


def read(data: bytes) -> Any:
    from summarizer.readers.pdf.glyphs import Sheet, sheets
    from summarizer.readers.pdf.layout import page_of

    def watched() -> Iterator[Sheet]:
        for sheet in sheets(data):
            another_step()
            yield sheet

    found = list(watched())
    another_step()
    return page_of(found, another_step).model_dump(mode="json")


if __name__ == "__main__":
    serve(read)
