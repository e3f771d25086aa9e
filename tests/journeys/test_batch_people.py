"""What a batch says about its whole folder: who speaks across the articles, and the page that leads to all of it."""

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from scripted_server import asked_schema, scripted
from wire import runtimes

from journeys.folders import done, lay, mixed, reports, text
from journeys.running import SENTENCES
from summarizer.batch.statements import cast_of, statements_of
from summarizer.errors import InputError, UsageError

ANSWERS = runtimes.by_hand(SENTENCES)
SPEAKER = "顾长河"


class Links(HTMLParser):
    """Where a page's links lead, and the places it has."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.loads: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.ids |= {named["id"]} if "id" in named else set()
        self.links += [named["href"]] if tag == "a" else []
        self.loads += [named[name] for name in ("src", "srcset", "data") if name in named] if tag != "a" else []


async def folder(tmp_path: Path) -> Path:
    lay(tmp_path / "in", range(6))
    with scripted(answer=ANSWERS) as server:
        await done(server, tmp_path)
    return tmp_path / "out"


async def test_a_speaker_of_several_articles_is_one_and_every_statement_can_be_read_where_it_stands(
    tmp_path: Path,
) -> None:
    out = await folder(tmp_path)
    spoken = {f"{n:03}" for n in range(6) if SPEAKER in text(n)}
    assert len(spoken) > 1
    [(person, said)] = statements_of(out, SPEAKER)
    assert {one.article for one in said} == {seen.article for seen in person.seen} == spoken
    assert any("a child need" in one.english for one in said)
    for one in said:
        page, _, place = one.link.partition("#")
        assert place in Links((out / page).read_text(encoding="utf-8")).ids
    assert list(statements_of(out, "Gu Changhe")) == [(person, said)]


async def test_a_link_leads_to_a_file_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    number = next(n for n in range(6) if SPEAKER in text(n))
    (tmp_path / "in/县 #1 100%?.txt").write_text(text(number), encoding="utf-8")
    with scripted(answer=ANSWERS) as server:
        await done(server, tmp_path)
    out = tmp_path / "out"
    links = [one.link for _, said in statements_of(out, SPEAKER) for one in said]
    assert links
    assert {link.partition("#")[0] for link in links} == {"县%20%231%20100%25%3F.en.html"}
    in_the_page = Links((out / "index.html").read_text(encoding="utf-8")).links
    for link in (*links, *(one for one in in_the_page if not one.startswith("#"))):
        assert (out / unquote(link.partition("#")[0])).exists()


async def test_nobody_of_that_name_is_said_with_those_there_are(tmp_path: Path) -> None:
    out = await folder(tmp_path)
    with pytest.raises(UsageError, match="Nobody called 'Lu Xun'") as caught:
        list(statements_of(out, "Lu Xun"))
    assert SPEAKER in caught.value.hint
    (tmp_path / "nothing").mkdir()
    with pytest.raises(InputError, match="no report"):
        cast_of(tmp_path / "nothing")


async def test_the_page_of_the_folder_leads_to_every_article_and_every_statement(tmp_path: Path) -> None:
    mixed(tmp_path / "in")
    (tmp_path / "in/50% <b>off #1.txt").write_text(text(9), encoding="utf-8")
    with scripted(answer=ANSWERS) as server:
        ended = await done(server, tmp_path)
    page = (tmp_path / "out/index.html").read_text(encoding="utf-8")
    links = Links(page)
    assert links.loads == []
    assert "<b>off" not in page
    outward = [link for link in links.links if not link.startswith("#")]
    assert {unquote(link) for link in outward if "#" not in link} == {
        name for row in ended.rows for name in row.outputs if name.endswith(".en.html")
    }
    statements = [link for link in outward if "#" in link]
    assert len(statements) > 10
    known: dict[str, set[str]] = {}
    for link in statements:
        path, _, place = link.partition("#")
        file = unquote(path)
        if file not in known:
            known[file] = Links((tmp_path / "out" / file).read_text(encoding="utf-8")).ids
        assert place in known[file]
    inward = {link[1:] for link in links.links if link.startswith("#")}
    assert inward <= links.ids
    assert "picture.txt" in page
    assert "default-src &#39;none&#39;" in page


async def test_what_is_said_in_traditional_characters_is_marked_as_such(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/fair.txt").write_text(
        "書展開幕\n\n館長沈若蘭表示，機器人會盤點圖書。這對讀者很好。\n", encoding="utf-8"
    )
    with scripted(answer=ANSWERS) as server:
        await done(server, tmp_path)
    page = (tmp_path / "out/index.html").read_text(encoding="utf-8")
    assert '<span class="zh" lang="zh-Hant">館長沈若蘭表示' in page


async def test_without_html_the_page_leads_to_markdown(tmp_path: Path) -> None:
    lay(tmp_path / "in", [1])
    with scripted(answer=ANSWERS) as server:
        await done(server, tmp_path, formats=("md",))
    links = Links((tmp_path / "out/index.html").read_text(encoding="utf-8")).links
    assert "001.en.md" in links


async def test_the_page_is_the_same_when_nothing_was_to_do(tmp_path: Path) -> None:
    lay(tmp_path / "in", range(3))
    with scripted(answer=ANSWERS) as server:
        await done(server, tmp_path)
        await done(server, tmp_path)
        before = (tmp_path / "out/index.html").read_bytes()
        rows = json.loads((tmp_path / "out/batch-report.json").read_bytes())["files"]
        await done(server, tmp_path)
    assert (tmp_path / "out/index.html").read_bytes() == before
    assert json.loads((tmp_path / "out/batch-report.json").read_bytes())["files"] == rows


async def test_a_name_that_the_model_proposes_has_one_english_form_in_all_articles_and_runs(tmp_path: Path) -> None:
    """Scripted: in every article the server spells the director's name in another way."""
    proposals: list[str] = []

    def answer(body: dict[str, Any]) -> str:
        if not asked_schema(body)[0].startswith("brief"):
            return ANSWERS(body)
        proposals.append(f"Ruolan{len(proposals)} Shen")
        people = [{"source": "沈若兰", "target": proposals[-1], "kind": "person"}]
        return json.dumps(json.loads(runtimes.NO_BRIEF) | {"people": people})

    lay(tmp_path / "in", range(4))
    with scripted(answer=answer) as server:
        await done(server, tmp_path)
        lay(tmp_path / "in", range(8))
        await done(server, tmp_path)
        told = {name for asked in server.requests for name in proposals if name in asked.text}
    found = {t.target for _, report in reports(tmp_path / "out") for t in report.terms if t.source == "沈若兰"}
    assert len(set(proposals)) > 1
    assert len(found) == 1
    assert told <= found
