"""The product's own programs, started as a person would: the ledger's server, its commands, the till's commands."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sync_engine.ledger.admin import AdminClient
from sync_engine.ledger.enrolment import issue_code
from tests.benchmarks.catalogue import write_articles, write_stores
from tests.benchmarks.load import LoadTill
from tests.helpers.postgres import free_port

START_S = 30


def ledger_command(home: Path, url: str, *arguments: str) -> str:
    """Run `pos-ledger ...` to its end; give what it printed. Raises RuntimeError with its words when it fails."""
    return _output("sync_engine.ledger", arguments, _of_ledger(home, url))


def client_command(*arguments: str) -> str:
    """Run `pos-client ...` to its end; give what it printed. Raises RuntimeError with its words when it fails."""
    return _output("pos_client", arguments, dict(os.environ))


def _output(program: str, arguments: tuple[str, ...], environment: dict[str, str]) -> str:
    command = [sys.executable, "-m", program, *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise RuntimeError(f"{program} {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def _of_ledger(home: Path, url: str) -> dict[str, str]:
    return os.environ | {"POS_LEDGER_HOME": str(home), "POS_LEDGER_DATABASE": url}


def enroll_code(home: Path, url: str, store: str, till: str) -> str:
    """A one-time code; store and till are made when they do not exist."""
    options = ("--country", "GB", "--currency", "GBP")
    return ledger_command(home, url, "enroll-code", "--store", store, "--till", till, *options).split("\n")[-2].strip()


def fresh_code(ledger: "ServedLedger", store: str, till: str) -> str:
    """A one-time code, issued through the door that the running server opens to commands."""
    return issue_code(AdminClient(ledger.home), store, till, datetime.now(UTC))


def load_tills(ledger: "ServedLedger", store: str, count: int, articles: int) -> list[LoadTill]:
    """Enrolled tills of the load generator."""
    tills = [LoadTill(store, f"L{number}", articles) for number in range(count)]
    for till in tills:
        till.enroll(ledger.port, fresh_code(ledger, till.store, till.till))
    return tills


def founded_ledger(home: Path, url: str, stores: Sequence[str], articles: int) -> None:
    """Import `stores`, and `articles` articles with a barcode and a price of 5.00."""
    home.mkdir(parents=True, exist_ok=True)
    write_stores(home / "stores.csv", stores)
    write_articles(home / "articles.csv", articles)
    for kind in ("stores", "articles"):
        ledger_command(home, url, "import", kind, str(home / f"{kind}.csv"))


@dataclass(frozen=True, slots=True)
class ServedLedger:
    """A running server."""

    home: Path
    url: str
    port: int
    pid: int


@contextmanager
def served_ledger(home: Path, url: str, port: int = 0) -> Iterator[ServedLedger]:
    """`pos-ledger serve` on that loopback port (0: a free one), stopped afterwards."""
    port = port or free_port()
    command = [sys.executable, "-m", "sync_engine.ledger", "serve", "--port", str(port)]
    log = home / "serve.log"
    with log.open("ab") as output:
        server = subprocess.Popen(command, env=_of_ledger(home, url), stdout=output, stderr=output)
    try:
        wait_until_healthy(port, server, log)
        yield ServedLedger(home, url, port, server.pid)
    finally:
        end(server)


def end(program: subprocess.Popen[bytes]) -> None:
    """Ask a program to end; insist when it does not."""
    program.terminate()
    try:
        program.wait(START_S)
    except subprocess.TimeoutExpired:
        print(f"process {program.pid} did not end within {START_S} s and was killed", file=sys.stderr)
        program.kill()
        program.wait()


def wait_until_healthy(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the ledger answers; raise with its log when it does not."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"the ledger did not start:\n{log.read_text(encoding='utf-8')}")
