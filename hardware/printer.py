"""A receipt printer that speaks ESC/POS: documents in, jobs for its worker out; it must not know what a page is for."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from hardware.document import Document
from hardware.escpos.commands import kick, kick_at_once
from hardware.escpos.model import Model
from hardware.events import State, StateChanged
from hardware.picture import Typeface
from hardware.ports import ReceiptPrinter
from hardware.simulated.printer import SimulatedPrinter
from hardware.worker import Job, PrinterWorker

KICK_EXPIRES_S = 5.0  # a drawer that opens by itself minutes later is an invitation


def _nothing() -> None:
    """A page that nobody has to be told of."""


class EscposPrinter:
    """A `ReceiptPrinter`. `simulator` is the machine behind a simulated one, for the demonstration shop; else None."""

    def __init__(
        self,
        worker: PrinterWorker,
        model: Model,
        face: Typeface,
        cache: Path | None = None,
        simulator: SimulatedPrinter | None = None,
    ) -> None:
        self._worker, self._model, self._face = worker, model, face
        self._cache, self.simulator = cache, simulator

    @property
    def name(self) -> str:
        return self._worker.name

    @property
    def columns(self) -> int:
        return self._model.columns

    @property
    def state(self) -> State:
        return self._worker.state.state

    @property
    def last_change(self) -> StateChanged:
        """The last reported state with its troubles and error, for a screen that opens later."""
        return self._worker.state

    def print(self, job_id: str, document: Document, begin: Callable[[], None] = _nothing) -> None:
        self._worker.submit(Job(job_id, partial(self._compose, document), begin=begin))

    def open_drawer(self, job_id: str) -> None:
        pin = self._model.drawer_pin
        self._worker.submit(Job(job_id, partial(kick, pin), kick_at_once(pin), KICK_EXPIRES_S))

    def cancel(self, job_id: str) -> bool:
        return self._worker.cancel(job_id)

    def close(self, timeout_s: float = 3.0) -> bool:
        has_ended = self._worker.stop(timeout_s)
        if self.simulator is not None:
            self.simulator.close()
        return has_ended

    def _compose(self, document: Document) -> bytes:
        from hardware.escpos.render import render  # noqa: PLC0415 - its imports take a second, here in the worker

        return render(document, self._model, self._face, self._cache)


__all__ = ["EscposPrinter", "ReceiptPrinter"]
