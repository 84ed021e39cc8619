"""What the ledger told of a customer's purchases: kept with its age, asked again now and then, never waited for."""

from concurrent.futures import Future
from dataclasses import dataclass, field

from pos_client.app.beside_selling import FRESH_S, AskedPurchases
from sync_engine.protocol.questions import PurchaseLine, PurchasesAsked, PurchasesTold, PurchaseTold, Question, Told
from sync_engine.till.questions import NotAnswered

BOUGHT = PurchaseTold(
    doc_no="S02-T1a-000007",
    at="2026-11-20T10:00:00.000Z",
    store="S02",
    total=1_050,
    currency="EUR",
    lines=(PurchaseLine(name="Coffee", qty=2), PurchaseLine(name="Tea", qty=1, kind="return")),
)


@dataclass
class Shop:
    """A ledger that answers when it is told to, and a clock."""

    at_s: float = 100.0
    asked: list[Question] = field(default_factory=list)
    waiting: list["Future[Told]"] = field(default_factory=list)
    told: int = 0

    def ask(self, question: Question) -> "Future[Told]":
        self.asked.append(question)
        self.waiting.append(Future())
        return self.waiting[-1]

    def now_s(self) -> float:
        return self.at_s

    def hear(self) -> None:
        self.told += 1

    def answer(self, *purchases: PurchaseTold) -> None:
        self.waiting.pop(0).set_result(PurchasesTold(as_of="2026-11-21T10:00:00.000Z", pos=7, purchases=purchases))

    def fail(self) -> None:
        self.waiting.pop(0).set_exception(NotAnswered("unreachable"))


def test_an_answer_is_told_once_and_grows_old() -> None:
    shop = Shop()
    purchases = AskedPurchases(shop, shop.hear, shop.now_s)
    purchases.refresh("k1")
    assert (purchases.heard("k1"), shop.asked) == (None, [PurchasesAsked(customer="k1")])
    shop.answer(BOUGHT)
    shop.at_s += 90
    heard = purchases.heard("k1")
    assert heard is not None
    (bought,) = heard.purchases
    assert (heard.age_s, bought.age_s, bought.doc_no, bought.store) == (90.0, 90.0, "S02-T1a-000007", "S02")
    assert (bought.total_minor, bought.currency, bought.lines_text) == (1_050, "EUR", "2 × Coffee, -1 × Tea")
    assert shop.told == 1


def test_the_ledger_is_asked_again_after_a_while_and_per_customer() -> None:
    shop = Shop()
    purchases = AskedPurchases(shop, shop.hear, shop.now_s)
    for customer in ("k1", "k1", "k2"):
        purchases.refresh(customer)
    shop.at_s += FRESH_S
    purchases.refresh("k1")
    assert [asked.customer for asked in shop.asked if isinstance(asked, PurchasesAsked)] == ["k1", "k2", "k1"]


def test_without_an_answer_the_one_before_stands_as_old_as_it_is() -> None:
    shop = Shop()
    purchases = AskedPurchases(shop, shop.hear, shop.now_s)
    purchases.refresh("k1")
    shop.answer(BOUGHT)
    shop.at_s += FRESH_S
    purchases.refresh("k1")
    shop.fail()
    heard = purchases.heard("k1")
    assert heard is not None
    assert (heard.age_s, len(heard.purchases), shop.told) == (FRESH_S, 1, 1)
