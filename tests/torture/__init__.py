"""Kills the product's own processes at random moments while they trade, and counts what is there afterwards."""
