"""Where a setting comes from: flag, environment, project, user, default; and what a bad one says."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from summarizer.common.addresses import masked
from summarizer.errors import SettingsError
from summarizer.model import Endpoint
from summarizer.runtime import HOSTED_CONCURRENCY, LOCAL_CONCURRENCY, LOCAL_SLOTS, concurrency_of
from summarizer.settings import Origins, Settings, home, load


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder inside a project; the user's own settings are in tmp_path/home."""
    inner = tmp_path / "project" / "articles"
    inner.mkdir(parents=True)
    (tmp_path / "home").mkdir()
    return inner


def loaded(project: Path, flags: Mapping[str, Any] | None = None, /, **environ: str) -> Origins:
    return load(flags, {"SUMMARIZER_HOME": str(project.parents[1] / "home"), **environ}, project)


def write(folder: Path, text: str) -> None:
    (folder / "summarizer.toml").write_text(text, encoding="utf-8")


def test_each_place_goes_before_the_next(project: Path) -> None:
    write(project.parents[1] / "home", 'model = "user"\nconcurrency = 3\nrepair_rounds = 1\ntimeout = 7')
    write(project.parent, 'model = "project"\nconcurrency = 4\nrepair_rounds = 3')
    found = loaded(project, {"model": "flag", "concurrency": None}, SUMMARIZER_CONCURRENCY="5", SUMMARIZER_MODEL="env")
    given = found.settings
    assert (given.model, given.concurrency, given.repair_rounds, given.timeout) == ("flag", 5, 3, 7)
    assert given.cache is Settings().cache
    assert found.origin["concurrency"] == "SUMMARIZER_CONCURRENCY"
    assert found.origin["repair_rounds"].endswith("project/summarizer.toml")
    assert found.origin["timeout"].endswith("home/summarizer.toml")
    assert (found.origin["model"], found.origin["cache"]) == ("command line", "default")


def test_openai_variables_mean_what_they_mean_everywhere_and_ours_win(project: Path) -> None:
    theirs = {"OPENAI_API_KEY": "theirs", "OPENAI_BASE_URL": "http://theirs/v1"}
    assert loaded(project, **theirs).settings.api_key == "theirs"
    assert loaded(project, SUMMARIZER_API_KEY="ours", **theirs).settings.api_key == "ours"
    assert loaded(project, **theirs).settings.base_url == "http://theirs/v1"


def test_an_empty_variable_is_not_set(project: Path) -> None:
    assert loaded(project, SUMMARIZER_MODEL="", OPENAI_API_KEY="").settings == Settings()


def test_a_server_is_wanted_where_one_is_named_or_there_is_a_key() -> None:
    assert not Settings().wants_server
    assert Settings(api_key="k").wants_server
    assert Settings(base_url="http://x/v1").wants_server


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CONCURRENCY", "0"),
        ("CONCURRENCY", "many"),
        ("MAX_COST", "-1"),
        ("TARGET_LANGUAGE", "fr"),
        ("FORMATS", "md,docx"),
        ("REPAIR_ROUNDS", "9"),
        ("TIMEOUT", "0"),
        ("TACTICS", "bold"),
        ("STORE", "mysql://host/name"),
    ],
)
def test_a_bad_value_names_its_place(name: str, value: str, project: Path) -> None:
    with pytest.raises(SettingsError, match=f"SUMMARIZER_{name}"):
        loaded(project, **{f"SUMMARIZER_{name}": value})


@pytest.mark.parametrize(
    ("text", "said"), [("model = ", "summarizer.toml"), ("modle = 'x'", "modle"), ("api_key = 'sk-secret'", "api_key")]
)
def test_a_bad_file_is_named_and_a_key_in_one_is_not_printed(text: str, said: str, project: Path) -> None:
    write(project, text)
    with pytest.raises(SettingsError, match=said) as caught:
        loaded(project)
    assert "sk-secret" not in f"{caught.value} {caught.value.hint}"


