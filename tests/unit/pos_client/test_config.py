"""The settings of a till."""

from pathlib import Path

import pytest

from pos_client.config import ConfigUnreadable, Settings, load, save


def test_a_home_without_a_file_has_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path) == Settings()


def test_what_is_saved_is_read_back(tmp_path: Path) -> None:
    settings = Settings(
        "https://ledger.example", "de", Path("/second/disk"), {"printer": {"kind": "network", "port": 9100}}
    )
    save(tmp_path, settings)
    assert load(tmp_path) == settings


@pytest.mark.parametrize(
    ("text", "reason"),
    [("ledger_url = 5", "ledger_url"), ("devices = 5", "devices"), ("[devices]\nprinter = 5", "devices")],
)
def test_a_value_of_the_wrong_kind_is_named(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "config.toml").write_text(text)
    with pytest.raises(ConfigUnreadable) as failed:
        load(tmp_path)
    assert failed.value.reason == reason


def test_a_file_that_is_no_toml_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"\xff = ")
    with pytest.raises(ConfigUnreadable):
        load(tmp_path)
