"""A counter over a real journal that is rung by a fixed list of steps, in a program of its own that can be killed.

`python -m tests.torture.rung_counter HOME` prints the number of each step after its change could be seen.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pos_client.counter.completing import Completing
from pos_client.counter.open_sale import Attempt, Buyer
from pos_client.counter.saved_sale import to_text
from pos_client.counter.selling import Counter, Desk
from pos_client.counter.session import Session
from pos_client.counter.shift import ShiftBook
from pos_client.store.draft_file import DraftFile
from sync_engine.domain.cart import Discount
from sync_engine.domain.payment import Tender
from tests.helpers.counter_fakes import CountingIds, FakeBook, FakeCatalog, FakeClock
from tests.helpers.till_home import JOURNAL_KEY, open_till

COFFEE, TEA, WINE, PHONE, APPLES = "4006381333931", "036000291452", "88", "55", "44"
Step = Callable[[Counter], object]

ONE_ROUND: tuple[Step, ...] = (
    lambda counter: counter.set_customer(Buyer("c-1", "Customer 1", "members")),
    lambda counter: counter.scan(COFFEE),
    lambda counter: counter.scan("2*" + COFFEE),
    lambda counter: counter.scan(WINE),
    lambda counter: counter.scan("999"),
    lambda counter: counter.scan(APPLES),
    lambda counter: counter.note_sale("call first"),
    lambda counter: counter.set_quantity(1, "7"),
    lambda counter: counter.undo(),
    lambda counter: counter.give_weight(3, "0.350"),
    lambda counter: counter.scan(TEA),
    lambda counter: counter.override_price(3, 19_000, "damaged"),
    lambda counter: counter.discount_line(1, Discount("percent", 50_000, "damaged")),
    lambda counter: counter.gift_line(3, is_gift=True),
    lambda counter: counter.note_line(3, "blue ribbon"),
    lambda counter: counter.age_seen(1),
    lambda counter: counter.remove_line(2),
    lambda counter: counter.undo(),
    lambda counter: counter.set_aside(2),
    lambda counter: counter.discount_sale(Discount("amount", 40, "rounded")),
    lambda counter: counter.take_cash(500),
    lambda counter: counter.begin_attempt(Attempt("r-1", "card", 300)),
    lambda counter: counter.end_attempt(Tender("card", 300, "slip 7")),
    lambda counter: counter.take_cash(2_000),
    lambda counter: counter.complete_sale(),
    lambda counter: counter.scan(COFFEE),
    lambda counter: counter.scan(PHONE),
    lambda counter: counter.give_serial(1, "SN-1"),
    lambda counter: counter.void("changed_mind"),
    lambda counter: counter.open_drawer("give_change"),
    lambda counter: counter.scan(WINE),
    lambda counter: counter.age_refused(1, "too_young"),
    lambda counter: counter.scan(TEA),
    lambda counter: counter.add_open_price("D-FLOWERS", 15_000, "Roses"),
    lambda counter: counter.take_cash(),
    lambda counter: counter.give_back(0),
    lambda counter: counter.take_cash(1_000),
    lambda counter: counter.complete_sale(),
    lambda counter: counter.scan("12345670"),
    lambda counter: counter.give_price(1, 9_900),
    lambda counter: counter.void("practice"),
)
"""One customer with everything, one who leaves, one too young, one with flowers, and one who was practice."""

ROUNDS = 6
STEPS = ONE_ROUND * ROUNDS


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person sees of a counter: the open sale as text, and the change of the last one."""

    sale: str
    last: tuple[str, int, int] | None


def seen(counter: Counter) -> Seen:
    """What is on the counter now."""
    sale = to_text(counter.sale)
    last = counter.last
    return Seen(sale, None if last is None else (last.doc_no, last.sale.total_minor, last.sale.change_minor))


@contextmanager
def counter_over(home: Path) -> Iterator[Counter]:
    """A counter with a cashier over the journal of `home`, as a program that starts has it."""
    till, clock, book, ids = open_till(home), FakeClock(), FakeBook(), CountingIds()
    drafts = DraftFile(till.file, JOURNAL_KEY, clock.now)
    session = Session(book, clock)
    session.sign_in("C1", "1234")
    completing = Completing(till.journal, ShiftBook(till.journal, ids), ids)
    try:
        yield Counter(Desk(FakeCatalog(), book, session, completing, clock, drafts))
    finally:
        drafts.close()
        till.file.close()


def all_seen(home: Path) -> list[Seen]:
    """What is seen before the first step and after each, when nobody kills anything."""
    with counter_over(home) as counter:
        return [seen(counter), *(_after(step, counter) for step in STEPS)]


def _after(step: Step, counter: Counter) -> Seen:
    step(counter)
    return seen(counter)


def main(home: str) -> None:
    """Take every step."""
    with counter_over(Path(home)) as counter:
        for number, step in enumerate(STEPS, start=1):
            step(counter)
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
