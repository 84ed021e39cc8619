"""What the sync program is told at its start, as one line of JSON: which till, which ledger, and the keys."""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Errand:
    """What the sync program must know: which till, which ledger, and the keys. `token` and the keys are secrets."""

    home: Path
    ledger_url: str
    device_id: str
    install_id: str
    token: str
    journal_key: bytes
    replica_key: bytes
    device_seed: bytes
    app: str = ""

    def line(self) -> str:
        """The first line for the program."""
        told = {
            "home": str(self.home),
            "ledger_url": self.ledger_url,
            "device_id": self.device_id,
            "install_id": self.install_id,
            "token": self.token,
            "journal_key": self.journal_key.hex(),
            "replica_key": self.replica_key.hex(),
            "device_seed": self.device_seed.hex(),
            "app": self.app,
        }
        return json.dumps(told) + "\n"

    @classmethod
    def read(cls, line: str) -> "Errand":
        """The opposite of `line`. Raises ValueError, KeyError or TypeError for a line that is none."""
        told = json.loads(line)
        return cls(
            home=Path(told["home"]),
            ledger_url=told["ledger_url"],
            device_id=told["device_id"],
            install_id=told["install_id"],
            token=told["token"],
            journal_key=bytes.fromhex(told["journal_key"]),
            replica_key=bytes.fromhex(told["replica_key"]),
            device_seed=bytes.fromhex(told["device_seed"]),
            app=told.get("app", ""),
        )

    def __repr__(self) -> str:
        return f"Errand({self.device_id} to {self.ledger_url})"
