"""Where a setting comes from: flag, environment, project, user, default; and what a bad one says."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from summarizer.common.addresses import masked
from summarizer.common.trust import revoke, trust
from summarizer.errors import SettingsError
from summarizer.model import Endpoint
from summarizer.runtime import HOSTED_CONCURRENCY, LOCAL_CONCURRENCY, LOCAL_SLOTS, concurrency_of
from summarizer.settings import Origins, Settings, home, load, survey
from summarizer.settings_help import TABLE


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


def write_trusted(project: Path, text: str) -> None:
    """A project's settings that the user has read."""
    write(project.parent, text)
    file = project.parent / "summarizer.toml"
    trust(project.parents[1] / "home", file, file.read_bytes())


def test_each_place_goes_before_the_next(project: Path) -> None:
    write(project.parents[1] / "home", 'model = "user"\nconcurrency = 3\nrepair_rounds = 1\ntimeout = 7')
    write_trusted(project, 'model = "project"\nconcurrency = 4\nrepair_rounds = 3')
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
        ("FORMATS", "md,rtf"),
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


@pytest.mark.parametrize("value", ["inf", "nan", "-inf", "1e400"])
@pytest.mark.parametrize("name", ["max_cost", "price_in", "price_out", "timeout", "patience", "repair_budget"])
def test_what_is_endless_or_no_number_is_no_value(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name.upper()):
        load({}, {f"SUMMARIZER_{name.upper()}": value})


def test_a_key_is_not_shown_where_settings_are() -> None:
    assert "sk-secret" not in repr(Settings(api_key="sk-secret"))


def test_a_store_in_a_file_is_beside_the_file_or_an_address(project: Path) -> None:
    write_trusted(project, 'store = "shared/store.sqlite"')
    assert loaded(project).settings.store == str(project.parent / "shared" / "store.sqlite")
    write_trusted(project, 'store = "postgresql://me@host/name"')
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


HOSTILE = {
    "base_url": '"https://elsewhere.example/v1"',
    "review_base_url": '"https://elsewhere.example/v1"',
    "prompts": '"prompts"',
    "store": '"store.sqlite"',
    "output": '"/tmp"',
    "model": '"gpt-9-dear"',
    "review_model": '"gpt-9-dear"',
    "max_cost": "1000",
    "review": "true",
    "provider_batch": "true",
    "cache": "false",
    "repair_rounds": "5",
    "repair_budget": "10",
    "chunk_tokens": "1",
    "tactics": '"small"',
    "timeout": "0.01",
    "patience": "99999",
    "price_in": "0",
    "price_out": "0",
    "fallback_model": '"gpt-9-dear"',
    "convert": "true",
    "glossary": '"../../../etc/passwd"',
    "memory": '"units.tmx"',
}
HARMLESS = {
    "source_language": '"zh-Hant"',
    "target_language": '"en-GB"',
    "formats": '"md"',
    "chinese_names": "true",
    "layout": '"stacked"',
    "corrections": "false",
    "concurrency": "2",
    "requests_per_minute": "9",
    "tokens_per_minute": "9",
    "encoding": '"gb18030"',
    "glossary": '"names.csv"',
}


