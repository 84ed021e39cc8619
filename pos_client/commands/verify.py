"""`pos-client verify`: proves the till's own journal, one line for each thing that must hold."""

from typing import Any

import typer
from rich.progress import Progress

from pos_client.app.facts import status_of, verify_journal
from pos_client.commands.places import AsJson, Home, home_of
from pos_client.commands.saying import FAILED, failures, person, put, put_json
from pos_client.store.proof import Check

_WORDS = {
    "gapless": "numbers run without a gap",
    "chain": "every event continues the one before it",
    "signatures": "every event is signed by this till",
    "bodies": "every event can be read",
    "sums": "every sale is its lines, and its tenders less change",
    "goods": "what moved is what the events say",
    "documents": "no receipt number was given twice",
    "head": "the head is the last event",
}


def command(context: typer.Context, *, home: Home = None, is_json: AsJson = False) -> None:
    """Prove that the journal is whole. Exits with 1 when it is not."""
    folder = home_of(context, home)
    with failures(is_json=is_json):
        last_seq = status_of(folder)["last_seq"]
        with Progress(console=person(), transient=True) as progress:
            task = progress.add_task("Verifying", total=last_seq)
            checks = verify_journal(folder, lambda: progress.advance(task))
    is_whole = all(check.is_whole for check in checks)
    if is_json:
        put_json({"is_whole": is_whole, "last_seq": last_seq, "checks": [_as_json(check) for check in checks]})
    else:
        for check in checks:
            put(_line(check))
    if not is_whole:
        raise typer.Exit(FAILED)


def _line(check: Check) -> str:
    verdict = "ok    " if check.is_whole else "BREACH"
    where = f"; {check.breach_count} wrong, first at {', '.join(check.breaches[:5])}" if check.breaches else ""
    return f"{verdict}  {_WORDS[check.name]} ({check.examined}){where}"


def _as_json(check: Check) -> dict[str, Any]:
    return {
        "name": check.name,
        "examined": check.examined,
        "breaches": check.breach_count,
        "first_breaches": check.breaches,
    }
