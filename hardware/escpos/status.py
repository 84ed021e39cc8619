"""What a receipt printer says about itself, read from its bytes; it must not know how they came.

Three kinds of bytes arrive mixed and are told apart by their fixed bits (Epson's reference):

    DLE EOT n   0xx1xx10   one byte for each question
    GS r 1      0xx0xxxx   one byte, in its turn behind the printed page
    ASB         0xx1xx00   four bytes nobody asked for, when a former program left automatic status on

An answer that comes after its deadline is taken for the next question by a naive reader. `Replies` trusts a set of
DLE EOT answers only when every question asked so far has been answered; otherwise the status is unknown, not fine.
"""

from dataclasses import dataclass, field
from enum import Enum


class Trouble(Enum):
    """What keeps a printer from printing, and the one warning (paper low) that does not."""

    COVER_OPEN = "cover open"
    PAPER_OUT = "paper out"
    PAPER_LOW = "paper low"
    CUTTER = "cutter"
    FAULT = "fault"
    OFFLINE = "offline"


_STOPPING = frozenset(Trouble) - {Trouble.PAPER_LOW}


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """One answer of the printer. `is_known` is false when it did not answer (which is no reason not to print)."""

    is_known: bool = False
    troubles: frozenset[Trouble] = frozenset()
    drawer_pin_high: bool | None = None

    @property
    def stops(self) -> frozenset[Trouble]:
        """The troubles that keep it from printing."""
        return self.troubles & _STOPPING


UNKNOWN = PrinterStatus()


def read_status(answers: bytes) -> PrinterStatus:
    """The status told by the answers to DLE EOT 1, 2, 3, 4, in that order."""
    printer, offline, error, paper = answers
    troubles = {
        Trouble.COVER_OPEN: offline & 0x04,
        Trouble.PAPER_OUT: offline & 0x20 or paper & 0x60,
        Trouble.PAPER_LOW: paper & 0x0C and not paper & 0x60,
        Trouble.CUTTER: error & 0x08,
        Trouble.FAULT: error & 0x20,
    }
    found = {trouble for trouble, bits in troubles.items() if bits}
    if printer & 0x08 and not found & _STOPPING:
        found.add(Trouble.OFFLINE)
    return PrinterStatus(is_known=True, troubles=frozenset(found), drawer_pin_high=bool(printer & 0x04))


@dataclass(slots=True)
class Replies:
    """Sorts the bytes that one connection brings."""

    confirmations: int = 0
    _answers: bytearray = field(default_factory=bytearray)
    _owed: int = 0
    _unasked_left: int = 0

    def asked(self, questions: int) -> None:
        """So many DLE EOT questions are being sent."""
        self._answers.clear()
        self._owed += questions

    def feed(self, received: bytes) -> None:
        """Take what came in, in any portions."""
        for byte in received:
            self._sort(byte)

    def status(self) -> PrinterStatus | None:
        """The status when the last four questions and all before them are answered, else None."""
        if self._owed or len(self._answers) < 4:
            return None
        return read_status(bytes(self._answers[-4:]))

    def _sort(self, byte: int) -> None:
        if self._unasked_left:
            self._unasked_left -= 1
        elif byte & 0x93 == 0x12:
            self._answers.append(byte)
            self._owed = max(0, self._owed - 1)
        elif byte & 0x93 == 0x10:
            self._unasked_left = 3
        elif byte & 0x90 == 0x00:
            self.confirmations += 1
