"""What can be done at the counter: selling, paying, returning; no Qt, no SQL, no network."""
