"""The till's half of the sync: push what happened here, follow what happened elsewhere."""
