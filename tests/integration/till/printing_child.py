"""A till program that can be killed: records sales and prints them, one line on standard output for each step.

    python -m tests.integration.till.printing_child HOME HOST PORT SALES

It ends by itself when nothing is on its way any more.
"""

import sys
from pathlib import Path

from tests.helpers.printing_till import PrintingTill

UNDER_WAY = {"queued", "sent", "failed"}


def main() -> None:
    home, host, port, sales = sys.argv[1:]
    settings = {"kind": "network", "host": host, "port": int(port), "patience_s": 5.0, "confirm_s": 2.0}
    with PrintingTill(Path(home), settings) as till:
        first = len(till.states())
        tell("open")
        for number in range(first, first + int(sales)):
            tell(f"sold {till.sell(f'event-{number}', lines=20)}")
        while any(state in UNDER_WAY for _, _, state in till.states()):
            tell(repr(till.next_event()))
    tell("end")


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
