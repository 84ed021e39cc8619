"""Cases are listed with both sides' evidence and settled by a named person; the next of its kind opens another."""

import json
from pathlib import Path

from sync_engine.ledger.appliers.keeping import CaseNotOpen
from sync_engine.ledger.cases import OVERSELL, open_cases, story
from sync_engine.ledger.opening import open_ledger
from sync_engine.ledger.session import Place, opened
from sync_engine.protocol.facts import CaseResolvedBody
from tests.helpers.ledgers import KEYS, FakeTill, Item, context, sale_body
from tests.integration.ledger.asking import assert_whole
from tests.integration.ledger_commands.command_line import CommandLine
from tests.integration.ledger_commands.conftest import trade


def oversold(till: FakeTill, number: int) -> None:
    till.record(sale_body(Item("A", 1), doc_no=f"S01-T1a-{number:06d}"))


def test_a_settled_case_is_kept_and_the_next_oversell_opens_another(place: Place, tmp_path: Path) -> None:
    ledger = open_ledger(place.url, tmp_path, KEYS)
    try:
        till = trade(ledger)
        with ledger.databases.read.connect() as connection:
            (first,) = open_cases(connection, OVERSELL)
        body = CaseResolvedBody(**{**context(), "staff": "Manager 1"}, case=first.case_id, note="counted")
        assert ledger.append("case_resolved", 1, body).disposition == "applied"
        oversold(till, 90)
        oversold(till, 91)
        ledger.door.push(till.token, till.push(1))
        with ledger.databases.read.connect() as connection:
            (second,) = open_cases(connection, OVERSELL)
            told = story(connection, first.case_id)
        assert told is not None
        assert (second.subject, second.case_id == first.case_id) == (first.subject, False)
        assert (told.is_open, told.by, told.note, told.event_kind) == (False, "Manager 1", "counted", "sale")
        again = ledger.append("case_resolved", 1, body)
        assert (again.disposition, again.reason) == ("deferred", CaseNotOpen("").code)
        assert_whole(ledger)
    finally:
        ledger.close()


def test_a_manager_lists_reads_and_settles_cases(pos_ledger: CommandLine) -> None:
    pos_ledger.run("enroll-code", "--store", "S01", "--till", "T1")
    assert "No case is open." in pos_ledger.run("cases", "list")
    with opened(Place(pos_ledger.home, f"sqlite:///{pos_ledger.home}/ledger.db")) as (ledger, _):
        trade(ledger)
    found = json.loads(pos_ledger.run("cases", "list", "--kind", OVERSELL, "--json"))["cases"]
    (case,) = found
    shown = json.loads(pos_ledger.run("cases", "show", case["case_id"], "--json"))
    assert (shown["is_open"], shown["event"]["doc_no"], shown["facts"]["place"]) == (
        True,
        "S01-T1a-000003",
        "S01/floor",
    )
    assert "proposed: Count the article in this place" in pos_ledger.run("cases", "show", case["case_id"])
    words = ("cases", "resolve", case["case_id"], "--by", "Manager 1", "--note", "counted: 4 there")
    assert f"Case {case['case_id']} is settled." in pos_ledger.run(*words)
    assert "was settled before" in pos_ledger.run(*words, code=1)
    assert "settled by Manager 1: counted: 4 there" in pos_ledger.run("cases", "show", case["case_id"])
    assert "There is no case 9-9" in pos_ledger.run("cases", "show", "9-9", code=1)
    assert "The books are whole." in pos_ledger.run("verify", "--full")
