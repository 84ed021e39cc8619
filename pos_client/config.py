"""Settings of one till: the only reader of its configuration file. Knows no secret and opens no connection.

`<home>/config.toml` is written at enrolment and may be edited by hand; what is missing has the default stated here.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import platformdirs

from sync_engine.domain.errors import Unavailable

CONFIG_NAME = "config.toml"


class ConfigUnreadable(Unavailable):
    """The configuration file is no TOML, or a value is of the wrong kind. `reason` names the place."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason


@dataclass(frozen=True, slots=True)
class Settings:
    """What a till can be told. `devices` are tables by kind, as `hardware` reads them; empty means simulated or
    none.
    """

    ledger_url: str = ""
    language: str = ""
    second_copy: Path | None = None
    devices: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def default_home() -> Path:
    """Where a till lives when no home is named."""
    return Path(platformdirs.user_data_dir("unified-pos-till", appauthor=False))


def load(home: Path) -> Settings:
    """The settings of `home`; defaults when there is no file. Raises ConfigUnreadable."""
    path = home / CONFIG_NAME
    if not path.exists():
        return Settings()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigUnreadable(path, str(error)) from error
    return _settings(path, content)


def save(home: Path, settings: Settings) -> None:
    """Write the file of a new till."""
    lines = [f"ledger_url = {json.dumps(settings.ledger_url)}", f"language = {json.dumps(settings.language)}"]
    if settings.second_copy is not None:
        lines.append(f"second_copy = {json.dumps(str(settings.second_copy))}")
    for kind, table in settings.devices.items():
        lines += ["", f"[devices.{kind}]", *(f"{key} = {json.dumps(value)}" for key, value in table.items())]
    home.mkdir(parents=True, exist_ok=True)
    (home / CONFIG_NAME).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _settings(path: Path, content: Mapping[str, Any]) -> Settings:
    second_copy = _text(path, content, "second_copy")
    devices = content.get("devices", {})
    if not isinstance(devices, dict) or not all(isinstance(table, dict) for table in devices.values()):
        raise ConfigUnreadable(path, "devices")
    return Settings(
        ledger_url=_text(path, content, "ledger_url"),
        language=_text(path, content, "language"),
        second_copy=Path(second_copy).expanduser() if second_copy else None,
        devices=devices,
    )


def _text(path: Path, content: Mapping[str, Any], key: str) -> str:
    value = content.get(key, "")
    if not isinstance(value, str):
        raise ConfigUnreadable(path, key)
    return value
