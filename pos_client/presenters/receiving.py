"""The amount of cash that is being typed. Whole units come first ("50" is 50.00), the decimal mark starts the rest."""

from pos_client.counter.selling import Counter
from pos_client.i18n import current, sentence, tr
from pos_client.presenters.amounts import Amounts
from sync_engine.domain.errors import Refusal

_FAR_TOO_MUCH = 20  # times the total: one more Enter is asked for


class Receiving:
    """Open while cash is typed."""

    def __init__(self, counter: Counter, amounts: Amounts) -> None:
        self._counter, self._amounts = counter, amounts
        self._confirmed = ""
        self.is_open = False
        self.text = ""

    def open(self) -> None:
        """Start with nothing typed; stays as it is when it is open already."""
        if not self.is_open:
            self.is_open, self.text, self._confirmed = True, "", ""

    def close(self) -> None:
        """Forget what was typed."""
        self.is_open, self.text, self._confirmed = False, "", ""

    def type_text(self, text: str) -> None:
        """What stands there now; anything but digits and one decimal mark is dropped."""
        kept = "".join(mark for mark in text if (mark.isascii() and mark.isdigit()) or mark in ",.")
        whole, mark, rest = kept.replace(",", ".").partition(".")
        digits = self._amounts.digits
        whole, rest = whole[:12], rest.replace(".", "")[:digits]
        self.text = whole + (self._amounts.point + rest if mark and digits else "")

    def next_note(self) -> None:
        """The next amount a customer would hand over."""
        quick, now = self._counter.quick_amounts(), self.amount_minor()
        larger = next((minor for minor in quick[1:] if minor > now), None)
        if larger is not None:
            plain = self._amounts.plain(larger)
            self.text = "".join(mark for mark in plain if mark.isdigit() or mark == self._amounts.point)

    def amount_minor(self) -> int:
        """What was typed; 0 for nothing."""
        return self._amounts.typed(self.text.rstrip(",.") or "0") if self.text.strip(",.") else 0

    @property
    def shown(self) -> str:
        """What was typed, or the exact amount that Enter takes without typing."""
        return self.text or self._amounts.plain(self._due_minor())

    def words(self) -> tuple[str, str]:
        """What Enter would do, and why it cannot ("" when it can)."""
        due = self._due_minor()
        missing = due - (self.amount_minor() if self.text else due)
        if missing > 0:
            text = tr("{amount} still missing", amount=self._amounts.plain(missing))
            return text, tr("{amount} is still missing. Type what was received.", amount=self._amounts.plain(missing))
        if missing:
            return tr("Change {amount}", amount=self._amounts.plain(-missing)), ""
        return tr("Exact, no change"), ""

    def settled(self) -> tuple[int | None, str]:
        """The amount to take (None: the exact one), or what speaks against it."""
        if not self.text:
            return None, ""
        _, reason = self.words()
        try:
            amount = self.amount_minor()
        except Refusal as refusal:
            return None, sentence(refusal, current())
        if not reason and amount > _FAR_TOO_MUCH * max(1, self._due_minor()) and self._confirmed != self.text:
            self._confirmed = self.text
            reason = tr("{amount} in cash? Press Enter again to take it.", amount=self._amounts.plain(amount))
        return amount, reason

    def _due_minor(self) -> int:
        return self._counter.due().open_cash_minor
