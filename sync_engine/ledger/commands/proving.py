"""`pos-ledger verify`: proves the books, one line per invariant."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Annotated, Any

import sqlalchemy as sa
import typer

from sync_engine.ledger.commands.options import ReadingOptions, at_place, takes
from sync_engine.ledger.commands.output import say, write_json
from sync_engine.ledger.keys import KeyFolder, KeysMissing
from sync_engine.ledger.rebuild import check_rebuild
from sync_engine.ledger.session import Place, reading
from sync_engine.ledger.store.locks import read_shard
from sync_engine.ledger.verify import Finding, verify


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyOptions(ReadingOptions):
    """How much to prove."""

    is_full: Annotated[
        bool, typer.Option("--full", help="Also make the books anew from the inbox and compare (I25).")
    ] = False


@takes(VerifyOptions)
def verify_books(options: VerifyOptions) -> None:
    """Check every invariant of the books; exit 1 when one does not hold."""
    findings: list[Finding] = []
    with at_place(options) as place, reading(place) as engine, engine.begin() as connection:
        for found in _findings(connection, place, is_full=options.is_full):
            findings.append(found)
            if not options.as_json:
                _say(found)
    is_ok = all(found.is_ok for found in findings)
    if options.as_json:
        write_json({"is_ok": is_ok, "is_full": options.is_full, "checks": [_plain(found) for found in findings]})
    else:
        if not options.is_full:
            say("I25 the books made anew from the inbox ... not checked (--full does)")
        say("The books are whole." if is_ok else "THE BOOKS ARE NOT WHOLE.")
    if not is_ok:
        raise typer.Exit(1)


def _findings(connection: sa.Connection, place: Place, *, is_full: bool) -> Iterator[Finding]:
    yield from verify(connection, _public_key(connection, place))
    if is_full:
        yield check_rebuild(connection)


def _public_key(connection: sa.Connection, place: Place) -> bytes | None:
    state = read_shard(connection)
    assert state is not None
    try:
        return KeyFolder(place.home).load(state.ledger_id).signer.public_key
    except KeysMissing:
        return None


def _plain(found: Finding) -> dict[str, Any]:
    return {**asdict(found), "is_ok": found.is_ok}


def _say(found: Finding) -> None:
    if found.is_ok:
        say(f"{found.invariant} {found.sentence} ... ok ({found.rows:,} rows)")
        return
    say(f"{found.invariant} {found.sentence} ... BROKEN {found.breach_count:,} times ({found.rows:,} rows)")
    for breach in found.breaches:
        say(f"    {breach}")
