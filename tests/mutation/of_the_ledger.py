"""Bugs of the ledger's writer, its decisions, its feed, and of putting it back from a copy."""

from tests.mutation.mutation import Mutation

_WRITER = "sync_engine/ledger/writer.py"
_PEN = "sync_engine/ledger/pen.py"
_CORE = "sync_engine/ledger/core.py"
_DRAFT = "sync_engine/ledger/draft.py"
_EFFECTS = "sync_engine/ledger/effects.py"
_FEED = "sync_engine/ledger/feed.py"
_RESTORE = "sync_engine/ledger/restore.py"
_DOOR = "sync_engine/ledger/door.py"

WRITING = (
    Mutation(
        "an answer is given before the commit of the second thread",
        _WRITER,
        "        self._pen.commit(decided)\n        self._answers.give(shares, decided.effects.outcomes)\n",
        "        self._answers.give(shares, decided.effects.outcomes)\n        self._pen.commit(decided)\n",
    ),
    Mutation(
        "a commit that failed is answered as if it had not",
        _WRITER,
        "self._answers.give(flight.shares, self._written(flight.decided.batch, error))",
        "self._answers.give(flight.shares, flight.decided.effects.outcomes)",
    ),
    Mutation(
        "halving loses the second half",
        _WRITER,
        "return self._written(batch[:middle]) + self._written(batch[middle:])",
        'return self._written(batch[:middle]) + [Outcome("new", a.event.header.seq) for a in batch[middle:]]',
    ),
    Mutation(
        "the event behind a bad one is deferred with it",
        _WRITER,
        "        if len(batch) > 1:\n            middle",
        "        if len(batch) > 2:\n            middle",
    ),
    Mutation(
        "a bad event fails its batch for ever",
        _WRITER,
        "                return self._halved(batch, outcomes)\n",
        "                raise Busy(2_000) from outcomes\n",
    ),
    Mutation(
        "what a failed commit left is remembered",
        _PEN,
        '        """Drop everything that was remembered, and the connection."""\n        self._book = Book()\n',
        '        """Drop everything that was remembered, and the connection."""\n',
    ),
    Mutation(
        "events that are being committed are not known",
        _PEN,
        "            _remember_events(self._book, under_way)\n",
        "            pass\n",
    ),
    Mutation(
        "runs get the answers of others",
        "sync_engine/ledger/answers.py",
        "            start = end\n",
        "",
    ),
    Mutation(
        "what of a run does not fit into a commit is dropped",
        "sync_engine/ledger/turns.py",
        "            if runs:\n                self._waiting[device_id] = runs\n",
        "",
    ),
    Mutation(
        "positions are handed out from one further on",
        "sync_engine/ledger/store/unit_of_work.py",
        "hand_out_positions(connection, effects.count, lease) != effects.last_pos:",
        "hand_out_positions(connection, effects.count + (effects.count > 1), lease) < effects.last_pos:",
    ),
    Mutation(
        "one commit in many does not write its heads",
        "sync_engine/ledger/store/unit_of_work.py",
        "    script.upsert(tables.device_head, _heads(effects))\n",
        "    script.upsert(tables.device_head, _heads(effects)[:1])\n",
    ),
)
DECIDING = (
    Mutation(
        "a gap is taken as it comes",
        _CORE,
        '    if header.seq > head.seq:\n        return Outcome("gap", head.seq + 1)\n',
        "    if header.seq > head.seq:\n        return None\n",
    ),
    Mutation(
        "an event need not hold the hash of the one before it",
        _CORE,
        'return None if arrival.event.prev_hash == head.hash else Outcome("fork", head.seq)',
        "return None",
    ),
    Mutation(
        "another event of the same number is taken for a replay",
        _CORE,
        "    if stored is None or stored.hash != arrival.event.hash:\n",
        "    if stored is None:\n",
    ),
    Mutation(
        "what a copied till states again is not booked",
        "sync_engine/ledger/appliers/branching.py",
        "    return bookers[type(inner)].apply(inner, draft)\n",
        "    return Booked()\n",
    ),
    Mutation(
        "a replay is booked again",
        _CORE,
        '    return Outcome("replay", header.seq, stored.pos, stored.disposition, stored.reason)\n',
        "    return None\n",
    ),
    Mutation(
        "a replay is answered as if all had been applied",
        _CORE,
        '    return Outcome("replay", header.seq, stored.pos, stored.disposition, stored.reason)\n',
        '    return Outcome("replay", header.seq, stored.pos)\n',
    ),
    Mutation(
        "sold goods leave the floor twice",
        _DRAFT,
        "UNTOUCHED, -qty, scale, pos)",
        "UNTOUCHED, -2 * qty, scale, pos)",
    ),
    Mutation(
        "an oversell needs no case",
        _DRAFT,
        "if left.on_hand < 0 and left.counted_pos:",
        "if left.on_hand < -1 and left.counted_pos:",
    ),
    Mutation(
        "every oversell opens a case",
        _DRAFT,
        "            if key not in cases and not self._is_open(key):\n",
        "            if key not in cases:\n",
    ),
    Mutation(
        "what was never counted can be oversold",
        _DRAFT,
        "if left.on_hand < 0 and left.counted_pos:",
        "if left.on_hand < 0:",
    ),
    Mutation(
        "stock is not remembered from commit to commit",
        _EFFECTS,
        "    book.levels.update(effects.levels)\n",
        "",
    ),
    Mutation(
        "balances are not remembered from commit to commit",
        _EFFECTS,
        "    book.balances.update((key, amount) for key, (amount, _) in effects.balances.items())\n",
        "",
    ),
    Mutation(
        "open cases are not remembered from commit to commit",
        _EFFECTS,
        "    book.open_cases.update(effects.cases)\n",
        "",
    ),
    Mutation(
        "change is not taken out of the drawer",
        "sync_engine/domain/posting.py",
        'sums: dict[tuple[str, str], int] = {(f"cash:{store_id}:{till_id}", own): -sale.change_minor}',
        'sums: dict[tuple[str, str], int] = {(f"cash:{store_id}:{till_id}", own): 0}',
    ),
)
TELLING = (
    Mutation(
        "a push is not told what was not simply booked",
        _DOOR,
        '            if outcome.disposition != "applied"\n',
        '            if outcome.disposition == "applied_exception"\n',
    ),
    Mutation(
        "a gap names the wrong number",
        _DOOR,
        "            raise SeqGap(last.seq)\n",
        "            raise SeqGap(last.seq + 1)\n",
    ),
    Mutation(
        "a page does not say what of the till's own it has",
        _FEED,
        "delta.included.get(asker.device_id, Included(incarnation=1, seq=0))",
        "Included(incarnation=1, seq=0)",
    ),
    Mutation(
        "a page ends one position too far",
        _FEED,
        "    return (cut - 1, whole) if whole else (cut, [])\n",
        "    return (cut, whole) if whole else (cut, [])\n",
    ),
    Mutation(
        "a page ends in the middle of a position",
        _FEED,
        "    whole = [row for row in rows[:limit] if row[3] < cut]\n",
        "    return cut, rows[:limit]\n",
    ),
)
RESTORING = (
    Mutation(
        "a cursor of a lost ledger is taken",
        _FEED,
        "    if cursor.epoch not in {None, epoch} and cursor.pos > common_pos:\n",
        "    if cursor.epoch is None and cursor.pos > common_pos:\n",
    ),
    Mutation(
        "a restored ledger keeps its epoch",
        _RESTORE,
        "found = Restored(state.epoch, secrets.token_hex(8), state.last_pos)",
        "found = Restored(state.epoch, state.epoch, state.last_pos)",
    ),
    Mutation(
        "a restored ledger believes to share more than it does",
        _RESTORE,
        '"common_pos": found.common_pos,',
        '"common_pos": found.common_pos + 1_000,',
    ),
    Mutation(
        "a copy lacks what came last",
        "sync_engine/ledger/backup.py",
        "            script.insert(table, [tuple(row) for row in rows])\n",
        '            script.insert(table, [tuple(row) for row in rows][: -1 if table.name == "movement" else None])\n',
    ),
)
OF_THE_LEDGER = (*WRITING, *DECIDING, *TELLING, *RESTORING)
