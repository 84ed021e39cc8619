"""The sell screen's intents: what a scan, a key or a touch does. Keeps no rule of its own; the counter has them.

A scan goes to the cart from anywhere, also while cash is typed or the change is shown. Every intent ends with the
board shown as it is.
"""

from collections.abc import Callable
from dataclasses import replace

from pos_client.events import DrawerChanged, JobChanged, PrinterChanged
from pos_client.i18n import current, tr
from pos_client.presenters.after_sale import AfterSale
from pos_client.presenters.amounts import Amounts
from pos_client.presenters.attempting import Attempting
from pos_client.presenters.board import Board
from pos_client.presenters.change import paper_words
from pos_client.presenters.codes import Codes
from pos_client.presenters.editing import Editing
from pos_client.presenters.favourites import favourite_tiles
from pos_client.presenters.hearing import Hearing
from pos_client.presenters.held import HeldCount
from pos_client.presenters.keymap import SELL_KEYS
from pos_client.presenters.notice_words import answer_of, panel_of
from pos_client.presenters.panels import Panels
from pos_client.presenters.paying import Payment
from pos_client.presenters.ports import Trade
from pos_client.presenters.shown import Shown
from pos_client.presenters.stock import StockPresenter
from pos_client.presenters.views import SaleView, TileView

_STEPS = {"up": -1, "down": 1, "page_up": -8, "page_down": 8}


