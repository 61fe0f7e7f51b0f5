"""Settings are read from the environment, refused when unreadable, and documented."""

from dataclasses import fields

import pytest

from bot.settings import PREFIX, ROOT, Settings, SettingsError, load, require


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    missing = [field.name for field in fields(Settings) if f"`{PREFIX}{field.name.upper()}`" not in page]
    assert missing == []


def test_values_are_converted_to_the_type_of_the_field() -> None:
    settings = load({"VEJVISER_PUBLIC_PORT": "9000", "VEJVISER_STAFF_TLS": "yes", "VEJVISER_ENGINE_DEADLINE": "0.5"})
    assert (settings.public_port, settings.staff_tls, settings.engine_deadline) == (9000, True, 0.5)


def test_an_unreadable_number_names_the_setting_and_not_its_value() -> None:
    with pytest.raises(SettingsError, match="VEJVISER_PUBLIC_PORT") as error:
        load({"VEJVISER_PUBLIC_PORT": "planted"})
    assert "planted" not in str(error.value)


def test_origins_are_split_and_trimmed() -> None:
    assert load({"VEJVISER_ALLOWED_ORIGINS": "https://a.dk , https://b.dk,"}).origins == (
        "https://a.dk",
        "https://b.dk",
    )


def test_without_origins_the_demo_page_may_embed_the_chat_wherever_it_listens() -> None:
    assert load({"VEJVISER_DEMO_PORT": "8102"}).origins == ("http://127.0.0.1:8102", "http://localhost:8102")
    assert load({"VEJVISER_DEMO_PORT": "0"}).origins == ()


def test_a_required_setting_that_is_empty_is_named() -> None:
    with pytest.raises(SettingsError, match="VEJVISER_ENGINE_SECRET"):
        require(Settings(), "engine_secret")
