"""Addresses as people give them, and the way to a server."""

import asyncio
import ssl
import subprocess
from pathlib import Path

import pytest
from scripted_server import scripted

from llm.asking import endpoint, question
from summarizer.errors import Forbidden, NotListening, SettingsError
from summarizer.llm import addresses
from summarizer.llm.addresses import require_possible_proxy, split_address
from summarizer.llm.capabilities import Capabilities
from summarizer.llm.openai import OpenAIModel
from summarizer.model import Endpoint
from summarizer.settings import load


@pytest.mark.parametrize(
    ("given", "base", "query"),
    [
        ("https://host/v1", "https://host/v1", {}),
        ("https://host/v1/", "https://host/v1", {}),
        (" https://host/v1 \n", "https://host/v1", {}),
        ("https://host/v1/chat/completions", "https://host/v1", {}),
        ("https://host/v1/chat/completions/", "https://host/v1", {}),
        ("https://host/v1/models", "https://host/v1", {}),
        ("https://host/v1#", "https://host/v1", {}),
        ("https://host/api/v3?key=a&x=", "https://host/api/v3", {"key": "a", "x": ""}),
        (
            "https://r.openai.azure.com/openai/deployments/d?api-version=2024-06-01",
            "https://r.openai.azure.com/openai/deployments/d",
            {"api-version": "2024-06-01"},
        ),
        (
            "https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-06-01",
            "https://r.openai.azure.com/openai/deployments/d",
            {"api-version": "2024-06-01"},
        ),
        ("https://r.openai.azure.com/", "https://r.openai.azure.com/openai/v1", {}),
    ],
)
def test_an_address_is_taken_apart(given: str, base: str, query: dict[str, str]) -> None:
    found = split_address(given)
    assert (found.base, dict(found.query)) == (base, query)


@pytest.mark.parametrize(
    ("tail", "asked"),
    [
        ("/v1", "/v1/chat/completions"),
        ("/v1/chat/completions", "/v1/chat/completions"),
        (
            "/openai/deployments/d?api-version=2024-06-01",
            "/openai/deployments/d/chat/completions?api-version=2024-06-01",
        ),
        ("/v1?a=1&b=2", "/v1/chat/completions?a=1&b=2"),
        ("", "/chat/completions"),
    ],
)
async def test_what_the_server_is_asked_for(tail: str, asked: str) -> None:
    with scripted() as server:
        place = endpoint(server).model_copy(update={"base_url": server.base_url.removesuffix("/v1") + tail})
        model = OpenAIModel(place, capabilities=Capabilities())
        await model.ask(question())
        await model.aclose()
        assert server.requests[0].path == asked
        assert ("api-key" in server.requests[0].headers) is ("api-version" in tail)


def test_blanks_around_an_address_are_no_part_of_it() -> None:
    assert load({"base_url": " http://127.0.0.1:9/v1 "}, {}).settings.base_url == "http://127.0.0.1:9/v1"


@pytest.mark.parametrize(
    ("proxy", "said"),
    [("socks5://127.0.0.1:7890", "socksio"), ("socks://127.0.0.1:7890", "socks://"), ("ftp://x", "ftp")],
)
def test_a_proxy_that_cannot_be_used_is_a_sentence(proxy: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "find_spec", lambda name: None)
    monkeypatch.setenv("ALL_PROXY", proxy)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "all_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SettingsError, match=said) as caught:
        require_possible_proxy(Endpoint(model="m"))
    assert "ALL_PROXY" in caught.value.hint
    require_possible_proxy(Endpoint(model="m", base_url="http://127.0.0.1:9/v1"))
    monkeypatch.setenv("NO_PROXY", "api.openai.com")
    require_possible_proxy(Endpoint(model="m"))


async def test_a_proxy_that_is_not_there_is_named_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy", "https_proxy", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTP_PROXY", "http://ann:hunter22@127.0.0.1:9")
    model = OpenAIModel(Endpoint(model="m", base_url="http://llm.example/v1"), capabilities=Capabilities())
    with pytest.raises(NotListening, match=r"proxy .*http://127\.0\.0\.1:9") as caught:
        await model.ask(question())
    await model.aclose()
    assert "hunter22" not in str(caught.value)


async def test_a_server_that_speaks_no_tls_is_told_in_one_sentence() -> None:
    with scripted() as server:
        place = endpoint(server).model_copy(update={"base_url": server.base_url.replace("http:", "https:")})
        model = OpenAIModel(place, capabilities=Capabilities())
        with pytest.raises(Forbidden, match="does not speak TLS") as caught:
            await model.ask(question())
        await model.aclose()
    assert "http://" in caught.value.hint


@pytest.fixture
def context(tmp_path: Path) -> ssl.SSLContext:
    """That of a server whose certificate nobody vouches for."""
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
    files = ["-keyout", str(tmp_path / "key"), "-out", str(tmp_path / "cert")]
    subprocess.run([*made, *files], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert", tmp_path / "key")
    return context


async def test_a_certificate_that_nobody_vouches_for_is_told_in_one_sentence(context: ssl.SSLContext) -> None:
    server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    model = OpenAIModel(Endpoint(model="m", base_url=f"https://localhost:{port}/v1"), capabilities=Capabilities())
    with pytest.raises(
        Forbidden, match=rf"certificate of localhost:{port} is not trusted \(self.signed certificate\)"
    ) as caught:
        await model.ask(question())
    await model.aclose()
    server.close()
    assert "SSL_CERT_FILE" in caught.value.hint
