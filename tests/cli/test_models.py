"""`summarize models`: results on standard output, everything else on standard error."""

import hashlib
import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from typer.testing import CliRunner, Result

from summarizer.cli.models import app
from summarizer.errors import ModelCorrupt, ModelNotInstalled, UsageError
from summarizer.local.catalogue import OFFICIAL

GGUF = b"GGUF" + bytes(range(200))
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def run(*words: str) -> Result:
        return CliRunner().invoke(app, words, env={"SUMMARIZER_HOME": str(tmp_path / "home")})

    return run


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.gguf"
    path.write_bytes(GGUF)
    return path


def test_the_list_names_every_model_its_size_and_its_state(run: Run, own: Path) -> None:
    run("add", str(own))
    result = run("list")
    assert result.exit_code == 0
    default, added = result.stdout.splitlines()
    assert default.startswith(f"* {OFFICIAL.id}")
    assert "1.12 GB" in default
    assert added.startswith("  own.gguf")
    assert "ready" in added
    assert added.endswith("own.gguf")


def test_the_list_as_json_has_what_a_program_needs(run: Run, own: Path, tmp_path: Path) -> None:
    run("add", str(own))
    default, added = json.loads(run("list", "--json").stdout)
    assert (default["id"], default["default"], default["sha256"]) == (OFFICIAL.id, True, OFFICIAL.sha256)
    assert default["path"] is None
    assert added == {
        "id": "own.gguf",
        "bytes": len(GGUF),
        "sha256": hashlib.sha256(GGUF).hexdigest(),
        "licence": "",
        "source": str(own),
        "context_tokens": 0,
        "state": "ready",
        "default": False,
        "path": str(tmp_path / "home" / "models" / "own.gguf"),
    }


def test_a_model_is_added_checked_found_and_removed(run: Run, own: Path) -> None:
    assert run("add", str(own), "--name", "better").stdout == "Added better.gguf: use it with --model better.gguf\n"
    path = Path(run("path", "better.gguf").stdout.strip())
    assert path.read_bytes() == GGUF
    verified = run("verify", "better.gguf")
    assert verified.stdout == f"{path} is good\n"
    assert "load" in verified.stderr
    assert run("remove", "better.gguf").stdout.startswith("Removed better.gguf")
    assert not path.exists()
    assert own.exists()


def test_a_changed_file_does_not_pass(run: Run, own: Path) -> None:
    run("add", str(own))
    Path(run("path", "own.gguf").stdout.strip()).write_bytes(GGUF[::-1])
    result = run("verify", "own.gguf")
    assert isinstance(result.exception, ModelCorrupt)
    assert result.stdout == ""


@pytest.mark.parametrize("words", [("path",), ("verify",), ("remove", OFFICIAL.id), ("path", "other.gguf")])
def test_a_model_that_is_not_here_is_an_error(run: Run, words: tuple[str, ...]) -> None:
    result = run(*words)
    assert isinstance(result.exception, ModelNotInstalled)
    assert result.stdout == ""


def test_a_name_that_leads_elsewhere_is_wrong_usage(run: Run, own: Path) -> None:
    assert isinstance(run("add", str(own), "--name", "../up").exception, UsageError)


def test_fetch_takes_no_other_file_than_the_published_one(run: Run) -> None:
    class Wrong(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(GGUF)))
            self.end_headers()
            self.wfile.write(GGUF)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Wrong) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        result = run("fetch", "--url", f"http://127.0.0.1:{server.server_address[1]}/model.gguf")
        server.shutdown()
    assert isinstance(result.exception, ModelCorrupt)
    assert "204 bytes instead of 1,117,320,768" in str(result.exception)
