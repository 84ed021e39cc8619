"""Parts and ways of a payment in words: pure functions from the use case's values to what the screen shows."""

from collections.abc import Mapping, Sequence

from pos_client.i18n import current, tr
from pos_client.presenters.amounts import Amounts
from pos_client.presenters.pay_views import PaidView, WayView
from pos_client.presenters.receiving import Receiving
from sync_engine.domain.payment import CARD, CASH, OTHER, TRANSFER, VOUCHER, Tender, unclear_amount

FOREIGN, NOTE, BACK = "foreign ", "note ", "ways_back"
"""What the words of ways begin with: cash of a currency, so much of it; and back to the ways."""


def way_name(kind: str) -> str:
    """What a way to pay is called."""
    names = {
        CASH: tr("Cash"),
        CARD: tr("Card"),
        VOUCHER: tr("Voucher"),
        TRANSFER: tr("Transfer"),
        OTHER: tr("Other"),
    }
    return names.get(kind, kind)


def paid_view(index: int, tender: Tender, amounts: Amounts, asked_back: int | None) -> PaidView:
    """One part. `asked_back` is the part that is to be touched once more."""
    unclear = unclear_amount(tender)
    if unclear is not None:
        what = tr("{name} {amount}", name=way_name(tender.kind), amount=amounts.plain(unclear))
        return PaidView(index, tr("Check later"), amounts.plain(0), what, is_unclear=True)
    back = tr("Take back now") if asked_back == index else tr("Take back")
    return PaidView(index, way_name(tender.kind), amounts.plain(tender.amount_minor), _detail(tender), take_back=back)


def _detail(tender: Tender) -> str:
    foreign = tender.foreign
    if foreign is not None:
        return tr(
            "{amount} at {rate}",
            amount=_money(foreign.currency, foreign.amount_minor),
            rate=current().rate(foreign.rate_e6),
        )
    return tr("slip {number}", number=tender.reference) if tender.reference and tender.kind == CARD else ""


def _money(code: str, minor: int) -> str:
    return f"{code} {Amounts(current(), code).plain(minor)}"


def ways(rates: Mapping[str, int], open_minor: int, amounts: Amounts) -> tuple[WayView, ...]:
    """All ways beside own cash and card: with the amount that would be taken, and the rate of foreign cash."""
    amount = amounts.plain(abs(open_minor))
    plain = ((VOUCHER, "tag"), (TRANSFER, "receipt"), (OTHER, "dots"))
    found = [WayView(kind, way_name(kind), amount, icon) for kind, icon in plain]
    for code, rate in sorted(rates.items()):
        detail = tr("1 {code} = {rate}", code=code, rate=current().rate(rate))
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
