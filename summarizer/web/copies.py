"""The page as a file: with its address in it as browsers write it, in an encoding that the file itself says, and under a name."""

import hashlib
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from summarizer.common.files import said
from summarizer.errors import InputError, OutputError
from summarizer.readers.encoding import decode
from summarizer.readers.flow import flow_of, tree_of
from summarizer.readers.suffixes import ARTICLES
from summarizer.text.scripts import han_count
from summarizer.web.fetch import Fetched, fetch, is_address

MOST_NAME = 80
"""Characters of a copy's name without its ending."""
LEAST_CHINESE = 30
"""Chinese characters of the shortest article; a page with fewer shows what scripts have to fill."""
MOST_ADDRESSES = 1_000
"""Of one list."""
_HTML = re.compile(
    rb"^\s*(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|div|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_DOCTYPE = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<!doctype[^>]*>", re.IGNORECASE)
_REFRESH = re.compile(r"<meta[^>]+http-equiv\s*=\s*[\"']?refresh[^>]*url\s*=\s*[\"']?([^\"'>\s]+)", re.IGNORECASE)
_SUFFIXES = {
    "application/pdf": ".pdf",
    "application/epub+zip": ".epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/zip": ".zip",
    "text/csv": ".csv",
    "text/markdown": ".md",
    "text/plain": ".txt",
}


def page(address: str) -> tuple[bytes, str]:
    """The article at an address, and the name of a file for it. Raises InputError and UsageError."""
    found = fetch(address)
    if not found.data.strip():
        raise InputError(f"{address} is empty.", "Open it in a browser, and save the page.")
    if _is_html(found):
        return _marked(found), stem(address) + ".html"
    return _plain(found), stem(address) + _suffix(found)


def stem(address: str) -> str:
    """A name for what comes from an address, the same in every run: its host and the end of its path."""
    url = urlsplit(address.strip())
    parts = [part for part in unquote(url.path).split("/") if part]
    last = parts[-1] if parts else ""
    last = (
        last[: last.rfind(".")]
        if last.lower().endswith((*ARTICLES, ".php", ".jsp", ".asp", ".aspx", ".shtml"))
        else last
    )
    name = re.sub(r"[^\w.-]+", "-", f"{(url.hostname or '').removeprefix('www.')}-{last}").strip("-.")
    digest = hashlib.sha256(address.strip().encode()).hexdigest()[:8]
    unclear = bool(url.query) or len(name) > MOST_NAME or len(last) < 6
    return f"{name[:MOST_NAME]}-{digest}" if unclear else name


def addresses_in(data: bytes) -> tuple[str, ...]:
    """The addresses of a list, one a line, # before comments; none for a file that holds anything else. Raises InputError for too many."""
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n#").lower().startswith(
        (b"http://", b"https://")
    ) and not data.lstrip().startswith(b"#"):
        return ()
    lines = [line.strip() for line in data.decode("utf-8-sig", "replace").splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    if not lines or not all(map(is_address, lines)):
        return ()
    if len(lines) > MOST_ADDRESSES:
        raise InputError(f"The list holds more than {MOST_ADDRESSES} addresses.", "Split it.")
    return tuple(dict.fromkeys(lines))


def saved(folder: Path, address: str) -> Path:
    """The copy of the page in a folder: the one that is there, else a new one. Raises InputError, UsageError, OutputError."""
    name = stem(address)
    there = [path for path in sorted(folder.glob(f"{name}.*")) if path.name[len(name) :] in (*ARTICLES, ".zip")]
    if there:
        return there[0]
    data, name = page(address)
    return keep(folder / name, data)


def keep(path: Path, data: bytes) -> Path:
    """Writes a copy. Raises OutputError."""
    draft = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(data)
        draft.replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {said(error)}", "Name another folder with --output.") from error
    return path


def _is_html(found: Fetched) -> bool:
    declared = found.media_type in ("text/html", "application/xhtml+xml")
    return (declared and not found.data.startswith((b"%PDF-", b"PK\x03\x04"))) or _HTML.match(
        found.data[:2000]
    ) is not None


def _suffix(found: Fetched) -> str:
    named = Path(urlsplit(found.address).path).suffix.lower()
    if found.data.startswith(b"%PDF-"):
        return ".pdf"
    return _SUFFIXES.get(found.media_type) or (named if named in ARTICLES else ".txt")


def _plain(found: Fetched) -> bytes:
    """Text in the encoding that the server names becomes UTF-8; everything else stays as it is."""
    if not found.media_type.startswith("text/") or not found.charset:
        return found.data
    return decode(found.data, declared=found.charset)[0].encode()


def _marked(found: Fetched) -> bytes:
    """The page with its address in the comment that browsers leave in a saved page. Where only the server knew the encoding, or the
    page is in one that cannot hold the comment, it becomes UTF-8 with a mark for it."""
    text, decoding = decode(found.data, declared=found.charset)
    _require_article(text, found.address)
    data = found.data
    if decoding.encoding.startswith(("utf-16", "utf-32")) or decode(data)[0] != text:
        data = b"\xef\xbb\xbf" + text.encode()
    doctype = _DOCTYPE.match(data)
    at = doctype.end() if doctype else 3 if data.startswith(b"\xef\xbb\xbf") else 0
    comment = f"\n<!-- saved from url=({len(found.address):04d}){found.address.replace('--', '%2D%2D')} -->\n".encode()
    return data[:at] + comment + data[at:]


def _require_article(text: str, address: str) -> None:
    """Raises InputError for a page that shows no article without a login or without scripts."""
    host = urlsplit(address).hostname
    shown = "".join(run.text for run in flow_of(tree_of(text)).runs)
    if han_count(shown) >= LEAST_CHINESE or "<script" not in text.lower():
        return
    save = "Open it in a browser, and save the page."
    if moved := _REFRESH.search(text):
        raise InputError(f"The page only sends browsers on, to {moved[1][:200]}.", "Give that address.")
    if re.search(r"type\s*=\s*[\"']?password", text, re.IGNORECASE):
        raise InputError(f"{host} shows this page only after a login.", save)
    raise InputError(f"The page of {host} holds no article before its scripts have run, and scripts are not run.", save)
