"""Guards that every test runs under, and the fixtures that every folder of tests may use.

A test is refused the network beyond this machine and the person's own files and keys. It fails when it leaves a
thread behind or logs a warning that it did not announce. Nothing here knows the product.
"""

import ipaddress
import logging
import os
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests.helpers.postgres import postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]

THREAD_GRACE_S = 2.0


def pytest_configure(config: pytest.Config) -> None:
    """Give the run a fixed place and time, and a home of its own, before anything is imported."""
    os.environ["QT_QPA_PLATFORM"] = os.environ.get("POS_TEST_QPA", "offscreen")
    os.environ.update(TZ="UTC", LC_ALL="C.UTF-8", LANG="C.UTF-8")
    os.environ.pop("LANGUAGE", None)
    if hasattr(time, "tzset"):
        time.tzset()
    os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    config.stash[_HOME] = home = tempfile.TemporaryDirectory(prefix="pos-tests-", ignore_cleanup_errors=True)
    for kind in ("CONFIG", "DATA", "CACHE", "STATE"):
        os.environ[f"XDG_{kind}_HOME"] = str(Path(home.name, kind.lower()))
    os.environ["XDG_RUNTIME_DIR"] = home.name
    # A busy machine is no fault of the example; under CI the examples are the same each time.
    hypothesis.settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
    hypothesis.settings.load_profile("house")
    _guard_sockets()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the run's home."""
    if home := config.stash.get(_HOME, None):
        home.cleanup()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that use a PostgreSQL server."""
    for item in items:
        if {"postgres_url", "postgres_server"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("postgres")


_HOME = pytest.StashKey[tempfile.TemporaryDirectory[str]]()


# --- network ---


class ForbiddenAddress(AssertionError):
    """A test reached for an address that is not of this machine."""


def _refuse_far(address: Any) -> None:
    host = str(address[0]) if isinstance(address, tuple) else ""  # the sockets of files have no host
    if host in {"", "localhost"}:
        return
    try:
        is_near = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_near = False
    if not is_near:
        raise ForbiddenAddress(host)


def _guard_sockets() -> None:
    real = socket.socket

    class GuardedSocket(real):  # type: ignore[misc, valid-type]
        """A socket that stays on this machine."""

        def connect(self, address: Any) -> None:
            _refuse_far(address)
            super().connect(address)

        def connect_ex(self, address: Any) -> int:
            _refuse_far(address)
            return int(super().connect_ex(address))

    real_lookup = socket.getaddrinfo

    def lookup(host: Any, *args: Any, **kwargs: Any) -> Any:
        _refuse_far((host.decode() if isinstance(host, bytes) else host or "",))
        return real_lookup(host, *args, **kwargs)

    socket.socket = GuardedSocket  # type: ignore[misc]
    socket.getaddrinfo = lookup


# --- log ---


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def _fail_on_unannounced_log(request: pytest.FixtureRequest) -> Iterator[None]:
    kept = _Kept()
    logging.getLogger().addHandler(kept)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(kept)
    if kept.records and not request.node.get_closest_marker("expects_log"):
        lines = [f"{record.levelname} {record.name}: {record.getMessage()}" for record in kept.records]
        pytest.fail("logged without the mark expects_log:\n" + "\n".join(lines), pytrace=False)


# --- threads ---


@pytest.fixture(autouse=True)
def _fail_on_leaked_threads(request: pytest.FixtureRequest) -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    if request.node.get_closest_marker("leaves_threads"):
        return
    deadline = time.monotonic() + THREAD_GRACE_S
    for thread in set(threading.enumerate()) - before:
        thread.join(max(0.0, deadline - time.monotonic()))
    left = sorted(thread.name for thread in set(threading.enumerate()) - before)
    if left:
        pytest.fail(f"threads outlived the test: {left}", pytrace=False)
