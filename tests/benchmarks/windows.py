"""Windows of other programs without a screen: started, timed until they are painted, closed. Works on Linux."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START_S = 30.0
CLOSE_S = 10.0
FOR_WINDOWS = {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*.debug=false"}


@dataclass(frozen=True, slots=True)
class Painted:
    """An open window: its process id, the seconds from the start of the process to the paint, and how many of them
    the process was at work (the rest it waited, for a disk or for its turn on a busy machine).
    """

    pid: int
    taken_s: float
    worked_s: float


@contextmanager
def painted_window(log: Path, *arguments: str) -> Iterator[Painted]:
    """Start `tests.benchmarks.painted` and wait for the paint; close the window afterwards.

    Raises RuntimeError with what the program said when it ends before.
    """
    command = [sys.executable, "-m", "tests.benchmarks.painted", *arguments]
    start_ns = time.monotonic_ns()
    with log.open("wb") as errors:
        window = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=os.environ | FOR_WINDOWS
        )
    assert window.stdin is not None
    assert window.stdout is not None
    try:
        said = window.stdout.readline()
        if not said.strip().isdigit():
            raise RuntimeError(f"no window was painted:\n{said.decode()}{log.read_text(encoding='utf-8')}")
        yield Painted(window.pid, (int(said) - start_ns) / 1e9, worked_s(window.pid))
    finally:
        window.stdin.close()
        _end(window)
        window.stdout.close()


def _end(window: subprocess.Popen[bytes]) -> None:
    try:
        window.wait(CLOSE_S)
    except subprocess.TimeoutExpired:
        window.kill()
        window.wait()


def worked_s(pid: int) -> float:
    """Seconds of processor time that a process has used so far."""
    numbers = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")


def resident_bytes(pid: int) -> int:
    """The resident set of a process."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError(f"process {pid} has no memory")
