"""Receipts by mail over a real mail server, and the page behind a receipt's public address."""

from collections.abc import Callable, Iterator
from email.message import EmailMessage

import httpx
import pytest
import sqlalchemy as sa

from sync_engine.domain.dates import parse_instant
from sync_engine.ledger.mailer import Mailer, Post
from sync_engine.ledger.opening import Ledger
from sync_engine.ledger.outbox import DEADLINE_S, PAUSES_S, Outbox
from sync_engine.ledger.rebuild import check_rebuild
from sync_engine.ledger.smtp import mail_server
from sync_engine.ledger.store import tables
from sync_engine.ledger.store.mail_tables import mail_sending
from sync_engine.protocol import facts
from sync_engine.protocol.envelope import SignedEvent
from sync_engine.receipt.link import receipt_link
from tests.helpers.ledgers import FakeTill, Item, context, reference, sale_body
from tests.helpers.mail_server import MailServerFake

SENDER, TO = "receipts@shop.example", "customer@home.example"
STORE = {
    "name": "Harbour <&> Sons",
    "address": ["1 Demonstration Quay"],
    "country": "GB",
    "currency": "EUR",
    "cutover_minutes": 240,
    "price_list": "default",
    "rules": [],
    "time_zone": "Europe/London",
    "language": "en",
    "receipt": {"legal": ["VAT 000 0000 00"], "url": "https://receipts.shop.example/"},
}
Joining = Callable[..., FakeTill]


class Clock:
    def __init__(self) -> None:
        self.now_ms = int(parse_instant("2030-01-01T00:00:00.000Z").timestamp() * 1000)

    def __call__(self) -> int:
        return self.now_ms

    def wait(self, seconds: float) -> None:
        self.now_ms += int(seconds * 1000)


class Office:
    """A ledger with a till, a mail server, and a mailer that a test turns by hand."""

    def __init__(self, ledger: Ledger, till: FakeTill, server: MailServerFake) -> None:
        self.ledger, self.till, self.server = ledger, till, server
        self.clock = Clock()
        with ledger.databases.write.begin() as connection:
            connection.execute(sa.update(tables.inbox).values(received_ms=self.clock.now_ms))
        post = Post(mail_server(server.url), SENDER, "ledger-1")
        self.mailer = Mailer(ledger.databases.read, ledger.writer, post, self.clock)

    def sell(self, *items: Item, doc_no: str = "S01-T1a-000001") -> SignedEvent:
        return self.tell(sale_body(*(items or (Item("A"),)), doc_no=doc_no))

    def ask(self, sale: SignedEvent, to: str = TO, language: str = "en", doc_no: str = "S01-T1a-000001") -> None:
        sale_ref = sale.header.event_id
        self.tell(facts.ReceiptAskedBody(**context(), doc_no=doc_no, to=to, language=language, sale_ref=sale_ref))

    def tell(self, body: facts.Body) -> SignedEvent:
        event = self.till.record(body)
        self.ledger.door.push(self.till.token, self.till.push(event.header.seq))
        with self.ledger.databases.write.begin() as connection:
            connection.execute(sa.update(tables.inbox).values(received_ms=self.clock.now_ms))
        return event

    def states(self) -> list[tuple[str, int, str]]:
        columns = mail_sending.c
        query = sa.select(columns.state, columns.tries, columns.reason).order_by(columns.pos)
        with self.ledger.databases.read.begin() as connection:
            return [tuple(row) for row in connection.execute(query)]

    def waiting(self) -> int:
        with self.ledger.databases.read.begin() as connection:
            return Outbox().waiting(connection)


@pytest.fixture
def server() -> Iterator[MailServerFake]:
    with MailServerFake() as made:
        yield made


@pytest.fixture
def office(ledger: Ledger, join: Joining, server: MailServerFake) -> Office:
    made = Office(ledger, join(), server)
    ledger.append("reference_changed", 1, reference("store", facts.ReferenceRow(scope="*", key="S01", body=STORE)))
    return made


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert isinstance(body, EmailMessage)
    return str(body.get_content())


def test_a_receipt_is_mailed_as_text_and_as_html_from_one_page(office: Office, server: MailServerFake) -> None:
    sale = office.sell(Item("A", 2, 15_000))
    office.ask(sale)
    assert office.mailer.turn() == 1
    ((to, message),) = server.mails
    assert (to, message["To"], message["Subject"]) == (
        TO,
        TO,
        "Receipt S01-T1a-000001 from Harbour <&> Sons",
    )
    assert message["From"] == f'"Harbour <&> Sons" <{SENDER}>'
    assert message["Message-ID"].endswith("@shop.example>")
    text, html = part(message, "plain"), part(message, "html")
    assert "Article A                             3.00\n  2 x 1.50\n" in text.replace("\r\n", "\n")
    assert "VAT 000 0000 00" in text
    assert receipt_link("https://receipts.shop.example", sale.header.event_id, sale.signature) in text
    assert "Harbour &lt;&amp;&gt; Sons" in html
    assert "3.00" in html
    assert office.states() == [("sent", 1, "")]


