"""The card box in words: one box for all six stages of a card payment, and the ways on from each. Decides nothing.

The text is neutral about the customer and clear about the one danger: a card that may have been charged already.
"""

from collections.abc import Callable, Mapping

from hardware.payment import Stage
from pos_client.counter.card import CardState
from pos_client.i18n import tr
from pos_client.presenters.amounts import Amounts
from pos_client.presenters.pay_views import CardBoxView, PayActionView

CARD_KEY, MORE_KEY = "F11", "F9"


def card_box(state: CardState, slip: str, amounts: Amounts, now_s: float) -> CardBoxView | None:
    """The box; None while no card was asked for. `slip` is what was typed of the slip's number."""
    if state.stage is None:
        return None
    return _BOXES[state.stage](state, slip, amounts, now_s)


def _clock(seconds: float) -> str:
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02}"


def _waiting(state: CardState, slip: str, amounts: Amounts, now_s: float) -> CardBoxView:
    if state.is_attended:
        return _attended(state, slip, amounts)
    cancelling = tr("Cancelling. The reader has the last word.")
    return CardBoxView(
        stage="waiting",
        tone="brand",
        icon="card",
        title=tr("Waiting for the card"),
        amount=amounts.plain(abs(state.amount_minor)),
        text=cancelling if state.is_cancelling else tr("Ask the customer to tap or insert."),
        clock=_clock(now_s - state.since_s),
        actions=(PayActionView("card_cancel", tr("Cancel"), "Esc", "x", reason=cancelling * state.is_cancelling),),
        is_busy=True,
    )


def _attended(state: CardState, slip: str, amounts: Amounts) -> CardBoxView:
    amount = amounts.plain(abs(state.amount_minor))
    text = (
        tr("The till stopped while this card was taken. Look at the reader: was it approved?")
        if state.is_resumed
        else tr("Type {amount} into the reader. Approved? Type the number of its slip.", amount=amount)
    )
    return CardBoxView(
        stage="waiting",
        tone="warn" if state.is_resumed else "brand",
        icon="card",
        title=tr("Card"),
        amount=amount,
        text=text,
        actions=(
            PayActionView("card_approved", tr("Approved"), "Enter", is_main=True, reason=_slip_reason(slip)),
            PayActionView("card_not_paid", tr("Not paid"), "Esc", "x"),
        ),
    )


def _slip_reason(slip: str) -> str:
    return "" if slip else tr("Type the number of the slip first.")


def _working(state: CardState, _slip: str, amounts: Amounts, now_s: float) -> CardBoxView:
    return CardBoxView(
        stage="working",
        tone="brand",
        icon="card",
        title=tr("Approving"),
        amount=amounts.plain(abs(state.amount_minor)),
        text=tr("Keep the card in the reader."),
        clock=_clock(now_s - state.since_s),
        is_busy=True,
    )


def _approved(state: CardState, _slip: str, amounts: Amounts, _now_s: float) -> CardBoxView:
    return CardBoxView(
        stage="approved",
        tone="ok",
        icon="check-fill",
        title=tr("Approved"),
        amount=amounts.plain(abs(state.amount_minor)),
        text=state.card or tr("The card was charged."),
    )


def _declined(state: CardState, _slip: str, amounts: Amounts, _now_s: float) -> CardBoxView:
    return CardBoxView(
        stage="declined",
        tone="err",
        icon="octagon-fill",
        title=tr("Card not accepted"),
        amount=amounts.plain(abs(state.amount_minor)),
        text=tr("Nothing was taken. Ask for another card, or cash."),
        actions=_once_more(),
    )


def _once_more() -> tuple[PayActionView, ...]:
    return (
        PayActionView("card", tr("Card again"), CARD_KEY, "card", is_main=True),
        PayActionView("card_dismiss", tr("Cash"), "Esc", "cash"),
    )


def _no_answer(state: CardState, slip: str, amounts: Amounts, now_s: float) -> CardBoxView:
    seen = tr("Approved, slip {slip}", slip=slip) if slip else tr("Reader shows approved")
    return CardBoxView(
        stage="no_answer",
        tone="warn",
        icon="triangle-fill",
        title=tr("No answer yet"),
        amount=amounts.plain(abs(state.amount_minor)),
        text=tr("Asking the bank. Do NOT take the card again."),
        clock=_clock(state.asks_at_s - now_s),
        actions=(
            PayActionView("card_ask", tr("Ask again"), "" if slip else "Enter", is_main=not slip),
            PayActionView(
                "card_approved", seen, "Enter" if slip else "", is_main=bool(slip), spoken=_approved_spoken(seen, slip)
            ),
            PayActionView(
                "card_check",
                tr("Pay otherwise, check later"),
                MORE_KEY,
                spoken=tr("Pay otherwise, check later: take another payment, and mark this one for checking"),
            ),
        ),
        is_busy=True,
    )


def _approved_spoken(label: str, slip: str) -> str:
    return label if slip else tr("{label}: type the number of its slip", label=label)


def _offline(state: CardState, _slip: str, amounts: Amounts, _now_s: float) -> CardBoxView:
    allowance = state.allowance
    if allowance is None:
        text, actions = tr("Nothing was taken. Check its cable, or take cash."), _once_more()
    else:
        one, left = amounts.plain(allowance.one_minor), amounts.plain(allowance.left_minor)
        text = tr("Offline card: up to {one} a sale, {left} left today.", one=one, left=left)
        is_within = abs(state.amount_minor) <= min(allowance.one_minor, allowance.left_minor)
        reason = "" if is_within else tr("That is more than a card may pay offline. Take cash, or a part in cash.")
        use = PayActionView("card_offline", tr("Use offline"), "Enter", "cloud-off", is_main=is_within, reason=reason)
        actions = (use, PayActionView("card_dismiss", tr("Cash"), "Esc", "cash"))
    return CardBoxView(
        stage="offline",
        tone="warn",
        icon="cloud-off-fill",
        title=tr("Card reader offline"),
        amount=amounts.plain(abs(state.amount_minor)),
        text=text,
        actions=actions,
    )


_BOXES: Mapping[Stage, Callable[[CardState, str, Amounts, float], CardBoxView]] = {
    Stage.WAITING: _waiting,
    Stage.WORKING: _working,
    Stage.APPROVED: _approved,
    Stage.DECLINED: _declined,
    Stage.NO_ANSWER: _no_answer,
    Stage.OFFLINE: _offline,
}
