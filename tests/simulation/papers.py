"""What a till is: its key, its name at the ledger, its place in a store."""

from dataclasses import dataclass


@dataclass
class Papers:
    """What enrolment gave to a box, and the credential as its vault has it."""

    seed: bytes
    device_id: str
    incarnation: int
    epoch: str
    store_id: str
    till_id: str
    token: str
    replica_key: bytes
