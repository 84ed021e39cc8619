"""The sockets a server listens on, taken before it opens its books: an address that cannot be had changes nothing.

Knows no HTTP.
"""

import errno
import socket
import ssl
from pathlib import Path

from sync_engine.domain.errors import Unavailable

_REASONS = {errno.EADDRINUSE: "taken", errno.EACCES: "forbidden", errno.EPERM: "forbidden"}
_ABSENT = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}


class CannotListen(Unavailable):
    """Nothing can listen at `host` and `port`. `reason`: taken, forbidden, absent (no address of this machine)."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(f"{host}:{port}: {reason}")
        self.host, self.port, self.reason = host, port, reason


class CertificateUnusable(Unavailable):
    """The certificate or its key cannot be used: unreadable, not PEM, not of each other, or under a password."""

    def __init__(self, certificate: Path, key: Path) -> None:
        super().__init__(f"{certificate}, {key}")
        self.certificate, self.key = certificate, key


def listening_sockets(host: str, port: int) -> list[socket.socket]:
    """Sockets on every address of `host`, all on the same port (0: a free one). Raises CannotListen."""
    sockets: list[socket.socket] = []
    for family, address in _addresses(host, port):
        try:
            made = socket.create_server((address, sockets[0].getsockname()[1] if sockets else port), family=family)
        except OSError as error:
            if error.errno in _ABSENT and sockets:
                continue
            for opened in sockets:
                opened.close()
            raise CannotListen(host, port, _REASONS.get(error.errno or 0, "absent")) from error
        # Accepted connections inherit it. Without it an answer waits some 40 ms for a delayed acknowledgement:
        # asyncio sets it only on sockets that name their protocol, and these do not.
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sockets.append(made)
    return sockets


def check_certificate(certificate: Path, key: Path) -> None:
    """Raises CertificateUnusable."""
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate, key, password=str)
    except OSError as error:  # what ssl raises is one too
        raise CertificateUnusable(certificate, key) from error


def _addresses(host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise CannotListen(host, port, "absent") from error
    return list(dict.fromkeys((family, str(address[0])) for family, _, _, _, address in found))
