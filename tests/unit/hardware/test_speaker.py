"""Sounds never wait, never queue, and fail in silence."""

import logging
import sys
import wave
from array import array
from collections.abc import Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path

import pytest

import resources
from hardware.simulated.speaker import SimulatedPlayer
from hardware.speaker import CommandPlayer, Speaker, length_s, quieter, system_player
from resources.sounds import SOUNDS

FILES = {name: resources.path(f"sounds/{name}.wav") for name in SOUNDS}


@pytest.fixture
def closing() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def speaker(closing: ExitStack, player: SimulatedPlayer | CommandPlayer) -> Speaker:
    made = Speaker(FILES, player)
    closing.callback(made.close)
    return made


def play_until(made: Speaker, player: SimulatedPlayer, count: int) -> None:
    """The one before may still be coming to its end."""
    while len(player.played) < count:
        made.play("accepted")
        player.wait_for(count, 0.01)


def test_a_sound_is_started_at_once(closing: ExitStack) -> None:
    player = SimulatedPlayer()
    speaker(closing, player).play("accepted")
    assert player.wait_for(1) == ["accepted"]


def test_a_sound_of_the_same_kind_is_dropped_while_one_plays(closing: ExitStack) -> None:
    player = SimulatedPlayer()
    made = speaker(closing, player)
    made.play("look")
    player.wait_for(1)
    made.play("look")
    made.play("accepted")
    assert (made.dropped, player.wait_for(1)) == (2, ["look"])


def test_a_more_urgent_sound_cuts_a_lesser_one_off(closing: ExitStack) -> None:
    player = SimulatedPlayer()
    made = speaker(closing, player)
    made.play("look")
    player.wait_for(1)
    made.play("stop")
    assert player.wait_for(2) == ["look", "stop"]
    assert player.cut_off == ["look"]


def test_sounds_one_after_the_other_are_all_played(closing: ExitStack) -> None:
    player = SimulatedPlayer(is_instant=True)
    made = speaker(closing, player)
    for count in range(1, 6):
        play_until(made, player, count)
    assert player.wait_for(5) == ["accepted"] * 5


def test_an_unknown_sound_is_a_bug(closing: ExitStack) -> None:
    with pytest.raises(KeyError):
        speaker(closing, SimulatedPlayer()).play("fanfare")


def test_after_the_end_nothing_plays(closing: ExitStack) -> None:
    player = SimulatedPlayer()
    made = speaker(closing, player)
    made.close()
    made.play("stop")
    assert player.played == []


@pytest.mark.parametrize("player", [SimulatedPlayer(trouble=OSError("no device")), SimulatedPlayer(True, fails=True)])
def test_a_loudspeaker_that_fails_is_told_once_and_tried_again(
    player: SimulatedPlayer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        made = Speaker(FILES, player)
        for count in (1, 2):
            play_until(made, player, count)
        made.close()
    assert [(record.levelname, record.name) for record in caplog.records] == [("INFO", "hardware.speaker")]


def test_a_program_of_the_system_is_given_the_file(closing: ExitStack, tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    script = f"import sys; open({str(heard)!r}, 'w').write(sys.argv[1])"
    playing = CommandPlayer((sys.executable, "-c", script)).start(FILES["paid"])
    assert playing.wait(30.0)
    assert heard.read_text() == str(FILES["paid"])


def test_a_program_that_hangs_is_ended() -> None:
    playing = CommandPlayer((sys.executable, "-c", "import time; time.sleep(600)")).start(FILES["paid"])
    assert not playing.wait(0.05)
    playing.stop()


def test_a_machine_without_a_player_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert system_player() is None


def test_a_players_program_is_found_on_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "aplay"
    program.write_text("#!/bin/sh\nexit 0\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = system_player()
    assert found is not None
    assert found.start(FILES["paid"]).wait(10.0)


def test_a_sound_is_made_quieter_and_lasts_as_long(tmp_path: Path) -> None:
    loud = FILES["paid"].read_bytes()
    soft = tmp_path / "soft.wav"
    soft.write_bytes(quieter(loud, 50))
    peaks = []
    for sound in (loud, soft.read_bytes()):
        with wave.open(BytesIO(sound)) as file:
            peaks.append(max(array("h", file.readframes(file.getnframes()))))
    assert peaks[1] == peaks[0] * 50 // 100
    assert length_s(soft) == length_s(FILES["paid"])
