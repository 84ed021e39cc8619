"""Takes foreign files into the ledger: reads, cleans, sets bad rows aside, and states the rest as facts.

Everything here is about files and rows; who appends the facts is given in, and nothing here writes the database.
"""
