"""Addresses of servers as people give them, and what the environment says of the way there."""

import re
from collections.abc import Mapping
from importlib.util import find_spec
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit, urlunsplit
from urllib.request import getproxies, proxy_bypass

from summarizer.errors import SettingsError
from summarizer.model import Endpoint

_ENDPOINTS = re.compile(r"/(?:chat/completions|completions|responses|models|embeddings)/*$")
"""What is copied along from a provider's example, and is no part of the base address."""
_AZURE = re.compile(r"\.(?:openai|cognitiveservices|services\.ai)\.azure\.(?:com|us|cn)$", re.IGNORECASE)


class Address(NamedTuple):
    """An address taken apart: `base` has neither query nor endpoint, and `query` goes with every request."""

    base: str
    query: Mapping[str, str]
    azure: bool
    """Azure wants the key in a header of its own as well."""


def split_address(address: str) -> Address:
    """`https://host/v1/chat/completions?api-version=2024-06-01` is base `https://host/v1` with that query."""
    url = urlsplit(address.strip().rstrip("#"))
    query = dict(parse_qsl(url.query, keep_blank_values=True))
    path = _ENDPOINTS.sub("", url.path.rstrip("/"))
    azure = bool(_AZURE.search(url.hostname or "")) or "api-version" in query
    if azure and not path and _AZURE.search(url.hostname or ""):
        path = "/openai/v1"
    return Address(urlunsplit((url.scheme, url.netloc, path, "", "")), query, azure)


def proxy_for(endpoint: Endpoint) -> str:
    """The proxy that the environment names for the way to a server; empty if there is none. None is used to this machine."""
    if endpoint.near:
        return ""
    url = urlsplit(endpoint.base_url or "https://api.openai.com")
    proxies = getproxies()
    proxy = proxies.get(url.scheme) or proxies.get("all") or ""
    if not proxy or (url.hostname and proxy_bypass(url.hostname)):
        return ""
    return proxy if "://" in proxy else f"http://{proxy}"


def shown_proxy(proxy: str) -> str:
    """The proxy without a password."""
    url = urlsplit(proxy)
    return f"{url.scheme}://{url.netloc.rpartition('@')[2]}"


def require_possible_proxy(endpoint: Endpoint) -> None:
    """Raises SettingsError if the environment names a proxy that cannot be used on the way to this server."""
    proxy = proxy_for(endpoint)
    scheme = urlsplit(proxy).scheme.lower()
    unset = "Unset ALL_PROXY, HTTP_PROXY and HTTPS_PROXY to go without a proxy."
    if scheme in ("socks5", "socks5h"):
        if find_spec("socksio") is None:
            raise SettingsError(
                "The environment names a SOCKS proxy, which needs the package socksio",
                f"Install it with: pip install 'summarizer[socks]'. {unset}",
            )
    elif scheme not in ("", "http", "https"):
        raise SettingsError(
            f"The environment names a proxy of a kind that cannot be used: {scheme}://",
            f"Write http://, https:// or socks5:// (with the extra 'socks'). {unset}",
        )
