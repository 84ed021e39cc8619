"""The wire: facts, their envelope and their encoding, the same at both ends."""
