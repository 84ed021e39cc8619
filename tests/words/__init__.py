"""Collects what the till says from its code, and brings the catalogues of translations up to date."""
