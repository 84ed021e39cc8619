"""A receipt asked for at a till without a network reaches its mailbox when both programs are back."""

from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from pos_client.app import SyncWatch, Till, Wishes, enroll, open_till
from pos_client.app.receipts import TillReceipts
from pos_client.app.watch import wait_for_catalogue, wait_until_sent
from pos_client.counter.clock import SystemClock
from sync_engine.domain.identity import new_event_id
from sync_engine.domain.staff import StaffMember
from tests.helpers.mail_server import MailServerFake
from tests.helpers.till_home import a_sale
from tests.integration.ledger_commands.command_line import ROOT, CommandLine

CASHIER = StaffMember("C1", "Cashier 1", "cashier", ("S01",))
ALONE = Wishes(is_synced=False, is_printing=False, is_copied=False)
SYNCED = Wishes(is_printing=False, is_copied=False)


def joined(pos_ledger: CommandLine, home: Path) -> None:
    """A till with the articles of the demo shop."""
    for kind in ("stores", "articles"):
        pos_ledger.run("import", kind, ROOT / "resources" / "demo" / f"{kind}.csv")
    code = pos_ledger.run("enroll-code", "--store", "S01", "--till", "T1").splitlines()[-1]
    with pos_ledger.serving() as address:
        enroll(home, address, code)
        watch = SyncWatch()
        with open_till(home, watch.post, SYNCED) as till:
            assert wait_for_catalogue(till, watch)


def ask(till: Till) -> str:
    till.session.sign_in_without_pin(CASHIER)
    act = a_sale(new_event_id(1_795_000_000_000, bytes(10)))
    doc_no = till.journal.record([replace(act, is_printed=True)]).doc_no or ""
    TillReceipts(till, SystemClock()).mail(doc_no, "customer@home.example")
    return doc_no


@pytest.mark.timeout(120)
def test_what_was_asked_for_offline_is_mailed_when_the_line_is_back(pos_ledger: CommandLine, tmp_path: Path) -> None:
    home = tmp_path / "till"
    joined(pos_ledger, home)
    with open_till(home, lambda _: None, ALONE) as till:
        doc_no, address = ask(till), till.device.ledger_url
    with MailServerFake() as server:
        port = address.rpartition(":")[2]
        words = ("--port", port, "--smtp", server.url, "--mail-from", "receipts@shop.example")
        with pos_ledger.serving(*words):
            watch = SyncWatch()
            with open_till(home, watch.post, SYNCED) as till:
                assert wait_until_sent(till, watch)
                assert server.came.wait(30)
        ((to, message),) = server.mails
    body = message.get_body(("plain",))
    assert isinstance(body, EmailMessage)
    assert (to, doc_no in message["Subject"], "Coffee" in body.get_content()) == ("customer@home.example", True, True)


def test_a_mail_server_that_cannot_be_meant_stops_the_command(pos_ledger: CommandLine) -> None:
    assert "smtp://HOST" in pos_ledger.run("serve", "--smtp", "mail.example", code=2)
    assert "--mail-from" in pos_ledger.run("serve", "--smtp", "smtp://mail.example", code=2)
