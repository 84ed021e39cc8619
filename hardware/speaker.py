"""Short sounds through whatever player the machine has; it must not know what a sound means.

Nothing here ever waits for a loudspeaker: `play` returns at once, one thread starts the player, and what cannot be
played now is dropped, because a late sound is a wrong one. A more urgent sound cuts a lesser one off. A loudspeaker
that fails is said once in the log, as information: each sound has a sign on the screen.
"""

import logging
import shutil
import subprocess
import sys
import threading
import wave
from array import array
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Protocol

LOG = logging.getLogger(__name__)
_LONGEST_S = 3.0  # a player that takes longer hangs
_PLAYERS: tuple[tuple[str, ...], ...] = (
    ("pw-play",),
    ("paplay", "--latency-msec=20"),
    ("aplay", "-q"),
    ("afplay",),
)


class Playing(Protocol):
    """A sound that was started."""

    def wait(self, timeout_s: float) -> bool:
        """Wait for its end; whether it was played well. A player that takes longer than `timeout_s` is ended."""

    def stop(self) -> None:
        """Cut it off. Returns at once; may be called from any thread, and when it has ended."""


class Player(Protocol):
    """What makes sounds of files."""

    def start(self, file: Path) -> Playing:
        """Start to play the WAV file. Raises OSError."""


class Speaker:
    """Plays `sounds` by name, the least urgent named first. Close it in the end."""

    def __init__(self, sounds: Mapping[str, Path], player: Player) -> None:
        self._sounds, self._player = dict(sounds), player
        self._urgency = {name: number for number, name in enumerate(sounds)}
        self._news = threading.Condition()
        self._wanted: str | None = None
        self._current: str | None = None
        self._playing: Playing | None = None
        self._is_closed = self._has_failed = False
        self.dropped = 0
        self._thread = threading.Thread(target=self._work, name="speaker", daemon=True)
        self._thread.start()

    def play(self, name: str) -> None:
        """Play that sound now, or not at all. Returns at once, from any thread. KeyError for an unknown name."""
        urgency = self._urgency[name]
        with self._news:
            busy = [self._urgency[one] for one in (self._wanted, self._current) if one is not None]
            if self._is_closed or any(urgency <= other for other in busy):
                self.dropped += 1
                return
            self._wanted = name
            if self._playing is not None:
                self._playing.stop()
            self._news.notify()

    def close(self) -> None:
        """Cut off what plays, and end."""
        with self._news:
            self._is_closed = True
            if self._playing is not None:
                self._playing.stop()
            self._news.notify()
        self._thread.join()

    def _work(self) -> None:
        while (name := self._next()) is not None:
            try:
                self._sound(name)
            except OSError as error:
                self._tell(str(error))

    def _next(self) -> str | None:
        """The name of the next sound; None at the end."""
        with self._news:
            self._playing = self._current = None
            self._news.wait_for(lambda: self._wanted is not None or self._is_closed)
            self._current, self._wanted = self._wanted, None
            return None if self._is_closed else self._current

    def _sound(self, name: str) -> None:
        playing = self._player.start(self._sounds[name])
        with self._news:
            self._playing = playing
            if self._wanted is not None or self._is_closed:  # it came while the player started
                playing.stop()
        if not playing.wait(_LONGEST_S) and self._wanted is None and not self._is_closed:
            self._tell("the player gave up")

    def _tell(self, why: str) -> None:
        if not self._has_failed:
            self._has_failed = True
            LOG.info("no sound: %s", why)


class CommandPlayer:
    """Plays with a program of the system that takes the file as its last argument."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = tuple(command)

    def start(self, file: Path) -> Playing:
        quiet = subprocess.DEVNULL
        return _Program(
            subprocess.Popen((*self._command, str(file)), stdin=quiet, stdout=quiet, stderr=quiet)  # noqa: S603 - ours
        )


class _Program:
    def __init__(self, running: subprocess.Popen[bytes]) -> None:
        self._running = running

    def wait(self, timeout_s: float) -> bool:
        try:
            return self._running.wait(timeout_s) == 0
        except subprocess.TimeoutExpired:
            self._running.kill()
            self._running.wait()
            return False

    def stop(self) -> None:
        self._running.kill()


if sys.platform == "win32":
    import winsound

    class WindowsPlayer:
        """Plays with Windows itself."""

        def start(self, file: Path) -> Playing:
            try:
                winsound.PlaySound(str(file), winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
            except RuntimeError as error:  # its word for a machine without a loudspeaker
                raise OSError(str(error)) from error
            return _Lasting(length_s(file))


class _Lasting:
    """A sound that another one replaces, known by its length."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._stopped = seconds, threading.Event()

    def wait(self, timeout_s: float) -> bool:
        self._stopped.wait(min(self._seconds, timeout_s))
        return True

    def stop(self) -> None:
        self._stopped.set()


def system_player() -> Player | None:
    """The player of this machine: that of Windows, PipeWire's, PulseAudio's, ALSA's or that of macOS; None: silence."""
    if sys.platform == "win32":
        return WindowsPlayer()
    found = next((command for command in _PLAYERS if shutil.which(command[0])), None)
    return CommandPlayer((str(shutil.which(found[0])), *found[1:])) if found else None


def quieter(sound: bytes, percent: int) -> bytes:
    """A WAV file of 16 bits, `percent` (0 to 100) as loud; the system's own volume is left alone."""
    with wave.open(BytesIO(sound), "rb") as file:
        form, frames = file.getparams(), array("h", file.readframes(file.getnframes()))
    scaled, made = array("h", (sample * percent // 100 for sample in frames)), BytesIO()
    with wave.open(made, "wb") as file:
        file.setparams(form)
        file.writeframes(scaled.tobytes())
    return made.getvalue()


def length_s(file: Path) -> float:
    """How long that WAV file lasts."""
    with wave.open(str(file), "rb") as sound:
        return sound.getnframes() / sound.getframerate()
