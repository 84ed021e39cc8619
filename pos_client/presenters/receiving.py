"""What is being typed while a sale is paid: an amount of cash, of foreign cash, or the number of a terminal's slip.

Whole units come first ("50" is 50.00), the decimal mark starts the rest: so that `2 0` and a way to pay is 20.00 in
every currency, and a note is typed as it is called.
"""

from pos_client.counter.selling import Counter
from pos_client.i18n import current, tr
from pos_client.presenters.amounts import Amounts
from sync_engine.domain.coinage import coinage, is_far_too_much, quick_amounts
from sync_engine.domain.foreign import Exchange
from sync_engine.domain.money import currency

_MOST_WHOLE = 12
_MOST_SLIP = 12
_MOST_NOTES = 4


class Receiving:
    """Open while an amount or a slip is typed. `exchange` is set for cash of another currency."""

    def __init__(self, counter: Counter, amounts: Amounts) -> None:
        self._counter, self._own = counter, amounts
        self._confirmed = ""
        self.exchange: Exchange | None = None
        self.asks_slip = False
        self.is_open = False
        self.text = ""

    def open(self) -> None:
        """Let cash be typed, with nothing typed yet; stays as it is when it is open already."""
        if not self.is_open:
            self._begin()

    def open_foreign(self, exchange: Exchange | None) -> None:
        """Let cash of another currency be typed; None: of the own one again."""
        self._begin()
        self.exchange = exchange

    def open_slip(self) -> None:
        """Let the number of a slip be typed; what was typed of it stays."""
        if not self.asks_slip:
            self._begin()
            self.asks_slip = True

    def close(self) -> None:
        """Forget what was typed. A slip that a terminal has printed is still asked for."""
        if not self.asks_slip:
            self._begin()
            self.is_open = False

    def end_slip(self) -> None:
        """No slip is asked for any more; cash can be typed."""
        if self.asks_slip:
            self._begin()

    def _begin(self) -> None:
        self.is_open, self.text, self._confirmed = True, "", ""
        self.exchange, self.asks_slip = None, False

    @property
    def amounts(self) -> Amounts:
        """The currency that is typed."""
        return Amounts(self._own.words, self.exchange.other.code) if self.exchange else self._own

    @property
    def zeros(self) -> str:
        """The key of several zeros: three where the smallest note has as many, as in yen and rupiah."""
        code = self.amounts.currency_code
        issued = coinage(currency(code))
        smallest = issued.first_note_minor // 10 ** currency(code).digits if issued else 0
        return "000" if smallest >= 1_000 or (issued is None and self.amounts.digits == 0) else "00"

    def type_text(self, text: str) -> None:
        """What stands there now; what cannot belong to it is dropped."""
        if self.asks_slip:
            kept = "".join(mark for mark in text if mark.isascii() and (mark.isalnum() or mark in "-/"))
            self.text = kept[:_MOST_SLIP]
            return
        kept = "".join(mark for mark in text if (mark.isascii() and mark.isdigit()) or mark in ",.")
        whole, mark, rest = kept.replace(",", ".").partition(".")
        digits = self.amounts.digits
        whole, rest = whole[:_MOST_WHOLE], rest.replace(".", "")[:digits]
        self.text = whole + (self.amounts.point + rest if mark and digits else "")

    def strike(self, word: str) -> bool:
        """A key of the keyboard or the pad; whether it was for what is typed."""
        if word in {"+", "next_note"}:
            self.next_note()
        elif word == "backspace":
            self.type_text(self.text[:-1])
        elif word == "escape" and self.text:
            self.type_text("")
        elif word == "-" and not self.asks_slip:
            return False
        elif len(word) == 1 or word.isdigit():
            self.type_text(self.text + word)
        else:
            return False
        return True

    def next_note(self) -> None:
        """The next amount a customer would hand over."""
        if self.asks_slip:
            return
        now = self.amount_minor()
        larger = next((minor for minor in self.suggested()[1:] if minor > now), None)
        if larger is not None:
            plain = self.amounts.plain(larger)
            self.text = "".join(mark for mark in plain if mark.isdigit() or mark == self.amounts.point)

    def suggested(self) -> tuple[int, ...]:
        """Amounts worth a key in the currency that is typed: the exact one first."""
        if self.exchange is None:
            return self._counter.quick_amounts()
        return quick_amounts(self.exact_minor(), self.exchange.other, most=_MOST_NOTES)

    @property
    def is_refund(self) -> bool:
        """Whether money goes to the customer; what is typed is below zero then."""
        return self._counter.due().open_cash_minor < 0

    def amount_minor(self) -> int:
        """What was typed; 0 for nothing."""
        typed = self.amounts.typed(self.text.rstrip(",.") or "0") if self.text.strip(",.") else 0
        return -typed if self.is_refund else typed

    def exact_minor(self) -> int:
        """What is open, in the currency that is typed: never less than is due."""
        due = self._counter.due().open_cash_minor
        return self.exchange.needed(due) if self.exchange else due

    def worth_minor(self) -> int:
        """What was typed, or the exact amount, in the store's own currency."""
        amount = self.amount_minor() if self.text else self.exact_minor()
        return self.exchange.worth(amount) if self.exchange else amount

    @property
    def shown(self) -> str:
        """What was typed, or the exact amount that is taken without typing."""
        return self.text if self.asks_slip else self.text or self.amounts.plain(abs(self.exact_minor()))

    def words(self) -> str:
        """What taking it would do: change, a part, or no change."""
        open_minor = self._counter.due().open_cash_minor
        left = open_minor - self.worth_minor()
        if left == 0:
            return tr("Exact, no change")
        if (left > 0) != self.is_refund:
            return tr("A part: {amount} stays open", amount=self._own.plain(abs(left)))
        if self.is_refund:
            return tr("{amount} more than goes back", amount=self._own.plain(left))
        return tr("Change {amount}", amount=self._own.plain(-left))

    @property
    def is_far_too_much(self) -> bool:
        """Whether what was typed looks like a slip of the finger."""
        due = self._counter.due().open_cash_minor
        own = currency(self._own.currency_code)
        return bool(self.text) and due > 0 and is_far_too_much(self.worth_minor(), due, own)

    def doubt(self, key: str) -> str:
        """Why the amount is asked for once more: ten times what is due and beyond any note; "" the second time."""
        if not self.is_far_too_much or self._confirmed == self.text:
            return ""
        worth, due = self.worth_minor(), self._counter.due().open_cash_minor
        self._confirmed = self.text
        return tr(
            "{amount} in cash? That is {times} × the total. Press {key} again to take it.",
            amount=self.amounts.plain(self.amount_minor()),
            times=current().number(worth // due),
            key=key,
        )
