"""Discount, price, note and gift mark of the chosen line, or of the whole sale. Keeps no limit: the counter has them.

First what (one key for the usual percents), then how much where that is open, then why: 10 % off is three keys.
"""

from collections.abc import Callable

from pos_client.i18n import tr
from pos_client.presenters import reasons
from pos_client.presenters.aside import Aside, Panel, is_typed
from pos_client.presenters.line_words import KINDS, PERCENTS, Kind, LineWords, Plan
from pos_client.presenters.panel_views import ActionView, FieldView, FormView, PanelView
from pos_client.presenters.typing_amount import struck_number, typed_number
from sync_engine.domain.cart import CartLine, Discount
from sync_engine.domain.errors import Refusal
from sync_engine.domain.money import parse_scaled
from sync_engine.domain.tax import PPM

_LONGEST_NOTE = 200


class LinePanel(Panel):
    """What can be said of a line beside its quantity."""

    word = "discount"

    def __init__(self, aside: Aside) -> None:
        super().__init__(aside)
        line = aside.line()
        self._line_id = line.line_id if line is not None else None
        self._is_whole = line is None
        self._kind: Kind | None = None
        self._plan: Plan | None = None
        self._text, self._why = "", ""
        self._note: str | None = None

    # --- what is meant ---

    @property
    def _line(self) -> CartLine | None:
        lines = self.aside.counter.sale.cart.lines
        return None if self._is_whole else next((one for one in lines if one.line_id == self._line_id), None)

    @property
    def _words(self) -> LineWords:
        return LineWords(self.aside.amounts, self._line)

    def begin(self, text: str) -> None:
        """Start; a number that was typed before is the percent."""
        if not self.aside.counter.sale.cart.lines:
            self.aside.close()
            self.aside.say(tr("There is nothing to change yet. Scan the first article."))
            return
        if text.isascii() and text.isdigit() and 0 < int(text) <= 100:
            self._plan = Plan("percent", int(text) * PPM // 100)
        self._show()

    def refresh(self) -> None:
        """The sale changed beside the panel: a line that went takes the panel with it."""
        if not self._is_whole and self._line is None:
            self.aside.close()

    # --- keys and touches ---

    def strike(self, word: str) -> bool:
        """The number of a choice, or what is typed."""
        if self._note is not None:
            return self._strike_note(word)
        if self._kind is not None and self._plan is None:
            return self._strike_amount(word)
        if word in {"enter", "backspace"}:
            if word == "backspace":
                self._step_back()
            return True
        if not is_typed(word):
            return False
        self.act(word)
        return True

    def type_text(self, text: str) -> None:
        """The note, or the amount, as it stands now."""
        if self._note is not None:
            self._note = text[:_LONGEST_NOTE]
        elif self._kind is not None:
            self._text = typed_number(text, self._digits(self._kind), self._words.point(self._kind))
        self._show()

    def fill(self, word: str, text: str) -> None:  # noqa: ARG002 - the form has one line
        self.type_text(text)

    def act(self, word: str) -> None:
        """A choice was taken."""
        self._why = ""
        if self._note is not None:
            self._strike_note(word)
        elif self._plan is not None:
            self._reasoned(word if word in reasons.DISCOUNT else reasons.reason_at(reasons.DISCOUNT, word))
        elif self._kind is not None:
            self._strike_amount(word)
        else:
            self._choose(word)

    def _choose(self, word: str) -> None:
        if word in {str(number) for number in range(1, len(PERCENTS) + 1)}:
            self._plan = Plan("percent", PERCENTS[int(word) - 1] * PPM // 100)
        elif word in KINDS:
            self._kind = KINDS[word] if KINDS[word] != "price" or self._line is not None else None
        elif word == "9":
            line = self._line
            self._note = line.note if line is not None else self.aside.counter.sale.cart.note
        elif word == "0" and self._line_id is not None:
            self._is_whole = not self._is_whole
        elif word == "+" and self._line is not None:
            self._finish(self._gift, tr("The receipt marks gifts and leaves out their price."))
            return
        elif word == "-" and self._has_discount():
            self._finish(self._undiscount, tr("The discount is gone."))
            return
        self._show()

    def _strike_amount(self, word: str) -> bool:
        kind = self._kind
        assert kind is not None
        if word == "enter":
            self._settle(kind)
            return True
        text = struck_number(self._text, word, self._digits(kind), self._words.point(kind))
        if text is None:
            return False
        self._text = text
        self._show()
        return True

    def _strike_note(self, word: str) -> bool:
        note = self._note or ""
        if word == "enter":
            self._finish(self._keep_note, tr("The note is kept with the sale."))
        elif word == "backspace":
            self.type_text(note[:-1])
        elif is_typed(word):
            self.type_text(note + word)
        else:
            return False
        return True

    def _step_back(self) -> None:
        if self._plan is not None or self._kind is not None:
            self._plan = self._kind = None
            self._text = ""
            self._show()

    # --- what is done ---

    def _settle(self, kind: Kind) -> None:
        """The amount is typed: on to the reason."""
        if not self._text.strip(",."):
            self._show()
            return
        try:
            value = parse_scaled(self._text.replace(",", ".").rstrip("."), self._digits(kind))
        except Refusal as refusal:
            self._why = self.aside.reason(refusal)
        else:
            scale = {"percent": 10 ** (4 - self._digits(kind)), "amount": 1}.get(kind, 10 ** (4 - self._digits(kind)))
            self._plan = Plan(kind, value * scale)
            if kind == "percent" and self._plan.value > PPM:
                self._plan, self._why = None, tr("More than 100 % cannot be taken off. Type a smaller number.")
        self._show()

    def _reasoned(self, reason: str) -> None:
        plan, line = self._plan, self._line
        if not reason or plan is None:
            return
        done = tr("{what}: {plan}", what=self._words.title, plan=self._words.plan(plan))
        counter = self.aside.counter
        if plan.kind == "price":
            assert line is not None
            self._finish(lambda: counter.override_price(line.line_id, plan.value, reason), done)
            return
        discount = Discount(plan.kind, plan.value, reason)
        if line is not None:
            self._finish(lambda: counter.discount_line(line.line_id, discount), done)
        else:
            self._finish(lambda: counter.discount_sale(discount), done)

    def _finish(self, change: Callable[[], object], done: str) -> None:
        self._why = self.aside.attempt(change)
        if self._why:
            self._plan = self._kind = None
            self._text = ""
            self._show()
        else:
            self.aside.close()
            self.aside.say(done)

    def _gift(self) -> None:
        line = self._line
        assert line is not None
        self.aside.counter.gift_line(line.line_id, is_gift=not line.is_gift)

    def _undiscount(self) -> None:
        if self._line is not None:
            self.aside.counter.discount_line(self._line.line_id, None)
        else:
            self.aside.counter.discount_sale(None)

    def _keep_note(self) -> None:
        note = (self._note or "").strip()
        self._note = None
        if self._line is not None:
            self.aside.counter.note_line(self._line.line_id, note)
        else:
            self.aside.counter.note_sale(note)

    # --- inside ---

    def _has_discount(self) -> bool:
        line = self._line
        return (line.discount if line is not None else self.aside.counter.sale.cart.discount) is not None

    def _digits(self, kind: Kind) -> int:
        return 2 if kind == "percent" else self.aside.amounts.digits

    def _show(self) -> None:
        self.aside.show(self._view())

    def _view(self) -> PanelView:
        words = self._words
        if self._note is not None:
            field = FieldView("note", tr("Note for {what}", what=words.title), self._note, is_active=True)
            keep = ActionView("enter", tr("Keep the note"), tr("Enter"), is_main=True)
            return FormView(title=words.title, fields=(field,), actions=(keep,))
        if self._plan is not None:
            return words.why(self._plan)
        if self._kind is not None:
            missing = "" if self._text else tr("Type a number first.")
            return words.much(self._kind, self._text, self._why, missing)
        fixed = "" if self._line_id is not None else tr("Choose a line first.")
        return words.what(self._why, fixed, has_discount=self._has_discount())
