"""Payment terminals: six stages, nothing charged twice, nothing forgotten, whatever gets lost."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from hardware.deadline import Deadline
from hardware.errors import Busy, Closed, Illegal
from hardware.payment import Allowance, Answer, Report, Request, Stage, StandaloneTerminal, TerminalWorker, Timings
from hardware.payment.opening import open_terminal
from hardware.simulated.terminal import Deed, SimulatedTerminal

QUICK = Timings(answer_s=2.0, status_s=0.5, first_pause_s=0.005, longest_pause_s=0.01)
PATIENCE_S = 10.0
TEN = Request("r-1", 1_000, "GBP")


@dataclass
class Ear:
    """Keeps reports and waits for them."""

    reports: list[Report] = field(default_factory=list)
    news: threading.Condition = field(default_factory=threading.Condition)

    def __call__(self, report: Report) -> None:
        with self.news:
            self.reports.append(report)
            self.news.notify_all()

    def until(self, *stages: Stage, count: int = 1) -> Report:
        """The `count`-th report of one of these stages."""

        def those() -> list[Report]:
            return [report for report in self.reports if report.stage in stages]

        with self.news:
            assert self.news.wait_for(lambda: len(those()) >= count, PATIENCE_S), self.reports
            return those()[count - 1]

    @property
    def stages(self) -> list[Stage]:
        return [report.stage for report in self.reports]


Hired = Callable[..., TerminalWorker]


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def hire(ear: Ear) -> Iterator[Hired]:
    hired: list[TerminalWorker] = []

    def hire(line: SimulatedTerminal, timings: Timings = QUICK) -> TerminalWorker:
        hired.append(TerminalWorker(line, ear, timings))
        return hired[-1]

    yield hire
    for worker in hired:
        assert worker.close(PATIENCE_S)


def test_an_approved_card_waits_works_and_has_a_slip(hire: Hired, ear: Ear) -> None:
    hire(SimulatedTerminal()).start(TEN)
    assert ear.until(Stage.APPROVED) == Report("r-1", Stage.APPROVED, "000001", "Visa 4242")
    assert ear.stages == [Stage.WAITING, Stage.WORKING, Stage.APPROVED]


def test_a_declined_card_charges_nothing(hire: Hired, ear: Ear) -> None:
    line = SimulatedTerminal(["decline"])
    hire(line).start(TEN)
    assert ear.until(Stage.DECLINED).reference == ""
    assert line.charged == []


def test_a_slow_bank_is_waited_for(hire: Hired, ear: Ear) -> None:
    hire(SimulatedTerminal(["slow"], tap_s=0.001)).start(TEN)
    ear.until(Stage.APPROVED)
    assert ear.stages == [Stage.WAITING, Stage.WORKING, Stage.APPROVED]


@pytest.mark.parametrize(
    ("deed", "stage", "charged"),
    [("lost_approved", Stage.APPROVED, [TEN]), ("lost_declined", Stage.DECLINED, [])],
)
def test_a_lost_answer_is_asked_for_until_it_is_known(
    hire: Hired, ear: Ear, deed: Deed, stage: Stage, charged: list[Request]
) -> None:
    line = SimulatedTerminal([deed])
    hire(line).start(TEN)
    ear.until(stage)
    assert ear.stages == [Stage.WAITING, Stage.WORKING, Stage.NO_ANSWER, stage]
    assert line.asked == ["r-1"]
    assert line.charged == charged


def test_a_silent_terminal_is_asked_again_and_again_and_never_paid_twice(hire: Hired, ear: Ear) -> None:
    line = SimulatedTerminal(["silent"])
    hire(line).start(TEN)
    assert ear.until(Stage.NO_ANSWER, count=4).asks_again_s == QUICK.longest_pause_s
    line.heal()
    ear.until(Stage.DECLINED)
    assert len(line.asked) >= 4
    assert line.charged == []


def test_a_terminal_that_cannot_be_reached_has_taken_nothing(hire: Hired, ear: Ear) -> None:
    line = SimulatedTerminal(["offline"])
    hire(line).start(TEN)
    assert ear.until(Stage.OFFLINE) == Report("r-1", Stage.OFFLINE)
    assert (line.asked, line.charged) == ([], [])


def test_a_card_is_taken_without_the_bank_where_that_is_allowed(hire: Hired, ear: Ear) -> None:
    line = SimulatedTerminal(["offline"])
    line.allowance = Allowance(5_000, 43_000)
    worker = hire(line)
    worker.start(TEN)
    assert ear.until(Stage.OFFLINE).allowance == Allowance(5_000, 43_000)
    worker.start(Request("r-2", 1_000, "GBP", may_go_offline=True))
    assert ear.until(Stage.APPROVED).request_id == "r-2"


def test_giving_up_while_the_card_is_awaited_is_found_to_be_declined(hire: Hired, ear: Ear) -> None:
    line = SimulatedTerminal(tap_s=PATIENCE_S)
    worker = hire(line)
    worker.start(TEN)
    ear.until(Stage.WAITING)
    worker.cancel("r-1")
    ear.until(Stage.DECLINED)
    assert line.charged == []


def test_a_till_that_was_killed_asks_for_what_it_had_begun(hire: Hired, ear: Ear) -> None:
    line = SimulatedTerminal(["lost_approved"])
    first = hire(line)
    first.start(TEN)
    ear.until(Stage.NO_ANSWER)
    first.close(PATIENCE_S)
    again = hire(line)
    again.ask("r-1")
    assert ear.until(Stage.APPROVED).reference == "000001"
    assert line.charged == [TEN]


def test_what_the_terminal_never_heard_of_was_not_taken(hire: Hired, ear: Ear) -> None:
    hire(SimulatedTerminal()).ask("never-sent")
    assert ear.until(Stage.DECLINED).request_id == "never-sent"


def test_one_id_is_charged_once_however_often_it_is_asked_for(hire: Hired, ear: Ear) -> None:
    line = SimulatedTerminal()
    worker = hire(line)
    worker.start(TEN)
    worker.start(TEN)
    ear.until(Stage.APPROVED)
    worker.start(TEN)
    ear.until(Stage.APPROVED, count=2)
    assert line.charged == [TEN]


def test_a_second_request_has_to_wait_for_the_first(hire: Hired, ear: Ear) -> None:
    line = SimulatedTerminal(["silent"])
    worker = hire(line)
    worker.start(TEN)
    ear.until(Stage.NO_ANSWER)
    with pytest.raises(Busy):
        worker.start(Request("r-2", 500, "GBP"))
    with pytest.raises(Busy):
        worker.ask("r-2")
    worker.leave("r-1")
    line.heal()
    worker.start(Request("r-2", 500, "GBP"))
    ear.until(Stage.NO_ANSWER, Stage.APPROVED)


def test_a_request_that_was_left_is_never_reported_again(hire: Hired, ear: Ear) -> None:
    line = SimulatedTerminal(["silent", "approve"])
    worker = hire(line)
    worker.start(TEN)
    ear.until(Stage.NO_ANSWER)
    worker.leave("r-1")
    line.heal()
    worker.start(Request("r-2", 500, "GBP"))
    ear.until(Stage.APPROVED)
    last = len(ear.reports)
    assert [report.request_id for report in ear.reports[last - 3 :]] == ["r-2", "r-2", "r-2"]


def test_asking_does_not_wait_for_the_pause(hire: Hired, ear: Ear) -> None:
    line = SimulatedTerminal(["lost_approved"])
    worker = hire(line, Timings(answer_s=2.0, first_pause_s=3600.0, longest_pause_s=3600.0))
    worker.start(TEN)
    assert ear.until(Stage.NO_ANSWER).asks_again_s == 3600.0
    worker.ask("r-1")
    ear.until(Stage.APPROVED)


def test_after_the_end_nothing_is_taken(ear: Ear) -> None:
    worker = TerminalWorker(SimulatedTerminal(), ear)
    assert worker.close(PATIENCE_S)
    with pytest.raises(Closed):
        worker.start(TEN)


class Faulty(SimulatedTerminal):
    def outcome(self, request_id: str, deadline: Deadline) -> Answer | None:
        raise ZeroDivisionError


@pytest.mark.expects_log
def test_a_drivers_fault_hides_no_payment(hire: Hired, ear: Ear) -> None:
    hire(Faulty(["lost_approved"])).start(TEN)
    ear.until(Stage.NO_ANSWER, count=2)


@pytest.mark.expects_log
def test_a_listeners_fault_costs_no_outcome() -> None:
    heard = threading.Event()

    def listener(report: Report) -> None:
        if report.stage is Stage.APPROVED:
            heard.set()
        raise ZeroDivisionError

    worker = TerminalWorker(SimulatedTerminal(), listener, QUICK)
    worker.start(TEN)
    assert heard.wait(PATIENCE_S)
    assert worker.close(PATIENCE_S)


def test_a_standalone_terminal_waits_for_its_person(ear: Ear) -> None:
    terminal = StandaloneTerminal(ear)
    terminal.start(TEN)
    terminal.ask("r-0")
    terminal.cancel("r-1")
    terminal.leave("r-1")
    assert ear.reports == [Report("r-1", Stage.WAITING), Report("r-0", Stage.WAITING)]
    assert terminal.is_attended
    assert terminal.close()


def test_settings_choose_the_terminal(ear: Ear) -> None:
    assert open_terminal({}, ear).is_attended
    simulated = open_terminal({"kind": "simulated", "script": "lost_approved", "tap_s": 0.001, "offline": 50}, ear)
    assert not simulated.is_attended
    assert simulated.close(PATIENCE_S)


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"kind": "abacus"}, "kind"),
        ({"kind": "simulated", "script": "approve explode"}, "explode"),
        ({"kind": "simulated", "script": " "}, "script"),
        ({"kind": "standalone", "script": "approve"}, "script"),
        ({"kind": "simulated", "answer_s": 0}, "answer_s"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(settings: dict[str, object], word: str, ear: Ear) -> None:
    with pytest.raises(Illegal, match=word):
        open_terminal(settings, ear)
