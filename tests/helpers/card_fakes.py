"""A card payment with all around it in reach: an open sale with its draft, a terminal that is told what to say."""

from dataclasses import dataclass, field

from hardware.errors import Busy
from hardware.payment import Report, Request, Stage
from pos_client.counter import paying
from pos_client.counter.card import CardPayment
from pos_client.counter.open_sale import Attempt, OpenSale
from pos_client.counter.saved_sale import from_text, to_text
from sync_engine.domain.errors import Unavailable
from sync_engine.domain.payment import Tender
from tests.helpers.counter_fakes import FakeClock, FakeDesk, a_shop

DUE = 6_180


class DiskFull(Unavailable):
    pass


def a_sale(total_minor: int = DUE, *, is_return: bool = False) -> OpenSale:
    desk = FakeDesk()
    desk.catalog.prices["TEA"] = total_minor * 100
    desk.counter.add_article("TEA", is_return=is_return)
    return desk.counter.sale


@dataclass
class Till:
    """An open sale with its draft on a disk that may be full."""

    sale: OpenSale
    draft: str = ""
    failure: Unavailable | None = None

    def begin_attempt(self, attempt: Attempt) -> None:
        self._keep(paying.with_attempt(self.sale, attempt))

    def end_attempt(self, tender: Tender | None) -> None:
        self._keep(paying.with_answer(self.sale, tender))

    def _keep(self, after: OpenSale) -> None:
        if self.failure is not None:
            raise self.failure
        self.draft, self.sale = to_text(after), after

    def killed(self) -> "Till":
        """What a till that starts again finds."""
        return Till(from_text(self.draft, a_shop().rules[0]), self.draft)


@dataclass
class Terminal:
    """Notes what it is asked; the test says what it answers. `drafted` is what was on the disk when it heard."""

    is_attended: bool = False
    till: Till | None = None
    started: list[Request] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    drafted: list[str] = field(default_factory=list)
    is_busy: bool = False

    def start(self, request: Request) -> None:
        if self.is_busy:
            raise Busy("another")
        self.started.append(request)
        self.drafted.append(self.till.draft if self.till else "")

    def ask(self, request_id: str) -> None:
        if self.is_busy:
            raise Busy("another")
        self.heard.append(f"ask {request_id}")

    def cancel(self, request_id: str) -> None:
        self.heard.append(f"cancel {request_id}")

    def leave(self, request_id: str) -> None:
        self.heard.append(f"leave {request_id}")

    def close(self, timeout_s: float = 3.0) -> bool:
        return True


class Paying:
    """A card payment with everything around it in reach."""

    def __init__(self, sale: OpenSale | None = None, *, is_attended: bool = False) -> None:
        self.clock = FakeClock()
        self.till = Till(sale or a_sale())
        self.terminal = Terminal(is_attended, self.till)
        self.count = 0
        self.card = CardPayment(self.till, self.terminal, self.mint, self.clock)

    def mint(self) -> str:
        self.count += 1
        return f"r-{self.count}"

    def reports(self, stage: Stage, request_id: str = "r-1", slip: str = "", again_s: float = 0.0) -> bool:
        return self.card.on_report(Report(request_id, stage, slip, asks_again_s=again_s))

    def restart(self) -> None:
        """Kill the till and start it again over its draft."""
        self.till = self.till.killed()
        self.terminal = Terminal(self.terminal.is_attended, self.till)
        self.card = CardPayment(self.till, self.terminal, self.mint, self.clock)
        self.card.resume()

    @property
    def stage(self) -> Stage | None:
        return self.card.state.stage
