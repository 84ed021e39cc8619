"""The keyboard scanner as the settings describe it."""

import logging

import pytest

from hardware.scanner.wedge import WedgeSettings
from pos_client.app.scanner import wedge_settings


def test_nothing_said_is_a_scanner_as_it_comes() -> None:
    assert wedge_settings({}) == WedgeSettings()
    assert wedge_settings({"prefix": "", "separator": ""}) == WedgeSettings()


def test_everything_can_be_said() -> None:
    said = {
        "prefix": "~", "prefix_key": "F9", "suffix": "none", "separator": "ctrl+]", "least_length": 3, "gap_ms": 50,
        "hold_ms": 90, "duplicate_ms": 0,
    }  # fmt: skip
    assert wedge_settings(said) == WedgeSettings(
        prefix="~", prefix_key="F9", suffix="none", separator="ctrl+]", least_length=3, gap_ms=50, hold_ms=90,
        duplicate_ms=0,
    )  # fmt: skip


@pytest.mark.expects_log
@pytest.mark.parametrize("said", [{"suffix": "return"}, {"gap_ms": "fast"}, {"hold_ms": 5}, {"prefixes": "]"}])
def test_what_cannot_be_meant_is_told_in_the_log_and_not_used(
    said: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert wedge_settings(said) == WedgeSettings()
    assert caplog.records[0].getMessage().startswith("the settings of the scanner are not used: ")
