"""A till for simulations: its journal in memory, its replica on disk, its sync engine in virtual time."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pos_client.store.replica_file import ReplicaFile
from pos_client.store.trouble import CatalogueMissing
from sync_engine.ledger.opening import Ledger
from sync_engine.protocol.codec import canonical
from sync_engine.protocol.messages import FeedPage
from sync_engine.sql.journal_events import JournalHead, StoredEvent
from sync_engine.till import signals as s
from sync_engine.till.credential import Credential
from sync_engine.till.downward import Downward, Stage
from sync_engine.till.engine import Engine
from sync_engine.till.generations import Generations
from sync_engine.till.renewal import Identity
from sync_engine.till.status import Status
from sync_engine.till.upward import Introduction, Upward, answer_to
from sync_engine.till.writing import Writing
from tests.helpers.door_ledger import DoorLedger
from tests.helpers.faulty_transport import FaultyTransport, Perform
from tests.helpers.ledgers import FakeTill, adjusted


class MemoryJournal:
    """The port `Journal` over a FakeTill, with the stock movements of its events."""

    def __init__(self, till: FakeTill, store_id: str, till_id: str) -> None:
        self.till, self.store_id, self.till_id = till, store_id, till_id
        self.moves: list[tuple[int, str, int]] = []

    def head(self) -> JournalHead:
        seq, digest = self.till.head
        return JournalHead(self.till.incarnation, seq, digest)

    def read(self, incarnation: int, from_seq: int, max_events: int, max_bytes: int) -> list[StoredEvent]:
        run = self.till.events[from_seq - 1 : from_seq - 1 + max_events]
        return [
            StoredEvent(
                event.header.seq,
                event.header.event_id,
                event.header.kind,
                event.header.version,
                event.header.ref_epoch,
                event.header.ref_pos,
                event.hash,
                event.prev_hash,
                event.signature,
                event.body,
            )
            for event in run
        ]

    def move(self, sku: str, delta: int) -> None:
        body = adjusted(sku, delta, store=self.store_id, till=self.till_id)
        self.moves.append((self.till.record(body).header.seq, sku, delta))

    def move_unknown(self, sku: str, delta: int) -> None:
        """Stock moved by a kind of event that this ledger does not know yet: it stores it and does not book it."""
        event = self.till.record_raw("goods_tasted", 1, canonical({"store": self.store_id}))
        self.moves.append((event.header.seq, sku, delta))

    def touched(self, incarnation: int, seqs: Sequence[int]) -> list[tuple[str, str]]:
        return [(f"{self.store_id}/floor", sku) for seq, sku, _ in self.moves if seq in seqs]

    def moved(self, sku: str, after_seq: int = 0) -> int:
        return sum(delta for seq, of, delta in self.moves if of == sku and seq > after_seq)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a till believes of one article on one floor; `version` is that of the row it rests on."""

    view: int
    version: int


