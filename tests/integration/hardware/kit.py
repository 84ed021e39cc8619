"""What the device tests share: a listener to wait on, short timings, pages, and printers on odd lines."""

import os
import selectors
import socket
import threading
import tty
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import resources
from hardware.courier import Timings
from hardware.document import Cell, Columns, Cut, Document, Text
from hardware.events import Event, JobFailed, JobPrinted, JobUncertain, State, StateChanged
from hardware.picture import Typeface
from hardware.simulated.machine import Fault, Machine
from hardware.simulated.printer import SimulatedPrinter
from hardware.transport import NetworkTransport
from hardware.worker import Job, PrinterWorker

FONTS = (Path(resources.path("fonts/Inter-Regular.ttf")),)
FACE = Typeface(FONTS)
QUICK = Timings(
    connect_s=0.5,
    status_s=0.15,
    send_s=0.6,
    confirm_s=0.5,
    poll_s=0.05,
    patience_s=0.3,
    grace_s=30.0,
    first_pause_s=0.02,
    longest_pause_s=0.1,
)
PAGE = b"\x1b@\x1bt\x00one page\n\x1dV\x01"
BIG_PAGE = b"\x1b@" + b"very long page\n" * 40_000 + b"\x1dV\x01"


class Heard:
    """A listener that keeps every event and can be waited on."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._changed = threading.Condition()

    def __call__(self, event: Event) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()

    def end_of(self, job_id: str, timeout_s: float = 10.0) -> JobPrinted | JobFailed | JobUncertain:
        """How the job ended."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._ends(job_id), timeout_s), (job_id, self.events)
            return self._ends(job_id)[0]

    def state(self, state: State, timeout_s: float = 10.0) -> StateChanged:
        """The last change into that state, waiting for one."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._changes(state), timeout_s), (state, self.events)
            return self._changes(state)[-1]

    def _ends(self, job_id: str) -> list[JobPrinted | JobFailed | JobUncertain]:
        ended = [event for event in self.events if not isinstance(event, StateChanged)]
        return [event for event in ended if event.job_id == job_id]

    def _changes(self, state: State) -> list[StateChanged]:
        return [event for event in self.events if isinstance(event, StateChanged) and event.state is state]


def printing(simulator: SimulatedPrinter, heard: Heard, timings: Timings = QUICK) -> PrinterWorker:
    """A worker for that simulated printer."""
    return PrinterWorker("front", NetworkTransport(*simulator.address), heard, timings=timings)


def page(job_id: str, payload: bytes = PAGE) -> Job:
    return Job(job_id, lambda: payload)


def receipt(*names: str) -> Document:
    """A document with a line for each name."""
    lines = (Columns((Cell(name), Cell("1,00", "right", 1))) for name in names)
    return Document((Text("SHOP", "centre", bold=True, size=2), *lines, Cut()))


class SerialPrinter:
    """The simulated machine on one end of a pseudo terminal; `path` is the other end. Reads only while `is_reading`.

    With the fault TORN the line is pulled in the middle of a page.
    """

    def __init__(self, *, is_reading: bool = True) -> None:
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        self.path = os.ttyname(self._slave)
        self.machine = Machine(FACE, 42, self._answer)
        self._orders: list[Callable[[], None]] = []
        self._is_pulled = self._is_over = False
        self._wake, self._woken = socket.socketpair()
        self._thread = threading.Thread(target=self._run, args=(is_reading,), name="serial printer")
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._order(lambda: setattr(self, "_is_over", True))
        self._thread.join()
        for file in (self._wake, self._woken):
            file.close()
        self._pull()

    def set_fault(self, fault: Fault) -> None:
        """From now on, until `clear_fault`."""
        self._order(lambda: self.machine.faults.add(fault))

    def clear_fault(self, fault: Fault) -> None:
        """Mend it; what was held is printed before this returns."""

        def mend() -> None:
            self.machine.faults.discard(fault)
            self.machine.work()

        self._order(mend)

    def _order(self, act: Callable[[], None]) -> None:
        done = threading.Event()

        def do() -> None:
            act()
            done.set()

        self._orders.append(do)
        self._wake.send(b"\x00")
        assert done.wait(5.0)

    def _answer(self, answer: bytes) -> None:
        os.write(self._master, answer)

    def _pull(self) -> None:
        if not self._is_pulled:
            self._is_pulled = True
            os.close(self._master)
            os.close(self._slave)

    def _run(self, is_reading: bool) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._woken, selectors.EVENT_READ)
            if is_reading:
                selector.register(self._master, selectors.EVENT_READ)
            while not self._is_over:
                ready = {key.fileobj for key, _ in selector.select()}
                if self._woken in ready:
                    self._woken.recv(1)
                    self._orders.pop(0)()
                elif self._master in ready:
                    received = os.read(self._master, 4096)
                    if Fault.TORN in self.machine.faults and len(received) > 64:
                        selector.unregister(self._master)
                        self._pull()
                    else:
                        self.machine.receive(received)


class OddPeer:
    """A TCP server on `host` whose only client is treated by `behave`, in a thread of its own."""

    def __init__(self, behave: Callable[[socket.socket], None], host: str = "127.0.0.1") -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._server = socket.socket(family)
        self._server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._server.bind((host, 0))
        self._server.listen(1)
        self.address = (host, int(self._server.getsockname()[1]))
        self._behave = behave
        self._thread = threading.Thread(target=self._run, name="odd peer")
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._thread.join(5.0)
        self._server.close()

    def _run(self) -> None:
        try:
            client, _ = self._server.accept()
        except OSError:
            return
        with client:
            client.settimeout(5.0)
            self._behave(client)
