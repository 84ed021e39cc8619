"""What the screens show, as frozen values: words and amounts are finished text, nothing is left to compute.

A screen that is given the same view twice paints the same picture. Knows no Qt and no use case.
"""

from dataclasses import dataclass
from typing import Literal

from hardware.document import Document

# --- signing in ---


@dataclass(frozen=True, slots=True)
class PersonView:
    """One tile. `initials` stand in for a picture."""

    staff_id: str
    name: str
    role: str
    initials: str


@dataclass(frozen=True, slots=True)
class SignInView:
    """The sign-in screen; who was here last stands first.

    `entered` of `digits` dots are filled; `kept` tells of a sale that waits behind it.
    """

    greeting: str = ""
    hint: str = ""
    people: tuple[PersonView, ...] = ()
    chosen: str = ""
    prompt: str = ""
    entered: int = 0
    digits: int = 4
    message: str = ""
    is_wrong: bool = False
    is_checking: bool = False
    kept: str = ""
    badge: str = ""


# --- selling ---


@dataclass(frozen=True, slots=True)
class LineActionView:
    """A key on a line. `word` is what it does, `hint` the key of the keyboard; `is_main` is the likely answer."""

    word: str
    label: str
    hint: str = ""
    icon: str = ""
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of the cart, or (`is_unresolved`) a scan that gave none. `key` is unique in the cart and stays.

    `tag` is one word or two beside the amount (a discount, why it is unresolved), `note` stands behind the detail.
    `actions` are the keys on an unresolved line; `is_stopped`: it must not be sold and is in no total.
    """

    key: str
    number: str
    name: str
    detail: str
    code: str
    amount: str
    is_unresolved: bool = False
    is_many: bool = False
    spoken: str = ""
    quantity: str = ""
    tag: str = ""
    note: str = ""
    actions: tuple[LineActionView, ...] = ()
    is_stopped: bool = False


@dataclass(frozen=True, slots=True)
class ChipView:
    """A key that pays with one amount."""

    label: str
    amount_minor: int
    spoken: str


@dataclass(frozen=True, slots=True)
class LastSaleView:
    """The strip below the cart: the change of the sale before stays in sight."""

    text: str
    change: str
    doc_no: str


@dataclass(frozen=True, slots=True)
class TileView:
    """A favourite."""

    article_id: str
    name: str
    price: str


@dataclass(frozen=True, slots=True)
class PlaceView:
    """The stock of one place. `level` says how the number is to be taken: own, other, none (zero) or unknown."""

    name: str
    on_hand: str
    note: str
    level: Literal["own", "other", "none", "unknown"] = "other"


@dataclass(frozen=True, slots=True)
class StockView:
    """What lies where, of the selected line. Empty `title`: nothing is selected."""

    title: str = ""
    code: str = ""
    age: str = ""
    places: tuple[PlaceView, ...] = ()
    hint: str = ""


Phase = Literal["selling", "paying", "recording"]


@dataclass(frozen=True, slots=True)
class SaleView:
    """The sell screen, also while cash is being taken (`phase` paying: the keypad types the amount received)."""

    phase: Phase = "selling"
    prompt: str = ""
    entry: str = ""
    waiting_quantity: str = ""
    lines: tuple[LineView, ...] = ()
    selected: str = ""
    newest: str = ""
    bump: int = 0
    notice: str = ""
    is_notice_bad: bool = False
    items: str = ""
    tax: str = ""
    due_label: str = ""
    total: str = ""
    cash_total: str = ""
    blocked: str = ""
    chips: tuple[ChipView, ...] = ()
    can_change: bool = False
    last: LastSaleView | None = None
    saved: str = ""
    customer: str = ""
    parked: str = ""
    asks_quantity: bool = False


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a screen reader says now. `number` grows, so that the same words are said again."""

    text: str = ""
    is_urgent: bool = False
    number: int = 0


# --- after the sale ---


@dataclass(frozen=True, slots=True)
class PieceView:
    """So many of one note or coin."""

    count: int
    text: str
    is_note: bool


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What goes back to the customer, until the next scan."""

    label: str = ""
    change: str = ""
    summary: str = ""
    pieces: tuple[PieceView, ...] = ()
    hint: str = ""
    doc_no: str = ""
    paper: Document | None = None
    paper_note: str = ""
    is_paper_trouble: bool = False
    spoken: str = ""


# --- always in sight ---

ChipKind = Literal["live", "sending", "offline", "limit", "flag", "stop"]


@dataclass(frozen=True, slots=True)
class StatusView:
    """The chip in the status bar; `sentence` is its longer form. `bar` (with `kind` stop) takes the full width."""

    kind: ChipKind = "live"
    word: str = ""
    sentence: str = ""
    bar: str = ""
