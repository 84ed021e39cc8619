"""The till's five sounds, computed: `python -m resources.sounds` writes the WAV files beside this file anew.

Each is told from the others by pitch (at least 30 % apart), direction and number of notes, so that they are known
without looking; the two quantities of good news, `accepted` and `again`, share one tick. Knows no player.
"""

import math
import wave
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from sys import byteorder

RATE_HZ = 44_100
_ATTACK_S = 0.005  # softer than a click, faster than a reaction
_RELEASE_S = 0.02
_TAIL_S = 0.02  # silence behind the last note: some players cut the end off


@dataclass(frozen=True, slots=True)
class Note:
    """So long at that pitch, then so long nothing. `overtones` are the strengths of the second partial and on;
    `is_struck` fades from the start as a tick does.
    """

    hz: int
    seconds: float
    rest_s: float = 0.0
    loudness: float = 0.7
    overtones: tuple[float, ...] = ()
    is_struck: bool = False


_TICK = Note(2000, 0.06, loudness=0.8, is_struck=True)
_WARM, _REEDY = (0.3, 0.1), (0.0, 0.4, 0.0, 0.25)  # small loudspeakers give low notes by their overtones only

# The least urgent first.
SOUNDS: dict[str, tuple[Note, ...]] = {
    "accepted": (_TICK,),
    "again": (Note(2000, 0.06, 0.04, 0.8, is_struck=True), _TICK),
    "paid": (Note(880, 0.09, loudness=0.6), Note(1320, 0.09, loudness=0.6)),
    "look": (Note(660, 0.14, overtones=_WARM), Note(440, 0.14, overtones=_WARM)),
    "stop": (Note(330, 0.12, 0.06, 0.85, _REEDY),) * 2 + (Note(330, 0.12, 0.0, 0.85, _REEDY),),
}


def samples(notes: Sequence[Note]) -> list[int]:
    """The notes one after the other: one channel, 16 bit, `RATE_HZ`."""
    made: list[int] = []
    for note in notes:
        made += _note(note)
        made += [0] * round(note.rest_s * RATE_HZ)
    return made + [0] * round(_TAIL_S * RATE_HZ)


def wav(notes: Sequence[Note]) -> bytes:
    """The notes as a WAV file; the same bytes each time."""
    found, made = array("h", samples(notes)), BytesIO()
    if byteorder == "big":
        found.byteswap()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(found.tobytes())
    return made.getvalue()


def _note(note: Note) -> list[int]:
    count = round(note.seconds * RATE_HZ)
    partials = (1.0, *note.overtones)
    one_turn = range(RATE_HZ // note.hz + 1)
    peak = 32767 * note.loudness / max(abs(_wave(note.hz, place, partials)) for place in one_turn)
    return [round(peak * _strength(note, place, count) * _wave(note.hz, place, partials)) for place in range(count)]


def _wave(hz: int, place: int, partials: Sequence[float]) -> float:
    turn = 2 * math.pi * hz * place / RATE_HZ
    return sum(part * math.sin(turn * number) for number, part in enumerate(partials, start=1))


def _strength(note: Note, place: int, count: int) -> float:
    """From nothing in 5 ms, and back to nothing at the end: a wave that is cut off clicks."""
    begun = min(1.0, place / (_ATTACK_S * RATE_HZ))
    ended = min(1.0, (count - 1 - place) / (_RELEASE_S * RATE_HZ))
    fading = math.exp(-3.5 * place / count) if note.is_struck else 1.0
    return begun * ended * fading
