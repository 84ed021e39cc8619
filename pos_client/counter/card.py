"""A card payment from the first key to the slip, whatever gets lost on the way. Knows no screen and no terminal's make.

The intent is part of the open sale, and its draft is on the disk, before the terminal hears of it; a till that was
killed asks for it when it starts again. Nothing forces a payment through: without an answer there are three ways on,
and each of them leaves a trace.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Protocol

from hardware.errors import DeviceError
from hardware.payment import Allowance, PaymentTerminal, Report, Request, Stage
from pos_client.counter.open_sale import Attempt, OpenSale
from pos_client.counter.paying import due
from pos_client.counter.ports import Clock
from sync_engine.domain.errors import AmountOutOfRange, ChangeWithoutCash, RefundTooLarge, Refusal
from sync_engine.domain.payment import CARD, Tender, unclear

MOST_SLIP: Final = 12
"""Characters of a slip's number: fewer than any card number has, so that none can be kept by mistake."""

_SLIP = re.compile(rf"[0-9A-Za-z][0-9A-Za-z/-]{{0,{MOST_SLIP - 1}}}", re.ASCII)


@dataclass(unsafe_hash=True)
class SlipNeeded(Refusal):
    """Without the number of the terminal's slip nobody can say that a card was charged."""

    text: str


@dataclass(unsafe_hash=True)
class NotNow(Refusal):
    """The card payment is in no stage for that."""

    stage: str


class CardSale(Protocol):
    """The open sale as card payments need it; `Counter` is one."""

    @property
    def sale(self) -> OpenSale:
        """The open sale."""

    def begin_attempt(self, attempt: Attempt) -> None:
        """Keep the intent, on the disk itself when this returns. Refuses with CardUnderWay; raises Unavailable: then
        it is not kept.
        """

    def end_attempt(self, tender: Tender | None) -> None:
        """The intent became a payment, or nothing."""


@dataclass(frozen=True, slots=True)
class CardState:
    """Where the card payment stands; no `stage`: nothing was asked for. Times are those of the monotonic clock."""

    stage: Stage | None = None
    amount_minor: int = 0
    since_s: float = 0.0
    asks_at_s: float = 0.0
    is_attended: bool = False
    is_resumed: bool = False
    is_cancelling: bool = False
    allowance: Allowance | None = None
    card: str = ""

    @property
    def is_under_way(self) -> bool:
        """Whether money may be moving."""
        return self.stage in {Stage.WAITING, Stage.WORKING, Stage.NO_ANSWER}


