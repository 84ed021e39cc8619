"""Devices at the counter: printers, scanners, scales, displays, terminals; nothing of retail."""
