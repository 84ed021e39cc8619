"""Sales that wait: held by one key with no question, resumed by one key where only one waits. Knows no file.

What was typed before holding becomes the note ("green coat"), else the sale's own.
"""

from collections.abc import Callable, Sequence

from pos_client.i18n import ntr, tr
from pos_client.presenters.ages import moment_words
from pos_client.presenters.aside import STEPS, Aside, Panel, stepped
from pos_client.presenters.panel_ports import Parked, Parking
from pos_client.presenters.panel_views import ActionView, RowsView, RowView


def parking_of(aside: Aside) -> Parking:
    """Where held sales are; the panels are not opened on a till that has none."""
    parking = aside.trade.parking
    assert parking is not None
    return parking


def parked_words(aside: Aside, parked: Parked) -> str:
    """A held sale in one line: 14:32, 6 items, 61.80."""
    store, now = aside.trade.book.store(), aside.trade.clock.now()
    items = ntr("{count} item", "{count} items", parked.items)
    return tr(
        "{time}, {items}, {total}",
        time=moment_words(parked.at, now, store.time_zone),
        items=items,
        total=aside.amounts.money(parked.total_minor),
    )


class ParkPanel(Panel):
    """Holds the sale at once; it has no picture of its own."""

    word = "park"

    def begin(self, text: str) -> None:
        """Hold; `text` is the note."""
        aside = self.aside
        note = text.strip() or aside.counter.sale.cart.note
        held: list[Parked] = []
        why = aside.attempt(lambda: held.append(parking_of(aside).park(note)))
        aside.close()
        if why:
            aside.say(why, is_bad=True)
        else:
            aside.say(tr("Held: {what}. F5 brings it back.", what=parked_words(aside, held[0])))


class ResumePanel(Panel):
    """The held sales of the store; the only one comes back at once."""

    word = "resume"

    def __init__(self, aside: Aside) -> None:
        super().__init__(aside)
        self._parked: Sequence[Parked] = ()
        self._selected, self._why = "", ""

    def begin(self, text: str) -> None:
        """Resume the sale of a slip (`text`), the only one, or let choose."""
        if text:
            self._finish(lambda: parking_of(self.aside).resume_code(text))
            return
        self._parked = parking_of(self.aside).parked()
        if len(self._parked) == 1 and self.aside.counter.sale.is_empty:
            self._resume(self._parked[0].park_id)
        else:
            self._selected = self._parked[0].park_id if self._parked else ""
            self._show()

    def strike(self, word: str) -> bool:
        """Arrows choose, Enter or the number of a row resumes."""
        if word in STEPS:
            self._selected = stepped([one.park_id for one in self._parked], self._selected, word)
            self._show()
        elif word == "enter":
            self._resume(self._selected)
        elif word.isascii() and word.isdigit():
            if 1 <= int(word) <= len(self._parked):
                self._resume(self._parked[int(word) - 1].park_id)
        else:
            return word == "backspace"
        return True

    def act(self, word: str) -> None:
        """A row was touched."""
        self._resume(self._selected if word == "enter" else word)

    def refresh(self) -> None:
        """Another till held or resumed one: no row moves under a finger. What came since stands below; what is gone
        keeps its row, and says so when it is chosen.
        """
        listed = {one.park_id for one in self._parked}
        came = [one for one in parking_of(self.aside).parked() if one.park_id not in listed]
        self._parked = (*self._parked, *came)
        self._selected = self._selected or (self._parked[0].park_id if self._parked else "")
        self._show()

    def _resume(self, park_id: str) -> None:
        if park_id:
            self._finish(lambda: parking_of(self.aside).resume(park_id))

    def _finish(self, change: Callable[[], object]) -> None:
        self._why = self.aside.attempt(change)
        if self._why:
            self._parked = self._parked or parking_of(self.aside).parked()
            self._show()
        else:
            self.aside.close()
            self.aside.say(tr("The held sale is back."))

    def _show(self) -> None:
        sentence = self._why or (
            tr("Hold (F4) or finish this sale first.")
            if not self.aside.counter.sale.is_empty
            else tr("Choose one, or scan its slip.")
        )
        empty = tr("No sale is held in this store. F4 holds the one on the counter.")
        reason = "" if self._parked else empty  # the key keeps its place: a sale may come at any moment
        action = ActionView("enter", tr("Resume"), tr("Enter"), "play", is_main=True, reason=reason)
        self.aside.show(
            RowsView(
                title=tr("Held sales"),
                sentence=sentence if self._parked or self._why else "",
                is_bad=bool(self._why),
                rows=tuple(self._row(number, one) for number, one in enumerate(self._parked, start=1)),
                selected=self._selected,
                empty=empty,
                actions=(action,),
            )
        )

    def _row(self, number: int, parked: Parked) -> RowView:
        items = ntr("{count} item", "{count} items", parked.items)
        store, now = self.aside.trade.book.store(), self.aside.trade.clock.now()
        time = moment_words(parked.at, now, store.time_zone)
        where = tr("this till") if parked.is_own else parked.till
        return RowView(
            key=parked.park_id,
            name=parked.note or tr("{time}, {items}", time=time, items=items),
            detail="  ·  ".join((*((time, items) if parked.note else ()), parked.staff, where)),
            amount=self.aside.amounts.plain(parked.total_minor),
            hint=str(number) if number < 10 else "",
        )
