"""A sync engine with a clock that a test moves, and the first steps every conversation takes."""

from typing import TypeVar

from sync_engine.till import signals as s
from sync_engine.till.engine import Engine
from sync_engine.till.status import State
from tests.helpers.sync_words import hello_answer, page

_Order = TypeVar("_Order")
_Request = TypeVar("_Request", s.SendHello, s.SendPush, s.SendFeed, s.OpenLive, s.FetchSnapshot)
CURSOR = "e1:7:1"


class EngineOfTill:
    """An engine with a clock that a test moves; keeps every order."""

    def __init__(self, *, head: int = 0, cursor: str | None = CURSOR, acked: int = 0, chance: float = 0.5) -> None:
        self.engine = Engine(lambda: chance)
        self.now_ms = 1_000
        self.orders: list[s.Output] = []
        self.latest: dict[type[s.Output], s.Output] = {}
        self.tell(s.Started(1, head, cursor, acked))

    def tell(self, told: s.Input) -> list[s.Output]:
        self.orders = self.engine.step(self.now_ms, told)
        self.latest |= {type(order): order for order in self.orders}
        return self.orders

    def only(self, kind: type[_Order]) -> _Order:
        found = [order for order in self.orders if isinstance(order, kind)]
        assert len(found) == 1, self.orders
        return found[0]

    def has(self, kind: type[s.Output]) -> bool:
        return any(isinstance(order, kind) for order in self.orders)

    def last(self, kind: type[_Request]) -> int:
        """The request id of the latest order of that kind."""
        order = self.latest[kind]
        assert isinstance(order, kind)
        return order.request_id

    def until(self, kind: type[s.Output]) -> int:
        """Let time pass until such an order comes; return how much."""
        began_ms = self.now_ms
        while not self.has(kind):
            assert self.engine.wake_at_ms is not None
            self.now_ms = max(self.now_ms, self.engine.wake_at_ms)
            self.tell(s.Tick())
        return self.now_ms - began_ms

    def state(self) -> State:
        return self.engine.status.state


def agreed(till: EngineOfTill, seq: int = 0) -> EngineOfTill:
    till.tell(s.HelloAnswered(till.only(s.SendHello).request_id, hello_answer(seq), -140))
    return till


def live(till: EngineOfTill) -> int:
    """Catch up and open the stream; return its request."""
    till.tell(s.FeedAnswered(till.last(s.SendFeed), page(7, 7)))
    stream = till.only(s.OpenLive)
    till.tell(s.Applied(7))
    till.tell(s.LiveOpened(stream.request_id))
    return stream.request_id
