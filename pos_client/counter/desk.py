"""What a counter works with: its shop, its people, its journal and its clock, all behind ports."""

from collections.abc import Callable
from dataclasses import dataclass, field

from pos_client.counter.acts import Act, Context
from pos_client.counter.completing import Completing
from pos_client.counter.drafts import Drafts, NoDrafts
from pos_client.counter.ports import Catalog, Clock, Ids, StoreBook
from pos_client.counter.session import Session
from pos_client.counter.shift import Moment, moment
from sync_engine.domain.store import StoreRules, rules_on


@dataclass(frozen=True, slots=True)
class Desk:
    """The ports of one counter."""

    catalog: Catalog
    book: StoreBook
    session: Session
    completing: Completing
    clock: Clock
    drafts: Drafts = field(default_factory=NoDrafts)

    @property
    def ids(self) -> Ids:
        """Mints ids."""
        return self.completing.ids

    def moment(self, staff_id: str = "") -> Moment:
        """Now, on the store's business day."""
        return moment(self.book.store(), self.clock.now(), staff_id)

    def rules(self) -> StoreRules:
        """The rules of today. Refuses with NoRules."""
        return rules_on(self.book.store(), self.moment().business_on)

    def price_e4(self, article_id: str, price_list: str) -> int:
        """Today's price of an article: of that list where it is in it, else the store's. Refuses with NoPrice."""
        on = self.moment().business_on
        if price_list:
            return self.catalog.price(article_id, on, price_list).unit_e4
        return self.catalog.price(article_id, on).unit_e4

    def staff_id(self) -> str:
        """Who is at the till; "" while nobody is."""
        staff = self.session.staff
        return staff.staff_id if staff else ""

    def record(self, make: Callable[[str, Context], Act]) -> None:
        """Record one act that is no sale, made from its id and its context. Refuses with NotSignedIn; raises
        Unavailable: then nothing happened.
        """
        when = self.moment(self.session.signed_in().staff_id)
        attribution = self.completing.shifts.attribute(when, self.book.store().currency_code)
        act = make(self.completing.ids.event_id(), attribution.context)
        self.completing.record_acts(attribution, (act,))
