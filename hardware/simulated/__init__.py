"""Devices made of code, shipped with the product: for the demonstration shop, for training and for tests."""
