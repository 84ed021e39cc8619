"""The doors of this package: what a till asks of a device, and what a driver asks of a line; no code behind them."""

from collections.abc import Callable
from typing import Protocol

from hardware.deadline import Deadline
from hardware.document import Document
from hardware.events import Event, Proof, State

Listener = Callable[[Event], None]


class ReceiptPrinter(Protocol):
    """A receipt printer with a drawer on it. Every call returns at once; what became of it comes as an event.

    Events are delivered on the device's own thread.
    """

    @property
    def name(self) -> str: ...

    @property
    def columns(self) -> int:
        """Columns of the narrow font: what documents should be written for."""
        ...

    @property
    def state(self) -> State: ...

    def print(self, job_id: str, document: Document, begin: Callable[[], None] = ...) -> None:
        """Queue `document`. Raises `Busy` (queue full), `Closed` (after `close`), `Illegal` (that id is queued).

        `begin` is called on the device's thread right before the first byte leaves; a `DeviceError` keeps it back.
        """
        ...

    def open_drawer(self, job_id: str) -> None:
        """Open the drawer ahead of every waiting page, also while paper is out; it expires rather than open late."""
        ...

    def cancel(self, job_id: str) -> bool:
        """Give a job up; false when it already ended. It ends as failed, or uncertain when bytes were sent."""
        ...

    def close(self, timeout_s: float = 3.0) -> bool:
        """End every job with an event and stop; false when the device did not let go within `timeout_s`."""
        ...


class Transport(Protocol):
    """A line to a device. Every method keeps its deadline and raises from the tree in `errors`, nothing else."""

    @property
    def proof(self) -> Proof:
        """What can show delivery on this line: an answer, or `sync`."""
        ...

    @property
    def is_open(self) -> bool: ...

    def open(self, deadline: Deadline) -> None:
        """Connect. Nothing is sent."""
        ...

    def send(self, payload: bytes, deadline: Deadline) -> None:
        """Hand over all of `payload`; the error's `bytes_sent` says how much had gone when it failed."""
        ...

    def receive(self, deadline: Deadline) -> bytes:
        """What came in until `deadline`, empty when nothing did. `Offline` when the other side hung up."""
        ...

    def sync(self) -> Proof:
        """Push what was sent to where it stays, and say what that proves."""
        ...

    def close(self) -> None:
        """Let go of the line; what was sent still arrives."""
        ...

    def abort(self) -> None:
        """Let go and throw away what still waits in this computer, so that it cannot print when nobody expects it."""
        ...
