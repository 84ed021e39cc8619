"""Payment terminals: what a till asks of one, and how its answer is found out whatever happens on the way."""

from hardware.payment.model import Allowance, Answer, Listener, PaymentTerminal, Report, Request, Stage, TerminalLine
from hardware.payment.standalone import StandaloneTerminal
from hardware.payment.worker import TerminalWorker, Timings

__all__ = [
    "Allowance",
    "Answer",
    "Listener",
    "PaymentTerminal",
    "Report",
    "Request",
    "Stage",
    "StandaloneTerminal",
    "TerminalLine",
    "TerminalWorker",
    "Timings",
]
