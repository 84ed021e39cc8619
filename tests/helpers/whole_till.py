"""A till of real parts without its window and its second program: journal and replica on disk, synced when told to.

Between it and the ledger stands the door, so a test decides what each till knows of the others.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from pos_client.counter.clock import RandomIds
from pos_client.counter.completing import Completing
from pos_client.counter.customers import Customers, PurchasesElsewhere
from pos_client.counter.desk import Desk
from pos_client.counter.parking import Parking
from pos_client.counter.selling import Counter
from pos_client.counter.session import Session
from pos_client.counter.shift import ShiftBook
from pos_client.store.chain import Known
from pos_client.store.customer_view import LocalCustomers
from pos_client.store.disk import DiskGuard
from pos_client.store.draft_file import DraftFile
from pos_client.store.journal import JournalStore, Recorder
from pos_client.store.journal_file import JournalFile, create_journal, open_journal
from pos_client.store.parked_view import LocalWaitingSales
from pos_client.store.replica_book import ReplicaBook
from pos_client.store.replica_catalog import ReplicaCatalog
from pos_client.store.replica_file import ReplicaFile
from sync_engine.domain.staff import StaffMember
from sync_engine.ledger.opening import Ledger
from sync_engine.protocol import facts
from sync_engine.protocol.messages import EnrollRequest, FeedPage, PushAnswer, SnapshotAnswer
from sync_engine.protocol.signing import Signer
from sync_engine.sql.journal_events import JournalEvents
from sync_engine.till.credential import Credential
from sync_engine.till.download import fetch_snapshot
from sync_engine.till.generations import Generations
from sync_engine.till.signals import SaveAck, SendPush
from sync_engine.till.upward import Introduction, Upward
from tests.helpers.counter_fakes import FakeClock
from tests.helpers.door_ledger import DoorLedger
from tests.helpers.ledgers import article_row, reference
from tests.helpers.till_home import A_DEVICE, JOURNAL_KEY, STORE_BODY

PERSON = StaffMember("C1", "Cashier 1", "cashier", ("S01",))


def stock_the_shop(ledger: Ledger) -> None:
    """A store with two articles, one of them cheaper for members."""
    store = facts.ReferenceRow(scope="*", key="S01", body=STORE_BODY)
    person = {"name": "Cashier 1", "role": "cashier", "pin_hash": None, "active": True}
    group = {"name": "Members", "price_list": "member"}
    for body in (
        reference("store", store),
        reference("staff", facts.ReferenceRow(scope="S01", key="C1", body=person)),
        reference("article", article_row("COFFEE", tax="standard"), article_row("TEA", tax="standard")),
        reference("price", *(_price(*one) for one in (("COFFEE", "default", 25_500), ("TEA", "default", 19_900)))),
        reference("price", _price("COFFEE", "member", 20_000)),
        reference("group", facts.ReferenceRow(scope="*", key="member", body=group)),
    ):
        ledger.append("reference_changed", 1, body)


def _price(sku: str, price_list: str, unit_e4: int) -> facts.ReferenceRow:
    body = {"sku": sku, "list": price_list, "store": None, "unit_e4": unit_e4, "from": "2010-01-01", "to": None}
    return facts.ReferenceRow(scope="*", key=f"{price_list}||{sku}|2010-01-01", body=body)


@dataclass
class Joined:
    """What enrolment gave."""

    seed: bytes
    device_id: str
    incarnation: int
    epoch: str
    token: str
    replica_key: bytes


def joined(ledger: Ledger, code: str, seed: bytes) -> Joined:
    """Enrol at the door."""
    request = EnrollRequest(code=code, public_key=Signer(seed).public_key.hex(), install_id="i1", app="test")
    answer = ledger.door.enroll(request)
    key = bytes.fromhex(answer.replica_key)
    return Joined(seed, answer.device, answer.incarnation, answer.epoch, answer.token, key)


class WholeTill:
    """`push` and `pull` are its whole network; `restart` is a program that starts anew on the same files."""

    def __init__(self, ledger: Ledger, home: Path, till_id: str, who: Joined) -> None:
        self.home, self.till_id, self.who = home, till_id, who
        home.mkdir()
        device = replace(
            A_DEVICE, device_id=who.device_id, incarnation=who.incarnation, till_id=till_id, epoch=who.epoch
        )
        create_journal(home, JOURNAL_KEY, device)
        self.wire = DoorLedger(ledger.door, ledger.snapshots, "S01", Credential(who.token))
        self.events = JournalEvents(home / "journal.db", JOURNAL_KEY)
        self.generations = Generations(home, who.replica_key, who.device_id, self.events.touched)
        self.acked = 0
        self.clock = FakeClock()
        self._open(None)

    def _open(self, elsewhere: PurchasesElsewhere | None) -> None:
        self.file: JournalFile = open_journal(self.home, JOURNAL_KEY)
        guard = DiskGuard(self.home, reserve_bytes=65_536, needed_bytes=65_536)
        recorder = Recorder(lambda: Known(self.who.epoch, 0), None)
        journal = JournalStore(self.file, Signer(self.who.seed), recorder, guard)
        self.replica = ReplicaFile(self.home, self.who.replica_key)
        book = ReplicaBook(self.replica, "S01", lambda verifier, pin: verifier == pin)
        self.catalog = ReplicaCatalog(self.replica, book)
        self.drafts = DraftFile(self.file, JOURNAL_KEY, self.clock.now)
        self.session = Session(book, self.clock)
        self.session.sign_in_without_pin(PERSON)
        completing = Completing(journal, ShiftBook(journal, RandomIds()), RandomIds())
        self.desk = desk = Desk(self.catalog, book, self.session, completing, self.clock, self.drafts)
        self.counter = Counter(desk)
        self.parking = Parking(desk, self.counter, LocalWaitingSales(self.file, self.replica, self.till_id))
        self.customers = Customers(desk, LocalCustomers(self.file, self.replica), elsewhere)

    def restart(self, elsewhere: PurchasesElsewhere | None = None) -> None:
        self._close_files()
        self._open(elsewhere)

    def push(self) -> PushAnswer:
        """Hand over what the ledger has not got."""
        upward = Upward(self.wire, self.events, Introduction("i1", "test"))
        request = upward.push_request(SendPush(1, self.who.incarnation, self.acked + 1, 500, 1 << 20))
        assert request is not None
        answer = self.wire.push(request)
        self.acked = answer.acked_seq
        self.generations.acknowledge(SaveAck(self.who.incarnation, self.acked, 0, None, answer.dispositions))
        return answer

    def pull(self) -> None:
        """Fetch a replica file if there is none, then follow the feed to its end."""
        cursor = self.generations.cursor()
        if cursor is None:
            answer = self.wire.snapshot()
            assert isinstance(answer, SnapshotAnswer)
            fetch_snapshot(self.wire, answer, self.home, lambda _: None)
            cursor = self.generations.stage(answer)
        page: FeedPage | None = None
        while page is None or not page.complete:
            page = self.wire.feed(cursor, 2_000)
            self.generations.apply(page)
            cursor = page.cursor

    def ring(self, *skus: str) -> None:
        for sku in skus:
            self.counter.add_article(sku)

    def lines(self) -> list[tuple[str, int]]:
        """(article, unit price) of what stands on the counter."""
        return [(line.article_id, line.unit_e4) for line in self.counter.sale.cart.lines]

    def close(self) -> None:
        self._close_files()
        self.events.close()
        self.generations.close()

    def _close_files(self) -> None:
        self.drafts.close()
        self.file.close()
        self.replica.close()
