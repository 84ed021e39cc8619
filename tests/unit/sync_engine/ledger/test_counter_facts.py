"""What the facts of a counter do to the books: a fuller sale what a plain one does, the others nothing."""

from typing import Any

import pytest
from msgspec.structs import asdict

from sync_engine.ledger.appliers import APPLIERS
from sync_engine.protocol import facts
from tests.helpers.ledgers import Item, context, sale_body
from tests.unit.sync_engine.ledger.stepping import sell, shop


def fuller(body: facts.SaleBody) -> facts.SaleBodyV2:
    """The same sale as a till writes it now."""
    more: dict[str, Any] = {name: getattr(body, name) for name in body.__struct_fields__}
    line: dict[str, Any] = {"listed_e4": 7_0000, "price_reason": "damaged", "note": "wrap", "gift": True, "staff": "c2"}
    more["lines"] = tuple(facts.SaleLineBodyV2(**asdict(one), **line) for one in body.lines)
    more["tenders"] = tuple(facts.TenderBodyV2(**asdict(one), reference="r") for one in body.tenders)
    return facts.SaleBodyV2(**more, customer="c", note="call first")


def test_every_kind_of_fact_that_can_be_read_can_be_booked() -> None:
    assert set(facts.BODIES.values()) == set(APPLIERS)


def test_a_sale_that_says_more_is_booked_as_ever() -> None:
    steps, fake = shop()
    plain = sale_body(Item("A", 2, 6_0000))
    assert sell(steps, fake, fuller(plain)) == ("applied", None)
    more = (steps.rows("posting"), steps.rows("movement"), steps.rows("sale"), steps.rows("sale_line"))

    steps, fake = shop()
    assert sell(steps, fake, plain) == ("applied", None)
    assert more == (steps.rows("posting"), steps.rows("movement"), steps.rows("sale"), steps.rows("sale_line"))


@pytest.mark.parametrize(
    "body",
    [
        facts.SaleVoidedBody(**context(), lines=(), total=480, currency="EUR", reason="left"),
        facts.AgeCheckRefusedBody(**context(), sku="A", name="A", min_age=18, reason="too_young"),
        facts.DrawerOpenedBody(**context(), reason="change"),
    ],
)
def test_what_sells_nothing_moves_nothing(body: facts.Body) -> None:
    steps, fake = shop()
    assert sell(steps, fake, body) == ("applied", None)
    assert (steps.rows("posting"), steps.rows("movement"), steps.rows("sale"), steps.cases()) == ([], [], [], [])


def test_a_void_beyond_all_limits_is_deferred() -> None:
    steps, fake = shop()
    body = facts.SaleVoidedBody(**context(), lines=(), total=10**12, currency="EUR", reason="left")
    assert sell(steps, fake, body) == ("deferred", "amount_out_of_range")
