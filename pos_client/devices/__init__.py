"""Brings pages to the receipt printers and opens the drawer. A dead printer blocks nothing and loses nothing."""

from pos_client.devices.pages import Pages
from pos_client.devices.queue import PRINTER, PrintQueue, Timing

__all__ = ["PRINTER", "Pages", "PrintQueue", "Timing"]