def test_a_mail_is_in_the_language_that_was_asked_for(office: Office, server: MailServerFake) -> None:
    office.ask(office.sell(), language="de-GB")
    office.mailer.turn()
    text = part(server.mails[0][1], "plain")
    assert "SUMME EUR" in text
    assert 'lang="de-GB"' in part(server.mails[0][1], "html")


def test_who_asks_twice_gets_one_mail_and_another_address_its_own(office: Office, server: MailServerFake) -> None:
    sale = office.sell()
    for to in (TO, TO, "other@home.example"):
        office.ask(sale, to)
    office.mailer.turn()
    office.ask(sale)
    office.mailer.turn()
    assert [to for to, _ in server.mails] == [TO, "other@home.example"]
    assert [state for state, _, _ in office.states()] == ["sent", "doubled", "sent", "doubled"]
    assert office.waiting() == 0


def test_a_server_that_is_away_or_busy_is_tried_again_with_growing_pauses(
    office: Office, server: MailServerFake
) -> None:
    office.ask(office.sell())
    server.refusal = "451 try later"
    for tries, pause_s in enumerate(PAUSES_S, 1):
        assert office.mailer.turn() == 0
        assert office.states() == [("waiting", tries, "smtp_451")]
        office.clock.wait(pause_s - 1)
        office.mailer.turn()
        assert office.states() == [("waiting", tries, "smtp_451")]
        office.clock.wait(1)
    server.refusal = ""
    assert office.mailer.turn() == 1
    assert len(server.mails) == 1


def test_no_connection_is_no_loss(office: Office, ledger: Ledger) -> None:
    office.ask(office.sell())
    nobody = Post(mail_server("smtp://127.0.0.1:1"), SENDER, "ledger-1")
    Mailer(ledger.databases.read, ledger.writer, nobody, office.clock).turn()
    assert office.states() == [("waiting", 1, "connectionrefusederror")]
    office.clock.wait(PAUSES_S[0])
    assert office.mailer.turn() == 1


@pytest.mark.expects_log
def test_an_address_that_the_server_refuses_is_given_up_and_stands_in_no_log(
    office: Office, server: MailServerFake, caplog: pytest.LogCaptureFixture
) -> None:
    office.ask(office.sell())
    server.refusal = f"550 no such user {TO}"
    assert office.mailer.turn() == 1
    assert office.states() == [("given_up", 1, "smtp_550")]
    assert "S01-T1a-000001" in caplog.text
    assert "customer" not in caplog.text


@pytest.mark.expects_log
def test_after_its_deadline_nobody_waits_for_a_mail(office: Office, server: MailServerFake) -> None:
    office.ask(office.sell())
    server.refusal = "451 try later"
    office.clock.wait(DEADLINE_S)
    office.mailer.turn()
    assert [state for state, _, _ in office.states()] == ["given_up"]
    assert office.waiting() == 0


def test_a_wish_that_arrives_before_its_sale_waits_for_it(office: Office, server: MailServerFake) -> None:
    other = FakeTill()
    sale = other.record(sale_body(Item("A")))
    office.ask(sale)
    assert office.mailer.turn() == 0
    assert office.states() == [("waiting", 1, "no_such_sale")]
    assert server.mails == []


def test_what_is_no_address_is_kept_and_not_sent(office: Office, server: MailServerFake, ledger: Ledger) -> None:
    office.ask(office.sell(), to="customer@home.example\r\nBcc: all@home.example")
    with ledger.databases.read.begin() as connection:
        row = connection.execute(sa.select(tables.inbox).order_by(tables.inbox.c.pos.desc()).limit(1)).one()
    assert (row.disposition, row.reason) == ("deferred", "no_mail_address")
    assert office.mailer.turn() == 0


def test_the_outbox_can_be_made_anew_from_the_inbox(office: Office, ledger: Ledger) -> None:
    office.ask(office.sell())
    office.mailer.turn()
    with ledger.databases.read.connect() as connection, connection.begin():
        assert check_rebuild(connection).breaches == ()


def test_the_mailer_sends_by_itself_while_it_runs(office: Office, server: MailServerFake, ledger: Ledger) -> None:
    office.ask(office.sell())
    mailer = Mailer(ledger.databases.read, ledger.writer, office.mailer._post, office.clock, 0.01)  # noqa: SLF001
    mailer.start()
    try:
        assert server.came.wait(20)
    finally:
        mailer.close()
    assert (len(server.mails), office.states()) == (1, [("sent", 1, "")])


def test_whoever_has_the_address_of_a_receipt_sees_that_page_and_no_other(office: Office, client: httpx.Client) -> None:
    sale = office.sell(Item("A", 2, 15_000))
    path = receipt_link("https://x.example", sale.header.event_id, sale.signature).removeprefix("https://x.example")
    page = client.get(path, headers={"Accept-Language": "xx, de;q=0.8, en;q=0.5"})
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "3,00" in page.text
    assert "SUMME EUR" in page.text
    assert "Harbour &lt;&amp;&gt; Sons" in page.text
    forged = receipt_link("", sale.header.event_id, bytes(64)) or path[:-1] + ("A" if path[-1] != "A" else "B")
    for wrong in (forged, "/r/x", "/r/" + "A" * 38, "/r/" + "%00" * 5):
        assert client.get(wrong).status_code == 404
