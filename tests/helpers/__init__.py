"""Builders, fakes and servers that tests of every kind share."""
