"""How a till proves itself when its credential is not known any more: by the key it joined with. Knows no transport."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from sync_engine.protocol.envelope import renewal_digest
from sync_engine.protocol.messages import RenewAnswer, RenewRequest


class Renewing(Protocol):
    """The ledger, as far as it is asked here."""

    def renew(self, request: RenewRequest) -> RenewAnswer:
        """A challenge, or a token for a signed one. Raises NoAnswer, DeclinedByLedger."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Which till this is. `sign` signs 32 bytes with its key; `adopt` takes a new credential into use at once: the
    old one is good for nothing.
    """

    device_id: str
    sign: Callable[[bytes], bytes]
    adopt: Callable[[str], None]
    app: str = ""

    def renew(self, ledger: Renewing) -> None:
        """Have a new credential. Raises NoAnswer, DeclinedByLedger: this till is not known there, or was shut out."""
        challenge = ledger.renew(RenewRequest(device=self.device_id, app=self.app)).challenge
        signature = self.sign(renewal_digest(self.device_id, challenge)).hex()
        asked = RenewRequest(device=self.device_id, app=self.app, challenge=challenge, signature=signature)
        self.adopt(ledger.renew(asked).token)
