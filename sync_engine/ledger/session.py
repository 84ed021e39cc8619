"""How a command reaches the ledger: which home, which database, and who writes.

There is one writer (decision 5). If a server of this home serves the same ledger, facts go through its admin socket.
Otherwise the command becomes the writer, but never by pushing another one out that is alive. Knows no command.
"""

import errno
import os
import re
import secrets
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from sync_engine.domain.errors import Unavailable
from sync_engine.ledger.admin import AdminClient, Appender, running_ledger
from sync_engine.ledger.auth import pin_matches, pin_verifier
from sync_engine.ledger.keys import KeyFolder, LedgerKeys
from sync_engine.ledger.opening import Ledger, known_version, now_ms, open_ledger, stored_ledger_id
from sync_engine.ledger.pen import LEASE_MS
from sync_engine.ledger.store.locks import Lease, ShardState, read_shard
from sync_engine.sql.engine import reading_engine, sqlite_path

_GRACE_MS = LEASE_MS + 2_000


class NoLedger(Unavailable):
    """There is no ledger in this database yet. `url` hides the password."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


class AnotherWriter(Unavailable):
    """Somebody else writes to this ledger and is alive: a server elsewhere, or another command. `owner` is host:pid."""

    def __init__(self, owner: str) -> None:
        super().__init__(owner)
        self.owner = owner


class NoDatabaseUrl(Unavailable):
    """A URL of no database that can hold a ledger. `url` hides what may be a password."""

    def __init__(self, url: str) -> None:
        shown = re.sub(r"://[^/]*@", "://***@", url)
        super().__init__(shown)
        self.url = shown


class PlaceUnusable(Unavailable):
    """A folder or file of the ledger cannot be made or written. `reason` is in the system's words."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason


@dataclass(frozen=True, slots=True)
class Place:
    """A home folder (keys, admin socket, snapshots) and the URL of the database."""

    home: Path
    url: str

    @property
    def shown_url(self) -> str:
        """The URL without its password."""
        return sa.make_url(self.url).render_as_string(hide_password=True)


@dataclass(frozen=True, slots=True)
class Writing:
    """A ledger open for writing, by whichever way."""

    appender: Appender
    reading: sa.Engine
    keys: LedgerKeys
    is_through_server: bool


def place_of(home: Path | None, url: str | None) -> Place:
    """The place named by options, else by POS_LEDGER_HOME and POS_LEDGER_DATABASE, else the person's data folder.

    Raises NoDatabaseUrl.
    """
    named = home or (Path(os.environ["POS_LEDGER_HOME"]) if os.environ.get("POS_LEDGER_HOME") else _data_folder())
    folder = named.expanduser().absolute()
    found = url or os.environ.get("POS_LEDGER_DATABASE") or f"sqlite:///{folder / 'ledger.db'}"
    if not _is_database(found):
        raise NoDatabaseUrl(found)
    return Place(folder, found)


def _is_database(url: str) -> bool:
    """A file of SQLite, or PostgreSQL."""
    if url.startswith("sqlite:"):
        return len(url) > len("sqlite:///") and url.startswith("sqlite:///")
    try:
        return sa.make_url(url).drivername in {"postgresql", "postgres", "postgresql+psycopg"}
    except (sa.exc.ArgumentError, ValueError):
        return False


@contextmanager
def usable(path: Path) -> Iterator[None]:
    """What the system says against files of the ledger as PlaceUnusable."""
    try:
        yield
    except OSError as error:
        raise PlaceUnusable(Path(error.filename or path), error.strerror or str(error)) from error


@contextmanager
def reading(place: Place) -> Iterator[sa.Engine]:
    """The ledger for reading. Raises NoLedger, NewerSchema."""
    if place.url.startswith("sqlite:") and not sqlite_path(place.url).is_file():
        raise NoLedger(place.shown_url)
    engine = reading_engine(place.url)
    try:
        if known_version(engine) == 0 or _shard(engine) is None:
            raise NoLedger(place.shown_url)
        yield engine
    finally:
        engine.dispose()


