"""What each screen shows and what may be done on it, as plain values; no Qt."""
