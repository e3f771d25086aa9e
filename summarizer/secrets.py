"""Keys and passwords: how they are read, and how they are kept out of everything that is shown or written.

Whoever uses a key makes it known here; from then on `masked` hides it. Every error's text passes through `masked`, so a server that
repeats the key it was sent, or a library that quotes a header, cannot bring it to the screen, a report or the store.
"""

import base64
import html
import json
import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import quote, unquote, urlsplit

MASK = "***"
SHORTEST = 8
"""Characters: what is shorter is a placeholder (`none`, `ollama`) and may be an ordinary word of a message."""
_AROUND = " \t\r\n\v\f\x00\x85\xa0\u200b\u200c\u200d\u2028\u2029\u2060\u3000\ufeff"
"""What comes along when a key is copied or read from a file."""
_QUOTED = re.compile(r"""(?P<mark>["'])(?P<inside>.*)(?P=mark)""", re.DOTALL)
_POSSIBLE = re.compile(r"[!-~]*")
"""Visible ASCII: what an HTTP header can carry without being cut or changed."""
_SHOWN_OF_KEY = re.compile(r"\b(?:sk|rk|pk|gsk|xai|AIza|hf|nvapi|tgp)[-_][A-Za-z0-9_\-]{12,}")
"""Keys of well-known providers, also when they are not ours: somebody may have put one where a model's name belongs."""

_known: set[str] = set()


def cleaned(key: str) -> str:
    """The key without the blanks, line ends and quotation marks around it. Raises ValueError, which does not show it, if no key can
    look like that."""
    key = key.strip(_AROUND)
    if quoted := _QUOTED.fullmatch(key):
        key = quoted["inside"].strip(_AROUND)
    if key.lower().startswith("bearer "):
        key = key[len("bearer ") :].strip(_AROUND)
    possible = _POSSIBLE.match(key)
    end = possible.end() if possible else 0
    if end < len(key):
        raise ValueError(
            f"character {end + 1} of its {len(key)} is one that no key has (U+{ord(key[end]):04X}); was it copied whole, and nothing else?"
        )
    return key


def know(secret: str) -> None:
    """Hides this secret from now on."""
    for one in {secret, secret.strip(_AROUND), unquote(secret)}:
        if len(one) >= SHORTEST:
            _known.add(one)
    _hiding.cache_clear()


def know_address(url: str) -> None:
    """Hides the password of an address."""
    try:
        password = urlsplit(url).password
    except ValueError:
        return
    if password:
        _known.update({password, unquote(password)} - {""})
        _hiding.cache_clear()


def masked(text: str) -> str:
    """The text with three stars for every secret that is known, in whatever form it is told, and for what looks like a key."""
    return _SHOWN_OF_KEY.sub(MASK, without_secrets(text))


def without_secrets(text: str) -> str:
    """The same for known secrets alone: an article may be about keys."""
    return _hiding().sub(MASK, text) if _known else text


BEGINNING = 12
"""Characters of a key that was cut off which are hidden all the same. Providers' own prefixes (`sk-proj-`) have up to 10."""


@cache
def _hiding() -> re.Pattern[str]:
    """Every known secret, longer forms first, in any case of letters."""
    forms = {form for secret in _known for form in _forms(secret)}
    cut = sorted({secret[:BEGINNING] for secret in _known if len(secret) >= 2 * SHORTEST})
    whole = [re.escape(form) for form in sorted(forms, key=len, reverse=True)]
    return re.compile("|".join([*whole, *(rf"{re.escape(start)}[\w+/=%.~-]*" for start in cut)]), re.IGNORECASE)


def _forms(secret: str) -> Iterator[str]:
    """A secret as it may be written in URLs, JSON, HTML, Python and headers."""
    yield from (secret, repr(secret)[1:-1], quote(secret), quote(secret, safe=""), html.escape(secret))
    yield json.dumps(secret)[1:-1]
    if len(secret) >= SHORTEST:
        data = secret.encode("utf-8", "surrogatepass")
        for code in (base64.b64encode(data), base64.urlsafe_b64encode(data)):
            yield code.decode().rstrip("=")
        yield data.hex()
