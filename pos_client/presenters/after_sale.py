"""What is done with the receipt of the sale whose change is shown: a gift receipt, a mail, a code. Nothing has to be.

Whatever stands here goes away with the next scan, which starts the next sale.
"""

from collections.abc import Callable
from functools import partial

from pos_client.i18n import current, sentence, tr
from pos_client.presenters.board import Board
from pos_client.presenters.pay_views import AfterView, PayActionView
from pos_client.presenters.ports import Trade
from pos_client.presenters.shown import Shown
from pos_client.presenters.views import ChangeView
from sync_engine.domain.errors import Refusal, Unavailable

_MOST_ADDRESS = 254  # RFC 5321
GIFT_KEY, MAIL_KEY, QR_KEY = "Ctrl G", "Ctrl E", "Ctrl Q"


class AfterSale:
    """Follows `change`; `view` is what stands beside it. `reprint` works while goods are rung up too."""

    def __init__(self, trade: Trade, board: Board, change: Shown[ChangeView | None]) -> None:
        self._trade, self._board = trade, board
        self._doc_no = self._url = self._address = self._kind = self._sentence = ""
        self._is_bad = False
        self.view: Shown[AfterView] = Shown(AfterView())
        change.listen(self._on_change)

    def act(self, word: str) -> None:
        """A chip or its key; nothing while no change is shown."""
        acts: dict[str, Callable[[], None]] = {
            "gift": self._gift,
            "mail": self._open_mail,
            "qr": self._open_qr,
            "paper": self._open_paper,
            "send": self._send,
        }
        if self._doc_no and word in acts:
            acts[word]()
            self._show()

    def reprint(self) -> None:
        """The last receipt once more, whatever is shown."""
        last = self._board.last
        if last is not None:
            done = tr("The receipt prints once more, marked as a copy.")
            work = partial(self._trade.receipts.reprint, last.doc_no)
            self._trade.tasks.run(work, lambda _: self._tell(done), self._on_failed)

    def explain(self, reason: str) -> None:
        """Why a chip that was touched did nothing."""
        self._say(reason)
        self._show()

    def type_text(self, text: str) -> bool:
        """What stands in the line of the address now; whether there is one."""
        if self._kind != "mail":
            return False
        self._address = text.strip()[:_MOST_ADDRESS]
        self._say("")
        self._show()
        return True

    def strike(self, word: str) -> bool:
        """A key; whether it was meant for what stands here."""
        if word in {"gift", "mail", "qr"} and self._doc_no:
            self.act(word)
        elif word == "escape" and self._kind:
            self.act("paper")
        elif word == "enter" and self._kind == "mail":
            self.act("send")
        elif word == "backspace" and self._kind == "mail":
            self.type_text(self._address[:-1])
        elif self._kind == "mail" and len(word) == 1:
            self.type_text(self._address + word)
        else:
            return False
        return True

    # --- inside ---

    def _on_change(self, change: ChangeView | None) -> None:
        doc_no = change.doc_no if change else ""
        if doc_no != self._doc_no:
            self._doc_no, self._url, self._address, self._kind = doc_no, "", self._known_address(), ""
            self._say("")
            if doc_no:
                work = partial(self._trade.receipts.qr, doc_no)
                self._trade.tasks.run(work, self._on_url, lambda _error: None)
            self._show()

    def _known_address(self) -> str:
        """The customer's, who is known: then it is one touch."""
        last, people = self._trade.counter.last, self._trade.customers
        customer = people.get(last.sale.customer_id) if last and people and last.sale.customer_id else None
        return customer.email if customer else ""

    def _on_url(self, url: str) -> None:
        self._url = url
        self._show()

    def _gift(self) -> None:
        self._run(partial(self._trade.receipts.gift, self._doc_no), tr("The gift receipt prints, without prices."))

    def _open_mail(self) -> None:
        self._kind = "mail"
        self._say("")

    def _open_qr(self) -> None:
        self._kind = "qr" if self._url else ""
        self._say("" if self._url else self._qr_reason())

    def _open_paper(self) -> None:
        self._kind = ""
        self._say("")

    def _send(self) -> None:
        if not self._address:
            self._say(tr("Type the address first."), is_bad=True)
            return
        work = partial(self._trade.receipts.mail, self._doc_no, self._address)
        self._run(work, tr("The receipt goes to {address}.", address=self._address))

    def _run(self, work: Callable[[], None], done: str) -> None:
        self._trade.tasks.run(work, partial(self._on_done, self._doc_no, done), self._on_failed)

    def _on_done(self, doc_no: str, done: str, _nothing: None) -> None:
        if doc_no == self._doc_no:
            self._kind = ""
            self._say(done)
            self._show()

    def _on_failed(self, error: Exception) -> None:
        assert isinstance(error, Refusal | Unavailable)
        self._tell(sentence(error, current()), is_bad=True)

    def _tell(self, text: str, *, is_bad: bool = False) -> None:
        """Beside the change and below the cart: one of them is in sight."""
        self._say(text, is_bad=is_bad)
        self._board.say(text, is_bad=is_bad)
        self._board.show()
        self._show()

    def _say(self, text: str, *, is_bad: bool = False) -> None:
        self._sentence, self._is_bad = text, is_bad

    def _qr_reason(self) -> str:
        return "" if self._url else tr("This shop shows no receipts on the web. Print it, or send it by e-mail.")

    def _show(self) -> None:
        printers = "" if self._trade.receipts.printers else tr("No printer is set up at this till.")
        self.view.show(
            AfterView(
                kind=self._kind,
                actions=(
                    PayActionView("reprint", tr("Reprint"), "Ctrl P", "printer", reason=printers),
                    PayActionView("gift", tr("Gift"), GIFT_KEY, "gift", reason=printers),
                    PayActionView("mail", tr("E-mail"), MAIL_KEY, "note"),
                    PayActionView("qr", tr("QR code"), QR_KEY, "grid", reason=self._qr_reason()),
                ),
                address=self._address,
                url=self._url,
                sentence=self._sentence,
                is_bad=self._is_bad,
            )
        )
