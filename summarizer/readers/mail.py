"""Messages of electronic mail (.eml): the page or text of the message, with its subject, day and sender."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr, parsedate_to_datetime

from summarizer.readers import encoding as encodings
from summarizer.readers.page import Page
from summarizer.records import Removed

_HEADER = re.compile(
    rb"^(From|To|Subject|Date|Received|Message-ID|Return-Path|MIME-Version|Delivered-To|Sender|Reply-To):",
    re.IGNORECASE | re.MULTILINE,
)
_FIELD = re.compile(rb"\A\s*(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){3}")
HEADERS = 3
"""Different fields of a message's head from which a file is one. A text may begin with From: and To:."""


def is_mail(data: bytes) -> bool:
    head = data[:8192].replace(b"\r\n", b"\n").split(b"\n\n")[0]
    fields = {name.lower() for name in _HEADER.findall(head)}
    return _FIELD.match(head + b"\n") is not None and len(fields) >= HEADERS and b"subject" in fields


def blocks(data: bytes) -> Page:
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(preferencelist=("html", "plain"))
    page = _body(body) if body is not None else Page()
    attached = [
        Removed(text=name, reason="attachment") for part in message.iter_attachments() if (name := part.get_filename())
    ]
    return page.model_copy(
        update={
            "title": _header(message, "subject") or page.title,
            "author": parseaddr(_header(message, "from"))[0] or page.author,
            "date": _day(_header(message, "date")) or page.date,
            "removed": (*page.removed, *attached),
        }
    )


def _body(part: MIMEPart) -> Page:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if not data.strip():
        return Page()
    text, _ = encodings.decode(data, declared=part.get_content_charset())
    if part.get_content_type() == "text/html":
        from summarizer.readers import html

        return html.blocks(text)
    from summarizer.readers import text as plain

    return plain.blocks(text)


def _header(message: EmailMessage, name: str) -> str:
    return " ".join(str(message.get(name, "")).split())


def _day(value: str) -> str | None:
    try:
        return parsedate_to_datetime(value).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return None
