"""Keys are read as people copy them, and never shown."""

import base64
import html
import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.errors import ModelError
from summarizer.secrets import cleaned, know, know_address, masked
from summarizer.settings import load

KEY = "sk-0123456789SECRET"
ODD = 'zk&AbC+/="1234567890<xyz'


@pytest.mark.parametrize(
    "given",
    [
        f"{KEY}\r",
        f"{KEY}\r\n",
        f"\ufeff{KEY}\n",
        f"  {KEY}\u00a0",
        f"'{KEY}'",
        f'"{KEY}"\n',
        f"Bearer {KEY}",
        f"{KEY}\u200b",
    ],
)
def test_what_comes_along_with_a_key_is_no_part_of_it(given: str) -> None:
    assert cleaned(given) == KEY


@pytest.mark.parametrize(
    "given", ["sk-01 SECRET9", "sk-01\rSECRET", "sk-密钥SECRET", "sk-01\x1bSECRET", "sk-…SECRET", "sk-SECRET\x7f9"]
)
def test_an_impossible_key_is_an_error_that_does_not_show_it(given: str) -> None:
    with pytest.raises(ValueError, match="character") as caught:
        cleaned(given)
    assert "SECRET" not in str(caught.value)
    with pytest.raises(Exception, match="character") as shown:
        load({}, {"OPENAI_API_KEY": given})
    assert "SECRET" not in f"{shown.value} {shown.value.__cause__} {getattr(shown.value, 'hint', '')}"
    assert "OPENAI_API_KEY" in str(shown.value)


@pytest.mark.parametrize("variable", ["OPENAI_API_KEY", "SUMMARIZER_API_KEY", "SUMMARIZER_REVIEW_API_KEY"])
def test_settings_hold_the_clean_key(variable: str) -> None:
    settings = load({}, {variable: f"{KEY}\r\n"}).settings
    assert KEY in (settings.api_key, settings.review_api_key)


@given(st.text(max_size=40))
def test_a_clean_key_is_visible_ascii(key: str) -> None:
    try:
        found = cleaned(key)
    except ValueError:
        return
    assert all("!" <= c <= "~" for c in found)
    assert cleaned(found) == found or found[:1] in "\"'" or found.lower().startswith("bearer")


def test_a_known_secret_is_hidden_wherever_it_stands() -> None:
    know(f"{KEY}\r")
    know_address("https://ann:hun%20ter2@host/v1")
    for text in (KEY, f"Incorrect key: {KEY}!", f"{KEY!r}", f"{KEY}{KEY}", f"b'Bearer {KEY}\\r'"):
        assert "SECRET" not in masked(text)
    assert masked("at hun ter2 and hun%20ter2") == "at *** and ***"


@pytest.mark.parametrize(
    "said",
    [
        quote(ODD, safe=""),
        quote(ODD),
        base64.b64encode(ODD.encode()).decode(),
        base64.urlsafe_b64encode(ODD.encode()).decode(),
        json.dumps(ODD),
        html.escape(ODD),
        ODD.upper(),
        ODD.lower(),
        ODD[:-5],
        ODD[:16] + "…",
        ODD.encode().hex(),
    ],
)
def test_a_key_is_hidden_in_whatever_form_it_is_told(said: str) -> None:
    know(ODD)
    shown = masked(f"Wrong key: {said}.")
    assert "***" in shown
    assert said[:16] not in shown


def test_every_error_is_masked() -> None:
    know(KEY)
    error = ModelError(f"The server said {KEY}.", f"Unset {KEY}.")
    assert str(error) == "The server said ***."
    assert error.hint == "Unset ***."


def test_short_placeholders_are_ordinary_words() -> None:
    know("ollama")
    know("none")
    assert masked("none of ollama's models") == "none of ollama's models"


def test_keys_of_known_providers_are_hidden_though_nobody_named_them() -> None:
    assert "abcdefghijkl" not in masked("no such model: sk-proj-abcdefghijklmnop")
    assert masked("sk-learn and pk_id stay") == "sk-learn and pk_id stay"
