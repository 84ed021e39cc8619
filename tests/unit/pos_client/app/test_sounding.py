"""The till's sounds as its settings want them."""

import logging
from contextlib import ExitStack
from pathlib import Path

import pytest

from hardware.simulated.speaker import SimulatedPlayer
from pos_client.app.sounding import open_sounds, sound_files
from pos_client.presenters.ports import silence
from resources.sounds import SOUNDS


def test_a_sound_is_played_as_loud_as_the_settings_say(tmp_path: Path) -> None:
    player = SimulatedPlayer()
    with ExitStack() as closing:
        play = open_sounds({"volume": 40}, tmp_path, closing, player)
        play("paid")
        assert player.wait_for(1) == ["paid"]
    assert sorted(file.stem for file in (tmp_path / "sounds-40").iterdir()) == sorted(SOUNDS)


def test_full_volume_needs_no_copies(tmp_path: Path) -> None:
    assert list(sound_files(100, tmp_path)) == list(SOUNDS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("wanted", [{"volume": 0}, {"player": "none"}])
def test_no_sound_is_wanted(wanted: dict[str, object], tmp_path: Path) -> None:
    with ExitStack() as closing:
        assert open_sounds(wanted, tmp_path, closing) is silence


@pytest.mark.parametrize("wanted", [{"volume": 101}, {"volume": "loud"}, {"player": "gramophone"}, {"loudness": 3}])
def test_settings_that_cannot_be_meant_are_silence_with_a_line_in_the_log(
    wanted: dict[str, object], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with ExitStack() as closing, caplog.at_level(logging.INFO):
        assert open_sounds(wanted, tmp_path, closing) is silence
    assert len(caplog.records) == 1


def test_the_simulated_player_can_be_asked_for(tmp_path: Path) -> None:
    with ExitStack() as closing:
        open_sounds({"player": "simulated"}, tmp_path, closing)("stop")


def test_a_machine_without_a_player_is_told_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with ExitStack() as closing, caplog.at_level(logging.INFO):
        assert open_sounds({}, tmp_path, closing) is silence
    assert [record.getMessage() for record in caplog.records] == ["no sound: this machine has no player"]
