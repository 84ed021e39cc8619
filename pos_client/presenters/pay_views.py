"""What is shown while a sale is paid, as frozen values: words and amounts are finished text. Knows no Qt."""

from dataclasses import dataclass
from typing import Literal

Tone = Literal["brand", "ok", "warn", "err"]


@dataclass(frozen=True, slots=True)
class PayActionView:
    """Something that can be done. `hint` is its key, `reason` why it cannot be done now ("" when it can)."""

    word: str
    label: str
    hint: str = ""
    icon: str = ""
    is_main: bool = False
    reason: str = ""
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class PaidView:
    """A part that was paid. `detail` says more of it; `is_unclear`: nobody knows yet, it is looked at later."""

    index: int
    name: str
    amount: str
    detail: str = ""
    is_unclear: bool = False
    take_back: str = ""


@dataclass(frozen=True, slots=True)
class WayView:
    """A way to pay. `detail` is what it would be (the amount, the rate)."""

    word: str
    label: str
    detail: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class CardBoxView:
    """The card payment: the same place and size in each of its six stages. `clock` counts, "" for no time."""

    stage: str
    tone: Tone
    icon: str
    title: str
    amount: str
    text: str
    clock: str = ""
    actions: tuple[PayActionView, ...] = ()
    is_busy: bool = False


@dataclass(frozen=True, slots=True)
class PayView:
    """Paying. `received` is what stands in the line (`is_typed`: somebody typed it), `note` what taking it would do.

    `zeros` and `point` are the two outer keys of the last row of digits; "" for a key that this currency has not.
    """

    is_open: bool = False
    label: str = ""
    received: str = ""
    is_typed: bool = False
    note: str = ""
    is_note_bad: bool = False
    take: str = ""
    take_spoken: str = ""
    zeros: str = "00"
    point: str = "."
    paid_title: str = ""
    paid: tuple[PaidView, ...] = ()
    hint: str = ""
    ways_title: str = ""
    ways: tuple[WayView, ...] = ()
    card: CardBoxView | None = None


@dataclass(frozen=True, slots=True)
class AfterView:
    """Beside the change: the paper (`kind` ""), a code for the customer's telephone, or the line for an address.

    `actions` are the chips; `sentence` says what was done, or (`is_bad`) what was not.
    """

    kind: str = ""
    actions: tuple[PayActionView, ...] = ()
    address: str = ""
    url: str = ""
    sentence: str = ""
    is_bad: bool = False
