"""Two whole tills and the ledger: a customer written down here is found here at once and there after a while; what they
bought is known everywhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pos_client.counter.customers import Heard, Purchase
from pos_client.counter.meaning import own_code
from sync_engine.domain.customer import Customer, CustomerNameless, PaymentCardNumber, standing
from sync_engine.ledger.enrolment import issue_code
from sync_engine.ledger.opening import Ledger
from sync_engine.protocol.questions import PurchasesTold
from tests.helpers.whole_till import WholeTill, joined, stock_the_shop
from tests.integration.ledger.asking import assert_whole

AT = datetime(2026, 11, 21, 10, tzinfo=UTC)
Pair = tuple[WholeTill, WholeTill]
MEMBER = Customer("", "Möwe Ñandú", phone="+62 811-555-123", card="M 0077", group="member", email="a@b.example")


@pytest.fixture
def tills(ledger: Ledger, tmp_path: Path) -> Iterator[Pair]:
    stock_the_shop(ledger)
    made = []
    for number, till_id in enumerate(("T1", "T2"), 1):
        who = joined(ledger, issue_code(ledger.own_facts, "S01", till_id, AT), bytes([number]) * 32)
        made.append(WholeTill(ledger, tmp_path / till_id, till_id, who))
        made[-1].pull()
    yield made[0], made[1]
    for till in made:
        till.close()


def exchange(*tills: WholeTill) -> None:
    for till in tills:
        if till.file.device().next_seq - 1 > till.acked:
            till.push()
    for till in tills:
        till.pull()


WAYS = ("möwe", "MOWE", "ñandú", "nandu mo", "811 555", "0811-555-123", "+62811555123", "m 0077", "a@b.example")


def names(till: WholeTill, text: str) -> list[str]:
    return [customer.name for customer in till.customers.find(text)]


def test_a_new_customer_is_found_at_once_and_everywhere_after_a_while(ledger: Ledger, tills: Pair) -> None:
    here, there = tills
    saved = here.customers.save(MEMBER, [here.customers.consent("offers", "2026-1", is_given=True)])
    assert (saved.name, saved.price_list, len(saved.customer_id)) == ("Möwe Ñandú", "member", 36)
    here.restart()
    code = own_code("U", saved.customer_id.replace("-", "").upper())

    def is_found(till: WholeTill) -> None:
        assert {way: names(till, way) for way in WAYS} == {way: ["Möwe Ñandú"] for way in WAYS}
        assert names(till, "nobody") == names(till, "  ") == []
        for way in (code, "M 0077", saved.customer_id):
            assert till.customers.by_code(way) == saved
        assert till.customers.by_code("4006381333931") is None

    is_found(here)
    assert names(there, "nandu") == []
    exchange(here, there)
    is_found(here)
    is_found(there)
    consent = standing(saved, "offers")
    assert consent is not None
    assert (consent.is_given, consent.text_version, consent.staff_id) == (True, "2026-1", "C1")
    assert_whole(ledger)


def test_what_was_written_down_last_stands_and_consents_grow(ledger: Ledger, tills: Pair) -> None:
    here, there = tills
    saved = here.customers.save(MEMBER, [here.customers.consent("offers", "2026-1", is_given=True)])
    exchange(here, there)
    there.clock.move(60)
    there.customers.save(
        replace(saved, name="Yellow Boat", phone=""), [there.customers.consent("offers", "2026-2", is_given=False)]
    )
    assert [names(there, way) for way in ("yellow", "811 555", "möwe")] == [["Yellow Boat"], [], []]
    exchange(there, here)
    found = here.customers.get(saved.customer_id)
    assert found is not None
    assert (found.name, found.phone, len(found.consents)) == ("Yellow Boat", "", 2)
    now = standing(found, "offers")
    assert now is not None
    assert not now.is_given


def test_nothing_is_kept_of_what_cannot_be_a_customer(tills: Pair) -> None:
    here, _ = tills
    with pytest.raises(CustomerNameless):
        here.customers.save(Customer("", "  "))
    with pytest.raises(PaymentCardNumber) as refused:
        here.customers.save(replace(MEMBER, card="4111 1111 1111 1111"))
    assert refused.value.field == "card"
    assert here.file.device().next_seq == 1


@dataclass
class AskedAtOnce:
    """Asks the ledger as soon as it is wanted, when it is there."""

    ledger: Ledger
    token: str
    is_online: bool = True
    told: dict[str, Heard] = field(default_factory=dict)

    def refresh(self, customer_id: str) -> None:
        if not self.is_online:
            return
        told = self.ledger.door.ask(self.token, "purchases", {"customer": customer_id})
        assert isinstance(told, PurchasesTold)
        bought = tuple(
            Purchase(one.doc_no, datetime.fromisoformat(one.at), one.store, one.total, one.currency, "", 0.0)
            for one in told.purchases
        )
        self.told[customer_id] = Heard(bought, 0.0)

    def heard(self, customer_id: str) -> Heard | None:
        return self.told.get(customer_id)


def test_purchases_are_the_own_ones_and_those_the_ledger_told_each_once(ledger: Ledger, tills: Pair) -> None:
    here, there = tills
    saved = here.customers.save(MEMBER)
    exchange(here, there)
    for till, skus in ((here, ("COFFEE", "COFFEE", "TEA")), (there, ("TEA",))):
        till.counter.set_customer(till.customers.get(saved.customer_id))
        till.ring(*skus)
        till.counter.take_cash()
        till.counter.complete_sale()
    asked = AskedAtOnce(ledger, here.who.token, is_online=False)
    here.restart(asked)
    (own,) = here.customers.purchases(saved.customer_id)
    assert (own.doc_no, own.total_minor, own.lines_text, own.age_s) == (
        "S01-T1a-000001",
        599,
        "2 × Article COFFEE, Article TEA",
        None,
    )
    assert here.customers.heard_s(saved.customer_id) is None
    exchange(here, there)
    asked.is_online = True
    found = here.customers.purchases(saved.customer_id)
    assert sorted((one.doc_no, one.total_minor, one.age_s) for one in found) == [
        ("S01-T1a-000001", 599, None),
        ("S01-T2a-000001", 199, 0.0),
    ]
    assert here.customers.heard_s(saved.customer_id) == 0.0
