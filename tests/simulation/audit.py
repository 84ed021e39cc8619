"""Checks, after steps and at the end, what the product has against what happened. Every failure is a `Wrong`."""

import json
from collections.abc import Sequence

import sqlalchemy as sa

from pos_client.store.proof import Proof
from pos_client.store.trouble import CatalogueMissing
from sync_engine.ledger.rebuild import check_rebuild
from sync_engine.ledger.verify import verify
from sync_engine.protocol.messages import PushAnswer, PushRequest
from sync_engine.protocol.signing import Signer
from tests.helpers.ledgers import KEYS
from tests.simulation.house import House
from tests.simulation.shop import BOOM, FLOORS, SKUS
from tests.simulation.till import Box
from tests.simulation.truth import Books, Key, Sale, Truth, Wrong

_NEW = "SELECT pos, device_id, incarnation, seq, disposition, reason, kind, body FROM inbox WHERE pos > ? ORDER BY pos"


class Auditor:
    """Follows one ledger database and all tills."""

    def __init__(self, house: House, boxes: Sequence[Box], truth: Truth) -> None:
        self._house, self._boxes, self._truth = house, boxes, truth
        self._data_life = -1
        self.books, self._read_up_to = Books(), 0
        self._own = {box.papers.device_id: box for box in boxes}
        self._acked: dict[tuple[str, int], int] = {}
        self._answers: dict[tuple[str, int, int, str], object] = {}
        self._became: dict[Key, str] = {}
        self._at: dict[str, tuple[str, int]] = {}
        self.views_checked = 0

    # --- the ledger, step by step ---

    def answered(self, device: str, request: PushRequest, answer: PushAnswer) -> None:
        """The ledger says that it has a run; who asks again hears the same."""
        key = (device, request.incarnation)
        self._acked[key] = max(self._acked.get(key, 0), answer.acked_seq)
        if not request.events:
            return
        said = (answer.acked_seq, answer.positions, answer.dispositions)
        before = self._answers.setdefault((*key, request.from_seq, request.events[-1].hash), said)
        if before != said:
            raise Wrong(f"answers: {key} from {request.from_seq} was told {before}, now {said}")
        for one in answer.dispositions:
            first = self._became.setdefault((*key, one.seq), one.disposition)
            if first != one.disposition:
                raise Wrong(f"answers: {key} {one.seq} was {first}, now {one.disposition}")

    def check_acks(self) -> None:
        """Everything that a till was told is safe is in the inbox."""
        for (device, incarnation), seq in self._acked.items():
            missing = [n for n in range(1, seq + 1) if (device, incarnation, n) not in self.books.taken]
            if missing:
                raise Wrong(f"lost: the ledger said it has {missing} of {device}, and has not")

    def ledger_lost(self) -> None:
        """Another database stands in for one that was lost: its inbox is read anew."""
        self._acked, self._answers, self._became = {}, {}, {}

    def follow(self) -> None:
        """Work out what the ledger's new events come to, and compare what it says became of each."""
        house = self._house
        if house.ledger is None:
            return
        if self._data_life != house.lives_of_data:
            self._data_life = house.lives_of_data
            self.books, self._read_up_to = Books(), 0
        with house.ledger.databases.read.connect() as connection:
            rows = connection.exec_driver_sql(_NEW, (self._read_up_to,)).all()
        for pos, device, incarnation, seq, disposition, reason, kind, body in rows:
            key = (device, incarnation, seq)
            if kind == "sale" and key not in self._truth.strange:
                self._truth.found(key, json.loads(body))
            self._take(key, pos, (disposition, reason or ""), kind)
        self._read_up_to = rows[-1][0] if rows else self._read_up_to

    def _take(self, key: Key, pos: int, said: tuple[str, str], kind: str) -> None:
        if pos != self._read_up_to + 1:
            raise Wrong(f"positions: {pos} follows {self._read_up_to}")
        self._read_up_to = pos
        if key in self.books.taken:
            raise Wrong(f"doubled: {key} at {pos} and {self.books.taken[key]}")
        self.books.taken[key] = pos
        expected = self._expected(key, pos)
        if expected is not None and said[0] != expected[0]:
            raise Wrong(f"disposition: {key} ({kind}) became {said}, expected {expected}")
        if expected is not None and expected[1] and set(said[1].split(",")) != expected[1]:
            raise Wrong(f"disposition: {key} ({kind}) became {said}, expected {expected}")

    def _expected(self, key: Key, pos: int) -> tuple[str, set[str]] | None:
        if pos in self._truth.counts and key[0] == "ledger":
            self.books.count(self._truth.counts[pos], pos)
            return "applied", set()
        if key in self._truth.strange or self._is_boom(key):
            self.books.cases.add(("DEFERRED", f"{key[0]}/{key[1]}/{key[2]}"))
            return "deferred", set()
        sale = self._truth.sales.get(key)
        if sale is None:
            return None
        reasons = self.books.sell(sale, pos)
        return ("applied_exception" if reasons else "applied"), reasons

    def _is_boom(self, key: Key) -> bool:
        sale = self._truth.sales.get(key)
        return sale is not None and any(line.sku == BOOM for line in sale.lines)

    # --- the tills, step by step ---

    def check_view(self, box: Box) -> None:
        """Every number a screen shows, against the ledger's order of events and the till's own acts."""
        if not box.till.is_up or self._house.ledger is None:
            return
        try:
            rows = box.till.stock_rows()
        except CatalogueMissing:
            return
        if rows is None or rows[0] != self._house.ledger.state.epoch:
            return
        self._monotonic(box, rows[0], rows[1])
        for sku in SKUS:
            shown = {level.place: level.on_hand for level in box.till.view.levels(sku)}
            for floor in FLOORS:
                self._check_number(box, (floor, sku), rows[2].get((floor, sku), 0), shown.get(floor, 0))
        self.views_checked += 1

    def power_lost(self, box: Box) -> None:
        """A replica may stand further back then: what it loses the feed tells again."""
        self._at.pop(box.name, None)

    def _monotonic(self, box: Box, epoch: str, pos: int) -> None:
        before = self._at.get(box.name, (epoch, 0))
        if before[0] == epoch and pos < before[1]:
            raise Wrong(f"cursor: {box.name} went back from {before} to {pos}")
        self._at[box.name] = epoch, pos

    def _check_number(self, box: Box, key: tuple[str, str], version: int, shown: int) -> None:
        expected = self.books.at(key, version)
        if key[0] == f"{box.papers.store_id}/floor":
            expected += sum(self._moved(own, key[1], version) for own in self._sales_of(box))
        if shown != expected:
            raise Wrong(f"view: {box.name} shows {shown} of {key} at version {version}, {expected} is right")

    def _sales_of(self, box: Box) -> list[tuple[Key, Sale]]:
        device = box.papers.device_id
        return [(key, sale) for key, sale in self._truth.sales.items() if key[0] == device]

    def _moved(self, own: tuple[Key, Sale], sku: str, version: int) -> int:
        """What an own sale took that the row of that version does not contain."""
        key, sale = own
        if self.books.taken.get(key, version + 1) <= version:
            return 0
        return -sum(line.qty for line in sale.lines if line.sku == sku)

    # --- the end ---

    def check_all(self) -> None:
        """Everything is quiet: nothing lost, nothing doubled, nothing invented, books and views as they must be."""
        self.follow()
        self.check_acks()
        assert self._house.ledger is not None
        with self._house.ledger.databases.read.begin() as connection:
            self._check_inbox(connection)
            self._check_books(connection)
            for finding in (*verify(connection, KEYS.signer.public_key), check_rebuild(connection)):
                if not finding.is_ok:
                    raise Wrong(f"verify: {finding}")
        for box in self._boxes:
            self._check_journal(box)
            self.check_view(box)
            self._check_boom(box)

    def _check_inbox(self, connection: sa.Connection) -> None:
        query = "SELECT device_id, incarnation, seq, hash FROM inbox"
        rows = [tuple(row) for row in connection.exec_driver_sql(query)]
        stored = {row[:3]: bytes(row[3]) for row in rows if row[0] in self._own}
        recorded: dict[Key, bytes] = {}
        for box in self._boxes:
            with box.till.file.read() as reading:
                rows = reading.exec_driver_sql("SELECT incarnation, seq, hash FROM event").all()
            recorded |= {(box.papers.device_id, row[0], row[1]): bytes(row[2]) for row in rows}
        if lost := sorted(recorded.keys() - stored.keys()):
            raise Wrong(f"lost: {lost} are not in the ledger")
        if invented := sorted(stored.keys() - recorded.keys()):
            raise Wrong(f"invented: {invented} are in no journal")
        if differing := sorted(key for key, digest in stored.items() if recorded[key] != digest):
            raise Wrong(f"bytes: {differing} differ")
        if missing := sorted(self._truth.sales.keys() - recorded.keys()):
            raise Wrong(f"lost: {missing} were sold and are in no journal")

    def _check_books(self, connection: sa.Connection) -> None:
        rows = connection.exec_driver_sql("SELECT place, article_id, on_hand FROM stock").all()
        stock = {(row[0], row[1]): row[2] for row in rows if row[2]}
        _same("stock", stock, {key: value for key, value in self.books.stock.items() if value})
        rows = connection.exec_driver_sql("SELECT account, amount FROM balance").all()
        _same("money", {row[0]: row[1] for row in rows if row[1]}, {k: v for k, v in self.books.money.items() if v})
        rows = connection.exec_driver_sql("SELECT kind, subject FROM case_").all()
        cases = [(row[0], row[1]) for row in rows]
        _same("cases", sorted(cases), sorted(self.books.cases))
        rows = connection.exec_driver_sql("SELECT body FROM inbox WHERE kind = 'sale'").all()
        numbers = [json.loads(row[0]).get("doc_no") for row in rows]
        stored = [number for number in numbers if number]
        _same("receipts", sorted(stored), sorted(self._truth.receipts))

    def _check_journal(self, box: Box) -> None:
        proof = Proof(Signer(box.papers.seed).public_key, lambda: None)
        with box.till.file.read() as connection:
            checks = proof.of(connection)
        broken = [one for one in checks if not one.is_whole and one.name != "bodies"]
        if broken:
            raise Wrong(f"journal: {box.name}: {broken}")

    def _check_boom(self, box: Box) -> None:
        shown = {level.place: level.on_hand for level in box.till.view.levels(BOOM)}
        if any(shown.values()):
            raise Wrong(f"view: {box.name} shows {shown} of what the ledger does not book")


def _same(what: str, found: object, expected: object) -> None:
    if found != expected:
        raise Wrong(f"{what}: found {found}, expected {expected}")
