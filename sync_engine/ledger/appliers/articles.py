"""What happens when a fact names an article that the catalogue does not have: it is booked, and a person is asked."""

from collections.abc import Iterable

from sync_engine.ledger.cases import UNKNOWN_ARTICLE
from sync_engine.ledger.draft import Draft
from sync_engine.ledger.effects import Booked


def note_unknown(booked: Booked, draft: Draft, articles: Iterable[tuple[str, str]]) -> None:
    """Make the event an exception for each (article, name) that is not in the catalogue."""
    for article_id, name in articles:
        if not draft.knows_article(article_id):
            booked.reasons.append(UNKNOWN_ARTICLE)
            booked.cases.append((UNKNOWN_ARTICLE, article_id, {"sku": article_id, "name": name}))
