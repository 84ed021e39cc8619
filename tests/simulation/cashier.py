"""What simulated cashiers do at a till, and what they then hold in their hands. Tells `truth` of every receipt.

A cashier believes only the screen and the paper: a sale whose receipt did not come out is looked for in the journal's
own bytes after the program was started again, and must be there whole or not at all.
"""

import json
from typing import Any

from pos_client.counter.completing import Completed
from pos_client.store.bodies import Statement
from pos_client.store.chain import Known, advanced, chained, store_event, store_head
from pos_client.store.journal_file import read_device
from pos_client.store.trouble import CatalogueMissing, JournalUnavailable
from sync_engine.protocol.signing import Signer
from tests.simulation.shop import BOOM, SKUS
from tests.simulation.till import Box, Tools
from tests.simulation.truth import Attempt, Line, Sale, Truth, Wrong, same_goods

Goods = list[tuple[str, int]]


class Cashier:
    """One person at one till."""

    def __init__(self, box: Box, truth: Truth, tools: Tools) -> None:
        self.box, self._truth = box, truth
        box.died = self._died
        self._chance, self._agenda, self._seen = tools.chance, tools.agenda, tools.seen
        self._laid: Goods = []
        self._last_at = ""

    # --- starting and dying ---

    def start(self) -> None:
        """Switch the till on and look at what it shows."""
        box = self.box
        if not box.till.is_up:
            box.till.start()
            self._look()
        if not box.sync.is_up:
            box.sync.start()
        box.sync.grew()
        box.look_after_copies()

    def die(self, down_ms: int) -> None:
        """The counter program is gone, and started again after a while."""
        self.box.till.stop()
        till = self.box.till
        self._agenda.after(down_ms, lambda: None if till.is_up else self.start())

    def _died(self) -> None:
        """The program died over an act; perhaps because the power went."""
        box, down_ms = self.box, self._chance.randint(200, 8_000)
        if not box.power_fails:
            self.die(down_ms)
            return
        box.power_fails = False
        self._seen["till_lost_power"] += box.lose_power() > 0
        self._agenda.after(down_ms, self.start)

    def _look(self) -> None:
        """What the files say after a start, against what this person knows."""
        events = self._events()
        if missing := self._truth.mine[self.box.name] - {event["id"] for event in events}:
            raise Wrong(f"lost: {missing} had been recorded by {self.box.name} and are not in its journal")
        attempt = self._truth.attempts.get(self.box.name)
        found = [event for event in events if self._is_news(event)]
        self._seen["till_killed_before_commit"] += attempt is not None and not found
        self._seen["till_killed_after_commit"] += bool(found)
        for event in found:
            self._found(event)
        self._truth.attempts.pop(self.box.name, None)
        self._laid = self._shown()
        if found and self._laid:
            raise Wrong(f"doubled: {self.box.name} shows goods again that it has recorded: {self._laid}")

    def _is_news(self, event: dict[str, Any]) -> bool:
        is_known = event["id"] in self._truth.mine[self.box.name]
        return event["kind"] == "sale" and not is_known and event["id"] not in self._truth.strange

    def _found(self, event: dict[str, Any]) -> None:
        self._truth.found(event["id"], event["body"], self.box.papers.device_id)
        try:
            self.box.till.counter.sale  # noqa: B018 - the first look brings the last receipt back
        except CatalogueMissing:
            return
        last = self.box.till.counter.last
        if last is None or last.doc_no != self._truth.sales[event["id"]].doc_no:
            raise Wrong(f"lost: {self.box.name} does not offer the receipt of {event['id']} again")

    def _events(self) -> list[dict[str, Any]]:
        with self.box.till.file.read() as connection:
            rows = connection.exec_driver_sql("SELECT event_id, kind, body FROM event ORDER BY incarnation, seq").all()
        return [{"id": row[0], "kind": row[1], "body": json.loads(row[2])} for row in rows]

    def _shown(self) -> Goods:
        try:
            sale = self.box.till.counter.sale
        except (CatalogueMissing, JournalUnavailable):
            return []
        return [(line.article_id, line.quantity.value) for line in sale.cart.lines]

    # --- acts ---

    def act(self) -> None:
        """The next thing this person does. A program that dies over it is started again."""
        till = self.box.till
        if not till.is_up:
            return
        try:
            self._do()
        except CatalogueMissing:
            self._seen["no_catalogue_yet"] += 1
        except JournalUnavailable as trouble:
            if not till.program.is_dead:
                self._seen[f"refused_{type(trouble).__name__}"] += 1
        finally:
            if till.program.is_dead:
                self._died()
        if till.is_up:
            self.box.sync.grew()

    def _do(self) -> None:
        if self._shown():
            self._sell(self._shown(), is_fresh=False)
            return
        what = self._chance.random()
        if what < 0.06:
            self._open_drawer()
        elif what < 0.14:
            self._change_mind()
        elif what < 0.2:
            self._record_strange()
        else:
            self._sell(self._chosen(), is_fresh=True)

    def _chosen(self) -> Goods:
        if self._chance.random() < 0.06:
            return [(BOOM, 1)]
        count = self._chance.choice((1, 1, 2, 3))
        return [(self._chance.choice(SKUS), self._chance.choice((1, 1, 2, 3))) for _ in range(count)]

    def _ring(self, goods: Goods) -> None:
        for sku, qty in goods:
            self.box.till.counter.add_article(sku, str(qty))

    def _open_drawer(self) -> None:
        self.box.till.counter.open_drawer("change")

    def _change_mind(self) -> None:
        self._ring([(self._chance.choice(SKUS), 1)])
        self.box.till.counter.void("changed mind")

    def _sell(self, goods: Goods, *, is_fresh: bool) -> None:
        counter = self.box.till.counter
        rows = self.box.till.stock_rows()
        if rows and not self._is_of_today(rows[0]):
            rows = None
        if is_fresh:
            self._ring(goods)
        counter.check_journal()
        was_filled = self.box.fill_if_due()
        total = counter.due().total_minor
        self._pay(total)
        name = self.box.name
        self._truth.attempts[name] = Attempt(self.box.papers.device_id, goods, total)
        met_full = self.box.till.program.met_full
        try:
            completed = counter.complete_sale()
        except JournalUnavailable:
            if not self.box.till.program.is_dead:
                del self._truth.attempts[name]  # the till said no: nothing may have been recorded
                self._check_refused(was_filled=was_filled)
            raise
        if self.box.till.program.met_full > met_full:
            self._seen["reserve_used"] += 1
        if self._chance.random() < 0.05:
            self._seen["till_killed_before_print"] += 1
            self.die(self._chance.randint(200, 5_000))
            return
        del self._truth.attempts[name]
        self._print(completed, goods, rows[1] if is_fresh and rows else None)

    def _check_refused(self, *, was_filled: bool) -> None:
        """What could not be recorded still lies on the counter; room that was kept for it is used."""
        if was_filled:
            raise Wrong(f"refused: {self.box.name} did not use its reserve for a sale that was found to be possible")
        if not self._shown():
            raise Wrong(f"lost: {self.box.name} shows nothing of a sale that it could not record")

    def _is_of_today(self, epoch: str) -> bool:
        """Prices that a lost ledger had told are asked until the catalogue comes anew; nobody knows them any more."""
        ledger = self.box.wire.house.ledger
        return ledger is not None and ledger.state.epoch == epoch

    def _pay(self, total: int) -> None:
        counter = self.box.till.counter
        if counter.sale.tenders:
            for _ in counter.sale.tenders:
                counter.give_back(0)
        way = self._chance.random()
        if way < 0.3:
            counter.tender("card", total, "slip")
        elif way < 0.5:
            counter.take_cash(total + 500)
        else:
            counter.take_cash()

    def _print(self, completed: Completed, goods: Goods, known_pos: int | None) -> None:
        sale, papers = completed.sale, self.box.papers
        lines = tuple(Line(line.article_id, line.quantity.value, line.unit_e4) for line in sale.lines)
        paid = [(tender.kind, tender.amount_minor) for tender in sale.tenders]
        if sale.change_minor:
            paid.append(("cash", -sale.change_minor))
        printed = Sale(papers.store_id, papers.till_id, lines, tuple(paid), completed.doc_no)
        if not same_goods(printed, goods) or printed.total != sale.total_minor:
            raise Wrong(f"receipt: {completed.doc_no} says {printed}, {goods} were laid down, {sale.total_minor} paid")
        for line in lines:
            if known_pos is not None and line.unit_e4 != self._truth.price_at(line.sku, known_pos):
                raise Wrong(f"price: {completed.doc_no} asks {line} with the feed up to {known_pos}")
        self._truth.sold(self.box.name, sale.sale_id, printed)
        at = self.box.till.clock.now().isoformat()
        self._seen["clock_went_back"] += at < self._last_at
        self._last_at = at

    def _record_strange(self) -> None:
        """An event of a later release, or one that breaks a limit, in this till's chain: as after an update."""
        kind, version, body = self._chance.choice(
            (
                ("goods_tasted", 1, {"store": self.box.papers.store_id}),
                ("sale", 99, {"total": {"minor": 1}}),
                ("sale", 1, {"lines": []}),
            )
        )
        with self.box.till.file.write() as connection:
            device = read_device(connection)
            stated = Statement(kind, version, body, 0)  # type: ignore[arg-type]
            known = Known(self.box.papers.epoch, 0)
            entry = chained(device, self.box.till.ids.event_id(), stated, known, Signer(self.box.papers.seed))
            store_event(connection, entry, "2026-11-21T10:00:00.000Z")
            store_head(connection, advanced(device, entry.event, took_number=False))
        self._truth.strange.add(entry.event.header.event_id)
