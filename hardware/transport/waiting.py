"""Waiting for a line with a deadline; it must not know what the line is."""

import selectors
import socket

from hardware.deadline import Deadline

CHUNK = 4096


def wait_for(channel: int | socket.socket, event: int, deadline: Deadline) -> bool:
    """Whether `channel` became readable or writable before `deadline`."""
    with selectors.DefaultSelector() as selector:
        selector.register(channel, event)
        while True:
            if selector.select(deadline.slice_s):
                return True
            if deadline.is_over:
                return False
