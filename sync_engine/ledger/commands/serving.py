"""`pos-ledger serve`: the ledger's HTTP service, and the admin socket beside it."""

import ipaddress
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer

from sync_engine.domain.mail import NoMailAddress, mail_address
from sync_engine.ledger.admin import AdminServer, ServerRunning
from sync_engine.ledger.commands.doors import check_certificate, listening_sockets
from sync_engine.ledger.commands.options import PlaceOptions, at_place, takes
from sync_engine.ledger.commands.output import stop
from sync_engine.ledger.mailer import Mailer, Post
from sync_engine.ledger.opening import Ledger, now_ms
from sync_engine.ledger.session import Place, is_served, opened, usable
from sync_engine.ledger.smtp import MailServer, mail_server

LOOPBACK, PORT = "127.0.0.1", 8460


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeOptions(PlaceOptions):
    """Where to listen."""

    host: Annotated[str, typer.Option(help="Address to listen on.")] = LOOPBACK
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Port to listen on; 0 takes a free one.")] = PORT
    tls_cert: Annotated[Path | None, typer.Option(metavar="FILE", help="Certificate (PEM), for HTTPS.")] = None
    tls_key: Annotated[Path | None, typer.Option(metavar="FILE", help="Its private key (PEM).")] = None
    is_plain_accepted: Annotated[
        bool,
        typer.Option(
            "--i-know-plain-http",
            help="Listen beyond this machine without TLS: only behind a proxy that adds it.",
        ),
    ] = False
    smtp: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            envvar="POS_LEDGER_SMTP",
            help="Mail server for receipts: smtp://HOST or smtps://USER:PASSWORD@HOST. (none: they wait)",
            show_default=False,
        ),
    ] = None
    mail_from: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", envvar="POS_LEDGER_MAIL_FROM", help="Address that receipts are sent from."),
    ] = None


@takes(ServeOptions)
def serve(options: ServeOptions) -> None:
    """Serve tills over HTTP until asked to end. One line is printed when it is ready."""
    _refuse_open_doors(options)
    way = _mail_way(options)
    with at_place(options) as place:
        if is_served(place):
            raise ServerRunning(place.home)
        if options.tls_cert and options.tls_key:
            check_certificate(options.tls_cert, options.tls_key)
        from sync_engine.ledger.commands.server import Listening, run  # noqa: PLC0415 - FastAPI takes its time

        listening = Listening(options.host, options.port, options.tls_cert, options.tls_key)
        with (
            _ended_by_signals(),
            _taken(options) as sockets,
            opened(place) as (ledger, keys),
            _admin_socket(place, keys.ledger_id, ledger),
            _mails(ledger, way, keys.ledger_id),
        ):
            run(ledger, listening, sockets, f"({place.shown_url}, home {place.home})")


@contextmanager
def _taken(options: ServeOptions) -> Iterator[list[socket.socket]]:
    """The sockets to listen on. A till that asks too early waits in their queue."""
    sockets = listening_sockets(options.host, options.port)
    try:
        yield sockets
    finally:
        for each in sockets:
            each.close()


@contextmanager
def _admin_socket(place: Place, ledger_id: str, ledger: Ledger) -> Iterator[None]:
    """The door for other commands; a system without socket files has none, there they wait for the server to end."""
    if not hasattr(socket, "AF_UNIX"):
        yield
        return
    with usable(place.home):
        admin = AdminServer(place.home, ledger_id, ledger)
    try:
        yield
    finally:
        admin.close()


def _mail_way(options: ServeOptions) -> tuple[MailServer, str] | None:
    """Through which server and from which address receipts go; None when they wait."""
    if options.smtp is None:
        return None
    try:
        server = mail_server(options.smtp)
    except ValueError as error:
        stop(f"--smtp cannot be used: {error}", code=2)
    try:
        return server, mail_address(options.mail_from or "")
    except NoMailAddress:
        stop("--smtp needs --mail-from ADDRESS", code=2)


@contextmanager
def _mails(ledger: Ledger, way: tuple[MailServer, str] | None, ledger_id: str) -> Iterator[None]:
    """Send the receipts that customers asked for, while the server runs."""
    if way is None:
        yield
        return
    server, sender = way
    mailer = Mailer(ledger.databases.read, ledger.writer, Post(server, sender, ledger_id), now_ms)
    mailer.start()
    try:
        yield
    finally:
        mailer.close()


def _refuse_open_doors(options: ServeOptions) -> None:
    if (options.tls_cert is None) != (options.tls_key is None):
        stop("--tls-cert and --tls-key belong together", code=2)
    for file in filter(None, (options.tls_cert, options.tls_key)):
        if not file.is_file():
            stop(f"There is no such file: {file}", code=2)
    if not (is_loopback(options.host) or options.tls_cert or options.is_plain_accepted):
        stop(
            f"{options.host} can be reached from other machines, and without TLS everything on the way can be read."
            " Give --tls-cert and --tls-key, or --i-know-plain-http behind a proxy that adds TLS",
            code=2,
        )


def is_loopback(host: str) -> bool:
    """True when only this machine can reach the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """SIGTERM and SIGINT end the program through its cleaning up, with exit code 0."""

    def end(_signal: int, _frame: FrameType | None) -> NoReturn:
        raise typer.Exit(0)

    before = [(number, signal.signal(number, end)) for number in (signal.SIGTERM, signal.SIGINT)]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)
