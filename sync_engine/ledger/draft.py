"""Changes of a batch in the making, over a book that stays as it is: later events see what earlier ones did.

Everything is applied event by event in order, so the same events give the same state however they were batched.
"""

from typing import Any

import msgspec

from sync_engine.domain.stock import is_real
from sync_engine.ledger.book import (
    NO_HEAD,
    Arrival,
    BatchState,
    Book,
    Case,
    CaseState,
    CodeState,
    DeviceState,
    Disposition,
    HeadState,
    ImportKey,
    ImportRow,
    Level,
    LevelKey,
    RefKey,
    RefState,
    Stored,
    moved,
)
from sync_engine.ledger.cases import OVERSELL
from sync_engine.ledger.effects import Booked, BookedChanges, Effects, Outcome
from sync_engine.ledger.store.tables import SHARD

UNTOUCHED = Level(0, 0, 0, 0, 0)
"""Stock where nothing was ever booked: uncontrolled."""

_FACTS = msgspec.json.Encoder(order="deterministic")


class Draft:
    """The book as it will be once `effects` is committed."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.effects = Effects(book.last_pos + 1, book.last_pos)
        self._ids: set[str] = set()
        self._stored: dict[tuple[str, int, int], Stored] = {}

    # --- what appliers may look up ---

    @property
    def next_pos(self) -> int:
        """The position that the event being decided will take."""
        return self.effects.last_pos + 1

    def knows_article(self, article_id: str) -> bool:
        """Tell whether this article is in the catalogue."""
        changed = self.effects.refs.get(("article", "*", article_id))
        return changed.body is not None if changed else bool(self.book.articles.get(article_id))

    def level(self, key: LevelKey) -> Level:
        """Stock of (real place, article)."""
        level = self.effects.levels.get(key) or self.book.levels.get(key)
        return level or UNTOUCHED

    def ref(self, key: RefKey) -> RefState | None:
        """A reference row, also a deleted one."""
        return self.effects.refs.get(key) or self.book.refs.get(key)

    def code(self, code_sha256: str) -> CodeState | None:
        """A one-time code."""
        return self.effects.codes.get(code_sha256) or self.book.codes.get(code_sha256)

    def batch(self, batch_id: str) -> BatchState | None:
        """An import."""
        return self.effects.batches.get(batch_id) or self.book.batches.get(batch_id)

    def import_row(self, key: ImportKey) -> ImportRow | None:
        """What an import replaced at a key, None when it has not touched it yet."""
        return self.effects.import_rows.get(key) or self.book.import_rows.get(key)

    def case(self, case_id: str) -> CaseState | None:
        """A case, also one that this batch opened, as it stands now."""
        for case in self.effects.cases.values():
            if case.case_id == case_id:
                return CaseState(case.kind, case.subject, is_open=True)
        found = self.book.cases.get(case_id)
        return found._replace(is_open=False) if found and case_id in self.effects.resolved else found

    def device(self, device_id: str) -> DeviceState | None:
        """An enrolled till."""
        changed = self.effects.devices.get(device_id)
        return changed[0].state if changed else self.book.devices.get(device_id)

    # --- the chain ---

    def head(self, device_id: str, incarnation: int) -> HeadState:
        """Where the chain of a device and incarnation ends."""
        key = (device_id, incarnation)
        return self.effects.heads.get(key) or self.book.heads.get(key) or NO_HEAD

    def stored(self, key: tuple[str, int, int]) -> Stored | None:
        """An event that came before, in this batch or an earlier one."""
        return self._stored.get(key) or self.book.stored.get(key)

    def is_known_id(self, event_id: str) -> bool:
        """Tell whether an event with this id came before, under whatever sequence number."""
        return event_id in self._ids or event_id in self.book.known_ids

    # --- booking ---

    def book_event(self, arrival: Arrival, booked: Booked, deferred: str | None) -> Outcome:
        """Give the event its position and let it do what its applier said. `deferred` is the reason not to."""
        pos = self.effects.last_pos = self.effects.last_pos + 1
        reasons = [*booked.reasons, *self._move(booked, pos)]
        self._post(booked, pos)
        self._put(booked, pos)
        self._open_cases(booked, pos)
        if deferred:
            return self._take_in(arrival, pos, "deferred", deferred)
        if reasons:
            return self._take_in(arrival, pos, "applied_exception", ",".join(sorted(set(reasons))))
        return self._take_in(arrival, pos, "applied", None)

    def _take_in(self, arrival: Arrival, pos: int, disposition: Disposition, reason: str | None) -> Outcome:
        event = arrival.event
        header = event.header
        device_id, incarnation, seq, event_id = header.device_id, header.incarnation, header.seq, header.event_id
        copy_no = pos if self.is_known_id(event_id) else 0
        self._ids.add(event_id)
        self._stored[device_id, incarnation, seq] = Stored(pos, event.hash, disposition, reason)
        self.effects.heads[device_id, incarnation] = HeadState(seq, event.hash, pos)
        self.effects.inserts.setdefault("inbox", []).append(
            (
                *(SHARD, pos, device_id, incarnation, seq, event_id, copy_no),
                *(header.kind, header.version, header.ref_epoch, header.ref_pos),
                *(event.hash, event.prev_hash, event.signature, event.body),
                *(arrival.received_ms, disposition, reason),
            )
        )
        return Outcome("new", seq, pos, disposition, reason)

    def _move(self, booked: Booked, pos: int) -> list[str]:
        """Book the movements; returns a reason for each that took more than was there.

        What lies outside is the sum of its movements alone.
        """
        if not booked.movements:
            return []
        levels, known = self.effects.levels, self.book.levels
        rows = self.effects.inserts.setdefault("movement", [])
        reasons: list[str] = []
        for line, (article_id, from_place, to_place, qty, scale) in enumerate(booked.movements, 1):
            rows.append((SHARD, pos, line, article_id, from_place, to_place, qty, scale))
            if is_real(to_place):
                given = (to_place, article_id)
                levels[given] = moved(levels.get(given) or known.get(given) or UNTOUCHED, qty, scale, pos)
            if not is_real(from_place):
                continue
            taken = (from_place, article_id)
            left = moved(levels.get(taken) or known.get(taken) or UNTOUCHED, -qty, scale, pos)
            levels[taken] = left
            if left.on_hand < 0 and left.counted_pos:
                reasons.append(OVERSELL)
                facts = {"place": from_place, "sku": article_id, "on_hand": left.on_hand, "scale": left.scale}
                booked.cases.append((OVERSELL, f"{from_place}|{article_id}", facts))
        return reasons

    def _post(self, booked: Booked, pos: int) -> None:
        if not booked.postings:
            return
        balances, rows = self.effects.balances, self.effects.inserts.setdefault("posting", [])
        for line, (account, currency, amount) in enumerate(booked.postings, 1):
            rows.append((SHARD, pos, line, account, currency, amount))
            key = (account, currency)
            changed = balances.get(key)
            before = changed[0] if changed else self.book.balances.get(key, 0)
            balances[key] = (before + amount, pos)

    def _put(self, booked: Booked, pos: int) -> None:
        effects = self.effects
        for table, rows in booked.rows.items():
            effects.inserts.setdefault(table, []).extend(rows)
        if not isinstance(booked, BookedChanges):
            return
        for key, counted_pos in booked.counted.items():
            effects.levels[key] = self.level(key)._replace(counted_pos=counted_pos)
        effects.refs.update((key, RefState(body, pos)) for key, body in booked.refs.items())
        effects.barcodes.update(booked.barcodes)
        effects.devices.update((device.device_id, (device, pos)) for device in booked.devices)
        effects.codes.update(booked.codes)
        effects.batches.update(booked.batches)
        effects.import_rows.update(booked.import_rows)
        for case_id, state in booked.resolved.items():
            self._resolve(case_id, state, pos)

    def _resolve(self, case_id: str, state: CaseState, pos: int) -> None:
        key = (state.kind, state.subject)
        case = self.effects.cases.get(key)
        if case is not None and case.case_id == case_id:
            del self.effects.cases[key]
            self.effects.settled.append(case._replace(resolved_pos=pos))
        else:
            self.effects.resolved[case_id] = (state, pos)

    def _is_open(self, key: tuple[str, str]) -> bool:
        """Tell whether a case of this kind and subject stood open before, and nobody settled it since."""
        settled = ((state.kind, state.subject) for state, _ in self.effects.resolved.values())
        return key in self.book.open_cases and key not in settled

    def _open_cases(self, booked: Booked, pos: int) -> None:
        cases = self.effects.cases
        for number, (kind, subject, facts) in enumerate(booked.cases, 1):
            key = (kind, subject)
            if key not in cases and not self._is_open(key):
                cases[key] = Case(f"{pos}-{number}", kind, subject, pos, encoded(facts))


def encoded(facts: Any) -> str:
    """Plain values as canonical JSON text."""
    return _FACTS.encode(facts).decode()
