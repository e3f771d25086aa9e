"""What a format may be told besides the report."""

from typing import Literal, NamedTuple, get_args

Layout = Literal["table", "stacked", "english", "source"]
LAYOUTS: tuple[Layout, ...] = get_args(Layout)


class Options(NamedTuple):
    """`layout` is how bilingual documents are laid out; `source` the bytes of the article's own file, where they are known."""

    layout: Layout = "table"
    source: bytes | None = None
