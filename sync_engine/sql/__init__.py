"""Databases for both ends: engines, migrations and column types; no rule of retail."""
