"""Pages at addresses: in their encoding, with their address, within limits, and said where there is none."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from document_files import PAGE
from page_server import Answer, packed, pages

from summarizer.errors import InputError
from summarizer.stages.clean import clean
from summarizer.stages.read import read
from summarizer.web import fetch as fetching
from summarizer.web.copies import addresses_in, page, saved, stem
from summarizer.web.fetch import AGENT, fetch, is_address, required

LONG = "河东区图书馆昨天宣布，从下个月一日起，每天的开放时间将从晚上六点延长到晚上九点，周末照常开放，读者不需要另外办理手续。"
HTML = PAGE.format(title="图书馆延长开放时间", style="", body=f"<h1>图书馆延长开放时间</h1><p>{LONG}</p><p>{LONG}</p>")


def html(charset: str, *, said: str | None = None, meta: str = "utf-8") -> Answer:
    body = HTML.replace("charset=utf-8", f"charset={meta}").encode(charset)
    return Answer(body, headers={"Content-Type": "text/html" + (f"; charset={said}" if said else "")})


@pytest.mark.parametrize(
    ("charset", "said", "meta"),
    [
        ("utf-8", None, "utf-8"),
        ("gb18030", "gbk", "gbk"),
        ("gb18030", "GB2312", "utf-8"),
        ("gb18030", None, "gb2312"),
        ("big5", "big5", "big5"),
        ("utf-16", "utf-16", "utf-16"),
    ],
)
def test_a_page_is_read_in_its_encoding_with_its_address(charset: str, said: str | None, meta: str) -> None:
    source = (
        html(charset, said=said, meta=meta)
        if charset != "big5"
        else Answer(
            HTML.replace("charset=utf-8", "charset=big5")
            .replace("区", "區")
            .replace("图书馆", "圖書館")
            .encode("big5", "ignore"),
            headers={"Content-Type": "text/html; charset=big5"},
        )
    )
    with pages({"/2024/05/06/opening.html": source}) as server:
        data, name = page(f"{server.address}/2024/05/06/opening.html")
    document = clean(read(data, name))
    assert document.url == f"{server.address}/2024/05/06/opening.html"
    assert name == "127.0.0.1-opening.html"
    if charset != "big5":
        assert [b.text for b in document.blocks] == ["图书馆延长开放时间", LONG, LONG]
    assert document.decoding.confidence > 0.6
    assert document.findings == ()


def test_a_request_says_who_asks_and_takes_chinese() -> None:
    with pages({"/a": html("utf-8")}) as server:
        fetch(f"{server.address}/a")
    [(_, headers)] = server.requests
    assert headers["User-Agent"] == AGENT
    assert headers["Accept-Language"].startswith("zh-CN")


def test_redirects_are_followed_five_times() -> None:
    def chain(length: int) -> dict[str, Answer]:
        return {f"/{n}": Answer(status=301, headers={"Location": f"/{n + 1}"}) for n in range(length)} | {
            f"/{length}": html("utf-8")
        }

    with pages(chain(5)) as server:
        assert fetch(f"{server.address}/0").address == f"{server.address}/5"
    with pages(chain(6)) as server, pytest.raises(InputError, match="redirects more than 5 times"):
        fetch(f"{server.address}/0")


def test_a_page_that_is_too_large_is_left_off() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 65_536

    with pages({"/a": Answer(pieces=endless), "/b": packed(b"\0" * 60_000_000)}) as server:
        for path in ("/a", "/b"):
            with pytest.raises(InputError, match="larger than 20 MB"):
                fetch(f"{server.address}{path}")


def test_a_server_that_drips_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 1)

    def drops() -> Iterator[bytes]:
        for _ in range(100):
            time.sleep(0.1)
            yield b"x"

    started = time.monotonic()
    with pages({"/a": Answer(pieces=drops)}) as server, pytest.raises(InputError, match="does not answer in time"):
        fetch(f"{server.address}/a")
    assert time.monotonic() - started < 8


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(status=401), "only after a login"),
        (Answer(status=403), "only after a login"),
        (Answer(status=404), "no such page"),
        (Answer(status=429), "fewer requests"),
        (Answer(status=503), "answers with an error"),
        (Answer(status=302, headers={"Location": "/passport/login?next=a"}), "only after a login"),
        (Answer(b"<html><script>app()</script><div id=app></div></html>", headers={"Content-Type": "text/html"}), "scripts are not run"),
        (Answer(b"<html><script>1</script><form><input type=password></form></html>", headers={"Content-Type": "text/html"}), "only after a login"),
        (Answer(b'<html><script>1</script><meta http-equiv="refresh" content="0;url=https://example.com/b"></html>', headers={"Content-Type": "text/html"}), "sends browsers on"),
        (Answer(b"abc", headers={"Content-Encoding": "br"}), "not asked for"),
        (Answer(b"abc", headers={"Content-Encoding": "gzip"}), "damaged"),
        (Answer(b" "), "empty"),
    ],
)  # fmt: skip
def test_where_there_is_no_page_it_is_said(answer: Answer, words: str) -> None:
    with pages({"/a": answer}) as server, pytest.raises(InputError, match=words) as found:
        page(f"{server.address}/a")
    assert found.value.hint


def test_documents_at_addresses_keep_their_kind() -> None:
    with pages(
        {
            "/a.pdf": Answer(b"%PDF-1.7 x", headers={"Content-Type": "application/pdf"}),
            "/b": Answer("一二三".encode("gbk"), headers={"Content-Type": "text/plain; charset=gbk"}),
        }
    ) as server:
        assert page(f"{server.address}/a.pdf") == (b"%PDF-1.7 x", stem(f"{server.address}/a.pdf") + ".pdf")
        data, name = page(f"{server.address}/b")
    assert (data.decode(), name[-4:]) == ("一二三", ".txt")


def test_a_copy_is_fetched_once(tmp_path: Path) -> None:
    with pages({"/article-1.html": html("utf-8")}) as server:
        first = saved(tmp_path, f"{server.address}/article-1.html")
        again = saved(tmp_path, f"{server.address}/article-1.html")
    assert (first, len(server.requests)) == (again, 1)
    assert first.name == "127.0.0.1-article-1.html"


def test_names_are_the_same_in_every_run_and_differ_by_query() -> None:
    names = [stem(f"https://www.example.com/news/view.php?id={n}") for n in (1, 2, 1)]
    assert names[0] == names[2] != names[1]
    assert stem("https://example.com/a/../../etc/passwd") == "example.com-passwd"
    assert "/" not in stem("https://example.com/" + "%2F..%2F" * 50)
    assert len(stem("https://example.com/" + "长" * 500)) < 100


def test_a_list_of_addresses_is_one_and_a_text_with_addresses_is_none() -> None:
    assert addresses_in(b"# Montag\nhttps://a.example/1\n\nhttp://b.example/2\nhttps://a.example/1\n") == (
        "https://a.example/1",
        "http://b.example/2",
    )
    assert addresses_in("详情见 https://a.example/1\n".encode()) == ()
    assert addresses_in(f"https://a.example/1\n{LONG}".encode()) == ()
    assert addresses_in(b"# nothing") == ()
    with pytest.raises(InputError, match="more than 1000"):
        addresses_in(b"\n".join(b"https://a.example/%d" % n for n in range(1001)))


def test_addresses_with_chinese_are_written_in_ascii() -> None:
    assert (
        required("https://例子.测试/新闻/一?词=二")
        == "https://xn--fsqu00a.xn--0zwm56d/%E6%96%B0%E9%97%BB/%E4%B8%80?%E8%AF%8D=%E4%BA%8C"
    )
    assert required("http://a.example/%E4%B8%80?x=1#part") == "http://a.example/%E4%B8%80?x=1"
    assert is_address("https://a.example/一")
    assert not is_address("https://a.example/ 一")
    assert not is_address("a.example/1")
