"""How commands print: JSON and lines on standard output, notices on standard error. Nothing that came from outside can steer a
terminal: names, texts and messages lose their control characters here."""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

import typer

from summarizer.errors import OutputError

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Controls of terminals (C0, C1), marks that turn the direction of writing, half characters."""
_SHORT = {"\t": " ", "\n": " ", "\r": ""}


def safe(text: str, *, lines: bool = False) -> str:
    """The text as a terminal can show it and nothing else: what controls it appears as an escape, a tab as a blank. With `lines` line ends
    stay."""

    def shown(found: re.Match[str]) -> str:
        sign = found[0]
        if sign in "\n\t" and lines:
            return sign
        return _SHORT.get(sign) or f"\\x{ord(sign):02x}" if ord(sign) < 256 else f"\\u{ord(sign):04x}"

    return _CONTROL.sub(shown, text.replace("\r\n", "\n"))


def print_json(value: object) -> None:
    """On standard output, as JSON. Half characters are written as escapes, since no encoding has them."""
    import json

    try:
        text = json.dumps(value, ensure_ascii=False, indent=2)
        text.encode()
    except UnicodeEncodeError:
        text = json.dumps(value, indent=2)
    typer.echo(text)


def print_lines(lines: Iterable[str]) -> None:
    """On standard output."""
    for line in lines:
        typer.echo(safe(line, lines=True))


def warn(*lines: str) -> None:
    """On standard error."""
    for line in filter(None, lines):
        typer.echo(safe(line, lines=True), err=True)


def is_stdout(output: Path | None) -> bool:
    return output is None or str(output) == "-"


def write_output(text: str, output: Path | None) -> None:
    """Into the file, whole or not at all; to standard output if there is none, or it is `-`. Raises OutputError."""
    if output is None or str(output) == "-":
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    from summarizer.common.files import write_atomic

    if output.is_dir():
        raise OutputError(f"{output} is a folder", "Name a file with --output.")
    write_atomic(output.parent, {output: text})