def test_a_key_is_not_shown_where_settings_are() -> None:
    assert "sk-secret" not in repr(Settings(api_key="sk-secret"))


def test_a_store_in_a_file_is_beside_the_file_or_an_address(project: Path) -> None:
    write(project.parent, 'store = "shared/store.sqlite"')
    assert loaded(project).settings.store == str(project.parent / "shared" / "store.sqlite")
    write(project.parent, 'store = "postgresql://me@host/name"')
    assert loaded(project).settings.store == "postgresql://me@host/name"
    assert Settings(store=Path("here.sqlite")).store == "here.sqlite"


@pytest.mark.parametrize("password", ["sk-secret", "p/q@sk-secret?#:", "%40sk-secret"])
def test_the_stores_password_comes_from_the_environment_and_is_not_shown(password: str, project: Path) -> None:
    address = f"postgresql://me:{password}@host/name"
    found = loaded(project, SUMMARIZER_STORE=address).settings
    assert found.store == address
    assert password not in repr(found)
    assert masked(address) == "postgresql://me:***@host/name"
    assert masked(f"postgresql://host/name?password={password.partition('#')[0]}").endswith("password=***")
    write(project, f'store = "{address}"')
    with pytest.raises(SettingsError, match="holds a password") as in_file:
        loaded(project)
    with pytest.raises(SettingsError, match="SUMMARIZER_STORE") as wrong:
        loaded(project.parents[1], SUMMARIZER_STORE=address.replace("postgresql", "mysql"))
    for caught in (in_file, wrong):
        assert "sk-secret" not in f"{caught.value} {caught.value.hint}"


def test_every_setting_says_what_it_is_for() -> None:
    assert not [name for name, field in Settings.model_fields.items() if not field.description]


def test_answers_and_models_are_kept_where_one_says() -> None:
    assert home({"SUMMARIZER_HOME": "/somewhere/else"}) == Path("/somewhere/else")
    assert home({}).name == "summarizer"


class TestSecondReader:
    def test_nobody_reads_a_second_time_unless_asked(self) -> None:
        assert Settings(model="m").second_reader is None

    def test_the_same_model_does_where_none_is_named(self) -> None:
        settings = Settings(model="m", review=True)
        assert settings.second_reader is settings

    def test_naming_a_model_asks_for_it_at_the_same_server(self) -> None:
        settings = Settings(
            model="m", base_url="http://a/v1", api_key="k", review_model="n", tactics="small", chunk_tokens=1
        )
        reader = settings.second_reader
        assert reader is not None
        assert (reader.model, reader.base_url, reader.api_key) == ("n", "http://a/v1", "k")
        assert (reader.tactics, reader.chunk_tokens) == ("auto", None)

    def test_a_key_never_goes_to_another_server(self) -> None:
        settings = Settings(model="m", base_url="http://a/v1", api_key="k", review_base_url="http://b/v1")
        other = settings.second_reader
        assert other is not None
        assert (other.model, other.base_url, other.api_key) == ("m", "http://b/v1", "")
        own = settings.model_copy(update={"review_api_key": "l"}).second_reader
        assert own is not None
        assert own.api_key == "l"

    def test_its_key_is_shown_nowhere(self) -> None:
        assert "hidden" not in repr(Settings(review_api_key="hidden"))


@pytest.mark.parametrize(
    ("endpoint", "most"),
    [
        (Endpoint(model="m"), HOSTED_CONCURRENCY),
        (Endpoint(model="m", base_url="https://models.example/v1"), HOSTED_CONCURRENCY),
        (Endpoint(model="m", base_url="http://localhost:11434/v1"), LOCAL_CONCURRENCY),
        (Endpoint(model="m", base_url="http://127.0.0.1:5000/v1", local=True), LOCAL_SLOTS),
    ],
)
def test_a_hosted_model_is_asked_more_at_once_than_a_server_on_this_machine(endpoint: Endpoint, most: int) -> None:
    assert concurrency_of(Settings(), endpoint) == most
    assert concurrency_of(Settings(concurrency=2), endpoint) == 2
