"""ESC/POS bytes cut into commands, the way a printer's own reader does it; it must not know what they do.

Bytes arrive in any portions: a command that is not complete yet stays in the buffer. After Epson's reference.
"""

from collections.abc import Callable
from dataclasses import dataclass

_ESC, _FS, _GS, _DLE = 0x1B, 0x1C, 0x1D, 0x10
# Number of argument bytes behind two-byte commands of fixed length.
_FIXED = {
    **{bytes([_ESC, ord(letter)]): 0 for letter in "@2<"},
    **{bytes([_ESC, ord(letter)]): 1 for letter in "tE-!adJMG3{V RSr=uTe"},
    **{bytes([_ESC, ord(letter)]): 2 for letter in "$\\c"},
    bytes([_ESC, ord("p")]): 3,
    **{bytes([_GS, ord(letter)]): 1 for letter in "!arhwHfBbI/:"},
    **{bytes([_GS, ord(letter)]): 2 for letter in "LW|P"},
    **{bytes([_FS, ord(letter)]): 0 for letter in "&."},
    **{bytes([_FS, ord(letter)]): 1 for letter in "!C-W"},
    bytes([_DLE, 0x04]): 1,
    bytes([_DLE, 0x05]): 1,
    bytes([_DLE, 0x14]): 3,
}


@dataclass(frozen=True, slots=True)
class Command:
    """One command with its arguments; `name` is empty for a run of characters to print."""

    name: bytes
    argument: bytes = b""
    is_known: bool = True


def take(buffer: bytes) -> tuple[Command, bytes] | None:
    """The first command in `buffer` and what follows it; None while it is incomplete."""
    if not buffer:
        return None
    first = buffer[0]
    if first >= 0x20:
        end = next((place for place, byte in enumerate(buffer) if byte < 0x20), len(buffer))
        return Command(b"", buffer[:end]), buffer[end:]
    if first not in {_ESC, _FS, _GS, _DLE}:
        return Command(buffer[:1], is_known=first in {0x09, 0x0A, 0x0C, 0x0D, 0x18}), buffer[1:]
    if len(buffer) < 2:
        return None
    length = _length(buffer)
    if length is None or len(buffer) < length:
        return None
    name = buffer[:2]
    return Command(name, buffer[2:length], _is_known(name)), buffer[length:]


def _is_known(name: bytes) -> bool:
    return name in _FIXED or name in {b"\x1dV", b"\x1dv", b"\x1dk", b"\x1d(", b"\x1b*"}


def _length(buffer: bytes) -> int | None:
    """Bytes that the command at the start of `buffer` takes; None while that cannot be told."""
    name = buffer[:2]
    if name in _FIXED:
        return 2 + _FIXED[name]
    if name == b"\x1dV":
        return _with(buffer, 3, lambda head: 4 if head[2] in {65, 66, 97, 98, 103, 104} else 3)
    if name == b"\x1dv":
        return _with(buffer, 8, lambda head: 8 + _word(head, 4) * _word(head, 6))
    if name == b"\x1d(":
        return _with(buffer, 5, lambda head: 5 + _word(head, 3))
    if name == b"\x1b*":
        return _with(buffer, 5, lambda head: 5 + _word(head, 3) * (3 if head[2] in {32, 33} else 1))
    return _barcode_length(buffer) if name == b"\x1dk" else 2


def _with(buffer: bytes, needed: int, length: Callable[[bytes], int]) -> int | None:
    return length(buffer) if len(buffer) >= needed else None


def _barcode_length(buffer: bytes) -> int | None:
    if len(buffer) < 4:
        return None
    if buffer[2] >= 65:
        return 4 + buffer[3]
    end = buffer.find(b"\x00", 3)
    return None if end < 0 else end + 1


def _word(buffer: bytes, place: int) -> int:
    return int.from_bytes(buffer[place : place + 2], "little")
