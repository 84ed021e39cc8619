"""Words of one language, as till and ledger share them; see `sync_engine.receipt.words`."""

from sync_engine.receipt.words import FALLBACK, Words, is_spaced, languages, tag_in, words

__all__ = ["FALLBACK", "Words", "is_spaced", "languages", "tag_in", "words"]
