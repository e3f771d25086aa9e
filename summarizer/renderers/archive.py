"""ZIP archives that hold the same bytes whenever the same is written, and say at their beginning what made them."""

import io
import zipfile
from collections.abc import Iterable

_DATE = (2000, 1, 1, 0, 0, 0)


def archive(parts: Iterable[tuple[str, bytes | str]], *, stored: frozenset[str] = frozenset()) -> bytes:
    """The parts in this order under these names; those of `stored` are not compressed, so that they can be read in place."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, content in parts:
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            file.writestr(info, content.encode() if isinstance(content, str) else content)
    return made.getvalue()
