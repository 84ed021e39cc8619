"""The till's command line, one module per word. The only part of the till that writes to a terminal."""
