"""What a device's worker tells the rest of the program: frozen events; it must not know who listens.

Every submitted job ends in exactly one of `JobPrinted`, `JobFailed` (nothing left the till: printing it again is
safe) or `JobUncertain` (something left, no proof came back: only a person may decide to print again).
"""

from dataclasses import dataclass
from enum import Enum

from hardware.errors import DeviceError
from hardware.escpos.status import Trouble


class State(Enum):
    """Where a printer's worker stands. READY, DISCONNECTED and UNCERTAIN take the next job at once."""

    DISCONNECTED = "disconnected"  # idle without a connection, as most of the day
    CONNECTING = "connecting"
    READY = "ready"  # connected, and able to print as far as it says
    SENDING = "sending"
    CONFIRMING = "confirming"  # everything is sent, the in-band answer is awaited
    BLOCKED = "blocked"  # paper, cover or a fault: the job waits, nothing is sent twice
    UNCERTAIN = "uncertain"  # the last job may or may not be on paper
    DEAD = "dead"  # the last job could not reach it; the next one tries again


class Proof(Enum):
    """What shows that a job is on paper."""

    ANSWERED = "answered"  # the printer said so behind the page
    SYNCED = "synced"  # the operating system has it on disk
    WRITTEN = "written"  # handed over; the device is known not to answer


@dataclass(frozen=True, slots=True)
class StateChanged:
    """A device came into another state; `error` is why it is DEAD, CONNECTING again or UNCERTAIN."""

    device: str
    state: State
    troubles: frozenset[Trouble] = frozenset()
    error: DeviceError | None = None


@dataclass(frozen=True, slots=True)
class JobPrinted:
    """The job is done, with this proof."""

    device: str
    job_id: str
    proof: Proof


@dataclass(frozen=True, slots=True)
class JobFailed:
    """The job is not done and nothing of it was sent."""

    device: str
    job_id: str
    error: DeviceError


@dataclass(frozen=True, slots=True)
class JobUncertain:
    """Something of the job was sent and nobody knows whether it is on paper."""

    device: str
    job_id: str
    error: DeviceError


JobEnded = JobPrinted | JobFailed | JobUncertain
Event = StateChanged | JobEnded
