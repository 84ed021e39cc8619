"""One writer at a time: whoever takes over a ledger makes the one before step down, and nothing is lost between."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from sync_engine.ledger.opening import Ledger, OtherLedger, open_ledger
from sync_engine.ledger.store.locks import SteppedDown
from sync_engine.ledger.store.tables import inbox
from tests.helpers.ledgers import KEYS, FakeTill, Item, articles, counted, sale_body
from tests.integration.ledger.asking import assert_whole, on_hand, push, url_of
from tests.integration.ledger.conftest import Joining, join_till


@pytest.mark.expects_log
def test_a_writer_whose_term_is_gone_writes_nothing_more(ledger: Ledger, join: Joining, tmp_path: Path) -> None:
    till = join()
    till.record(sale_body(Item("A")))
    till.record(sale_body(Item("A")))
    push(ledger, till, 1, 1)
    following = open_ledger(url_of(ledger), tmp_path, KEYS)
    try:
        with pytest.raises(SteppedDown):
            push(ledger, till, 2)
        with pytest.raises(SteppedDown):
            push(ledger, till, 2)
        assert ledger.writer.failure is not None
        assert push(following, till, 1).acked_seq == 2
        assert following.state.lease.term == ledger.state.lease.term + 1
        with following.databases.read.connect() as connection:
            terms = connection.execute(sa.select(inbox.c.term).order_by(inbox.c.pos)).scalars().all()
        assert terms[-2:] == [ledger.state.lease.term, following.state.lease.term]
        assert_whole(following)
    finally:
        following.close()


@pytest.mark.expects_log
def test_two_writers_at_once_never_hand_out_a_position_twice(ledger: Ledger, tmp_path: Path) -> None:
    tills = [join_till(ledger, "S01", f"T{number}") for number in range(4)]
    for number, till in enumerate(tills):
        for _ in range(40):
            till.record(sale_body(Item("A"), till=f"T{number}"))
    following: list[Ledger] = []
    taken_over = threading.Event()

    def sell(till: FakeTill) -> int:
        acked = 0
        for first in range(1, 41):
            if first == 20:
                taken_over.wait(10)
            writing = following[0] if following else ledger
            try:
                acked = push(writing, till, first, first).acked_seq
            except SteppedDown:
                taken_over.wait(10)
                acked = push(following[0], till, first, first).acked_seq
        return acked

    with ThreadPoolExecutor(4) as pool:
        results = [pool.submit(sell, till) for till in tills]
        following.append(open_ledger(url_of(ledger), tmp_path, KEYS))
        taken_over.set()
        acked = [result.result() for result in results]
    try:
        assert acked == [40] * 4
        assert on_hand(following[0], "S01/floor", "A") == -160
        assert_whole(following[0])
    finally:
        following[0].close()


def test_keys_of_another_ledger_are_refused(ledger: Ledger, tmp_path: Path) -> None:
    other = type(KEYS)("other", KEYS.signing_seed, KEYS.master_secret)
    with pytest.raises(OtherLedger):
        open_ledger(url_of(ledger), tmp_path, other)


def test_what_was_written_is_there_after_reopening(database_url: str, tmp_path: Path) -> None:
    first = open_ledger(database_url, tmp_path, KEYS)
    till = join_till(first, "S01", "T1")
    first.append("stock_counted", 1, counted(("S01/floor", "A", 5)))
    first.close()
    again = open_ledger(database_url, tmp_path, KEYS)
    try:
        till.record(sale_body(Item("A", 6)))
        assert push(again, till, 1).dispositions[0].reason == "OVERSELL,UNKNOWN_ARTICLE"
        assert again.append("reference_changed", 1, articles("A")).pos == 5
        assert (again.state.epoch, again.state.lease.term) == (first.state.epoch, first.state.lease.term + 1)
        assert_whole(again)
    finally:
        again.close()
