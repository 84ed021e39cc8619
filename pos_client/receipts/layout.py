"""The parts of a page, as till and ledger share them, and its stored form; see `sync_engine.receipt.page`."""

from sync_engine.receipt.page import Heading, Mark, copy_of, from_text, pair, paper, to_text, wide

__all__ = ["Heading", "Mark", "copy_of", "from_text", "pair", "paper", "to_text", "wide"]
