"""A journal that had to go on under another incarnation twice: what was sold is stated again twice and counts once."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_client.store.bodies import Statement
from pos_client.store.chain import Known, advanced, chained, store_event, store_head
from pos_client.store.incarnations import Branch, begin_incarnation
from pos_client.store.journal_file import read_device
from pos_client.store.proof import Proof
from sync_engine.domain.dates import parse_instant
from sync_engine.protocol.signing import Signer
from tests.helpers.till_home import EPOCH, SEED, OpenTill, a_sale, open_till

AT = parse_instant("2026-11-21T12:00:00.000Z")
OPENED = ("01a00000-0000-7000-8000-000000000002", "01a00000-0000-7000-8000-000000000003")


@pytest.fixture
def till(tmp_path: Path) -> Iterator[OpenTill]:
    till = open_till(tmp_path)
    yield till
    till.file.close()


def branched(till: OpenTill, incarnation: int, event_id: str) -> None:
    branch = Branch(incarnation, 0, "fork", AT)
    begin_incarnation(till.file, Signer(SEED), Known(EPOCH, 7), branch, event_id)


def test_a_journal_that_branched_twice_is_whole(till: OpenTill) -> None:
    till.journal.record([a_sale()])
    branched(till, 2, OPENED[0])
    branched(till, 3, OPENED[1])
    with till.file.read() as connection:
        rows = connection.exec_driver_sql("SELECT incarnation, seq, kind FROM event ORDER BY 1, 2").all()
        moves = connection.exec_driver_sql("SELECT incarnation, seq FROM own_move").all()
        checks = Proof(Signer(SEED).public_key, lambda: None).of(connection)
    assert [tuple(row) for row in rows] == [
        (1, 1, "sale"),
        (2, 1, "incarnation_opened"),
        (2, 2, "reissued"),
        (3, 1, "incarnation_opened"),
        (3, 2, "reissued"),
    ]
    assert {tuple(row) for row in moves} == {(3, 2)}
    assert [check.name for check in checks if not check.is_whole] == []


def test_what_this_release_cannot_read_is_stated_again_as_it_is(till: OpenTill) -> None:
    till.journal.record([a_sale()])
    with till.file.write() as connection:
        device = read_device(connection)
        later = Statement("goods_tasted", 1, {"store": "S01"}, 0)  # type: ignore[arg-type]
        entry = chained(device, OPENED[1], later, Known(EPOCH, 7), Signer(SEED))
        store_event(connection, entry, "2026-11-21T11:00:00.000Z")
        store_head(connection, advanced(device, entry.event, took_number=False))
    branched(till, 2, OPENED[0])
    with till.file.read() as connection:
        rows = connection.exec_driver_sql("SELECT seq, body FROM event WHERE kind = 'reissued' ORDER BY seq").all()
        checks = Proof(Signer(SEED).public_key, lambda: None).of(connection)
    stated = json.loads(rows[1].body)
    assert (stated["id"], stated["kind"], stated["store"], stated["body"]) == (
        *(OPENED[1], "goods_tasted", "S01"),
        entry.event.body.decode(),
    )
    assert [check.name for check in checks if not check.is_whole] == ["bodies"]
