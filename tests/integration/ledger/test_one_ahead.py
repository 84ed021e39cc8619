"""While one batch commits, the next is decided: whatever becomes of the first, nothing is lost or doubled."""

import threading
from collections.abc import Sequence

import psycopg
import pytest
import sqlalchemy as sa

from sync_engine.ledger.appliers import APPLIERS, Applier
from sync_engine.ledger.book import Arrival
from sync_engine.ledger.effects import Outcome
from sync_engine.ledger.intake import arrivals_of
from sync_engine.ledger.opening import Ledger, now_ms
from sync_engine.ledger.store.bulk import Script
from sync_engine.ledger.store.locks import SteppedDown, take_lease
from sync_engine.ledger.turns import Limits
from sync_engine.ledger.writer import Writer
from sync_engine.protocol.facts import SaleBody
from tests.helpers.ledgers import FakeTill, Item, articles, sale_body
from tests.integration.ledger.asking import assert_whole, on_hand
from tests.integration.ledger.conftest import Joining
from tests.integration.ledger.faults import Fault, LostAnswer, failing, losing_answers
from tests.integration.ledger.test_writer import StumblingSale

BATCH = 5


class Ahead:
    """A writer of small batches that begins only when everything waits, so that it is always one batch ahead."""

    def __init__(self, ledger: Ledger) -> None:
        ledger.writer.close()
        self.threads: list[str] = []
        limits = Limits(events=BATCH, per_device=BATCH)
        self.writer = Writer(ledger.databases, ledger.state.lease, now_ms, self._committed, limits)

    def _committed(self, _last_pos: int) -> None:
        self.threads.append(threading.current_thread().name)

    def written(self, *runs: tuple[FakeTill, Sequence[Arrival]]) -> list[list[Outcome] | BaseException]:
        futures = [self.writer.submit(till.device_id, arrivals) for till, arrivals in runs]
        self.writer.start()
        found = [future.exception(30) or future.result() for future in futures]
        self.writer.close()
        return found


@pytest.fixture(autouse=True)
def _catalogue(request: pytest.FixtureRequest) -> None:
    if "ledger" in request.fixturenames:
        request.getfixturevalue("ledger").append("reference_changed", 1, articles("A"))


def selling(till: FakeTill, sales: int, name: str = "T1") -> tuple[FakeTill, list[Arrival]]:
    for _ in range(sales):
        till.record(sale_body(Item("A"), till=name, doc_no=f"{till.device_id}-{till.head[0]}"))
    return again(till)


def again(till: FakeTill) -> tuple[FakeTill, list[Arrival]]:
    return till, arrivals_of(till.push(), till.device_id, till.signer.public_key, 1)


def places(outcomes: list[Outcome] | BaseException) -> list[tuple[str, int, str]]:
    assert isinstance(outcomes, list), outcomes
    return [(outcome.verdict, outcome.seq, outcome.disposition) for outcome in outcomes]


def booked(*numbers: int) -> list[tuple[str, int, str]]:
    return [("new", number, "applied") for number in numbers]


def test_the_next_batch_is_decided_while_the_one_before_commits(ledger: Ledger, join: Joining) -> None:
    till = join()
    ahead = Ahead(ledger)
    (outcomes,) = ahead.written(selling(till, 12))
    assert places(outcomes) == booked(*range(1, 13))
    assert [thread.split("_")[0] for thread in ahead.threads] == ["ledger-commit", "ledger-commit", "ledger-writer"]
    assert on_hand(ledger, "S01/floor", "A") == -12
    assert_whole(ledger)


def test_what_is_sent_again_while_it_commits_gets_the_answer_it_is_about_to_get(ledger: Ledger, join: Joining) -> None:
    till, other = join("S01", "T1"), join("S01", "T2")
    ahead = Ahead(ledger)
    first, second, _ = ahead.written(selling(till, BATCH), again(till), selling(other, BATCH, "T2"))
    assert places(first) == booked(*range(1, 6))
    assert places(second) == [("replay", number, "applied") for number in range(1, 6)]
    assert [outcome.pos for outcome in second] == [outcome.pos for outcome in first]  # type: ignore[union-attr]
    assert_whole(ledger)