@contextmanager
def writing(place: Place) -> Iterator[Writing]:
    """The ledger for writing; it is made when there is none. Raises AnotherWriter, KeysMissing, KeysUnreadable."""
    if is_served(place):
        with reading(place) as engine:
            keys = KeyFolder(place.home).load(_ledger_id(engine))
            yield Writing(AdminClient(place.home), engine, keys, is_through_server=True)
        return
    with opened(place) as (ledger, keys):
        yield Writing(ledger, ledger.databases.read, keys, is_through_server=False)


@contextmanager
def opened(place: Place) -> Iterator[tuple[Ledger, LedgerKeys]]:
    """The ledger itself, with a new term.

    Raises AnotherWriter, KeysMissing, KeysUnreadable, PlaceUnusable, NewerSchema.
    """
    with usable(place.home):
        _prepare(place)
    ledger_id = stored_ledger_id(place.url)
    folder = KeyFolder(place.home)
    if ledger_id is None:
        with usable(place.home):
            keys = folder.create(f"l_{secrets.token_hex(8)}")
    else:
        keys = folder.load(ledger_id)
        with reading(place) as engine:
            _await_lease(lambda: _shard(engine))
    ledger = open_ledger(place.url, place.home, keys)
    try:
        yield ledger, keys
    finally:
        ledger.close()


def _prepare(place: Place) -> None:
    """Make the folders; what cannot be written is said now and not in the middle of work."""
    place.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    needed = [place.home]
    if place.url.startswith("sqlite:"):
        file = sqlite_path(place.url).absolute()
        file.parent.mkdir(parents=True, exist_ok=True)
        needed += [file.parent, *([file] if file.exists() else [])]
    for path in needed:
        if not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def ledger_id_at(place: Place) -> str:
    """Which ledger is there. Raises NoLedger."""
    with reading(place) as engine:
        return _ledger_id(engine)


def is_served(place: Place) -> bool:
    """True when a server of this home serves this very ledger."""
    running = running_ledger(place.home)
    if running is None:
        return False
    try:
        return ledger_id_at(place) == running
    except NoLedger:
        return False


@dataclass(frozen=True, slots=True)
class StorePins:
    """Makes and checks PIN verifiers with the peppers of a ledger's stores."""

    keys: LedgerKeys

    def verifier(self, store_id: str, pin: str) -> str:
        """Argon2id of the PIN for this store."""
        return pin_verifier(self.keys.store_pepper(store_id), pin)

    def matches(self, store_id: str, pin: str, verifier: str) -> bool:
        """True when the verifier is of this PIN in this store."""
        return pin_matches(verifier, self.keys.store_pepper(store_id), pin)


def _await_lease(shard: Callable[[], ShardState | None], pause: Callable[[float], None] = time.sleep) -> None:
    """Return when nobody writes: the lease was given back, has run out, or its owner died on this machine."""
    started = now_ms()
    first: Lease | None = None
    while (state := shard()) is not None and _is_alive(state.lease):
        first = first or state.lease
        if state.lease.until_ms != first.until_ms or now_ms() - started > _GRACE_MS:
            raise AnotherWriter(state.lease.owner)
        pause(0.25)


def _is_alive(lease: Lease) -> bool:
    if not lease.owner or lease.until_ms <= now_ms():
        return False
    host, _, pid = lease.owner.rpartition(":")
    return host != socket.gethostname() or not pid.isdecimal() or _is_running(int(pid))


def _is_running(pid: int) -> bool:
    if sys.platform == "win32":  # there, the question would end the process
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _ledger_id(engine: sa.Engine) -> str:
    state = _shard(engine)
    assert state is not None
    return state.ledger_id


def _shard(engine: sa.Engine) -> ShardState | None:
    with engine.begin() as connection:
        return read_shard(connection)


def _data_folder() -> Path:
    """Where this system keeps a person's data."""
    if sys.platform == "win32":
        above = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        above = Path.home() / "Library" / "Application Support"
    else:
        above = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return above / "unified-pos-ledger"
