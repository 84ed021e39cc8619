"""What happens when a fact names an article that the catalogue does not have: it is booked, and a person is asked."""

from collections.abc import Iterable
from typing import Protocol

from sync_engine.ledger.cases import UNKNOWN_ARTICLE
from sync_engine.ledger.draft import Draft
from sync_engine.ledger.effects import Booked


class _Line(Protocol):
    @property
    def sku(self) -> str: ...


def note_unknown(booked: Booked, draft: Draft, lines: Iterable[_Line]) -> None:
    """Make the event an exception for each line whose article is not in the catalogue."""
    for line in lines:
        if not draft.knows_article(line.sku):
            booked.reasons.append(UNKNOWN_ARTICLE)
            facts = {"sku": line.sku, "name": getattr(line, "name", "")}
            booked.cases.append((UNKNOWN_ARTICLE, line.sku, facts))
