"""The till's two files: the journal it writes and the replica it reads."""
