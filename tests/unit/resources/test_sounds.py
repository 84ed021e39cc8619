"""The sounds are the ones their program writes, and can be told from each other."""

import math
import wave
from array import array
from io import BytesIO

import pytest

import resources
from resources.sounds import RATE_HZ, SOUNDS, wav


def frames(name: str) -> list[int]:
    with wave.open(BytesIO(resources.path(f"sounds/{name}.wav").read_bytes())) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE_HZ)
        return list(array("h", file.readframes(file.getnframes())))


def strength(sound: list[int], hz: int) -> float:
    """How much of that pitch is in the first tenth of a second (a single bin of a Fourier transform)."""
    part = sound[: RATE_HZ // 20]
    turn = 2 * math.pi * hz / RATE_HZ
    across = sum(value * math.cos(turn * place) for place, value in enumerate(part))
    along = sum(value * math.sin(turn * place) for place, value in enumerate(part))
    return math.hypot(across, along)


def test_there_are_five_the_least_urgent_first() -> None:
    assert list(SOUNDS) == ["accepted", "again", "paid", "look", "stop"]


@pytest.mark.parametrize("name", SOUNDS)
def test_the_files_are_what_their_program_writes(name: str) -> None:
    with wave.open(BytesIO(wav(SOUNDS[name]))) as file:
        made = array("h", file.readframes(file.getnframes()))
    stored = frames(name)
    # Another machine's sine may differ in its last digit.
    assert len(made) == len(stored)
    assert max(abs(one - other) for one, other in zip(made, stored, strict=True)) <= 1


@pytest.mark.parametrize(
    ("name", "ms"), [("accepted", 80), ("again", 180), ("paid", 200), ("look", 300), ("stop", 500)]
)
def test_how_long_they_last_with_their_tail(name: str, ms: int) -> None:
    assert round(len(frames(name)) / RATE_HZ * 1000) == ms


@pytest.mark.parametrize(
    ("name", "hz"), [("accepted", 2000), ("again", 2000), ("paid", 880), ("look", 660), ("stop", 330)]
)
def test_each_begins_with_its_pitch(name: str, hz: int) -> None:
    sound = frames(name)
    pitches = [330, 440, 660, 880, 1320, 2000]
    assert max(pitches, key=lambda pitch: strength(sound, pitch)) == hz


@pytest.mark.parametrize("name", SOUNDS)
def test_none_clicks_or_is_clipped(name: str) -> None:
    sound = frames(name)
    assert sound[0] == 0
    assert set(sound[-RATE_HZ // 100 :]) == {0}
    assert max(abs(value) for value in sound[: RATE_HZ // 1000]) < 8000
    assert 15_000 < max(map(abs, sound)) < 30_000
