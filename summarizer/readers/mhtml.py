"""Unpacks what browsers save as a "single file" (.mhtml): a mail message whose first HTML part is the page."""

import re
from email import message_from_bytes
from email.message import Message

_START = re.compile(rb"\s*(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,12}?MIME-Version:[^\n]*\n", re.IGNORECASE)
_MULTIPART = re.compile(rb"^Content-Type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)


def unpacked(data: bytes) -> tuple[bytes, str | None] | None:
    """The page's bytes and the encoding its header declares; None where `data` is no such file."""
    if not _START.match(data[:4096]) or not _MULTIPART.search(data[:4096]):
        return None
    parts = (part for part in message_from_bytes(data).walk() if part.get_content_type() == "text/html")
    return next(((_payload(part), part.get_content_charset()) for part in parts if _payload(part)), None)


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