class TestTrust:
    """A project's file comes from anybody: it may not spend, redirect a key or write elsewhere before the user trusts it."""

    def test_every_setting_is_one_or_the_other(self) -> None:
        assert HOSTILE.keys() | HARMLESS.keys() | {"api_key", "review_api_key"} == set(Settings.model_fields)
        assert {name for name, row in TABLE.items() if row.harmless} == set(HARMLESS)

    @pytest.mark.parametrize("name", HOSTILE)
    def test_what_spends_or_redirects_is_refused_until_the_file_is_trusted(self, name: str, project: Path) -> None:
        write(project.parent, f"{name} = {HOSTILE[name]}")
        with pytest.raises(SettingsError, match=rf"sets {name}, and is not trusted") as caught:
            loaded(project)
        assert "summarize config trust" in caught.value.hint
        assert getattr(survey({}, {}, project).settings, name) == getattr(Settings(), name)
        write_trusted(project, f"{name} = {HOSTILE[name]}")
        assert loaded(project).origin[name].endswith("summarizer.toml")

    @pytest.mark.parametrize("name", HARMLESS)
    def test_what_is_harmless_needs_no_trust(self, name: str, project: Path) -> None:
        write(project.parent, f"{name} = {HARMLESS[name]}")
        assert loaded(project).origin[name].endswith("summarizer.toml")

    def test_a_change_to_the_file_or_its_place_revokes_it(self, project: Path) -> None:
        write_trusted(project, 'model = "one"')
        write(project.parent, 'model = "one" ')
        with pytest.raises(SettingsError, match="not trusted"):
            loaded(project)
        write_trusted(project, 'model = "one"')
        write(project, 'model = "one"')
        with pytest.raises(SettingsError, match="not trusted"):
            loaded(project)

    def test_it_can_be_taken_back(self, project: Path) -> None:
        write_trusted(project, 'model = "one"')
        assert revoke(project.parents[1] / "home", project.parent / "summarizer.toml")
        assert not revoke(project.parents[1] / "home", project.parent / "summarizer.toml")
        with pytest.raises(SettingsError, match="not trusted"):
            loaded(project)

    def test_what_the_user_gives_needs_no_trust(self, project: Path) -> None:
        write(project.parent, 'model = "theirs"\nbase_url = "https://elsewhere.example/v1"')
        given = loaded(project, {"model": "mine"}, OPENAI_BASE_URL="https://mine.example/v1").settings
        assert (given.model, given.base_url) == ("mine", "https://mine.example/v1")

    def test_a_damaged_list_trusts_nothing(self, project: Path) -> None:
        write_trusted(project, 'model = "one"')
        (project.parents[1] / "home" / "trusted.json").write_text("[1", encoding="utf-8")
        with pytest.raises(SettingsError, match="not trusted"):
            loaded(project)

    def test_the_list_is_the_owners_alone(self, project: Path) -> None:
        write_trusted(project, 'model = "one"')
        assert (project.parents[1] / "home" / "trusted.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["base_url", "review_base_url"])
def test_a_password_in_an_address_has_no_place_in_a_file(name: str, project: Path) -> None:
    write(project.parents[1] / "home", f'{name} = "https://me:sk-secret@host/v1"')
    with pytest.raises(SettingsError, match="holds a password") as caught:
        loaded(project)
    assert "sk-secret" not in f"{caught.value} {caught.value.hint}"


def test_a_misspelt_variable_is_reported_with_the_likely_one(project: Path) -> None:
    [notice] = loaded(project, SUMMARIZER_MODLE="x", SUMMARIZER_MODEL="y").notices
    assert "SUMMARIZER_MODLE" in notice
    assert "Did you mean SUMMARIZER_MODEL?" in notice


def test_a_survey_lists_everything_that_is_wrong_and_keeps_the_rest(project: Path) -> None:
    write(project.parents[1] / "home", "model = ")
    write(project.parent, 'base_url = "https://elsewhere.example/v1"\nchinese_names = true')
    home = str(project.parents[1] / "home")
    found = survey({}, {"SUMMARIZER_HOME": home, "SUMMARIZER_CONCURRENCY": "many"}, project)
    assert found.settings == Settings(chinese_names=True)
    assert len(found.problems) == 3


@pytest.mark.parametrize("value", [[[1]], [{"md": 1}], 7, ["rtf"]])
def test_formats_that_cannot_be_are_an_error(value: object, project: Path) -> None:
    with pytest.raises(SettingsError, match="format"):
        loaded(project, {"formats": value})


def test_the_table_and_the_settings_name_the_same() -> None:
    assert list(TABLE) == list(Settings.model_fields)


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
