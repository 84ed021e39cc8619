"""What till and ledger share, and both ends of the wire between them."""

__version__ = "0.1.0"
