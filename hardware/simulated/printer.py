"""A receipt printer with a drawer, made of code: a TCP server on the loopback address that understands ESC/POS.

It serves one client at a time as real printers do, keeps every receipt as text and picture, and can be given every
fault a counter knows. It answers on 127.0.0.1 only and searches for nothing.
"""

import contextlib
import selectors
import socket
import struct
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from hardware.picture import Typeface
from hardware.simulated.machine import Fault, Machine
from hardware.simulated.paper import Receipt

_RECEIVE_BUFFER = 4096
_LONGEST_QUESTION = 64  # bytes; whatever is longer is a page


class SimulatedPrinter:
    """Runs from the moment it is made until `close`. All methods may be called from any thread.

    A client that is silent for `idle_s` is dropped, or one whose cable was pulled would keep the next one out.
    """

    def __init__(self, face: Typeface | None = None, columns: int = 42, idle_s: float = 90.0) -> None:
        self._idle_s, self._heard_s = idle_s, 0.0
        self._machine = Machine(face or Typeface(), columns, self._answer)
        self._changed = threading.Condition()
        self._orders: list[Callable[[], None]] = []
        self._client: socket.socket | None = None
        self._connections = 0
        self._is_running = True
        self._selector = selectors.DefaultSelector()
        self._wake, self._woken = socket.socketpair()
        self._selector.register(self._woken, selectors.EVENT_READ, self._take_orders)
        self._listening: socket.socket | None = None
        self.address = ("127.0.0.1", self._listen(0))
        self._thread = threading.Thread(target=self._run, name="simulated printer", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def receipts(self) -> tuple[Receipt, ...]:
        """Everything that was cut off, oldest first."""
        with self._changed:
            return tuple(self._machine.receipts)

    @property
    def text(self) -> str:
        """What stands on the paper since the last cut."""
        with self._changed:
            return self._machine.paper.text

    @property
    def oddities(self) -> tuple[str, ...]:
        """Commands it does not know and codes it could not draw; none, when the till is right."""
        with self._changed:
            unknown = tuple(repr(command.name) for command in self._machine.paper.unknown)
            return unknown + tuple(self._machine.paper.refused)

    @property
    def kicks(self) -> int:
        """How many times the drawer was opened."""
        with self._changed:
            return self._machine.kicks

    @property
    def is_drawer_open(self) -> bool:
        with self._changed:
            return self._machine.is_drawer_open

    @property
    def connections(self) -> int:
        """How many connections it has taken."""
        with self._changed:
            return self._connections

    @property
    def status_questions(self) -> int:
        """How many real-time status questions it was asked."""
        with self._changed:
            return self._machine.status_questions

    @property
    def is_busy(self) -> bool:
        """Whether a client is connected."""
        with self._changed:
            return self._client is not None

    @property
    def faults(self) -> frozenset[Fault]:
        with self._changed:
            return frozenset(self._machine.faults)

    def close_drawer(self) -> None:
        """Somebody pushes the drawer shut."""
        self._order(lambda: setattr(self._machine, "is_drawer_open", False))

    def set_fault(self, fault: Fault) -> None:
        """From now on, until `clear_fault`; it is in force when this returns."""
        self._order(lambda: self._break(fault))

    def clear_fault(self, fault: Fault) -> None:
        """Mend it; what was held is printed before this returns."""
        self._order(lambda: self._mend(fault))

    def hang_up(self) -> None:
        """End the present connection in good order, as printers do with an idle one."""
        self._order(self._drop)

    def wait_until(self, holds: Callable[["SimulatedPrinter"], bool], timeout_s: float = 5.0) -> bool:
        """Whether `holds` became true in time; looked at after everything the printer does."""
        with self._changed:
            return self._changed.wait_for(lambda: holds(self), timeout_s)

    def save(self, folder: Path) -> list[Path]:
        """Write every receipt as a numbered PNG file into `folder`."""
        paths = [folder / f"receipt-{number:03}.png" for number, _ in enumerate(self.receipts, 1)]
        for path, receipt in zip(paths, self.receipts, strict=False):
            receipt.save(path)
        return paths

    def close(self) -> None:
        """Switch off for good and end the thread."""
        if self._thread.is_alive():
            self._order(self._end)
            self._thread.join()

    # --- what follows runs on the printer's own thread ---

    def _run(self) -> None:
        while self._is_running:
            ready = [key.data for key, _ in self._selector.select(self._wait_s())]
            for act in ready or [self._drop_idle]:
                with self._changed:
                    act()
                    self._changed.notify_all()
        self._drop()
        self._stop_listening()
        self._selector.close()
        self._wake.close()
        self._woken.close()

    def _wait_s(self) -> float | None:
        """Seconds until the present client has been silent for too long; None without a client."""
        return None if self._client is None else max(0.0, self._heard_s + self._idle_s - time.monotonic())

    def _drop_idle(self) -> None:
        if self._wait_s() == 0.0:
            self._drop()

    def _order(self, act: Callable[[], None]) -> None:
        done = threading.Event()

        def do() -> None:
            act()
            done.set()

        with self._changed:
            self._orders.append(do)
        self._wake.send(b"\x00")
        done.wait(5.0)

    def _take_orders(self) -> None:
        self._woken.recv(64)
        orders, self._orders = self._orders, []
        for order in orders:
            order()

    def _end(self) -> None:
        self._is_running = False

    def _break(self, fault: Fault) -> None:
        self._machine.faults.add(fault)
        if fault is Fault.OFF:
            self._reset()
            self._stop_listening()
        if fault is Fault.DEAF and self._client is not None:
            self._selector.unregister(self._client)

    def _mend(self, fault: Fault) -> None:
        self._machine.faults.discard(fault)
        if fault is Fault.OFF and self._listening is None:
            self._listen(self.address[1])
        if fault is Fault.DEAF and self._client is not None:
            self._selector.register(self._client, selectors.EVENT_READ, self._read)
        self._machine.work()

    def _listen(self, port: int) -> int:
        self._listening = socket.socket()
        self._listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER)
        self._listening.bind(("127.0.0.1", port))
        self._listening.listen(1)
        self._selector.register(self._listening, selectors.EVENT_READ, self._accept)
        found: tuple[Any, int] = self._listening.getsockname()
        return found[1]

    def _stop_listening(self) -> None:
        if self._listening is not None:
            with contextlib.suppress(KeyError):  # it is not watched while a client is served
                self._selector.unregister(self._listening)
            self._listening.close()
            self._listening = None

    def _accept(self) -> None:
        assert self._listening is not None
        client, _ = self._listening.accept()
        self._connections += 1
        self._selector.unregister(self._listening)  # the next client waits until this one is gone
        self._client, self._heard_s = client, time.monotonic()
        if Fault.CLOSES in self._machine.faults:
            self._drop()
        elif Fault.DEAF not in self._machine.faults:
            self._selector.register(client, selectors.EVENT_READ, self._read)

    def _read(self) -> None:
        assert self._client is not None
        self._heard_s = time.monotonic()
        try:
            received = self._client.recv(_RECEIVE_BUFFER)
        except ConnectionError:
            received = b""
        if not received:
            self._drop()
        elif Fault.RESETS in self._machine.faults:
            self._reset()
        elif Fault.TORN in self._machine.faults and len(received) > _LONGEST_QUESTION:
            self._machine.receive(received[: len(received) // 2])
            self._reset()
        else:
            self._machine.receive(received)

    def _answer(self, answer: bytes) -> None:
        if self._client is not None:
            with contextlib.suppress(ConnectionError):  # nobody listens any more, which is theirs to notice
                self._client.sendall(answer)

    def _reset(self) -> None:
        if self._client is not None:
            self._client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._drop()

    def _drop(self) -> None:
        if self._client is not None:
            with contextlib.suppress(KeyError):  # a deaf printer does not watch its client
                self._selector.unregister(self._client)
            self._client.close()
            self._client = None
            if self._listening is not None:
                self._selector.register(self._listening, selectors.EVENT_READ, self._accept)
        self._machine.forget_line()
