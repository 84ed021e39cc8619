"""Seeded bugs: small changes of the sync and the ledger, each of which the simulator has to notice."""
