"""The demo's ledger: the same program that a retailer runs, started as a process of its own. Never imported here."""

import json
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from pos_client.demo.trouble import DemoFailed

_READY_S = 90.0
_STOP_S = 15.0
_PROGRAM = (sys.executable, "-m", "sync_engine.ledger")


class LedgerProgram:
    """Runs the ledger's commands in `home`, and its service on one loopback port."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port
        self._service: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self, *words: str, is_finding_allowed: bool = False) -> str:
        """Run one command and return what it wrote. `is_finding_allowed`: exit status 1 is an answer too."""
        line = [*_PROGRAM, *words, "--home", str(self.home)]
        done = subprocess.run(line, capture_output=True, text=True, check=False)  # noqa: S603 - our own program
        if done.returncode not in ({0, 1} if is_finding_allowed else {0}):
            said = (done.stderr or done.stdout).strip().splitlines()
            raise DemoFailed(f"pos-ledger {' '.join(words[:2])}: {' '.join(said[-2:])}")
        return done.stdout

    def query(self, *words: str) -> Any:
        """Run a command that answers in JSON."""
        return json.loads(self.command(*words, "--json", is_finding_allowed=True))

    def is_answering(self) -> bool:
        """Whether something listens on the port."""
        with socket.socket() as probe:
            probe.settimeout(0.5)
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def serve(self) -> None:
        """Start the service and wait until it listens."""
        log = (self.home / "serve.log").open("a", encoding="utf-8")
        line = [*_PROGRAM, "serve", "--home", str(self.home), "--port", str(self.port)]
        with log:
            self._service = subprocess.Popen(line, stdout=log, stderr=log, text=True)  # noqa: S603 - our own program
        end_s = time.monotonic() + _READY_S
        while not self.is_answering():
            if self._service.poll() is not None or time.monotonic() > end_s:
                tail = (self.home / "serve.log").read_text(encoding="utf-8").strip().splitlines()[-3:]
                raise DemoFailed("The ledger did not start: " + " ".join(tail))
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop the service, if it was started here."""
        service, self._service = self._service, None
        if service is None:
            return
        service.terminate()
        try:
            service.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            service.kill()
            service.wait()


def free_port() -> int:
    """A loopback port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
