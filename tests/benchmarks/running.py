"""The product's own programs, started as a user would: the ledger's server, its commands, tills that are enrolled."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.load import ARTICLES
from tests.helpers.postgres import free_port

START_S = 30


def ledger_command(home: Path, url: str, *arguments: str) -> str:
    """Run `pos-ledger ...` to its end; give what it printed. Raises CalledProcessError."""
    environment = os.environ | {"POS_LEDGER_HOME": str(home), "POS_LEDGER_DATABASE": url}
    command = [sys.executable, "-m", "sync_engine.ledger", *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def client_command(*arguments: str) -> str:
    """Run `pos-client ...` to its end; give what it printed."""
    done = subprocess.run([sys.executable, "-m", "pos_client", *arguments], check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def enroll_code(home: Path, url: str, store: str, till: str) -> str:
    """A one-time code; store and till are made when they do not exist."""
    options = ("--country", "GB", "--currency", "GBP")
    return ledger_command(home, url, "enroll-code", "--store", store, "--till", till, *options).split("\n")[-2].strip()


def seeded_articles(home: Path, url: str, count: int = ARTICLES) -> None:
    """Import `count` articles with a barcode and a price of 5.00."""
    file = home / "articles.csv"
    with file.open("w", encoding="utf-8") as rows:
        rows.write("sku,barcodes,name,unit,tax,price\n")
        rows.writelines(f"B{number:05d},,Article {number},piece,,5.00\n" for number in range(count))
    ledger_command(home, url, "import", "articles", str(file))


@contextmanager
def ledger_server(home: Path, url: str) -> Iterator[int]:
    """`pos-ledger serve` on a free loopback port, stopped afterwards; gives the port."""
    port = free_port()
    environment = os.environ | {"POS_LEDGER_HOME": str(home), "POS_LEDGER_DATABASE": url}
    command = [sys.executable, "-m", "sync_engine.ledger", "serve", "--port", str(port)]
    log = home / "serve.log"
    with log.open("ab") as output:
        server = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
    try:
        wait_until_healthy(port, server, log)
        yield port
    finally:
        server.terminate()
        server.wait(START_S)


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
