"""Handing money over at the counter: in cash, foreign cash and other ways, in parts, back again, until nothing is open.

It knows what a part leads to, not which key or touch gave it.
"""

from collections.abc import Callable

from pos_client.counter.paying import exchange_for
from pos_client.i18n import current, sentence, tr
from pos_client.presenters.board import Board
from pos_client.presenters.closing import Closing
from pos_client.presenters.pay_words import BACK, FOREIGN, NOTE
from pos_client.presenters.ports import Trade
from sync_engine.domain.errors import ChangeWithoutCash, RefundTooLarge, Refusal, Unavailable
from sync_engine.domain.payment import CARD, unclear_amount


class Handing:
    """Takes parts of a payment. `is_choosing`: the ways are shown; `asked_back`: a card that is to be touched again.

    `settled` is called when a part was taken: what was shown of a card makes room.
    """

    def __init__(self, trade: Trade, board: Board, closing: Closing) -> None:
        self._trade, self._counter, self._board, self._closing = trade, trade.counter, board, closing
        self.is_choosing = False
        self.asked_back: int | None = None
        self.settled: Callable[[], None] = lambda: None

    def take_back(self, index: int) -> None:
        """Give a part back. A card asks for one more touch: its money comes back from the terminal, not from here."""
        tenders = self._counter.sale.tenders
        if not 0 <= index < len(tenders) or unclear_amount(tenders[index]) is not None:
            return
        if tenders[index].kind == CARD and self.asked_back != index:
            self.asked_back = index
            self._board.say(tr("Cancel this payment on the card reader first, then touch it once more."))
        else:
            self.asked_back = None
            self._board.say("")
            self._counter.give_back(index)

    def take_typed(self, key: str) -> None:
        """The cash that was typed, or the exact amount; `key` is what has to be struck again for a doubtful one."""
        receiving = self._board.receiving
        if doubt := receiving.doubt(key):
            self._board.say(doubt, is_bad=True)
            return
        if receiving.text and not receiving.amount_minor():
            self._board.say(tr("Type what was received."), is_bad=True)
            return
        exchange = receiving.exchange
        if exchange is not None:
            other = receiving.amount_minor() if receiving.text else receiving.exact_minor()
            self.tender(lambda: self._counter.take_foreign(exchange, other))
        else:
            amount = receiving.amount_minor() if receiving.text else None
            self.tender(lambda: self._counter.take_cash(amount))

    def take_by(self, word: str, *, has_typed: bool) -> None:
        """A way that was chosen (its word in the view). Refuses as `Counter.tender` does."""
        receiving = self._board.receiving
        if word == BACK:
            receiving.open_foreign(None)
        elif word.startswith(FOREIGN):
            code = word.removeprefix(FOREIGN)
            rate = self._trade.book.store().foreign[code]
            receiving.open_foreign(exchange_for(self._counter.sale, code, rate))
            self.is_choosing = True
        elif word.startswith(NOTE) and receiving.exchange is not None:
            exchange, other = receiving.exchange, int(word.removeprefix(NOTE))
            self.tender(lambda: self._counter.take_foreign(exchange, other))
        else:
            self._take_otherwise(word, has_typed=has_typed)

    def _take_otherwise(self, kind: str, *, has_typed: bool) -> None:
        """A voucher, a transfer: what was typed, or all that is open; never more, for there is no change from it."""
        open_minor = self._counter.due().open_minor
        amount = self._board.receiving.amount_minor() if has_typed else open_minor
        if abs(amount) > abs(open_minor):
            excess = abs(amount) - abs(open_minor)
            raise ChangeWithoutCash(excess) if open_minor > 0 else RefundTooLarge(excess)
        self.tender(lambda: self._counter.tender(kind, amount))

    def tender(self, hand_over: Callable[[], object]) -> None:
        """Take a part; when nothing is open any more, the sale is complete."""
        already = len(self._counter.sale.tenders)

        def give_back() -> None:
            if len(self._counter.sale.tenders) > already:
                self._counter.give_back(already)

        def take() -> None:
            hand_over()
            self.after_tender(give_back)

        self.guarded(take)

    def after_tender(self, give_back: Callable[[], None] | None = None) -> None:
        """Something was paid: the sale closes itself, or the rest is asked for."""
        self.is_choosing = False
        self._board.say("")
        if self._counter.due().is_settled:
            self.guarded(lambda: self._complete(give_back))
        else:
            self.settled()
            self._board.receiving.open_foreign(None)

    def guarded(self, act: Callable[[], None]) -> None:
        """Do it; a refusal becomes a sentence, a failing disk stops the till."""
        try:
            act()
        except Refusal as refusal:
            self._board.say(sentence(refusal, current()), is_bad=True)
        except Unavailable as error:
            self._closing.fail(error)

    def _complete(self, give_back: Callable[[], None] | None) -> None:
        try:
            self._closing.complete()
        except Refusal:
            if give_back is not None:
                give_back()
            raise
        self.settled()
