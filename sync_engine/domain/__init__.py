"""The rules of retail, in plain values and pure functions; the standard library only."""
