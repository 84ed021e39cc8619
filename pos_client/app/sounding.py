"""The till's sounds: files as loud as the settings want them, and a player, behind one function that never waits."""

import logging
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import resources
from hardware.errors import Illegal
from hardware.settings import Settings
from hardware.simulated.speaker import SimulatedPlayer
from hardware.speaker import Player, Speaker, quieter, system_player
from pos_client.presenters.ports import silence
from resources.sounds import SOUNDS

LOG = logging.getLogger(__name__)
_VOLUME = 70
_PLAYERS = ("auto", "none", "simulated")


def open_sounds(
    wanted: Mapping[str, Any], cache: Path, closing: ExitStack, player: Player | None = None
) -> Callable[[str], None]:
    """What plays a sound by its name, until `closing`.

    `wanted` is the table `[devices.speaker]`: `volume` 0 to 100 (70), `player` "auto", "none" or "simulated". A
    machine without a player, and settings that cannot be meant, are told in the log and give silence.
    """
    try:
        volume, kind = _read(wanted)
        chosen = player or _player(kind)
        if not volume or chosen is None:
            return silence
        speaker = Speaker(sound_files(volume, cache), chosen)
    except (Illegal, OSError) as error:
        LOG.info("no sound: %s", error)
        return silence
    closing.callback(speaker.close)
    return speaker.play


def sound_files(volume: int, cache: Path) -> dict[str, Path]:
    """The sounds at `volume` percent, least urgent first; written below `cache` unless they are as loud as made.

    Raises OSError.
    """
    files = {name: resources.path(f"sounds/{name}.wav") for name in SOUNDS}
    if volume == 100:
        return files
    folder = cache / f"sounds-{volume}"
    folder.mkdir(parents=True, exist_ok=True)
    for file in files.values():
        (folder / file.name).write_bytes(quieter(file.read_bytes(), volume))
    return {name: folder / file.name for name, file in files.items()}


def _read(wanted: Mapping[str, Any]) -> tuple[int, str]:
    reader = Settings(wanted)
    volume, kind = reader.number("volume", _VOLUME, 0, 100), reader.choice("player", _PLAYERS, "auto")
    reader.finish()
    return volume, kind


def _player(kind: str) -> Player | None:
    if kind == "simulated":
        return SimulatedPlayer()
    found = system_player() if kind == "auto" else None
    if found is None and kind == "auto":
        LOG.info("no sound: this machine has no player")
    return found
