"""Bugs of the till's journal, of its half of the sync, and of what it shows."""

from tests.mutation.mutation import Mutation

_ENGINE = "sync_engine/till/engine.py"
_UPLINK = "sync_engine/till/uplink.py"
_DOWNLINK = "sync_engine/till/downlink.py"
_GENERATIONS = "sync_engine/till/generations.py"
_REPLICA = "sync_engine/sql/replica_file.py"
_JOURNAL = "pos_client/store/journal.py"

JOURNAL = (
    Mutation(
        "commits do not wait for the disk",
        "sync_engine/sql/engine.py",
        'synchronous: Synchronous = "FULL", read_only',
        'synchronous: Synchronous = "NORMAL", read_only',
    ),
    Mutation(
        "a receipt number is not used up",
        "pos_client/store/chain.py",
        "next_doc=device.next_doc + int(took_number)",
        "next_doc=device.next_doc",
    ),
    Mutation(
        "what a sale moved is not kept beside it",
        _JOURNAL,
        "        if rows:\n            self._connection.execute(tables.own_move.insert(), rows)",
        "        if rows and act is None:\n            self._connection.execute(tables.own_move.insert(), rows)",
    ),
    Mutation(
        "the reserve is not given up for the open sale",
        _JOURNAL,
        "            if not self._guard.release():\n                raise\n",
        "            raise\n",
    ),
    Mutation(
        "a sale that could not be recorded is gone from the counter",
        "pos_client/counter/selling.py",
        "        except BaseException:\n            self.reopen(prepared)\n            raise\n",
        "        except BaseException:\n            raise\n",
    ),
    Mutation(
        "the last receipt is not offered again",
        "pos_client/store/draft_file.py",
        "return Completed(sale_from(row.event_id, body), recorded) if body.ticket is None else None",
        "return None if recorded else None",
    ),
    Mutation(
        "the outbox leaves out the event that is next",
        "sync_engine/sql/journal_events.py",
        "AND seq >= ? ORDER BY seq LIMIT ?",
        "AND seq > ? ORDER BY seq LIMIT ?",
    ),
)
UPWARD = (
    Mutation(
        "what was not answered counts as acknowledged",
        _UPLINK,
        "        self._request = None\n        self.trouble = code\n",
        "        self._request = None\n        self.acked = self.head\n        self.trouble = code\n",
    ),
    Mutation(
        "what a page contains counts as answered",
        _UPLINK,
        "            self.included = max(self.included, included)\n",
        "            self.acked = self.included = max(self.included, included)\n",
    ),
    Mutation(
        "a hello never takes the outbox back",
        _UPLINK,
        "        self.acked = self.acked if is_near else acked\n",
        "        self.acked = max(self.acked, acked)\n",
    ),
    Mutation(
        "hello's word replaces the answers that were lost",
        _UPLINK,
        "        self.acked = self.acked if is_near else acked\n",
        "        self.acked = acked\n",
    ),
    Mutation(
        "an acknowledgement does not say what became of events",
        _UPLINK,
        "        return self._ack(answer.dispositions)\n",
        "        return self._ack(())\n",
    ),
    Mutation(
        "a renewed credential is not taken into use",
        "sync_engine/till/renewal.py",
        "        self.adopt(ledger.renew(asked).token)\n",
        "        ledger.renew(asked)\n",
    ),
)
DOWNWARD = (
    Mutation(
        "a silent stream is waited for",
        _DOWNLINK,
        'return self._heard_ms + STALE_MS if self.phase == "live" else None',
        "return None",
    ),
    Mutation(
        "the cursor is written before the rows, apart from them",
        _REPLICA,
        '                raise ReplicaUnavailable("page_out_of_order", f"at {at}, not at {from_pos}")\n',
        '                raise ReplicaUnavailable("page_out_of_order", f"at {at}, not at {from_pos}")\n'
        "            put_feed_state(connection, to)\n        with self._transaction() as connection:\n",
    ),
    Mutation(
        "a page of one row brings none",
        _REPLICA,
        "            topics = _apply_understood(connection, rows, included)\n",
        "            topics = _apply_understood(connection, rows[:-1] or (), included)\n",
    ),
    Mutation(
        "the rows of a snapshot are not settled",
        _REPLICA,
        "            if is_settling:\n",
        "            if is_settling and not included:\n",
    ),
    Mutation(
        "a catalogue is shown before it is caught up",
        _GENERATIONS,
        "            topics = self._switch(file, pointer) if page.complete else frozenset[str]()\n",
        "            topics = self._switch(file, pointer)\n",
    ),
    Mutation(
        "a new catalogue is named before it is on the disk",
        _GENERATIONS,
        "        file.make_durable()  # the pointer must not outlive what the rows were settled by\n",
        "",
    ),
    Mutation(
        "what was told before there is a catalogue is forgotten",
        _GENERATIONS,
        "        exceptions = [*self._read_acks()[1], *self._untold]\n",
        "        exceptions = self._read_acks()[1]\n",
    ),
    Mutation(
        "what was not booked stays in the view",
        _GENERATIONS,
        "            self._unbooked.add(self._untold)\n",
        "",
    ),
    Mutation(
        "an own act that is included counts twice",
        "pos_client/store/stock_view.py",
        "columns.incarnation == incarnation, columns.seq > seq)",
        "columns.incarnation == incarnation, columns.seq >= seq)",
    ),
    Mutation(
        "own acts that are on their way are not shown",
        "pos_client/store/stock_view.py",
        '        on_hand = row["on_hand"] + moved\n',
        '        on_hand = row["on_hand"]\n',
    ),
    Mutation(
        "included is what is acknowledged",
        "pos_client/store/stock_view.py",
        "        if incarnation is None or seq is None:  #",
        "        if ack is not None:  #",
    ),
)
COPIES = (
    Mutation(
        "a copied till states all but the first of its own events again",
        "pos_client/store/incarnations.py",
        "device.incarnation, common_seq + 1):",
        "device.incarnation, common_seq + 2):",
    ),
    Mutation(
        "what a copied till moved stays with the old chain",
        "pos_client/store/incarnations.py",
        "            _take_over_moves(connection, event, device)\n",
        "",
    ),
    Mutation(
        "a copied till takes any event of its number for its own",
        "pos_client/app/recovery.py",
        "            if told.hashes == (own_hash(self._file, device.incarnation, middle),):\n",
        "            if told.hashes:\n",
    ),
    Mutation(
        "a till that was put back is not told from one that was copied",
        "pos_client/app/recovery.py",
        '"behind" if common == head else "fork"',
        '"fork"',
    ),
)
OF_TILLS = (*JOURNAL, *UPWARD, *DOWNWARD, *COPIES)
