"""The whole till on the screen: who is signed in, which screen shows, what background work has to say. Knows no Qt."""

from dataclasses import dataclass
from typing import Literal

from pos_client.events import CardReported, DrawerChanged, JobChanged, PrinterChanged, ReplicaChanged, SyncChanged
from pos_client.i18n import current, sentence, tr
from pos_client.presenters.arriving import Arriving
from pos_client.presenters.paper import PaperPresenter
from pos_client.presenters.ports import Trade
from pos_client.presenters.sale import SalePresenter
from pos_client.presenters.shown import Shown
from pos_client.presenters.sign_in import SignInPresenter
from pos_client.presenters.status import StatusPresenter
from sync_engine.domain.errors import Unavailable
from sync_engine.domain.staff import StaffMember

LOCK_AFTER_S = 180.0
PANEL_TOPICS = frozenset({"article", "price", "stock", "customer", "parked"})
Place = Literal["waiting", "sign_in", "sale"]


@dataclass(frozen=True, slots=True)
class ShellView:
    """What surrounds every screen. `waiting` says what the till waits for before anybody can sign in; `is_curtain`:
    the sale stands dimmed behind the sign-in.
    """

    place: Place = "waiting"
    title: str = ""
    person: str = ""
    clock: str = ""
    waiting: str = ""
    is_curtain: bool = False


class Shell:
    """Made before the first download; the screens' presenters are made when the store is known."""

    def __init__(self, trade: Trade) -> None:
        self._trade = trade
        self._stirred_s = trade.clock.monotonic_s()
        self._was_inside = False
        self.status = StatusPresenter(trade.clock)
        self.paper = PaperPresenter(trade.receipts, trade.tasks, self._explain)
        self.sign_in: SignInPresenter | None = None
        self.sale: SalePresenter | None = None
        self.arriving = Arriving(trade, trade.session.sign_in_badge, self.lock, self._on_signed_in)
        self.view: Shown[ShellView] = Shown(ShellView())

    def open(self) -> None:
        """Open the door: the sign-in screen as soon as the store is known."""
        if self.sale is None:
            try:
                self._trade.book.store()
            except Unavailable as error:
                self._wait(sentence(error, current()))
                return
            self.sale = SalePresenter(self._trade)
            self.sign_in = SignInPresenter(self._trade, self._on_signed_in)
            self.sale.trouble.listen(self._on_trouble)
            self.sale.panels.follow(self.status)
        self.lock()

    def lock(self) -> None:
        """Nobody is at the till; the open sale stays."""
        if self.sign_in is not None and self.sale is not None:
            self._trade.session.sign_out()
            self.sale.leave()
            self.sign_in.open()
            self.sign_in.remind(self.arriving.words())
            self._show("sign_in")

    def stir(self) -> None:
        """Somebody touched or typed."""
        self._stirred_s = self._trade.clock.monotonic_s()

    def _is_forgotten(self) -> bool:
        """Whether the till was left alone with nothing on the counter; goods or money there keep it open."""
        if self.sale is None or self.view.value.place != "sale" or not self.sale.is_at_rest:
            return False
        return self._trade.clock.monotonic_s() - self._stirred_s >= LOCK_AFTER_S

    def tick(self) -> None:
        """A second has passed."""
        self.status.tick()
        if self._is_forgotten():
            self.lock()
        if self.sale is not None:
            self.sale.panels.tick()
            self.sale.refresh_stock()
            self.sale.payment.tick()
            self._show(self.view.value.place)

    def scan(self, raw: str) -> None:
        """A scan, whatever the till shows."""
        self.stir()
        if self.sale is None or self.sign_in is None:
            self.arriving.while_waiting(raw)
            self.open()
        elif self.view.value.place == "sale":
            self.arriving.at_sale(raw, self.sale)
        else:
            self.arriving.at_sign_in(raw, self.sign_in)

    def report_bug(self) -> None:
        """The program met something it did not expect."""
        self.status.stop(tr("Something went wrong in the program. Recorded sales are safe. Go on, and tell support."))

    def on_event(self, event: object) -> None:
        """What background work says, on the screen's thread."""
        if isinstance(event, SyncChanged):
            self.status.on_sync(event)
        elif isinstance(event, ReplicaChanged):
            self._on_replica(event)
        elif isinstance(event, CardReported) and self.sale is not None:
            self.sale.payment.on_report(event.report)
        elif isinstance(event, PrinterChanged | JobChanged | DrawerChanged):
            self.paper.on_event(event)
            if self.sale is not None:
                self.sale.on_device(event)

    def _on_replica(self, event: ReplicaChanged) -> None:
        if self.sale is None or self.sign_in is None:
            self.open()
            return
        if {"article", "price", "favourite"} & set(event.topics):
            self.sale.show_favourites()
        if "stock" in event.topics:
            self.sale.refresh_stock()
        if PANEL_TOPICS & set(event.topics):
            self.sale.panels.refresh()
        if "parked" in event.topics:
            self.sale.held.refresh()
        if "staff" in event.topics and self.view.value.place == "sign_in":
            self.sign_in.refresh()

    def _on_signed_in(self, person: StaffMember) -> None:
        assert self.sale is not None
        assert self.sign_in is not None
        self.stir()
        self._was_inside = True
        self.sign_in.remember(person)
        self.sale.open()
        self._show("sale")
        self.arriving.ring_kept(self.sale)

    def _explain(self, sentence: str) -> None:
        if self.sale is not None:
            self.sale.explain(sentence)

    def _on_trouble(self, trouble: str) -> None:
        self.status.stop(trouble)

    def _wait(self, reason: str) -> None:
        kept = self.arriving.words()
        self.view.show(ShellView(waiting=f"{reason} {kept}".rstrip()))

    def _show(self, place: Place) -> None:
        store, person = self._trade.book.store(), self._trade.session.staff
        self.view.show(
            ShellView(
                place=place,
                title=f"{store.name}  ·  {self._trade.till_name}",
                person=person.name if person else "",
                clock=current().clock(self._trade.clock.now(), store.time_zone),
                is_curtain=place == "sign_in" and self._was_inside,
            )
        )
