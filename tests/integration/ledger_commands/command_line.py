"""Runs `pos-ledger` as a person types it."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from typer.testing import CliRunner

from sync_engine.ledger.__main__ import app

ROOT = Path(__file__).parents[3]
START_WITHIN_S = 30.0


class CommandLine:
    """Runs `pos-ledger` with a home of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._environment = {**os.environ, "POS_LEDGER_HOME": str(home), "PYTHONPATH": str(ROOT)}

    def run(self, *words: str | Path, code: int = 0) -> str:
        """What the command writes, run within this process; it ends with `code`."""
        environment = {"POS_LEDGER_HOME": str(self.home), "POS_LEDGER_DATABASE": None}
        ended = CliRunner().invoke(app, [*map(str, words)], env=environment)
        assert ended.exit_code == code, ended.output
        if ended.exception is not None and not isinstance(ended.exception, SystemExit):
            raise ended.exception
        return ended.stderr if code else ended.stdout

    def start(self, *words: str | Path) -> subprocess.Popen[str]:
        """The command in a process of its own."""
        command = [sys.executable, "-m", "sync_engine.ledger", *map(str, words)]
        return subprocess.Popen(
            command, env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    @contextmanager
    def serving(self, *words: str) -> Iterator[str]:
        """A server on a free port, with further options; gives its address."""
        server = self.start("serve", "--port", "0", *words)
        assert server.stdout is not None
        line = server.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found is not None, line
        try:
            yield found[0]
        finally:
            server.send_signal(signal.SIGTERM)
            _, err = server.communicate(timeout=START_WITHIN_S)
            assert (server.returncode, err) == (0, "")