class SalePresenter:
    """One counter on the screen."""

    def __init__(self, trade: Trade) -> None:
        self._trade, self._counter = trade, trade.counter
        self.amounts = Amounts(current(), trade.book.store().currency_code)
        self._board = Board(trade.counter, self.amounts)
        self._stock = StockPresenter(trade)
        self._hearing = Hearing(trade.play)
        self.said = self._hearing.said
        self._payment = Payment(trade, self._board, self._on_paid)
        self._try = Attempting(self._board, self._hearing, self._payment.change)
        self.editing = Editing(trade.counter, self._board, self._try)
        self.sale = self._board.view
        self.sale.listen(self._follow)
        self.sale.listen(self._hearing.on_sale)
        self.change = self._payment.change
        self.trouble = self._payment.trouble
        self.change.listen(self._hearing.on_change)
        self.trouble.listen(self._hearing.on_trouble)
        self.stock = self._stock.view
        self.watch_stock, self.refresh_stock = self._stock.watch, self._stock.refresh
        self.tiles: Shown[tuple[TileView, ...]] = Shown(())
        self.payment = self._payment
        self.after = AfterSale(trade, self._board, self.change)
        self.reprint = self.after.reprint
        self.pay, self.pay_exact = self._payment.pay, self._payment.exact
        self.explain_payment = self._payment.explain
        self._codes = Codes(self.act, self.explain)
        self.panels = Panels(trade, self._board, self._begin)
        self.held = HeldCount(trade, self._board)
        self.panels.view.listen(self.held.on_panel)
        self.change.listen(lambda change: self.panels.close() if change else None)

    def open(self) -> None:
        """Somebody signed in: show what there is, and what a card terminal still owes an answer for."""
        self.show_favourites()
        self.held.refresh()
        self._payment.resume()

    def leave(self) -> None:
        """Somebody locks the till: the sale and the change stay in sight, what was half typed does not."""
        self.panels.close()
        self._payment.close()
        self._clear_entry()

    @property
    def is_at_rest(self) -> bool:
        """Nothing stands on the counter and nothing is being paid."""
        return not self._counter.sale.has_goods_or_money and not self._board.receiving.is_open

    def show_favourites(self) -> None:
        """Read the quick keys; also after they, or prices, changed."""
        self.tiles.show(favourite_tiles(self._trade))

    def scan(self, raw: str) -> None:
        """A scan, from anywhere: an article for the cart, or one of the till's own codes. A panel may ask for one."""
        self._payment.scanned()
        if self._codes.is_command(raw) or not self.panels.take_scan(raw):
            self._take(raw)

    def add_favourite(self, article_id: str) -> None:
        """A quick key; a quantity that waits is for it."""
        self._begin()
        quantity = self._counter.next_quantity or "1"
        if self._counter.next_quantity is not None:
            self._counter.undo()
        self._try(lambda: self._board.rung(self._counter.add_article(article_id, quantity)), "look")

    def type_text(self, text: str) -> None:
        """What stands in the entry line now."""
        if self.after.type_text(text):
            return
        self.change.show(None)
        if self._board.receiving.is_open:
            self._board.receiving.type_text(text)
        else:
            self._board.entry = text
        self._board.say("")
        self._board.show()

    def strike(self, word: str) -> None:
        """A key of the keyboard or the pad: a character, or a word such as `enter`."""
        anywhere = self._anywhere()
        if word in anywhere:
            anywhere[word]()
        elif self.after.strike(word) or self.panels.strike(word):
            return
        elif word in _STEPS:
            self._board.move(_STEPS[word])
            self._board.show()
        elif self.change.value is not None and word in {"enter", "escape", "backspace"}:
            self.start_next()
        elif not self._payment.strike(word):
            self._strike_selling(word)

    def act_on(self, key: str, word: str) -> None:
        """A key on a line was touched: that line is chosen, and it is done."""
        self.editing.choose(key)
        self.strike(word)

    def _anywhere(self) -> dict[str, Callable[[], None]]:
        return {
            "reprint": self.after.reprint,
            "undo": self.editing.undo,
            "exact": self.pay_exact,
            "card": self._payment.card,
            "more": self._payment.more,
            "one_less": self.editing.one_less,
            "one_more": self.editing.one_more,
            "id_seen": self.editing.id_seen,
            "refuse": self.editing.remove_chosen,
            "set_aside": self.editing.remove_chosen,
            "answer": self._answer,
        }

    def _strike_selling(self, word: str) -> None:
        entry = self._board.entry
        intents: dict[str, Callable[[], None]] = {
            "enter": self._enter,
            "escape": self._clear_entry,
            "backspace": lambda: self.type_text(entry[:-1]),
            "quantity": self.editing.ask_quantity,
        }
        if not entry:
            intents |= {"next_note": self._payment.next_note, "remove": self.editing.remove_chosen}
        intent = SELL_KEYS.intent(word) if len(word) == 1 else word
        if intent in intents:
            intents[intent]()
        elif len(word) == 1 or word.isdigit():
            self.type_text(entry + word)
        else:
            self._open(panel_of(word, self.editing.notice), entry)

    def _answer(self) -> None:
        notice = self.editing.notice
        if notice is not None:
            self.strike(answer_of(notice))
        elif not self.editing.first_unresolved():
            self.explain(tr("No line waits for an answer."))

    def _enter(self) -> None:
        entry, self._board.entry = self._board.entry, ""
        if self._board.asks_quantity:
            self.editing.set_quantity(entry)
        elif entry:
            self._take(entry)
        else:
            self._payment.begin()

    def _take(self, raw: str) -> None:
        if not self._codes.take(raw):
            self._ring(raw)

    def act(self, word: str, text: str = "") -> bool:
        """The intent of a code, done as its key or touch does it; False for one that this till has not.

        `text` is a quantity, or the code itself. A code is no slip of a finger: nothing guards it.
        """
        acts: dict[str, Callable[[], None]] = {
            "quantity": lambda: self._ring(f"{text}*"),
            "exact": lambda: self.pay(None),
            "card": self._payment.charge,
            "next_note": self._payment.next_note,
            "pay": self._payment.take if self._board.receiving.is_open else self._payment.begin,
            "remove": self.editing.remove_chosen,
            "undo": self.editing.undo,
            "reprint": self.after.reprint,
            "id_seen": self.editing.any_id_seen,
            "manager": self._call_manager,
        }
        if word in acts:
            acts[word]()
        return word in acts or self._open(word, text or self._board.entry)

    def _call_manager(self) -> None:
        self._hearing.sound("look")
        self.explain(tr("A manager is wanted at {till}.", till=self._trade.till_name))

    def _open(self, word: str, text: str) -> bool:
        before, self._board.entry = self._board.entry, text
        if not self.panels.open(word):
            self._board.entry = before
            return False
        self.change.show(None)
        self._payment.close()
        self._board.show()
        self.held.refresh()
        return True

    def _ring(self, raw: str) -> None:
        self._begin()
        self._try(lambda: self._board.rung(self._counter.scan(raw)), "look")

    def _begin(self) -> None:
        """Something is rung up: whatever was shown in the way is gone."""
        self.change.show(None)
        self._payment.close()
        self._board.asks_quantity = False
        if self._counter.sale.is_empty:
            self._payment.check_journal()

    def _clear_entry(self) -> None:
        self._board.entry, self._board.asks_quantity = "", False
        if self._counter.next_quantity is not None:
            self._counter.undo()
        self._board.say("")
        self._board.show()

    def start_next(self) -> None:
        """The change was seen."""
        self.change.show(None)
        self._board.show()

    def explain(self, reason: str) -> None:
        """Why something that was touched did nothing."""
        self._board.say(reason)
        self._board.show()

    def on_device(self, event: PrinterChanged | JobChanged | DrawerChanged) -> None:
        """Printer or drawer say something; a failure never touches the sale."""
        view = self.change.value
        if view is not None:
            text, is_bad = paper_words(event, view)
            if text:
                self.change.show(replace(view, paper_note=text, is_paper_trouble=is_bad))

    def _on_paid(self) -> None:
        self._stock.refresh()
        self._hearing.sound("paid")

    def _follow(self, view: SaleView) -> None:
        if view.phase == "paying":
            self.panels.close()
        line = self._board.chosen_line
        self._stock.follow(line.article_id if line else "")
