"""The sync program of one till, a child of the till's window: `python -m pos_client.sync_main`.

Its parent speaks to it in lines of JSON. The first line brings names and keys (never the command line, never the
environment); later lines only wake it or ask. The end of the input means the parent is gone: finish what is in flight
and exit. It must stay small: no window library, no command-line library, no service framework.

In:  {"home", "ledger_url", "device_id", "install_id", "token", "journal_key", "replica_key", "device_seed", "app"},
     keys in hex; then
     {"wake": true}   {"retry": true}   {"token_saved": true}   {"ask": {"id", "question", "terms", "within_ms"}}
Out: {"status": {...}}   {"token": "..."}   {"changed": ["stock", ...]}
     {"answer": {"id", "told": {...}}}   {"answer": {"id", "error": "unreachable"}}
"""

import io
import json
import logging
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import partial
from typing import IO, Any

from pos_client.errand import Errand
from sync_engine.domain.errors import Unavailable
from sync_engine.sql.journal_events import JournalEvents
from sync_engine.till.credential import Credential
from sync_engine.till.generations import Generations
from sync_engine.till.http_client import LedgerClient
from sync_engine.till.questions import WITHIN_S, Answers
from sync_engine.till.renewal import Identity
from sync_engine.till.runner import Runner, World
from sync_engine.till.status import Status
from sync_engine.till.upward import Introduction

LOG = logging.getLogger(__name__)
JOURNAL_NAME = "journal.db"

ENDED, CRASHED, NOT_STARTED = 0, 1, 2


class Teller:
    """Says things to the parent, one line each. A parent that no longer listens is found out by the end of input."""

    def __init__(self, output: IO[str]) -> None:
        self._output = output
        self._lock = threading.Lock()

    def say(self, what: Mapping[str, Any]) -> None:
        """Write one line."""
        line = json.dumps(what, ensure_ascii=False, separators=(",", ":")) + "\n"
        with self._lock:
            try:
                self._output.write(line)
                self._output.flush()
            except (BrokenPipeError, ValueError):
                LOG.info("nobody reads any more")

    def status(self, status: Status) -> None:
        """What a screen shows has changed."""
        self.say({"status": asdict(status)})

    def token(self, token: str) -> None:
        """A credential to be stored."""
        self.say({"token": token})

    def changed(self, topics: frozenset[str]) -> None:
        """New rows in the replica."""
        self.say({"changed": sorted(topics)})


def obey(lines: Iterator[str], runner: Runner, answers: Answers) -> None:
    """Act on the parent's lines until they end."""
    for line in lines:
        try:
            told = json.loads(line)
        except ValueError:
            LOG.warning("a line that is no JSON was left aside")
            continue
        if "wake" in told:
            runner.wake()
        elif "retry" in told:
            runner.retry()
        elif "token_saved" in told:
            runner.token_saved()
        elif "ask" in told:
            answers.take(told["ask"])
    runner.stop()


def sync(errand: Errand, lines: Iterator[str], teller: Teller) -> int:
    """Run until the input ends. Returns the exit status."""
    credential = Credential(errand.token)
    ledger = LedgerClient(errand.ledger_url, credential.current)
    journal = JournalEvents(errand.home / JOURNAL_NAME, errand.journal_key)
    replica = Generations(errand.home, errand.replica_key, errand.device_id, journal.touched)
    introduction = Introduction(errand.install_id, errand.app)
    identity = Identity(errand.device_id, partial(signed, errand.device_seed), credential.adopt, errand.app)
    runner = Runner(World(ledger, journal, replica, teller, credential, introduction, errand.home, identity))
    # A connection of its own: a question must not wait behind a download, nor longer than a person does.
    asked = LedgerClient(errand.ledger_url, credential.current, silence_s=WITHIN_S * 0.8, deadline_s=WITHIN_S)
    answers = Answers(asked, teller.say)
    answers.start()
    threading.Thread(target=obey, args=(lines, runner, answers), name="sync-parent", daemon=True).start()
    try:
        return ENDED if runner.run() else CRASHED
    finally:
        answers.end(WITHIN_S)
        asked.close()
        ledger.close()
        journal.close()
        replica.close()


def signed(seed: bytes, digest: bytes) -> bytes:
    """The till's signature. What it takes is loaded only then: hardly any till ever needs it here."""
    from sync_engine.protocol.signing import Signer  # noqa: PLC0415 - see above

    return Signer(seed).sign(digest)


def main() -> int:
    """The process entry."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal reaches both; the parent decides
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    lines = iter(sys.stdin.readline, "")
    teller = Teller(sys.stdout)
    first = next(lines, "")
    try:
        errand = Errand.read(first)
    except (ValueError, KeyError, TypeError):
        LOG.error("the first line is no errand")  # noqa: TRY400 - the line holds secrets, a traceback might show them
        return NOT_STARTED
    try:
        return sync(errand, lines, teller)
    except Unavailable as trouble:
        LOG.warning("sync could not start: %s", trouble.code)
        teller.say({"status": asdict(Status(detail=trouble.code))})
        return NOT_STARTED


if __name__ == "__main__":
    sys.exit(main())
