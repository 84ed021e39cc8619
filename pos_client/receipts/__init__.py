"""What the till prints, as printer-neutral documents. Knows no printer and no database."""
