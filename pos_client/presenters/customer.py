"""The customer of the sale: found by phone, name, card or code, written down with a few words, taken off again.

Knows no file. Searching and reading purchases run away from the screen.
"""

from collections.abc import Sequence

from pos_client.i18n import tr
from pos_client.presenters.aside import STEPS, Aside, Panel, is_typed, stepped
from pos_client.presenters.customer_words import (
    CONSENTS,
    FIELDS,
    NEW,
    TEXT_VERSION,
    agreed_by,
    card_view,
    customer_row,
    draft_of,
    form_view,
    new_row,
    with_field,
)
from pos_client.presenters.panel_ports import CustomerDesk, Purchase
from pos_client.presenters.panel_views import FindView
from sync_engine.domain.customer import Customer

MOST = 20
READ_EVERY_S = 2.0


class CustomerPanel(Panel):
    """Three faces: search, form, and the card of whom the sale is for."""

    word = "customer"

    def __init__(self, aside: Aside) -> None:
        super().__init__(aside)
        self._text, self._selected, self._why, self._asked = "", "", "", 0
        self._found: Sequence[Customer] = ()
        self._draft: Customer | None = None
        self._agreed: dict[str, bool] = {}
        self._active = "name"
        self._card: Customer | None = None
        self._bought: Sequence[Purchase] = ()
        self._read_s = float("-inf")

    @property
    def _desk(self) -> CustomerDesk:
        desk = self.aside.trade.customers
        assert desk is not None
        return desk

    def begin(self, text: str) -> None:
        """With a code: attach whose it is. Else the card of the sale's customer, or the search."""
        buyer = self.aside.counter.sale.buyer
        known = self._desk.by_code(text) if text else None
        if known is not None:
            self._attach(known)
        elif buyer is not None and not text:
            self._open_card(self._desk.get(buyer.customer_id))
        else:
            self.type_text(text)

    # --- keys and touches ---

    def strike(self, word: str) -> bool:
        """What a key means depends on the face."""
        if self._draft is not None:
            return self._strike_form(word)
        if self._card is not None:
            return self._strike_card(word)
        if word in STEPS:
            self._selected = stepped(self._keys(), self._selected, word)
            self._show()
        elif word == "enter":
            self.act(self._selected)
        elif word == "backspace":
            self.type_text(self._text[:-1])
        elif is_typed(word):
            self.type_text(self._text + word)
        else:
            return False
        return True

    def _strike_card(self, word: str) -> bool:
        """Typing looks for somebody else."""
        if word == "-":
            self._detach()
        elif word == "enter":
            self.act("other")
        elif is_typed(word):
            self._card = None
            self.type_text(word)
        else:
            return word == "backspace"
        return True

    def type_text(self, text: str) -> None:
        """Search for `text`."""
        self._text, self._why = text, ""
        self._asked += 1
        number = self._asked
        if text.strip():
            self.aside.trade.tasks.run(lambda: self._search(number, text), self._on_found, self._on_failed)
        else:
            self._found, self._selected = (), NEW
        self._show()

    def fill(self, word: str, text: str) -> None:
        """What stands in one line of the form."""
        if self._draft is not None and word in FIELDS:
            self._draft, self._why = with_field(self._draft, word, text), ""
            self._show()

    def act(self, word: str) -> None:
        """A row, an action or an agreement was touched."""
        if self._draft is not None:
            self._act_form(word)
        elif word == NEW:
            self._open_form(draft_of(self._text))
        elif word == "off":
            self._detach()
        elif word == "other":
            self._card = None
            self.type_text("")
        elif word == "change" and self._card is not None:
            self._open_form(self._card)
        else:
            chosen = next((one for one in self._found if one.customer_id == word), None)
            if chosen is not None:
                self._attach(chosen)

    def tick(self) -> None:
        """Purchases of elsewhere arrive late, and grow old."""
        if self._card is not None and self.aside.trade.clock.monotonic_s() - self._read_s >= READ_EVERY_S:
            self._read_bought(self._card)

    # --- the form ---

    def _open_form(self, draft: Customer) -> None:
        self._draft, self._why = draft, ""
        self._agreed = agreed_by(draft)
        self._active = "name" if not draft.name or draft.customer_id else "phone"
        self._show()

    def _strike_form(self, word: str) -> bool:
        draft = self._draft
        assert draft is not None
        text = getattr(draft, self._active)
        if word == "enter":
            self._save()
        elif word in {"up", "down"}:
            self._active = stepped(list(FIELDS), self._active, word)
            self._show()
        elif word == "backspace":
            self.fill(self._active, text[:-1])
        elif is_typed(word):
            self.fill(self._active, text + word)
        else:
            return word in STEPS
        return True

    def _act_form(self, word: str) -> None:
        if word.startswith("@") and word[1:] in FIELDS:
            self._active = word[1:]
        elif word.startswith("agree ") and word[6:] in CONSENTS:
            self._agreed[word[6:]] = not self._agreed[word[6:]]
        elif word == "enter":
            self._save()
            return
        elif word == "back":
            self._draft = None
        self._show()

    def _save(self) -> None:
        draft = self._draft
        assert draft is not None
        before = agreed_by(draft)
        said = [
            self._desk.consent(purpose, TEXT_VERSION, is_given=is_given)
            for purpose, is_given in self._agreed.items()
            if is_given != before[purpose]
        ]
        saved: list[Customer] = []
        self._why = self.aside.attempt(lambda: saved.append(self._desk.save(draft, said)))
        if saved:
            self._attach(saved[0])
        else:
            self._show()

    # --- whom the sale is for ---

    def _attach(self, customer: Customer) -> None:
        self._why = self.aside.attempt(lambda: self.aside.counter.set_customer(customer))
        if self._why:
            self._draft = None
            self._show()
            return
        self.aside.close()
        member = tr("Member prices hold.") if customer.price_list else ""
        said = tr("This sale is for {name}.", name=customer.name)
        self.aside.say(f"{said} {member}".strip())

    def _detach(self) -> None:
        self._why = self.aside.attempt(lambda: self.aside.counter.set_customer(None))
        if self._why:
            self._show()
        else:
            self.aside.close()
            self.aside.say(tr("This sale is for nobody in particular."))

    def _open_card(self, customer: Customer | None) -> None:
        buyer = self.aside.counter.sale.buyer
        if customer is None and buyer is not None:
            customer = Customer(buyer.customer_id, buyer.name, price_list=buyer.price_list)
        self._card = customer
        self._show()
        if customer is not None:
            self._read_bought(customer)

    def _read_bought(self, customer: Customer) -> None:
        self._read_s = self.aside.trade.clock.monotonic_s()
        self.aside.trade.tasks.run(lambda: self._desk.purchases(customer.customer_id), self._on_bought, self._on_failed)

    # --- answers ---

    def _search(self, number: int, text: str) -> tuple[int, Sequence[Customer]]:
        return number, self._desk.find(text, MOST) if number == self._asked else ()

    def _on_found(self, answer: tuple[int, Sequence[Customer]]) -> None:
        number, found = answer
        if number == self._asked:
            self._found = found
            self._selected = self._keys()[0]
            self._show()

    def _on_bought(self, bought: Sequence[Purchase]) -> None:
        self._bought = bought
        self._show()

    def _on_failed(self, error: Exception) -> None:
        self._why = self.aside.reason(error)
        self._show()

    # --- words ---

    def _keys(self) -> list[str]:
        return [*(one.customer_id for one in self._found), NEW]

    def _show(self) -> None:
        if self._draft is not None:
            self.aside.show(form_view(self._draft, self._active, self._agreed, self._why))
        elif self._card is not None:
            heard_s = self._desk.heard_s(self._card.customer_id)
            self.aside.show(card_view(self._card, self.aside.trade, self._bought, heard_s, self._why))
        else:
            self.aside.show(self._search_view())

    def _search_view(self) -> FindView:
        return FindView(
            title=tr("Customer"),
            sentence=self._why,
            is_bad=bool(self._why),
            prompt=tr("Phone, name, card or code"),
            text=self._text,
            rows=(*map(customer_row, self._found), new_row(self._text.strip())),
            selected=self._selected,
        )
