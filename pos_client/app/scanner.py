"""The keyboard scanner as the settings describe it."""

import logging
from collections.abc import Mapping
from typing import Any, get_args

from hardware.errors import Illegal
from hardware.scanner.stroke import Suffix
from hardware.scanner.wedge import WedgeSettings
from hardware.settings import Settings

LOG = logging.getLogger(__name__)
_SUFFIXES: tuple[Suffix, ...] = get_args(Suffix)


def wedge_settings(wanted: Mapping[str, Any]) -> WedgeSettings:
    """How scans are told from typing, from the table `[devices.scanner]`.

    Settings that cannot be meant are told in the log, and the scanner is taken as it comes: a till without a scanner
    would be worse.
    """
    try:
        return _read(Settings({key: value for key, value in wanted.items() if value != ""}))
    except Illegal as error:
        LOG.warning("the settings of the scanner are not used: %s", error)
        return WedgeSettings()


def _read(reader: Settings) -> WedgeSettings:
    usual = WedgeSettings()
    made = WedgeSettings(
        prefix=_text(reader, "prefix"),
        prefix_key=_text(reader, "prefix_key"),
        suffix=reader.choice("suffix", _SUFFIXES, usual.suffix),
        separator=_text(reader, "separator"),
        least_length=reader.number("least_length", usual.least_length, 2, 50),
        gap_ms=reader.number("gap_ms", usual.gap_ms, 5, 200),
        hold_ms=reader.number("hold_ms", usual.hold_ms, 30, 300),
        duplicate_ms=reader.number("duplicate_ms", usual.duplicate_ms, 0, 5000),
    )
    reader.finish()
    return made


def _text(reader: Settings, key: str) -> str:
    return reader.text(key, " ").strip()
