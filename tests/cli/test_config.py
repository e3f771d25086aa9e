"""`summarize config`: every setting with its origin, the strongest place first, secrets never shown."""

import json
import re
from pathlib import Path

import pytest

from cli.running import Run
from summarizer.settings import Settings


def test_every_setting_is_there_with_its_origin(run: Run) -> None:
    found = json.loads(run("config", "--json").out)
    assert set(Settings.model_fields) | {"home"} == set(found)
    assert found["concurrency"] == {"value": None, "origin": "default"}
    assert found["formats"]["value"] == ["md", "html", "json"]


def test_the_environment_comes_before_the_project_and_the_project_before_the_user(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "summarizer.toml").write_text(
        "concurrency = 2\nrepair_rounds = 1\ntarget_language = 'en-US'\n", encoding="utf-8"
    )
    Path("summarizer.toml").write_text(
        "concurrency = 3\ntarget_language = 'en-GB'\nformats = 'md, json'\n", encoding="utf-8"
    )
    monkeypatch.setenv("SUMMARIZER_CONCURRENCY", "4")
    found = json.loads(run("config", "--json").out)
    assert (found["concurrency"]["value"], found["concurrency"]["origin"]) == (4, "SUMMARIZER_CONCURRENCY")
    assert (found["target_language"]["value"], Path(found["target_language"]["origin"]).name) == (
        "en-GB",
        "summarizer.toml",
    )
    assert found["repair_rounds"]["value"] == 1
    assert found["formats"]["value"] == ["md", "json"]


def test_a_path_in_a_file_is_relative_to_the_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("summarizer.toml").write_text("glossary = 'names.csv'\n", encoding="utf-8")
    Path("deeper").mkdir()
    top = Path.cwd()
    monkeypatch.chdir("deeper")
    assert json.loads(run("config", "--json").out)["glossary"]["value"] == str(top / "names.csv")


def test_keys_are_never_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-0123456789")
    for outcome in (run("config"), run("config", "--json")):
        assert "sk-secret" not in outcome.out + outcome.err
        assert "set, not shown" in outcome.out
        assert "OPENAI_API_KEY" in outcome.out


def test_the_password_of_the_store_is_never_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUMMARIZER_STORE", "postgresql://me:sk-secret@host/name")
    for outcome in (run("config"), run("config", "--json")):
        assert "sk-secret" not in outcome.out + outcome.err
        assert "postgresql://me:***@host/name" in outcome.out


def test_openai_variables_count_and_ours_win(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "https://one.example/v1")
    assert "https://one.example/v1" in run("config").out
    monkeypatch.setenv("SUMMARIZER_BASE_URL", "https://two.example/v1/")
    assert json.loads(run("config", "--json").out)["base_url"]["value"] == "https://two.example/v1"


def test_the_schema_is_one_that_reports_keep_to(run: Run) -> None:
    schema = json.loads(run("schema").out)
    assert schema["title"] == "Report"
    assert {"document", "segments", "receipt"} <= set(schema["required"])


def test_a_broken_file_is_listed_and_the_rest_shown(run: Run) -> None:
    Path("summarizer.toml").write_text("model = \n", encoding="utf-8")
    outcome = run("config")
    assert outcome.code == 2
    assert "summarizer.toml cannot be read" in outcome.err
    assert "repair_rounds" in outcome.out
    assert json.loads(run("config", "--json").out)["problems"]


def test_passwords_in_addresses_are_hidden(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "https://me:sk-secret@host/v1")
    for outcome in (run("config"), run("config", "--json")):
        assert "sk-secret" not in outcome.out + outcome.err
        assert "https://me:***@host/v1" in outcome.out


def test_a_project_is_trusted_as_it_is_now(run: Run) -> None:
    Path("summarizer.toml").write_text("model = 'theirs'\n# \x9b2J\n", encoding="utf-8")
    assert run("config").code == 2
    shown = run("config", "trust")
    assert "model = 'theirs'" in shown.out
    assert "\x9b" not in shown.out
    assert json.loads(run("config", "--json").out)["model"]["value"] == "theirs"
    Path("summarizer.toml").write_text("model = 'others'\n", encoding="utf-8")
    assert "not trusted" in run("config").err
    run("config", "trust", "--revoke")


def test_a_file_to_begin_with_sets_nothing(run: Run, tmp_path: Path) -> None:
    before = run("config").out
    assert run("config", "init").code == 0
    assert run("config").out == before
    assert run("config", "path").out.strip() == str(tmp_path / "home" / "summarizer.toml")
    assert run("config", "init").code == 2
    file = tmp_path / "home" / "summarizer.toml"
    lines = re.findall(r"^# (\w+ = (?!\"\"$).*)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(lines) > 10
    file.write_text("\n".join(line for line in lines if line.split()[0] in Settings.model_fields), encoding="utf-8")
    assert run("config").code == 0, "every line of it is a setting that can be"
