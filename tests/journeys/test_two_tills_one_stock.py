"""One stock for all: what a till sells is gone on the screens of the others, and a ledger that was away changes
nothing but how soon.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from pos_client.app import SyncWatch, Till, open_till
from pos_client.app.till import Wishes
from pos_client.app.watch import wait_until_sent
from tests.journeys.shop import Shop, is_whole

ARTICLE = "F0002"
BEFORE = {"S01/floor": 54, "S02/floor": 19}


@dataclass(frozen=True, slots=True)
class OpenTill:
    """A till with somebody at it, and what it hears from its sync process."""

    till: Till
    watch: SyncWatch

    def sell(self, quantity: int) -> None:
        """Ring up, take the exact cash, complete."""
        self.till.counter.add_article(ARTICLE, str(quantity))
        self.till.counter.take_cash()
        self.till.counter.complete_sale()

    def shown(self) -> dict[str, int]:
        """What the screen shows of the article, place by place."""
        return {level.place: level.on_hand for level in self.till.stock.levels(ARTICLE)}

    def comes_to_show(self, wanted: dict[str, int]) -> bool:
        """Whether it shows this now, or once news from the ledger has come."""
        return self.watch.until(lambda: self.shown() == wanted, self.shown)

    def comes_to(self, state: str) -> bool:
        """Whether its sync comes to that state; being offline is no reason to give up."""
        for _ in range(5):
            if self.watch.until(lambda: self.watch.last is not None and self.watch.last.state == state, self.shown):
                return True
        return False


@contextmanager
def opened(home: Path) -> Iterator[OpenTill]:
    watch = SyncWatch()
    with open_till(home, watch.post, Wishes(is_printing=False, is_copied=False)) as till:
        till.session.sign_in("C1", "1111")
        yield OpenTill(till, watch)


@pytest.mark.timeout(300)
def test_a_sale_moves_the_stock_that_another_store_shows(file_shop: Shop) -> None:
    file_shop.take_in("stores", "articles", "stock", "staff")
    with ExitStack() as running:
        with file_shop.serving() as served:
            homes = [file_shop.join(served, store, "T1") for store in ("S01", "S02")]
            first, second = (running.enter_context(opened(home)) for home in homes)
            assert first.comes_to_show(BEFORE)
            first.sell(4)
            assert first.shown() == BEFORE | {"S01/floor": 50}
            assert second.comes_to_show(BEFORE | {"S01/floor": 50})
        sell_without_a_ledger(first, second)
        with file_shop.serving(served.port):
            for till in (first, second):
                assert till.comes_to("live")
                assert wait_until_sent(till.till, till.watch)
                assert till.comes_to_show({"S01/floor": 49, "S02/floor": 16})
            assert file_shop.asked("report", "totals")["tickets"] == 4
            places = file_shop.asked("stock", ARTICLE)["places"]
            assert {place["place"]: place["on_hand"] for place in places} == {"S01/floor": 49, "S02/floor": 16}
        running.close()
    assert [is_whole(home) for home in homes] == [True, True]
    assert "The books are whole." in file_shop.ledger("verify", "--full")


def sell_without_a_ledger(first: OpenTill, second: OpenTill) -> None:
    """Each goes on and knows its own sales."""
    assert first.comes_to("offline")
    assert second.comes_to("offline")
    first.sell(1)
    second.sell(1)
    second.sell(2)
    assert first.shown() == {"S01/floor": 49, "S02/floor": 19}
    assert second.shown() == {"S01/floor": 50, "S02/floor": 16}
