"""The bearer credential of one device, which changes at every hello. Knows no network and no vault.

A new credential is used only after the till has stored it: one that was used makes the ledger forget the old one, and
a till that then lost the new one could not speak any more.
"""

import threading


class Credential:
    """Used by several threads."""

    def __init__(self, token: str) -> None:
        self._lock = threading.Lock()
        self._current = token
        self._offered: list[str] = []

    def current(self) -> str:
        """What to send."""
        with self._lock:
            return self._current

    def offer(self, token: str) -> bool:
        """Note a new credential that is on its way to the vault; False when it is the one in use."""
        with self._lock:
            if token == self._current and not self._offered:
                return False
            self._offered.append(token)
            return True

    def adopt(self, token: str) -> None:
        """Use this one at once: the ledger knows no other any more."""
        with self._lock:
            self._current = token
            self._offered.clear()

    def saved(self) -> None:
        """The oldest one on its way has been stored. Only the newest is worth using: it replaced the others."""
        with self._lock:
            if self._offered:
                stored = self._offered.pop(0)
                if not self._offered:
                    self._current = stored
