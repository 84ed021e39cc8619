"""What is there after all the killing, beside what should be there."""

import json
from dataclasses import dataclass
from functools import partial

from tests.benchmarks.running import client_command, ledger_command
from tests.torture.from_file import FileTotals, read_rows, totals_of
from tests.torture.shop import STORES, Shop, bring_home, unsent


@dataclass(frozen=True, slots=True)
class Outcome:
    """The file's totals, what the ledger has, and every check that did not pass."""

    wanted: FileTotals
    found: FileTotals
    not_booked_lines: int
    proofs: tuple[str, ...]
    broken: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        """Everything is there once and whole."""
        return self.found == self.wanted and not self.broken

    def __str__(self) -> str:
        figures = f"file   {self.wanted}\nledger {self.found}  (not booked: {self.not_booked_lines} lines)"
        return "\n".join((figures, *self.proofs, *self.broken))


def outcome_of(shop: Shop) -> Outcome:
    """Let the tills send the rest, then count and verify. The ledger has to be running."""
    bring_home(shop)
    wanted = totals_of(shop.tickets)
    report = json.loads(ledger_command(shop.ledger_home, shop.url, "report", "totals", "--json"))
    proofs, broken = _proofs(shop)
    waiting = [(number, unsent(shop, number)) for number in range(len(STORES))]
    broken += [f"till {number + 1} still has {count} unsent events" for number, count in waiting if count]
    tickets = len({row["invoice_no"] for row in read_rows(shop.tickets)})
    assert tickets == wanted.tickets
    return Outcome(wanted, counted(report), report["not_booked"]["lines"], tuple(proofs), tuple(broken))


def counted(report: dict[str, dict[str, int] | int]) -> FileTotals:
    """Booked, adjusted and listed as not booked, together."""
    adjusted, left_out = report["adjustments"], report["not_booked"]
    assert isinstance(adjusted, dict)
    assert isinstance(left_out, dict)
    return FileTotals(
        int(str(report["tickets"])) + left_out["tickets_only"],
        int(str(report["lines"])) + adjusted["lines"] + left_out["lines"],
        int(str(report["units"])) + adjusted["units"] + left_out["units"],
        int(str(report["gross_minor"])) + left_out["amount_minor"],
    )


def _proofs(shop: Shop) -> tuple[list[str], list[str]]:
    """What `verify` says of the ledger and of every till: that which passed, that which did not."""
    homes = [str(shop.till_home(number)) for number in range(len(STORES))]
    commands = [partial(ledger_command, shop.ledger_home, shop.url, "verify", "--full")]
    commands += [partial(client_command, "verify", "--home", home) for home in homes]
    passed, broken = [], []
    for command in commands:
        try:
            passed.append(command())
        except RuntimeError as failed:
            broken.append(str(failed))
    return passed, broken
