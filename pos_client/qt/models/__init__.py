"""Lists as Qt wants them, filled with finished views."""