class SimulatedTill:
    """`tell` runs the engine and carries out its orders over the transport."""

    def __init__(self, ledger: Ledger, journal: MemoryJournal, home: Path, transport: FaultyTransport) -> None:
        self.journal = journal
        self._ledger, self._home, self._transport = ledger, home, transport
        self._store_id = store_id = journal.store_id
        self._key = ledger.door._rooms.secrets.replica_key(store_id)  # noqa: SLF001 - as enrolment hands it out
        self._token = journal.till.token
        self._reader = ReplicaFile(home, self._key)
        self.life = 0
        self._has_news = True
        self._open()

    def _open(self) -> None:
        self._credential = Credential(self._token)
        self._wire = DoorLedger(self._ledger.door, self._ledger.snapshots, self._store_id, self._credential)
        self._replica = Generations(self._home, self._key, self.journal.till.device_id, self.journal.touched)
        self._writing = Writing(self._replica, self, lambda: self._transport.now_ms / 1000)
        identity = Identity(self.journal.till.device_id, self.journal.till.signer.sign, self._credential.adopt)
        self._upward = Upward(
            self._wire, self.journal, Introduction("i", "test"), lambda: self._transport.now_ms, identity
        )
        self._downward = Downward(self._wire, self._home, self.tell)
        self._stream: int | None = None
        self._wakes_ms: int | None = None
        self._stream_cursor = ""
        self.engine = Engine(self._transport.random.random)

    def start(self) -> None:
        self.tell(self._replica.started(self.journal.head()))

    def crash(self) -> None:
        """Kill the sync program and start it anew: only what the disk has remains."""
        self.close()
        self.life += 1
        self._has_news = True
        self._open()
        self.start()

    def forget_credential(self) -> None:
        """The ledger that was lost had exchanged the token since its copy."""
        self._token = "0" * 64
        self._credential.adopt(self._token)

    def meet(self, ledger: Ledger) -> None:
        """The address leads to another run of the ledger; the stream that was open breaks."""
        self._ledger = ledger
        self._wire.move(ledger.door, ledger.snapshots)
        if self._stream is not None:
            self._later(1, s.Broken(self._stream, "interrupted"))
            self._stream = None

    def close(self) -> None:
        self._replica.close()

    def end(self) -> None:
        self.close()
        self._reader.close()

    def tell(self, told: s.Input) -> None:
        for order in self.engine.step(self._transport.now_ms, told):
            self._carry_out(order)
        self._sleep()

    def has_news(self) -> bool:
        """Whether what is seen may have changed since this was asked last."""
        has_news, self._has_news = self._has_news, False
        return has_news

    def _sleep(self) -> None:
        """Have the engine woken when it asked for it."""
        wake_ms = self.engine.wake_at_ms
        if wake_ms is not None and (self._wakes_ms is None or wake_ms < self._wakes_ms):
            self._wakes_ms = wake_ms
            life = self.life
            self._transport.at(wake_ms, lambda: self._wake(wake_ms) if life == self.life else None)

    def _wake(self, wake_ms: int) -> None:
        if self._wakes_ms == wake_ms:
            self._wakes_ms = None
            self.tell(s.Tick())

    def grew(self) -> None:
        self._has_news = True
        self.tell(s.JournalGrew(self.journal.head().seq))

    # --- the listener ---

    def status(self, status: Status) -> None: ...

    def token(self, token: str) -> None: ...

    def changed(self, topics: frozenset[str]) -> None:
        self._has_news = True

    # --- orders ---

    def _carry_out(self, order: s.Output) -> None:
        match order:
            case s.SendHello():
                hello = self._upward.hello_request(order)
                self._send(order.request_id, lambda: s.HelloAnswered(order.request_id, self._upward.greeted(hello)))
            case s.SendPush():
                self._send_push(order)
            case s.SendFeed():
                cursor = order.cursor
                self._send(order.request_id, lambda: s.FeedAnswered(order.request_id, self._wire.feed(cursor)))
            case s.FetchSnapshot():
                self._send(order.request_id, lambda: self._snapshot(order))
            case s.OpenLive():
                self._stream, self._stream_cursor = order.request_id, order.cursor
                self._later(1, s.LiveOpened(order.request_id))
                self._beat(order.request_id)
            case s.CloseLive():
                self._stream = None
            case s.Apply() | s.SaveAck():
                told = self._writing.perform(order)
                if told is not None:
                    self._later(0, told)
            case s.SaveToken():
                self._save(order.token)

    def _send_push(self, order: s.SendPush) -> None:
        push = self._upward.push_request(order)
        assert push is not None
        last_seq = push.events[-1].seq
        self._send(order.request_id, lambda: s.PushAnswered(order.request_id, self._wire.push(push), last_seq))

    def _snapshot(self, order: s.FetchSnapshot) -> s.Input:
        answer = self._downward.perform(order)
        if not isinstance(answer, Stage):
            return answer
        told = self._writing.perform(answer)
        assert told is not None
        return told

    def _save(self, token: str) -> None:
        """The vault takes a moment; a crash meanwhile leaves the old credential."""
        if self._credential.offer(token):
            credential, life = self._credential, self.life

            def saved() -> None:
                if life == self.life:
                    self._token = token
                    credential.saved()

            self._transport.after(5, saved)

    def _send(self, request_id: int, ask: Perform) -> None:
        life = self.life
        self._transport.send(
            request_id, lambda: answer_to(request_id, ask), lambda told: self.tell(told) if life == self.life else None
        )

    def _later(self, delay_ms: int, told: s.Input) -> None:
        life = self.life
        self._transport.after(delay_ms, lambda: self.tell(told) if life == self.life else None)

    # --- the stream: pages as soon as there are any, else beats ---

    def rung(self) -> None:
        """The ledger committed something."""
        request_id = self._stream
        while request_id is not None and self._stream == request_id:
            page = self._next_page()
            if page is None or page.from_pos == page.to_pos:
                return
            if self._transport.does_stream_break():
                self._stream = None
                self._later(3, s.Broken(request_id, "interrupted"))
                return
            self._stream_cursor = page.cursor
            self._later(2, s.LivePaged(request_id, page))

    def _next_page(self) -> FeedPage | None:
        told = answer_to(0, lambda: s.FeedAnswered(0, self._wire.feed(self._stream_cursor)))
        return told.page if isinstance(told, s.FeedAnswered) else None

    def _beat(self, request_id: int) -> None:
        life = self.life

        def beat() -> None:
            if life == self.life and self._stream == request_id:
                self.tell(s.LiveBeat(request_id, int(self._stream_cursor.split(":")[1])))
                self._transport.after(2_000, beat)

        self._transport.after(2_000, beat)

    # --- what a screen would show ---

    def epoch(self) -> str | None:
        """The epoch that the rows are of; None before there is a catalogue."""
        cursor = self._replica.cursor()
        return cursor.partition(":")[0] if cursor else None

    def seen(self, skus: Sequence[str], floors: Sequence[str]) -> dict[tuple[str, str], Seen] | None:
        """The view of every article on every floor; None before there is a catalogue."""
        sql = "SELECT place, article_id, on_hand, version, included_seq FROM stock"
        try:
            with self._reader.read() as connection:
                rows = {(row.place, row.article_id): row for row in connection.exec_driver_sql(sql)}
        except CatalogueMissing:
            return None
        return {(floor, sku): self._seen(rows.get((floor, sku)), floor, sku) for floor in floors for sku in skus}

    def _seen(self, row: Any, floor: str, sku: str) -> Seen:
        is_own = floor.startswith(f"{self._store_id}/")
        if row is None:
            return Seen(self.journal.moved(sku) if is_own else 0, 0)
        assert row.included_seq is not None, "a row of a snapshot was shown before it was settled"
        return Seen(row.on_hand + (self.journal.moved(sku, row.included_seq) if is_own else 0), row.version)
