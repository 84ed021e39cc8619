"""What a payment terminal is asked and what it answers: values and doors, no code behind them. Knows nothing of a shop.

The rule of the whole package: a request has an id that was minted, and stored by whoever asks, before the terminal
hears of it. An id is charged at most once. When no answer comes, nobody guesses: the outcome is asked for until it is
known, or a person who sees the terminal says it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from hardware.deadline import Deadline


class Stage(Enum):
    """Where a request stands. The last three need a person, and only the first two of the six go on by themselves."""

    WAITING = "waiting"  # for a card
    WORKING = "working"  # the bank is asked, the card stays where it is
    APPROVED = "approved"
    DECLINED = "declined"  # also cancelled, and asked for without ever having been heard of: nothing was taken
    NO_ANSWER = "no_answer"  # it may have been taken; asked for again until it is known
    OFFLINE = "offline"  # the terminal could not be asked at all: nothing was taken


@dataclass(frozen=True, slots=True)
class Request:
    """So much in minor units of a currency (ISO 4217), below zero: paid back to the card.

    `may_go_offline` lets the terminal take the card without its bank, within the allowance it named.
    """

    request_id: str
    amount_minor: int
    currency_code: str
    may_go_offline: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bank said. `reference` is the number on the terminal's slip, `card` brand and last four digits."""

    is_approved: bool
    reference: str = ""
    card: str = ""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What may be taken without the bank: minor units for one payment, and what is left of the day."""

    one_minor: int
    left_minor: int


@dataclass(frozen=True, slots=True)
class Report:
    """A request came into a stage. `asks_again_s` (NO_ANSWER): seconds until its outcome is asked for once more."""

    request_id: str
    stage: Stage
    reference: str = ""
    card: str = ""
    asks_again_s: float = 0.0
    allowance: Allowance | None = None


Listener = Callable[[Report], None]


class PaymentTerminal(Protocol):
    """One terminal, one request at a time. Calls return at once; what became of it comes as reports, on any thread."""

    @property
    def is_attended(self) -> bool:
        """Whether a person types the amount into the terminal and reads the outcome off it."""
        ...

    def start(self, request: Request) -> None:
        """Ask for money. The same id again is the same request. Raises `Busy` (another is under way), `Closed`."""
        ...

    def ask(self, request_id: str) -> None:
        """What became of that request, perhaps one of before a restart? Until it is known, and now if it is waited."""
        ...

    def cancel(self, request_id: str) -> None:
        """A wish: the outcome still comes as a report, and it may be APPROVED."""
        ...

    def leave(self, request_id: str) -> None:
        """A person takes it over: no more reports of it."""
        ...

    def close(self, timeout_s: float = 3.0) -> bool:
        """Stop; false when the device did not let go within `timeout_s`. What is under way can be asked for later."""
        ...


class TerminalLine(Protocol):
    """One make of terminal, spoken to on the worker's thread. Raises from `hardware.errors` and nothing else.

    An error with `bytes_sent == 0` means that the terminal never heard of it.
    """

    def pay(self, request: Request, tell: Callable[[Stage], None], deadline: Deadline) -> Answer:
        """Ask for money and wait for the answer; `tell` WAITING and WORKING as it goes on."""
        ...

    def outcome(self, request_id: str, deadline: Deadline) -> Answer | None:
        """What became of a request: None while it is under way, not approved when it was never heard of."""
        ...

    def abort(self, request_id: str) -> None:
        """Wish that `pay` ended; called from other threads, returns at once."""
        ...

    @property
    def allowance(self) -> Allowance | None:
        """What it may take without its bank; None: nothing."""
        ...
