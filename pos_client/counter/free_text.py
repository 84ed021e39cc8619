"""What people type freely (notes, reasons, names) before it is kept: one line, and no number of a payment card in it.

Codes and serial numbers do not pass the filter: one in ten of them looks like a card by chance. Knows no screen.
"""

from sync_engine.domain.card_number import masked


def one_line(text: str) -> str:
    """`text` as one line: no control characters, no blanks at its ends, single ones inside."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())


def clean(text: str) -> str:
    """`text` as one line, card numbers masked to their last four digits."""
    return masked(one_line(text))
