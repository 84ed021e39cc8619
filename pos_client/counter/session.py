"""Who stands at the till: choose the person, then the PIN; or show a badge. Knows no PIN's hash; wrong PINs lock a
person out and wrong badges the reading of badges, never the till.
"""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass

from pos_client.counter.ports import Clock, StoreBook
from sync_engine.domain.errors import LockedOut, Refusal, UnknownStaff
from sync_engine.domain.staff import StaffMember, after_wrong_pin, check_pin


@dataclass(unsafe_hash=True)
class NotSignedIn(Refusal):
    """Nobody is signed in."""


@dataclass(unsafe_hash=True)
class UnknownBadge(Refusal):
    """Nobody of this store has this badge."""


BADGES = "badge"
"""Wrong badges are counted together: nobody says whose they would be."""


def badge_sha256(code: str) -> str:
    """What is kept of a badge's code (hex): without blanks around it, small letters as capitals."""
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()


class Session:
    """Sign-in and sign-out. Signing out touches neither the open sale nor the journal."""

    def __init__(self, book: StoreBook, clock: Clock) -> None:
        self._book, self._clock = book, clock
        self._staff: StaffMember | None = None
        self._failures: dict[str, int] = {}
        self._locked_until_s: dict[str, float] = {}

    @property
    def staff(self) -> StaffMember | None:
        """Who is signed in."""
        return self._staff

    def signed_in(self) -> StaffMember:
        """Who is signed in. Refuses with NotSignedIn."""
        if self._staff is None:
            raise NotSignedIn
        return self._staff

    def people(self) -> Sequence[StaffMember]:
        """Who may sign in here."""
        return self._book.people()

    def sign_in(self, staff_id: str, pin: str) -> StaffMember:
        """Sign a person in.

        Refuses with UnknownStaff, UnusablePin (not the right number of digits, not counted), WrongPin, and LockedOut
        from the fifth wrong PIN in a row on.
        """
        person = next((one for one in self._book.people() if one.staff_id == staff_id), None)
        if person is None:
            raise UnknownStaff(staff_id)
        self._refuse_locked(staff_id)
        check_pin(pin, person.role)
        if not self._book.pin_matches(staff_id, pin):
            raise self._failed(staff_id)
        self._failures.pop(staff_id, None)
        self._staff = person
        return person

    def sign_in_badge(self, code: str) -> StaffMember:
        """Sign in who has this badge, whoever was there before. The open sale stays.

        Refuses with UnknownBadge, and with LockedOut from the fifth wrong badge in a row on.
        """
        self._refuse_locked(BADGES)
        staff_id = self._book.badge_owner(badge_sha256(code))
        person = next((one for one in self._book.people() if one.staff_id == staff_id), None)
        if person is None:
            refusal = self._failed(BADGES)
            raise refusal if isinstance(refusal, LockedOut) else UnknownBadge
        self._failures.pop(BADGES, None)
        self._staff = person
        return person

    def sign_in_without_pin(self, person: StaffMember) -> None:
        """For programs that act under a name of their own (a replay, a demo). No screen may call it."""
        self._staff = person

    def sign_out(self) -> None:
        """Lock the counter; the open sale stays."""
        self._staff = None

    def _refuse_locked(self, staff_id: str) -> None:
        left_s = self._locked_until_s.get(staff_id, 0.0) - self._clock.monotonic_s()
        if left_s > 0:
            raise LockedOut(math.ceil(left_s))

    def _failed(self, staff_id: str) -> Refusal:
        failures = self._failures[staff_id] = self._failures.get(staff_id, 0) + 1
        refusal = after_wrong_pin(failures)
        if isinstance(refusal, LockedOut):
            self._locked_until_s[staff_id] = self._clock.monotonic_s() + refusal.seconds
        return refusal
