"""Checks, after steps and at the end, what the product has against what happened. Every failure is a `Wrong`."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from pos_client.store.proof import Proof
from pos_client.store.trouble import CatalogueMissing
from sync_engine.ledger.door import Fork, SeqGap
from sync_engine.ledger.rebuild import check_rebuild
from sync_engine.ledger.verify import verify
from sync_engine.protocol.messages import PushAnswer, PushRequest
from sync_engine.protocol.signing import Signer
from tests.helpers.ledgers import KEYS
from tests.simulation.house import House
from tests.simulation.shop import BOOM, FLOORS, SKUS
from tests.simulation.till import Box
from tests.simulation.truth import Books, Key, Sale, Truth, Wrong

_NEW = (
    "SELECT pos, device_id, incarnation, seq, disposition, reason, kind, event_id, body FROM inbox"
    " WHERE pos > ? ORDER BY pos"
)


@dataclass(frozen=True, slots=True)
class _Told:
    """An event as the ledger has it."""

    pos: int
    key: Key
    kind: str
    event_id: str
    body: bytes

    def meant(self) -> tuple[str, str, bytes]:
        """(id, kind, body) of the event, or of the one that it states again."""
        if self.kind != "reissued":
            return self.event_id, self.kind, self.body
        inner = json.loads(self.body)
        return inner["id"], inner["kind"], inner["body"].encode()


class Auditor:
    """Follows one ledger database and all tills."""

    def __init__(self, house: House, boxes: Sequence[Box], truth: Truth) -> None:
        self._house, self._boxes, self._truth = house, boxes, truth
        self._data_life = -1
        self.books, self._read_up_to = Books(), 0
        self.gone: set[bytes] = set()
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

    def refused(self, device: str, request: PushRequest, error: Exception) -> None:
        """A run that the ledger said it has is not refused later. That it is busy is no refusal."""
        if not request.events or not isinstance(error, SeqGap | Fork):
            return
        key = (device, request.incarnation, request.from_seq, request.events[-1].hash)
        if key in self._answers:
            raise Wrong(f"answers: {key} was told {self._answers[key]}, now {error!r}")
        if isinstance(error, SeqGap):
            self.follow()
            before = (device, request.incarnation, error.expected - 1)
            if error.expected > 1 and before not in self.books.keys:
                raise Wrong(f"answers: {device} is asked for {error.expected}, and the one before is not there")

    def check_acks(self) -> None:
        """Everything that a till was told is safe is in the inbox."""
        for (device, incarnation), seq in self._acked.items():
            missing = [n for n in range(1, seq + 1) if (device, incarnation, n) not in self.books.keys]
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
        for pos, device, incarnation, seq, disposition, reason, kind, event_id, body in rows:
            told = _Told(pos, (device, incarnation, seq), kind, event_id, body)
            self._take(told, (disposition, set((reason or "").split(",")) - {""}))
        self._read_up_to = rows[-1][0] if rows else self._read_up_to

    def _take(self, told: "_Told", said: tuple[str, set[str]]) -> None:
        if told.pos != self._read_up_to + 1:
            raise Wrong(f"positions: {told.pos} follows {self._read_up_to}")
        self._read_up_to = told.pos
        if told.key in self.books.keys:
            raise Wrong(f"doubled: {told.key} at {told.pos}")
        self.books.keys.add(told.key)
        expected = self._expected(told)
        if expected is not None and (said[0] != expected[0] or (expected[1] and said[1] != expected[1])):
            raise Wrong(f"disposition: {told.key} ({told.kind}) became {said}, expected {expected}")

    def _expected(self, told: "_Told") -> tuple[str, set[str]] | None:
        if told.key[0] == "ledger":
            if told.pos in self._truth.counts:
                self.books.count(self._truth.counts[told.pos], told.pos)
            return None
        if told.kind == "incarnation_opened":
            return self._branched(told)
        if told.kind == "reissued":
            self.books.restated.add(told.key)
        event_id, kind, body = told.meant()
        is_again = event_id in self.books.taken
        if is_again or event_id in self._truth.strange or self._is_boom(event_id, kind, body, told.key[0]):
            self.books.taken.setdefault(event_id, told.pos)
            self.books.cases.add(("DEFERRED", "/".join(map(str, told.key))))
            return "deferred", set()
        self.books.taken[event_id] = told.pos
        if kind != "sale":
            return "applied", set()
        reasons = self.books.sell(self._truth.sales[event_id], told.pos)
        return ("applied_exception" if reasons else "applied"), reasons

    def _branched(self, told: "_Told") -> tuple[str, set[str]]:
        if json.loads(told.body)["reason"] == "behind":
            return "applied", set()
        if json.loads(told.body)["before"] == 1:
            self.books.forks.add((told.key[0], told.key[1], 2))
        self.books.cases.add(("TILL_COPIED", str(told.pos)))
        return "applied_exception", {"TILL_COPIED"}

    def _is_boom(self, event_id: str, kind: str, body: bytes, device: str) -> bool:
        if kind != "sale":
            return False
        self._truth.found(event_id, json.loads(body), device)
        return any(line.sku == BOOM for line in self._truth.sales[event_id].lines)

    # --- the tills, step by step ---

    def check_view(self, box: Box) -> None:
        """Every number a screen shows, against the ledger's order of events and the till's own acts."""
        if not box.till.is_up or self._house.ledger is None or box.has_twin:
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

    def _sales_of(self, box: Box) -> list[tuple[str, Sale]]:
        return [(event_id, self._truth.sales[event_id]) for event_id in self._truth.mine[box.name]]

    def _moved(self, own: tuple[str, Sale], sku: str, version: int) -> int:
        """What an own sale took that the row of that version does not contain."""
        event_id, sale = own
        if self.books.taken.get(event_id, version + 1) <= version:
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
            if not box.has_twin:
                self._check_boom(box)

    def _check_inbox(self, connection: sa.Connection) -> None:
        devices = {box.papers.device_id for box in self._boxes}
        rows = connection.exec_driver_sql("SELECT device_id, hash FROM inbox").all()
        stored = {bytes(row[1]) for row in rows if row[0] in devices}
        recorded: dict[bytes, str] = {}
        for box in self._boxes:
            recorded |= {digest: f"{box.name} {where}" for digest, where in box.recorded().items()}
        if lost := sorted(recorded[one] for one in recorded.keys() - stored - self._restated()):
            raise Wrong(f"lost: {lost} are not in the ledger")
        if invented := stored - recorded.keys() - self.gone:
            raise Wrong(f"invented: {[one.hex() for one in invented]} are in no journal")
        if missing := sorted(self._truth.sales.keys() - self.books.taken.keys()):
            raise Wrong(f"lost: {missing} were sold and are not in the ledger")
        if alike := self.books.forks - self.books.restated:
            raise Wrong(f"cases: {alike} follow a fork and state nothing again: no copy had sold")

    def _restated(self) -> set[bytes]:
        """Events that their own journal states again under a later incarnation, and beginnings of ones that ended."""
        return {digest for box in self._boxes for digest in box.restated()}

    def _check_books(self, connection: sa.Connection) -> None:
        rows = connection.exec_driver_sql("SELECT place, article_id, on_hand FROM stock").all()
        stock = {(row[0], row[1]): row[2] for row in rows if row[2]}
        _same("stock", stock, {key: value for key, value in self.books.stock.items() if value})
        rows = connection.exec_driver_sql("SELECT account, amount FROM balance").all()
        _same("money", {row[0]: row[1] for row in rows if row[1]}, {k: v for k, v in self.books.money.items() if v})
        rows = connection.exec_driver_sql("SELECT kind, subject FROM case_").all()
        cases = [(row[0], row[1]) for row in rows]
        _same("cases", sorted(cases), sorted(self.books.cases))
        rows = connection.exec_driver_sql("SELECT doc_no FROM sale").all()
        booked = [sale for sale in self._truth.sales.values() if all(line.sku != BOOM for line in sale.lines)]
        numbers = [str(sale.doc_no) for sale in booked]
        _same("receipts", sorted(row[0] for row in rows), sorted(numbers))

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
