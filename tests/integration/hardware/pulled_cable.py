"""A program for a network namespace of its own: prints a page, pulls the cable, prints one more, plugs it in again.

The cable is the loopback interface of that namespace. It writes what happened as JSON.
"""

import json
import subprocess
import sys
from dataclasses import replace

from hardware.simulated.printer import SimulatedPrinter
from tests.integration.hardware.kit import FACE, PAGE, QUICK, Heard, page, printing


def cable(state: str) -> None:
    subprocess.run(["ip", "link", "set", "lo", state], check=True)


def main() -> None:
    cable("up")
    heard = Heard()
    with SimulatedPrinter(FACE, idle_s=0.5) as simulator:
        worker = printing(simulator, heard, replace(QUICK, confirm_s=0.4, patience_s=5.0))
        worker.submit(page("before"))
        ends = [heard.end_of("before")]
        cable("down")
        worker.submit(page("without", PAGE.replace(b"one", b"lost")))
        ends.append(heard.end_of("without"))
        cable("up")
        simulator.wait_until(lambda printer: not printer.is_busy)
        worker.submit(page("after"))
        ends.append(heard.end_of("after"))
        has_stopped = worker.stop()
        texts = [found.text for found in simulator.receipts]
    json.dump({"ends": [type(end).__name__ for end in ends], "texts": texts, "stopped": has_stopped}, sys.stdout)


if __name__ == "__main__":
    main()
