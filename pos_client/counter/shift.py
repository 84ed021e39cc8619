"""Opens the shift by itself: one per business day of the store, recorded with the first act of the day. Knows no
screen.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from pos_client.counter.acts import Context, ShiftOpened
from pos_client.counter.ports import Ids, Journal
from sync_engine.domain.dates import instant_text
from sync_engine.domain.shift import Shift
from sync_engine.domain.store import Store, business_on


@dataclass(frozen=True, slots=True)
class Moment:
    """When and by whom something is done, on the store's business day (ISO text)."""

    at: datetime
    offset_min: int
    business_on: str
    staff_id: str


def moment(store: Store, at: datetime, staff_id: str) -> Moment:
    """`at` in the store's time zone and business day. Refuses with UnknownTimeZone."""
    on = business_on(at, store.time_zone, store.cutover_minutes)
    offset = at.astimezone(ZoneInfo(store.time_zone)).utcoffset()
    offset_min = 0 if offset is None else int(offset.total_seconds() // 60)
    return Moment(at, offset_min, on.isoformat(), staff_id)


@dataclass(frozen=True, slots=True)
class Attribution:
    """The context of an act, and the opening of its shift when that must be recorded with it."""

    context: Context
    openings: tuple[ShiftOpened, ...]
    shift: Shift


class ShiftBook:
    """Remembers the open shift, so that no act has to ask the journal."""

    def __init__(self, journal: Journal, ids: Ids) -> None:
        self._ids = ids
        self._shift = journal.open_shift()

    def attribute(self, when: Moment, currency_code: str) -> Attribution:
        """The open shift if it is of that business day, else a new one that is opened with the act."""
        shift = self._shift
        if shift is not None and shift.business_on == when.business_on:
            return Attribution(_context(when, shift), (), shift)
        fresh = Shift(self._ids.event_id(), when.business_on, instant_text(when.at))
        context = _context(when, fresh)
        return Attribution(context, (ShiftOpened(self._ids.event_id(), context, fresh, currency_code),), fresh)

    def recorded(self, attribution: Attribution) -> None:
        """The acts of `attribution` are in the journal: its shift is the open one."""
        self._shift = attribution.shift


def _context(when: Moment, shift: Shift) -> Context:
    return Context(shift.shift_id, when.business_on, when.staff_id, when.at, when.offset_min)
