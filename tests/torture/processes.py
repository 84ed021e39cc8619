"""Processes that are started again whenever they are killed. Works on Linux, where /proc names the children."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

MOST_FAILURES = 20
STOP_S = 30.0
_TAIL = 30


class KeepsFailing(RuntimeError):
    """A program ended by itself more often than bad luck explains; the message ends with the end of its log."""


@dataclass(slots=True)
class Revived:
    """A command that comes back after each kill until it ends well by itself.

    `works_since` says whether it has done what it is there for after a moment in epoch seconds.
    """

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    works_since: Callable[[float], bool] = field(default=lambda _: True)
    started_s: float = 0.0
    process: subprocess.Popen[bytes] | None = None
    kills: int = 0
    failures: list[int] = field(default_factory=list)

    def start(self) -> None:
        """Start it (again)."""
        self.started_s = time.time()
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command, env=self.environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )

    @property
    def is_at_work(self) -> bool:
        """Whether it has begun to do what it is there for since it was started last."""
        return self.works_since(self.started_s)

    def kill(self) -> bool:
        """End it with SIGKILL and start it again; False when it had ended already."""
        if self.process is None or self.process.poll() is not None:
            return False
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.kills += 1
        self.start()
        return True

    def kill_child(self) -> bool:
        """End one of its children (the sync process) with SIGKILL; its parent has to notice. False when there is
        none.
        """
        for child in self.children():
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
                return True
        return False

    def children(self) -> list[int]:
        """Process ids of its direct children."""
        if self.process is None:
            return []
        found: list[int] = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(FileNotFoundError, ProcessLookupError):
                after_name = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
                if int(after_name[1]) == self.process.pid and after_name[0] != "Z":
                    found.append(int(stat.parent.name))
        return found

    def has_ended_well(self) -> bool:
        """True once it ended with 0. An end with another code is noted, and it starts again.

        Raises KeepsFailing when that has happened too often.
        """
        if self.process is None or self.process.poll() is None:
            return False
        if self.process.returncode == 0:
            return True
        self.failures.append(self.process.returncode)
        if len(self.failures) > MOST_FAILURES:
            raise KeepsFailing(
                f"{self.name} ended by itself {len(self.failures)} times, the last time with"
                f" {self.process.returncode}. The end of {self.log.name}:\n{self.log_tail()}"
            )
        self.start()
        return False

    def log_tail(self) -> str:
        """The last lines it wrote."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-_TAIL:])

    def stop(self) -> None:
        """Ask it to end and wait; insist when it does not."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
