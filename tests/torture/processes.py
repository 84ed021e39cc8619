"""Processes that are started again whenever they are killed. Works on Linux, where /proc names the children."""

import os
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Revived:
    """A command that comes back after each kill until it ends well by itself."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    kills: int = 0
    failures: list[int] = field(default_factory=list)

    def start(self) -> None:
        """Start it (again)."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command, env=self.environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )

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
                if int(after_name[1]) == self.process.pid:
                    found.append(int(stat.parent.name))
        return found

    def has_ended_well(self) -> bool:
        """True once it ended with 0. An end with another code is noted, and it starts again."""
        if self.process is None or self.process.poll() is None:
            return False
        if self.process.returncode != 0:
            self.failures.append(self.process.returncode)
            self.start()
            return False
        return True

    def stop(self) -> None:
        """Ask it to end and wait."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)
