"""The few ESC/POS commands the till sends by itself, beside the pages that python-escpos writes.

After Epson's reference. They stand here so that a drawer opens without waiting for the library to be imported.
"""

QUERIES = b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04"  # DLE EOT 1..4: printer, offline, error, paper
CONFIRM = b"\x1dr\x01"  # GS r 1: answered in its turn, so only after everything before it was printed
RESET = b"\x1b@"

_PULSE_2MS = 50  # 100 ms, on and off


def kick(pin: int = 2) -> bytes:
    """Open the drawer on connector pin 2 or 5, in its turn among what was sent (ESC p)."""
    return bytes([0x1B, 0x70, _line(pin), _PULSE_2MS, _PULSE_2MS])


def kick_at_once(pin: int = 2) -> bytes:
    """The same without waiting for paper or cover (DLE DC4 1): for a printer that is stopped."""
    return bytes([0x10, 0x14, 0x01, _line(pin), 1])


def _line(pin: int) -> int:
    return {2: 0, 5: 1}[pin]
