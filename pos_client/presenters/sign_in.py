"""Signing in: who, then the PIN, which signs in with its last digit. Digits live here only until they are checked."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from pos_client.i18n import current, ntr, sentence, tr
from pos_client.presenters.amounts import Amounts
from pos_client.presenters.ports import Trade
from pos_client.presenters.shown import Shown
from pos_client.presenters.views import PersonView, SignInView
from sync_engine.domain.errors import Refusal, Unavailable
from sync_engine.domain.staff import StaffMember, pin_digits

RECENT = 3  # so many stand in front


class SignInPresenter:
    """Tiles and pad. `signed_in` is called when the PIN was right."""

    def __init__(self, trade: Trade, signed_in: Callable[[StaffMember], None]) -> None:
        self._trade, self._signed_in = trade, signed_in
        self._people: tuple[StaffMember, ...] = ()
        self._chosen: StaffMember | None = None
        self._pin = ""
        self._recent: list[str] = []
        self._message, self._is_wrong, self._is_checking = "", False, False
        self._reminder = ""
        self.view: Shown[SignInView] = Shown(SignInView())

    def open(self) -> None:
        """Show the screen for the next person: read who works here, forget digits and messages."""
        self._people = self._read()
        known = {person.staff_id for person in self._people}
        if self._chosen is None or self._chosen.staff_id not in known:
            self._chosen = self._people[0] if self._people else None
        self._reset()

    def refresh(self) -> None:
        """The people of this store changed."""
        self._people = self._read()
        self._show()

    def remember(self, person: StaffMember) -> None:
        """Who was here last stands first from now on."""
        self._recent = [person.staff_id, *(one for one in self._recent if one != person.staff_id)][:RECENT]

    def _read(self) -> tuple[StaffMember, ...]:
        people = {person.staff_id: person for person in self._trade.session.people()}
        last = [people.pop(staff_id) for staff_id in self._recent if staff_id in people]
        return (*last, *people.values())

    def tell(self, message: str) -> None:
        """A sentence below the pad."""
        self._message, self._is_wrong = message, False
        self._show()

    def remind(self, message: str) -> None:
        """A sentence that stands below the pad whenever there is nothing else to say."""
        self._reminder = message
        self._show()

    def refuse(self, message: str) -> None:
        """Why somebody was not signed in."""
        self._message, self._is_wrong = message, True
        self._show()

    def choose(self, staff_id: str) -> None:
        """The person who types the PIN."""
        if not self._is_checking:
            self._chosen = next((person for person in self._people if person.staff_id == staff_id), None)
            self._reset()

    def strike(self, word: str) -> None:
        """A key: a digit, `backspace`, `clear`, `next` or `previous` person."""
        if self._is_checking:
            return
        if word in {"next", "previous"}:
            self._step(1 if word == "next" else -1)
        elif word == "backspace":
            self._type(self._pin[:-1])
        elif word == "clear":
            self._reset()
        elif word.isdigit() and self._chosen is not None:
            self._type(self._pin + word)

    def _step(self, by: int) -> None:
        if self._people:
            here = self._people.index(self._chosen) if self._chosen in self._people else 0
            self.choose(self._people[(here + by) % len(self._people)].staff_id)

    def _type(self, pin: str) -> None:
        self._pin, self._message, self._is_wrong = pin, "", False
        person = self._chosen
        if person is not None and len(pin) >= pin_digits(person.role):
            self._is_checking = True
            self._trade.tasks.run(Attempt(self._trade, person.staff_id, pin), self._on_right, self._on_wrong)
        self._show()

    def _on_right(self, person: StaffMember) -> None:
        self._reset()
        self._signed_in(person)

    def _on_wrong(self, error: Exception) -> None:
        self._reset()
        assert isinstance(error, Refusal | Unavailable)
        self._message, self._is_wrong = sentence(error, current()), True
        self._show()

    def _reset(self) -> None:
        self._pin, self._message, self._is_wrong, self._is_checking = "", "", False, False
        self._show()

    def _show(self) -> None:
        person = self._chosen
        prompt = tr("PIN of {name}", name=person.name) if person else tr("Nobody of this store is known here yet.")
        self.view.show(
            SignInView(
                greeting=_greeting(self._trade),
                hint=tr("Choose your name, then type your PIN."),
                badge=tr("or scan your badge"),
                people=tuple(map(_person, self._people)),
                chosen=person.staff_id if person else "",
                prompt=prompt,
                entered=len(self._pin),
                digits=pin_digits(person.role) if person else 4,
                message=tr("One moment ...") if self._is_checking else self._message or self._reminder,
                is_wrong=self._is_wrong,
                is_checking=self._is_checking,
                kept=self._kept(),
            )
        )

    def _kept(self) -> str:
        sale = self._trade.counter.sale
        if sale.is_empty:
            return ""
        totals = sale.totals()
        amount = Amounts(current(), sale.cart.currency.code).money(totals.total_minor)
        items = ntr("{count} item", "{count} items", totals.item_count)
        return tr("The open sale is kept: {items}, {amount}.", items=items, amount=amount)


class Attempt:
    """One try, made on the store's thread: the check is slow on purpose."""

    def __init__(self, trade: Trade, staff_id: str, pin: str) -> None:
        self._trade, self._staff_id, self._pin = trade, staff_id, pin

    def __call__(self) -> StaffMember:
        return self._trade.session.sign_in(self._staff_id, self._pin)


def _person(person: StaffMember) -> PersonView:
    roles = {"cashier": tr("Cashier"), "manager": tr("Manager"), "approver": tr("Approver")}
    return PersonView(person.staff_id, person.name, roles.get(person.role, person.role), initials(person.name))


def initials(name: str) -> str:
    """Two letters for a disc: the first of the first and the last word."""
    words = name.split()
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


def _greeting(trade: Trade) -> str:
    hour = trade.clock.now().astimezone(ZoneInfo(trade.book.store().time_zone)).hour
    if 4 <= hour < 12:
        return tr("Good morning")
    return tr("Good afternoon") if 12 <= hour < 18 else tr("Good evening")
