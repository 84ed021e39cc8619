"""A card payment over the real files of a till and a simulated terminal: whenever the till ends, it is charged once."""

import queue
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hardware.payment import Report, Stage, TerminalWorker, Timings
from hardware.simulated.terminal import Deed, SimulatedTerminal
from pos_client.counter.card import CardPayment
from pos_client.counter.selling import Counter
from tests.helpers.counter_fakes import CountingIds, FakeClock
from tests.torture.rung_counter import TEA, counter_over

QUICK = Timings(answer_s=2.0, status_s=0.5, first_pause_s=0.005, longest_pause_s=0.01)
PATIENCE_S = 10.0
ENDS = {Stage.APPROVED, Stage.DECLINED, Stage.OFFLINE}


class Program:
    """One life of a till: counter, terminal worker, and the reports that have not reached the screen."""

    def __init__(self, counter: Counter, line: SimulatedTerminal) -> None:
        self.counter = counter
        self.reports: queue.Queue[Report] = queue.Queue()
        self.worker = TerminalWorker(line, self.reports.put, QUICK)
        self.card = CardPayment(counter, self.worker, CountingIds().event_id, FakeClock())

    def heed(self) -> Stage:
        """Take the next report to the screen."""
        report = self.reports.get(timeout=PATIENCE_S)
        self.card.on_report(report)
        return report.stage

    def heed_to_the_end(self) -> Stage:
        stage = self.heed()
        while stage not in ENDS:
            stage = self.heed()
        return stage


@contextmanager
def running(home: Path, line: SimulatedTerminal) -> Iterator[Program]:
    with counter_over(home) as counter:
        program = Program(counter, line)
        try:
            yield program
        finally:
            assert program.worker.close(PATIENCE_S)


@pytest.mark.parametrize("heeded", [0, 1, 2])
@pytest.mark.parametrize(
    ("deed", "charged"), [("approve", 1), ("decline", 0), ("lost_approved", 1), ("lost_declined", 0), ("offline", 0)]
)
def test_a_till_that_ended_finds_out_and_charges_once(tmp_path: Path, deed: Deed, charged: int, heeded: int) -> None:
    line = SimulatedTerminal([deed])
    with running(tmp_path, line) as first:
        first.counter.scan(TEA)
        first.card.start()
        for _ in range(heeded):
            if first.heed() in ENDS:
                break
    with running(tmp_path, line) as second:
        assert second.counter.sale.totals().total_minor == 199
        second.card.resume()
        if second.counter.sale.attempt is not None:
            second.heed_to_the_end()
        assert second.counter.sale.attempt is None
        assert len(second.counter.sale.tenders) == len(line.charged)
        assert len(line.charged) <= charged
        if line.charged:
            assert second.counter.complete_sale().sale.tenders[0].reference == "000001"


def test_what_a_silent_terminal_took_is_left_as_a_trace_in_the_sale(tmp_path: Path) -> None:
    line = SimulatedTerminal(["silent"])
    with running(tmp_path, line) as first:
        first.counter.scan(TEA)
        first.card.start()
        while first.heed() is not Stage.NO_ANSWER:
            pass
        first.card.mark_for_checking()
        first.counter.take_cash()
    with running(tmp_path, line) as second:
        sale = second.counter.complete_sale().sale
    assert [(one.kind, one.amount_minor, one.reference) for one in sale.tenders] == [
        ("card", 0, "unclear:id-1:199"),
        ("cash", 199, None),
    ]
