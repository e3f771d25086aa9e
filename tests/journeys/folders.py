"""Folders of articles for the tests of batches, and batches run in this process against a scripted server."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from articles.shelf import library_text
from batch_server import BatchServer
from scripted_server import ScriptedServer

from summarizer.batch.results import ArticleResult, BatchResult
from summarizer.batch.run import plan, run
from summarizer.batch.worker import Limits
from summarizer.llm.budgeted import Ledger
from summarizer.progress import Event
from summarizer.report import Report
from summarizer.settings import Settings

PARAGRAPHS = library_text().strip().split("\n\n")


def text(number: int, *more: str) -> str:
    """One of many short articles, no two alike: paragraphs of the short one in another choice and order."""
    body = PARAGRAPHS[1:]
    chosen = [body[(number + step * (1 + number % 3)) % len(body)] for step in range(3)]
    return "\n\n".join([f"县城图书馆消息之{number}", *dict.fromkeys(chosen), *more]) + "\n"


def page(number: int) -> str:
    inside = "".join(f"<p>{paragraph}</p>" for paragraph in text(number).strip().split("\n\n"))
    return f'<!doctype html><html><head><meta charset="utf-8"></head><body><article>{inside}</article></body></html>'


def mixed(folder: Path) -> None:
    """Twelve files: ten that are articles, an empty one and a picture called .txt."""
    (folder / "2024" / "march").mkdir(parents=True)
    for number, encoding in enumerate(["utf-8", "gb18030", "utf-8-sig", "utf-16"]):
        (folder / f"{number}.txt").write_bytes(text(number).encode(encoding))
    big5 = "縣城圖書館請來機器人館員\n\n館長沈若蘭表示，機器人每晚盤點一次，讀者都說很好。\n"
    (folder / "2024" / "4.txt").write_bytes(big5.encode("big5"))
    (folder / "2024" / "5.html").write_text(page(5), encoding="utf-8")
    (folder / "2024" / "5.txt").write_text(text(55), encoding="utf-8")
    (folder / "2024" / "march" / "6.htm").write_bytes(page(6).replace("utf-8", "gbk").encode("gbk"))
    (folder / "2024" / "march" / "7.md").write_text("# " + text(7), encoding="utf-8")
    (folder / "2024" / "march" / "图书馆 8.txt").write_text(text(8), encoding="utf-8")
    (folder / "empty.txt").write_bytes(b" \n")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200))


class Ear:
    """Hears what a batch tells."""

    def __init__(self) -> None:
        self.rows: list[ArticleResult] = []
        self.notices: list[str] = []

    def begin(self, articles: int, ledger: Ledger) -> None: ...
    def progress(self, event: Event) -> None: ...

    def notice(self, sentence: str) -> None:
        self.notices.append(sentence)

    def ended(self, row: ArticleResult) -> None:
        self.rows.append(row)


async def done(
    server: ScriptedServer | BatchServer,
    root: Path,
    *,
    limits: Limits | None = None,
    output: str = "out",
    **settings: object,
) -> BatchResult:
    """A batch over `root/in` into `root/out`, with the store in `root/home`."""
    chosen = {"model": "some-model", "base_url": server.base_url, "api_key": "sk-test-0123456789", **settings}
    found = plan([str(root / "in")], root / output)
    return await run(found, Settings.model_validate(chosen), root / "home", limits or Limits(), Ear())


def statuses(done: BatchResult) -> dict[str, str]:
    return {row.path: row.status for row in done.rows}


def files(output: Path) -> dict[str, str]:
    """What lies in a folder: path → SHA-256."""
    found = (p for p in sorted(output.rglob("*")) if p.is_file())
    return {p.relative_to(output).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in found}


def articles_in(output: Path) -> dict[str, str]:
    """The articles' own files only."""
    return {
        name: digest for name, digest in files(output).items() if name.endswith((".en.md", ".en.html", ".report.json"))
    }


def reports(output: Path) -> Iterator[tuple[str, Report]]:
    for path in sorted(output.rglob("*.report.json")):
        yield path.relative_to(output).as_posix(), Report.model_validate_json(path.read_bytes())


def lay(folder: Path, numbers: Sequence[int]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"{number:03}.txt").write_text(text(number), encoding="utf-8")
