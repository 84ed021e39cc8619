"""The ledger over HTTP: FastAPI routes around `ledger.door`, and the server that runs them. Decides nothing."""
