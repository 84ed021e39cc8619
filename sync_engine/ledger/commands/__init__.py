"""The ledger's command line: one module per command. Knows words for people; the work is done in `ledger`."""
