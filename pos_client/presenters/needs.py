"""What a scan still needs before it is a line: a department and a price, a weight, a serial number. Knows no rule.

An unknown code is sold in three keys and its price: open, department, Enter.
"""

from pos_client.counter.open_sale import Unresolved
from pos_client.i18n import current, tr
from pos_client.presenters.aside import Aside, Panel, is_typed
from pos_client.presenters.panel_views import ActionView, AmountView, ChoiceView, FieldView, FormView, PanelView
from pos_client.presenters.typing_amount import struck_number, typed_number
from sync_engine.domain.money import parse_scaled
from sync_engine.domain.product import Article, name_in

_WEIGHT_DIGITS = 3
_LONGEST_SERIAL = 60


def wants(reason: str) -> str:
    """What an unresolved scan can be given here: price, weight, serial; "" when nothing helps but setting it aside."""
    return {
        "unknown_article": "price",
        "no_price": "price",
        "price_needed": "price",
        "weight_needed": "weight",
        "serial_needed": "serial",
    }.get(reason, "")


class NeedPanel(Panel):
    """Makes a line of a scan that gave none; or, with nothing chosen, of goods that have no code at all."""

    word = "price_it"

    def __init__(self, aside: Aside) -> None:
        super().__init__(aside)
        self._notice_id = aside.notice_id()
        self._department: Article | None = None
        self._text, self._why = "", ""

    @property
    def _notice(self) -> Unresolved | None:
        waiting = self.aside.counter.sale.unresolved
        return next((one for one in waiting if one.notice_id == self._notice_id), None)

    @property
    def _is_open_price(self) -> bool:
        """Whether a department is asked for: nobody knows what the goods are."""
        notice = self._notice
        return notice is None or notice.reason == "unknown_article"

    @property
    def _wanted(self) -> str:
        notice = self._notice
        return wants(notice.reason) if notice is not None else "price"

    def begin(self, text: str) -> None:
        """Start with what was typed already."""
        notice = self._notice
        if notice is not None and not self._wanted:
            self.aside.close()
            self.aside.say(tr("This cannot be sold here. Set it aside to go on."))
            return
        departments = self._departments()
        if self._is_open_price and len(departments) == 1:
            self._department = departments[0]
        self.type_text(text)

    def strike(self, word: str) -> bool:
        """The number of a department, or what is typed."""
        if self._asks_department():
            if word.isascii() and word.isdigit():
                self.act(word)
            return word in {"enter", "backspace"} or (word.isascii() and word.isdigit())
        if word == "enter":
            self._settle()
        elif word == "backspace" and not self._text and self._is_open_price:
            self._department = None
            self._show()
        elif self._wanted == "serial":
            return self._strike_serial(word)
        else:
            return self._strike_number(word)
        return True

    def type_text(self, text: str) -> None:
        """What stands in the line of the panel now."""
        if self._wanted == "serial":
            self._text = text[:_LONGEST_SERIAL]
        else:
            self._text = typed_number(text, self._digits(), self._point())
        self._show()

    def fill(self, word: str, text: str) -> None:  # noqa: ARG002 - the form has one line
        self.type_text(text)

    def act(self, word: str) -> None:
        """A department was chosen, or the number is complete."""
        if not self._asks_department():
            self.strike(word)
            return
        places = {str(number): one for number, one in enumerate(self._departments(), start=1)}
        self._department = places.get(word)
        self._show()

    def refresh(self) -> None:
        """The scan was sorted out some other way."""
        if self._notice_id is not None and self._notice is None:
            self.aside.close()

    # --- inside ---

    def _strike_number(self, word: str) -> bool:
        text = struck_number(self._text, word, self._digits(), self._point())
        if text is None:
            return False
        self._text = text
        self._show()
        return True

    def _strike_serial(self, word: str) -> bool:
        if word == "backspace":
            self.type_text(self._text[:-1])
        elif is_typed(word):
            self.type_text(self._text + word)
        else:
            return False
        return True

    def take_scan(self, raw: str) -> bool:
        """A serial number is often a barcode on the box: that one scan is for the line that waits for it."""
        if self._wanted != "serial" or self._notice is None:
            return False
        self.type_text(raw.strip())
        self._settle()
        return True

    def _asks_department(self) -> bool:
        return self._is_open_price and self._department is None and bool(self._departments())

    def _departments(self) -> tuple[Article, ...]:
        return tuple(self.aside.counter.departments())[:9]

    def _digits(self) -> int:
        return _WEIGHT_DIGITS if self._wanted == "weight" else self.aside.amounts.digits

    def _point(self) -> str:
        amounts = self.aside.amounts
        return amounts.words.amount(0, "EUR")[1] if self._wanted == "weight" else amounts.point

    def _settle(self) -> None:
        if self._text.strip(",. "):
            self._why = self.aside.attempt(self._give)
            if not self._why:
                self.aside.close()
                return
        self._show()

    def _give(self) -> None:
        counter, board, notice = self.aside.counter, self.aside.board, self._notice
        number = self._text.replace(",", ".").rstrip(".")
        if self._wanted == "serial":
            assert notice is not None
            board.rung(counter.give_serial(notice.notice_id, self._text.strip()))
        elif self._wanted == "weight":
            assert notice is not None
            board.rung(counter.give_weight(notice.notice_id, number))
        else:
            self._give_price(parse_scaled(number, self._digits()) * 10 ** (4 - self._digits()))

    def _give_price(self, unit_e4: int) -> None:
        counter, board, notice = self.aside.counter, self.aside.board, self._notice
        department_id = self._department.article_id if self._department is not None else ""
        if notice is None:
            self.aside.begin()
            board.rung(counter.add_open_price(department_id, unit_e4))
        else:
            board.rung(counter.give_price(notice.notice_id, unit_e4, department_id=department_id))

    # --- words ---

    def _title(self) -> str:
        notice = self._notice
        if notice is None:
            return tr("Goods without a code")
        return tr("Price it: {what}", what=notice.name or notice.code)

    def _show(self) -> None:
        self.aside.show(self._view())

    def _view(self) -> PanelView:
        if self._asks_department():
            language = self.aside.trade.book.store().language
            choices = tuple(
                ActionView(str(number), name_in(one, language), str(number))
                for number, one in enumerate(self._departments(), start=1)
            )
            return ChoiceView(self._title(), self._why or tr("Which department is it from?"), bool(self._why), choices)
        if self._is_open_price and self._department is None:
            sentence = tr("This store has no departments for goods without a code. Find the article, or set it aside.")
            return ChoiceView(self._title(), sentence, is_bad=True)
        if self._wanted == "serial":
            return self._serial_view()
        return self._amount_view()

    def _serial_view(self) -> PanelView:
        field = FieldView("serial", tr("Serial number: scan it, or type it"), self._text, is_active=True, icon="hash")
        missing = "" if self._text.strip() else tr("Scan or type the serial number first.")
        done = ActionView("enter", tr("Add to the sale"), tr("Enter"), is_main=True, reason=missing)
        notice = self._notice
        title = notice.name or notice.code if notice else ""
        return FormView(title=title, sentence=self._why, is_bad=bool(self._why), fields=(field,), actions=(done,))

    def _amount_view(self) -> PanelView:
        is_weight = self._wanted == "weight"
        notice = self._notice
        name = (notice.name or notice.code) if notice else ""
        language = self.aside.trade.book.store().language
        department = name_in(self._department, language) if self._department else ""
        return AmountView(
            title=tr("Weigh it: {what}", what=name) if is_weight else self._title(),
            sentence=self._why or department,
            is_bad=bool(self._why),
            prompt=tr("Weight") if is_weight else tr("Price for one"),
            text=self._text,
            unit=current().unit("kg") if is_weight else self.aside.amounts.currency_code,
            point=self._point(),
            main=tr("Add"),
            main_reason="" if self._text.strip(",.") else tr("Type a number first."),
        )