@pytest.mark.parametrize("statement", ["UPDATE shard", "INSERT INTO device_head"])
def test_a_commit_that_fails_takes_the_decision_on_top_of_it_along(
    ledger: Ledger, join: Joining, statement: str
) -> None:
    till, other = join("S01", "T1"), join("S01", "T2")
    ahead = Ahead(ledger)
    error = psycopg.OperationalError("server closed the connection unexpectedly")
    with failing(ledger.databases, Fault(statement, error)) as fault:
        first, second = ahead.written(selling(till, 7), selling(other, 7, "T2"))
    assert (fault.raised, places(first), places(second)) == (1, booked(*range(1, 8)), booked(*range(1, 8)))
    assert on_hand(ledger, "S01/floor", "A") == -14
    assert_whole(ledger)


def test_a_commit_whose_answer_was_lost_counts_once_for_the_batch_on_top_of_it(ledger: Ledger, join: Joining) -> None:
    till = join()
    ahead = Ahead(ledger)
    with losing_answers(ledger.databases, LostAnswer()) as fault:
        (outcomes,) = ahead.written(selling(till, 12))
    assert isinstance(outcomes, list)
    assert (fault.raised, [outcome.seq for outcome in outcomes]) == (1, list(range(1, 13)))
    assert on_hand(ledger, "S01/floor", "A") == -12
    assert_whole(ledger)


@pytest.mark.expects_log
def test_a_poisonous_event_in_the_batch_on_top_is_isolated(
    ledger: Ledger, join: Joining, monkeypatch: pytest.MonkeyPatch
) -> None:
    till = join()
    ahead = Ahead(ledger)
    run = selling(till, 12)
    real = APPLIERS[SaleBody]
    monkeypatch.setitem(APPLIERS, SaleBody, Applier(real.add_needs, StumblingSale(real, f"{till.device_id}-6").apply))
    (outcomes,) = ahead.written(run)
    assert places(outcomes) == [*booked(*range(1, 7)), ("new", 7, "deferred"), *booked(*range(8, 13))]
    monkeypatch.undo()
    assert_whole(ledger)


@pytest.mark.expects_log
def test_a_writer_whose_term_is_over_answers_nobody_as_if_it_had_written(ledger: Ledger, join: Joining) -> None:
    till, other = join("S01", "T1"), join("S01", "T2")
    ahead = Ahead(ledger)
    with ledger.databases.write.begin() as connection:
        take_lease(connection, "another", now_ms() + 60_000)
    answers = ahead.written(selling(till, 7), selling(other, 7, "T2"))
    assert [type(answer) for answer in answers] == [SteppedDown, SteppedDown]
    assert on_hand(ledger, "S01/floor", "A") == 0


@pytest.mark.postgres
@pytest.mark.parametrize(
    "text", ["plain", "back\\slash", 'quo"te', "tab\tline\nreturn\r", "\\N", "{}", "", "ё 日本 🙂"]
)
def test_every_text_arrives_in_postgresql_as_it_was(postgres_url: str, text: str) -> None:
    table = sa.Table(
        "t", sa.MetaData(), sa.Column("n", sa.Integer), sa.Column("text", sa.Text), sa.Column("raw", sa.LargeBinary)
    )
    few = [(1, text, text.encode()), (2, None, None)]
    many = [(number, text if number % 2 else None, text.encode()) for number in range(100)]
    engine = sa.create_engine(postgres_url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        table.create(connection)
        for rows in (few, many):
            script = Script("postgresql")
            script.insert(table, rows)
            script.run(connection)
        found = [
            (row.n, row.text, None if row.raw is None else bytes(row.raw))
            for row in connection.execute(sa.select(table))
        ]
    engine.dispose()
    assert found == [*few, *many]
