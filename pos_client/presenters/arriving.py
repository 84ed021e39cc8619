"""Scans on their way to where they belong, whatever the till shows: none is dropped, and none goes where it may not.

A badge signs its owner in from anywhere, and the open sale stays. Goods that are scanned before somebody is signed in
are kept, shown, and rung up then. Commands are never kept: done later, they would be done to another sale.
"""

from collections.abc import Callable, Sequence
from functools import partial

from pos_client.counter.meaning import BadgeCode, CommandCode, meaning
from pos_client.i18n import current, ntr, sentence, tr
from pos_client.presenters.ports import Trade
from pos_client.presenters.sale import SalePresenter
from pos_client.presenters.sign_in import SignInPresenter
from sync_engine.domain.errors import Refusal, Unavailable
from sync_engine.domain.staff import StaffMember

_MOST_KEPT = 100


class Arriving:
    """Takes every scan of the till. `lock` and `signed_in` are the shell's; `by_badge` signs in, and may take long."""

    def __init__(
        self,
        trade: Trade,
        by_badge: Callable[[str], StaffMember],
        lock: Callable[[], None],
        signed_in: Callable[[StaffMember], None],
    ) -> None:
        self._trade, self._by_badge, self._lock, self._signed_in = trade, by_badge, lock, signed_in
        self._kept: list[str] = []
        self._is_full = False

    @property
    def kept(self) -> Sequence[str]:
        """What waits until somebody is signed in."""
        return tuple(self._kept)

    def while_waiting(self, raw: str) -> None:
        """There is no store yet, so nobody can sign in."""
        if not isinstance(meaning(raw), BadgeCode | CommandCode):
            self._keep(raw)

    def at_sign_in(self, raw: str, screen: SignInPresenter) -> None:
        """Nobody is signed in."""
        found = meaning(raw)
        if isinstance(found, BadgeCode):
            self._read_badge(found, screen.refuse)
        elif isinstance(found, CommandCode):
            screen.tell(tr("Sign in first, then scan the command again."))
        else:
            self._keep(raw)
            screen.tell("")
            screen.remind(self.words())

    def at_sale(self, raw: str, sale: SalePresenter) -> None:
        """Somebody sells."""
        found = meaning(raw)
        if isinstance(found, BadgeCode):
            self._read_badge(found, sale.explain)
        elif found == CommandCode("lock"):
            self._lock()
        else:
            sale.scan(raw)

    def ring_kept(self, sale: SalePresenter) -> None:
        """Somebody signed in: ring up what waited, and say so."""
        kept, self._kept, self._is_full = self._kept, [], False
        for raw in kept:
            sale.scan(raw)
        if kept:
            sale.explain(
                ntr(
                    "{count} scan from before you signed in was rung up. Look it over.",
                    "{count} scans from before you signed in were rung up. Look them over.",
                    len(kept),
                )
            )

    def words(self) -> str:
        """What waits, for the screens on which nobody can sell; "" for nothing."""
        if self._is_full:
            return tr("No more scans can be kept. Sign in, then scan the last one again.")
        if not self._kept:
            return ""
        return ntr(
            "{count} scan is kept. It is rung up when you sign in.",
            "{count} scans are kept. They are rung up when you sign in.",
            len(self._kept),
        )

    def _keep(self, raw: str) -> None:
        self._is_full = len(self._kept) >= _MOST_KEPT
        if self._is_full:
            self._trade.play("stop")
        else:
            self._kept.append(raw)
            self._trade.play("accepted")

    def _read_badge(self, badge: BadgeCode, refuse: Callable[[str], None]) -> None:
        def failed(error: Exception) -> None:
            assert isinstance(error, Refusal | Unavailable)
            self._trade.play("look")
            refuse(sentence(error, current()))

        self._trade.tasks.run(partial(self._by_badge, badge.code), self._signed_in, failed)
