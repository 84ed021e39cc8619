"""What the panels beside the cart show, as frozen values: words and amounts are finished text.

A panel stands next to the sale and never over it. Knows no Qt and no use case.
"""

from dataclasses import dataclass
from typing import Literal

Shade = Literal["text", "text2", "text3", "ok", "warn", "err", "brand", "flag"]


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of a list. `key` is unique in it; `mark` names an icon in `shade`; `hint` is the key that takes the row."""

    key: str
    name: str
    detail: str = ""
    amount: str = ""
    note: str = ""
    mark: str = ""
    shade: Shade = "text"
    hint: str = ""
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class ActionView:
    """Something that can be done. `word` is what is done, `reason` why it cannot be done now ("" when it can)."""

    word: str
    label: str
    hint: str = ""
    icon: str = ""
    is_main: bool = False
    is_on: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FieldView:
    """A line that is typed into. The active one has the keyboard."""

    word: str
    label: str
    text: str = ""
    is_active: bool = False
    icon: str = "note"


@dataclass(frozen=True, slots=True)
class PanelView:
    """The head of every panel. `sentence` says what to do, or (`is_bad`) what did not work."""

    title: str = ""
    sentence: str = ""
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class FindView(PanelView):
    """Search as it is typed: articles, customers. `empty` stands where rows would be."""

    prompt: str = ""
    text: str = ""
    rows: tuple[RowView, ...] = ()
    selected: str = ""
    empty: str = ""


@dataclass(frozen=True, slots=True)
class RowsView(PanelView):
    """A list to choose from: parked sales, sales of before. `actions` are for the chosen row."""

    rows: tuple[RowView, ...] = ()
    selected: str = ""
    empty: str = ""
    actions: tuple[ActionView, ...] = ()


@dataclass(frozen=True, slots=True)
class ChoiceView(PanelView):
    """A few things to choose from by one key or one touch, in `columns` columns; `extra` stand apart below."""

    choices: tuple[ActionView, ...] = ()
    columns: int = 2
    extra: tuple[ActionView, ...] = ()


@dataclass(frozen=True, slots=True)
class AmountView(PanelView):
    """A number that is typed: a percent, an amount, a price, a weight. `main` is the key that goes on."""

    prompt: str = ""
    text: str = ""
    unit: str = ""
    point: str = "."
    main: str = ""
    main_reason: str = ""


@dataclass(frozen=True, slots=True)
class FormView(PanelView):
    """A few lines to fill in. `checks` are agreed to or not; `actions` end it."""

    fields: tuple[FieldView, ...] = ()
    checks: tuple[ActionView, ...] = ()
    actions: tuple[ActionView, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelView:
    """The stock of one place; "?" where nobody counted. `level` says how the numbers are to be taken."""

    place: str
    note: str
    on_hand: str
    reserved: str
    available: str
    age: str
    level: Literal["own", "other", "none", "unknown", "old"] = "other"
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class StockPanelView(PanelView):
    """What lies where, of one article. `is_armed`: the next scan is looked up and not sold."""

    is_armed: bool = False
    name: str = ""
    code: str = ""
    heads: tuple[str, str, str] = ("", "", "")
    levels: tuple[LevelView, ...] = ()
    empty: str = ""
    actions: tuple[ActionView, ...] = ()


@dataclass(frozen=True, slots=True)
class PriceView(PanelView):
    """What an article costs. `is_armed`: the next scan is looked up and not sold."""

    is_armed: bool = False
    name: str = ""
    code: str = ""
    price: str = ""
    price_label: str = ""
    member: str = ""
    member_label: str = ""
    stock: tuple[RowView, ...] = ()
    empty: str = ""
    actions: tuple[ActionView, ...] = ()


@dataclass(frozen=True, slots=True)
class CardView(PanelView):
    """One customer: who, how to reach them, what they agreed to and what they bought."""

    name: str = ""
    lines: tuple[str, ...] = ()
    rows_title: str = ""
    rows: tuple[RowView, ...] = ()
    empty: str = ""
    actions: tuple[ActionView, ...] = ()


@dataclass(frozen=True, slots=True)
class SyncPanelView(PanelView):
    """Where the till stands with the ledger. `facts` are label and text; `rows` the last sales with their mark."""

    kind: str = "live"
    word: str = ""
    works: tuple[str, ...] = ()
    waits: tuple[str, ...] = ()
    works_title: str = ""
    waits_title: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    rows_title: str = ""
    rows: tuple[RowView, ...] = ()
    empty: str = ""
    actions: tuple[ActionView, ...] = ()


@dataclass(frozen=True, slots=True)
class KeysView(PanelView):
    """What the keys of the screen do, page by page: (key, what it does)."""

    keys: tuple[tuple[str, str], ...] = ()
    actions: tuple[ActionView, ...] = ()
