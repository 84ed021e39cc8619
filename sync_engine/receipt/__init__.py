"""Receipts as pages and words, the same on paper, in a mail and in a browser. Knows no till and no ledger."""
