"""The report as PDF: the page (`html.py`), printed by a Chromium that is on this machine. None is fetched."""

import os
import re
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path

from summarizer.errors import OutputError, UsageError
from summarizer.renderers import html
from summarizer.renderers.options import Options
from summarizer.report import Report

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge")
SECONDS = 120
_ONE = threading.Lock()
"""One browser at a time: each takes some hundred megabytes, and a batch writes dozens of articles at once."""
_DATES = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}([+-]\d{2}'\d{2}')?\)")


def lacks() -> str:
    """Why nothing can be printed; empty if it can."""
    return "" if browser() else "PDF needs Chromium or Chrome, and there is none on this machine"


def browser() -> str | None:
    """The program; None where there is none."""
    mac = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    return next((found for name in NAMES if (found := shutil.which(name))), str(mac) if mac.is_file() else None)


def render(report: Report, options: Options) -> bytes:  # noqa: ARG001  every format is told the same
    """Raises UsageError where there is no browser, OutputError where it fails. Nothing but the page is loaded: its policy forbids it."""
    program = browser()
    if program is None:
        raise UsageError(lacks(), "Install one, or print the page (--format html) from your browser.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        page, made = folder / "page.html", folder / "page.pdf"
        page.write_text(html.render(report), encoding="utf-8")
        command = [
            program,
            "--headless",
            "--disable-gpu",
            "--no-first-run",
            "--disable-extensions",
            "--disable-background-networking",
            f"--user-data-dir={folder / 'profile'}",
            "--no-pdf-header-footer",
            f"--print-to-pdf={made}",
            *(["--no-sandbox"] if _is_root() else []),
            page.as_uri(),
        ]
        try:
            with _ONE:
                subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
            return _undated(made.read_bytes())
        except (OSError, subprocess.SubprocessError) as error:
            raise OutputError(
                f"The page could not be printed: {program} failed ({type(error).__name__}).",
                "Print it from a browser (--format html).",
            ) from error


def _is_root() -> bool:
    """Chromium does not start for root with its sandbox: in containers that is who runs it."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _undated(data: bytes) -> bytes:
    """With one time for all, so that the same report gives the same file; of the same length, as the offsets must hold."""
    return _DATES.sub(lambda found: re.sub(rb"D:\d{14}", b"D:20000101000000", found[0]), data)
