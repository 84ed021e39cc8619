"""Parts and ways of a payment in words: pure functions from the use case's values to what the screen shows."""

from collections.abc import Mapping, Sequence

from pos_client.i18n import Words, current, tr
from pos_client.presenters.amounts import Amounts
from pos_client.presenters.pay_views import PaidView, WayView
from pos_client.presenters.receiving import Receiving
from sync_engine.domain.money import format_scaled
from sync_engine.domain.payment import CARD, CASH, OTHER, TRANSFER, VOUCHER, Tender, unclear_amount

FOREIGN, NOTE, BACK = "foreign ", "note ", "ways_back"
"""What the words of ways begin with: cash of a currency, so much of it; and back to the ways."""


def way_name(kind: str) -> str:
    """What a way to pay is called."""
    names = {
        CASH: tr("Cash"),
        CARD: tr("Card"),
        VOUCHER: tr("Voucher"),
        TRANSFER: tr("Bank transfer"),
        OTHER: tr("Other"),
    }
    return names.get(kind, kind)


def paid_view(index: int, tender: Tender, amounts: Amounts, asked_back: int | None) -> PaidView:
    """One part. `asked_back` is the part that is to be touched once more."""
    unclear = unclear_amount(tender)
    if unclear is not None:
        name = tr("Card, to be checked")
        return PaidView(index, name, amounts.plain(0), amounts.plain(unclear), is_unclear=True)
    back = tr("Take back now") if asked_back == index else tr("Take back")
    return PaidView(index, way_name(tender.kind), amounts.plain(tender.amount_minor), _detail(tender), take_back=back)


def _detail(tender: Tender) -> str:
    foreign = tender.foreign
    if foreign is not None:
        return tr(
            "{amount} at {rate}", amount=_money(foreign.currency, foreign.amount_minor), rate=_rate(foreign.rate_e6)
        )
    return tr("slip {number}", number=tender.reference) if tender.reference and tender.kind == CARD else ""


def _money(code: str, minor: int) -> str:
    return f"{code} {Amounts(current(), code).plain(minor)}"


def _rate(rate_e6: int) -> str:
    """A rate with its decimals, without the zeros behind them."""
    words: Words = current()
    whole, _, rest = format_scaled(rate_e6, 6).rstrip("0").partition(".")
    point = words.amount(0, "USD")[1]
    return f"{words.number(int(whole))}{point}{rest}" if rest else words.number(int(whole))


def ways(rates: Mapping[str, int], open_minor: int, amounts: Amounts) -> tuple[WayView, ...]:
    """All ways beside own cash and card: with the amount that would be taken, and the rate of foreign cash."""
    amount = amounts.plain(abs(open_minor))
    plain = ((VOUCHER, "tag"), (TRANSFER, "arrow-up"), (OTHER, "dots"))
    found = [WayView(kind, way_name(kind), amount, icon) for kind, icon in plain]
    for code, rate in sorted(rates.items()):
        detail = tr("1 {code} = {rate}", code=code, rate=_rate(rate))
        found.append(WayView(FOREIGN + code, tr("Cash in {code}", code=code), detail, "cash"))
    return tuple(found)


def note_ways(receiving: Receiving, suggested: Sequence[int]) -> tuple[WayView, ...]:
    """Amounts of the foreign currency worth a key, and the way back."""
    amounts = receiving.amounts
    exchange = receiving.exchange
    assert exchange is not None
    own = Amounts(amounts.words, exchange.own.code)
    keys = [
        WayView(
            f"{NOTE}{minor}", f"{exchange.other.code} {amounts.plain(minor)}", f"= {own.plain(exchange.worth(minor))}"
        )
        for minor in suggested
    ]
    return (*keys, WayView(BACK, tr("Other ways"), "", "chevron-left"))