class CardPayment:
    """One card payment at a time. Every call happens where the screen lives; reports are handed in by `on_report`."""

    def __init__(self, till: CardSale, terminal: PaymentTerminal, mint: Callable[[], str], clock: Clock) -> None:
        self._till, self._terminal, self._mint, self._clock = till, terminal, mint, clock
        self.state = CardState()

    def start(self, amount_minor: int | None = None, *, may_go_offline: bool = False) -> None:
        """Charge so much, or all that is open, to a card.

        Refuses with CardUnderWay, and with AmountOutOfRange, ChangeWithoutCash or RefundTooLarge for an amount that is
        not open; raises Unavailable when the intent cannot be kept: then the terminal never hears of it.
        """
        attempt = Attempt(self._mint(), CARD, _chargeable(self._till.sale, amount_minor))
        self._till.begin_attempt(attempt)
        self._be(Stage.WAITING, amount_minor=attempt.amount_minor)
        code = self._till.sale.cart.currency.code
        try:
            self._terminal.start(Request(attempt.request_id, attempt.amount_minor, code, may_go_offline))
        except DeviceError:
            self._till.end_attempt(None)
            self._be(Stage.OFFLINE)

    def on_report(self, report: Report) -> bool:
        """What the terminal says; True when money came in. Raises Unavailable: the money is there, and asked for
        again.
        """
        attempt = self._till.sale.attempt
        if attempt is None or attempt.request_id != report.request_id:
            return False
        if report.stage is Stage.APPROVED:
            self._settle(Tender(CARD, attempt.amount_minor, report.reference or attempt.request_id))
        elif report.stage in {Stage.DECLINED, Stage.OFFLINE}:
            self._till.end_attempt(None)
        asks_at_s = self._clock.monotonic_s() + report.asks_again_s
        self._be(
            report.stage,
            amount_minor=attempt.amount_minor,
            asks_at_s=asks_at_s,
            allowance=report.allowance,
            card=report.card,
        )
        return report.stage is Stage.APPROVED

    def resume(self) -> None:
        """The till started again: find out about what it had begun."""
        attempt = self._till.sale.attempt
        if attempt is None or self.state.is_under_way:
            return
        self.state = CardState(Stage.NO_ANSWER, attempt.amount_minor, self._clock.monotonic_s(), is_resumed=True)
        self._ask(attempt)

    # --- what a person does ---

    def ask_again(self) -> None:
        """Ask for the outcome now. Refuses with NotNow."""
        self._ask(self._attempt(Stage.NO_ANSWER))

    def approved(self, slip: str) -> None:
        """The terminal shows that it was approved, and this is the number on its slip.

        Refuses with NotNow (no person needs to say it, the terminal will) and SlipNeeded. Raises Unavailable.
        """
        attempt = self._attempt(Stage.NO_ANSWER, *self._if_attended)
        if _SLIP.fullmatch(slip.strip()) is None:
            raise SlipNeeded(slip)
        self._settle(Tender(CARD, attempt.amount_minor, slip.strip()))
        self._terminal.leave(attempt.request_id)
        self._be(Stage.APPROVED, amount_minor=attempt.amount_minor)

    def not_paid(self) -> None:
        """The terminal shows that nothing was taken, or was never used. Refuses with NotNow where it says so itself."""
        attempt = self._attempt(*self._if_attended)
        self._till.end_attempt(None)
        self._terminal.leave(attempt.request_id)
        self.state = CardState()

    def cancel(self) -> None:
        """Wish to end it while the card is awaited; what came of it is reported. Refuses with NotNow."""
        attempt = self._attempt(Stage.WAITING)
        if self._terminal.is_attended:
            self.not_paid()
        else:
            self._terminal.cancel(attempt.request_id)
            self.state = replace(self.state, is_cancelling=True)

    def mark_for_checking(self) -> None:
        """Nobody knows: the customer pays in another way, and the trace of this one goes into the sale.

        Refuses with NotNow.
        """
        attempt = self._attempt(Stage.NO_ANSWER)
        self._settle(unclear(CARD, attempt.request_id, attempt.amount_minor))
        self._terminal.leave(attempt.request_id)
        self.state = CardState()

    def go_offline(self) -> None:
        """Take the same amount without the bank, as the terminal offered. Refuses with NotNow."""
        if self.state.stage is not Stage.OFFLINE or not self._fits(self.state.amount_minor):
            raise NotNow(self._word)
        self.start(self.state.amount_minor, may_go_offline=True)

    def dismiss(self) -> None:
        """What was declined, offline or approved was seen."""
        if not self.state.is_under_way:
            self.state = CardState()

    # --- inside ---

    @property
    def _if_attended(self) -> tuple[Stage, ...]:
        return (Stage.WAITING,) if self._terminal.is_attended else ()

    @property
    def _word(self) -> str:
        return self.state.stage.value if self.state.stage else ""

    def _fits(self, amount_minor: int) -> bool:
        allowance = self.state.allowance
        return allowance is not None and amount_minor <= min(allowance.one_minor, allowance.left_minor)

    def _attempt(self, *stages: Stage) -> Attempt:
        attempt = self._till.sale.attempt
        if attempt is None or self.state.stage not in stages:
            raise NotNow(self._word)
        return attempt

    def _ask(self, attempt: Attempt) -> None:
        try:
            self._terminal.ask(attempt.request_id)
        except DeviceError:
            self.state = replace(self.state, asks_at_s=self._clock.monotonic_s())

    def _settle(self, tender: Tender) -> None:
        """Keep what came of it. The stage says NO ANSWER until it is kept: whoever asks again finds it."""
        self.state = replace(self.state, stage=Stage.NO_ANSWER)
        self._till.end_attempt(tender)

    def _be(
        self,
        stage: Stage,
        *,
        amount_minor: int | None = None,
        asks_at_s: float = 0.0,
        allowance: Allowance | None = None,
        card: str = "",
    ) -> None:
        before, now_s = self.state, self._clock.monotonic_s()
        self.state = CardState(
            stage=stage,
            amount_minor=before.amount_minor if amount_minor is None else amount_minor,
            since_s=before.since_s if before.stage is stage else now_s,
            asks_at_s=asks_at_s,
            is_attended=self._terminal.is_attended,
            is_resumed=before.is_resumed and before.is_under_way,
            is_cancelling=before.is_cancelling and stage is before.stage,
            allowance=allowance,
            card=card,
        )


def _chargeable(sale: OpenSale, amount_minor: int | None) -> int:
    """The amount, when so much is open. Cards are charged to the unit: the rounding of cash is not theirs."""
    open_minor = due(sale).open_minor
    amount = open_minor if amount_minor is None else amount_minor
    sign = -1 if open_minor < 0 else 1
    if amount * sign <= 0:
        raise AmountOutOfRange(amount)
    if (excess := amount * sign - open_minor * sign) > 0:
        raise ChangeWithoutCash(excess) if sign > 0 else RefundTooLarge(excess)
    return amount
