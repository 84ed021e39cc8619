"""How fast the product is, measured the same way every time; run by `./pos bench`."""
