"""The behaviour of the simulated printer: bytes in, answers out, faults; it must not know sockets.

Commands are held while paper is out or the cover is open and are printed once that is over, as real printers do;
`DLE` commands are obeyed at once all the same. After Epson's reference.
"""

from collections import deque
from collections.abc import Callable
from enum import Enum

from hardware.picture import Typeface
from hardware.simulated.paper import Paper, Receipt
from hardware.simulated.tokens import Command, take


class Fault(Enum):
    """What can be wrong with it."""

    PAPER_OUT = "paper out"
    PAPER_LOW = "paper low"
    COVER_OPEN = "cover open"
    SILENT = "prints, but never answers"
    LATE = "answers a status question only when the next one comes"
    CHATTY = "tells its status without being asked, in between"
    DEAF = "accepts connections and never reads"
    CLOSES = "hangs up on every connection"
    RESETS = "breaks every connection at the first bytes"
    TORN = "loses its line in the middle of a page"
    OFF = "switched off"


_STOPPING = {Fault.PAPER_OUT, Fault.COVER_OPEN}


class Machine:
    """`answer` is called with the bytes that go back to whoever is connected."""

    def __init__(self, face: Typeface, columns: int, answer: Callable[[bytes], None]) -> None:
        self.paper = Paper(face, columns)
        self.faults: set[Fault] = set()
        self.kicks = 0
        self.is_drawer_open = False
        self.status_questions = 0
        self._answer = answer
        self._buffer = b""
        self._held: deque[Command] = deque()
        self._late = b""

    @property
    def receipts(self) -> list[Receipt]:
        return self.paper.receipts

    def receive(self, received: bytes) -> None:
        """Take bytes as they come and obey every complete command."""
        self._buffer += received
        while (found := take(self._buffer)) is not None:
            command, self._buffer = found
            if command.name[:1] == b"\x10":
                self._obey_at_once(command)
            else:
                self._held.append(command)
        self.work()

    def forget_line(self) -> None:
        """The connection ended: half a command is worth nothing, complete ones stay."""
        self._buffer, self._late = b"", b""

    def work(self) -> None:
        """Print what is held, unless a fault keeps it."""
        while self._held and not self.faults & _STOPPING:
            self._obey(self._held.popleft())

    def _obey(self, command: Command) -> None:
        match command.name:
            case b"\x1bp":
                self._kick()
            case b"\x1dr":
                self._say(bytes([self._ordinary_status(command.argument[0])]))
            case _:
                self.paper.run(command)

    def _obey_at_once(self, command: Command) -> None:
        if command.name == b"\x10\x14" and command.argument[0] == 1:
            self._kick()
        elif command.name == b"\x10\x04":
            self.status_questions += 1
            answer = bytes([self._status(command.argument[0])])
            if Fault.LATE in self.faults:
                self._answer_late(command.argument[0], answer)
            else:
                self._say(answer)

    def _answer_late(self, question: int, answer: bytes) -> None:
        if question == 1:
            self._say(self._late)
            self._late = b""
        self._late += answer

    def _say(self, answer: bytes) -> None:
        if Fault.SILENT in self.faults or not answer:
            return
        unasked = bytes([0x14, 0x00, 0x0C if Fault.PAPER_OUT in self.faults else 0x00, 0x0F])
        self._answer((unasked if Fault.CHATTY in self.faults else b"") + answer)

    def _kick(self) -> None:
        self.kicks += 1
        self.is_drawer_open = True

    def _ordinary_status(self, kind: int) -> int:
        if kind in {2, 50}:
            return int(self.is_drawer_open)
        return 0x03 if Fault.PAPER_LOW in self.faults else 0x00

    def _status(self, question: int) -> int:
        paper_out, cover = Fault.PAPER_OUT in self.faults, Fault.COVER_OPEN in self.faults
        match question:
            case 1:
                return 0x12 | (0x04 if self.is_drawer_open else 0) | (0x08 if paper_out or cover else 0)
            case 2:
                return 0x12 | (0x04 if cover else 0) | (0x20 if paper_out else 0)
            case 4:
                return 0x12 | (0x6C if paper_out else 0x0C if Fault.PAPER_LOW in self.faults else 0)
            case _:
                return 0x12
