"""What a WeChat page says in its scripts: date, account, author, headline, and the text of posts that have no other."""

import html
import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

_IS_WECHAT = re.compile(r"mp\.weixin\.qq\.com|rich_media|js_content|\bvar ct ?=|微信公众平台")
_STRING = r"""(?:htmlDecode|JsDecode)?\(?\s*(?P<q>["'])(?P<value>(?:\\.|(?!(?P=q))[^\\\n])*)(?P=q)"""


def _assigned(*names: str) -> re.Pattern[str]:
    """`var name = "…"`, `name: '…'` or `window.name = htmlDecode("…")`."""
    return re.compile(rf"(?<![\w.])(?:window\.)?(?:{'|'.join(names)})\s*[:=]\s*{_STRING}")


_TITLE = _assigned("msg_title", "title")
_ACCOUNT = _assigned("nickname", "nick_name")
_ACCOUNT_ELEMENT = re.compile(r"""id=["']js_name["'][^>]*>\s*(?P<name>[^<]{1,60}?)\s*<""")
_AUTHOR = _assigned("author", "author_name")
_TEXT = _assigned("content_noencode", "text_content", "desc", "msg_desc")
_POSTED = re.compile(
    r"""(?<![\w.])(?:window\.)?(?:ct|ori_create_time|oriCreateTime|createTime|create_time|publish_time)\s*[:=]\s*
        (?:JsDecode\()?["']?(?:(?P<day>20\d\d-\d\d-\d\d)|(?P<seconds>\d{10})(?!\d))""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\(.)", re.DOTALL)
_CONTROL = {"n": "\n", "r": "\n", "t": " "}
_CHINA = timedelta(hours=8)
_DIGEST = ("desc", "msg_desc")


class Facts(NamedTuple):
    """Empty, or None, where the page does not say."""

    title: str = ""
    date: str | None = None
    account: str = ""
    author: str = ""
    text: str = ""
    """The words of a post that stand in no element: a short post, or what is said with pictures."""


def facts(source: str) -> Facts:
    """Of a page of another site, nothing."""
    if not _IS_WECHAT.search(source):
        return Facts()
    return Facts(
        title=_value(_TITLE, source),
        date=_date(source),
        account=_account(source),
        author=_value(_AUTHOR, source),
        text="" if _has_content(source) else _longest(source),
    )


def _account(source: str) -> str:
    found = _ACCOUNT_ELEMENT.search(source)
    return html.unescape(found["name"]) if found else _value(_ACCOUNT, source)


def _has_content(source: str) -> bool:
    """Whether the article stands in its usual element; a digest in a script then only repeats its beginning."""
    found = re.search(r"""id=["']js_content["'][^>]*>(.{0,4000})""", source, re.DOTALL)
    return found is not None and len(re.sub(r"<[^>]*>|\s", "", found[1])) > 20


def _longest(source: str) -> str:
    return max((_decoded(found["value"]) for found in _TEXT.finditer(source)), key=len, default="")


def _value(pattern: re.Pattern[str], source: str) -> str:
    values = (_decoded(found["value"]).strip() for found in pattern.finditer(source))
    return next((" ".join(value.split()) for value in values if value), "")


def _date(source: str) -> str | None:
    found = _POSTED.search(source)
    if not found:
        return None
    if found["day"]:
        return str(found["day"])
    return (datetime.fromtimestamp(int(found["seconds"]), UTC) + _CHINA).date().isoformat()


def _decoded(value: str) -> str:
    """A script's string as text: escapes, entities, and line breaks in either."""
    plain = _ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else _CONTROL.get(m[3], m[3]), value)
    return re.sub(r"<br\s*/?>", "\n", html.unescape(html.unescape(plain)))
