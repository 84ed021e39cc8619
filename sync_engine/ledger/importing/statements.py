"""What an import wants to be true, row by row, before it is compared with what the ledger has. Knows no file format."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from sync_engine.ledger.importing.values import RowRefused

Body = Mapping[str, Any]
RefKey = tuple[str, str]
"""(scope, key) of a reference row."""


class Statement(NamedTuple):
    """One reference row: its key and the row of the file that speaks of it, with its line."""

    scope: str
    key: str
    row: Any
    line: int


class Rejected(NamedTuple):
    """A row that is set aside: its line, a stable reason, and what stands against it."""

    line: int
    reason: str
    detail: str = ""


class Count(NamedTuple):
    """What was counted of one article in one place, at `scale` decimals."""

    place: str
    sku: str
    qty: int
    scale: int
    line: int


class OnHand(NamedTuple):
    """What the ledger has of an article in a place; uncontrolled until its first count or receipt."""

    qty: int
    scale: int
    is_controlled: bool


class Part(Protocol):
    """The statements of an import about one topic."""

    @property
    def topic(self) -> str:
        """The topic of reference facts."""

    def statements(self) -> Iterator[Statement]:
        """Each key once."""

    def refused(self, chunk: Sequence[Statement], known: "Known") -> Mapping[int, RowRefused]:
        """What contradicts the ledger, by line."""

    def body(self, statement: Statement, before: Body | None) -> Body:
        """The new body of the row that was `before`. Raises RowRefused."""


class Known(Protocol):
    """What an import may ask of the ledger."""

    def tax_codes(self) -> frozenset[str] | None:
        """Tax codes of all stores; None when there is no store yet."""

    def bodies(self, topic: str, keys: Sequence[RefKey]) -> Mapping[RefKey, Body]:
        """The bodies of those rows that are there."""

    def barcode_owners(self, codes: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """Which articles carry these codes."""

    def on_hand(self, keys: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], OnHand]:
        """Stock by (place, article), for those that have any."""


class NothingKnown:
    """A ledger that is not there yet."""

    def tax_codes(self) -> frozenset[str] | None:
        return None

    def bodies(self, topic: str, keys: Sequence[RefKey]) -> Mapping[RefKey, Body]:  # noqa: ARG002 - a port's names
        return {}

    def barcode_owners(self, codes: Sequence[str]) -> Mapping[str, frozenset[str]]:  # noqa: ARG002 - as above
        return {}

    def on_hand(self, keys: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], OnHand]:  # noqa: ARG002 - as above
        return {}


def chunks(items: Iterable[Any], size: int) -> Iterable[list[Any]]:
    """Lists of at most `size` items, in order."""
    chunk = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
