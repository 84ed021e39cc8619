"""`pos-ledger backup` and `restore`: a copy that is proved before anybody needs it, a ledger filled from one."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from sync_engine.domain.errors import Unavailable
from sync_engine.ledger.backup import Contents, Report, contents, note_backup, proofs, write_copy
from sync_engine.ledger.commands.options import ReadingOptions, at_place, takes
from sync_engine.ledger.commands.output import out, progress_bar, say, table, write_json
from sync_engine.ledger.keys import KeyFolder
from sync_engine.ledger.restore import note_restored, restore, returned
from sync_engine.ledger.session import Place, opened, reading, usable, writing


class CopyNotWhole(Unavailable):
    """A copy broke an invariant. `invariants` names which."""

    def __init__(self, path: Path, invariants: str) -> None:
        super().__init__(f"{path}: {invariants}")
        self.path, self.invariants = path, invariants


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupOptions(ReadingOptions):
    """Where the copy goes."""

    file: Annotated[Path, typer.Argument(metavar="FILE", help="The copy to make.", show_default=False)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreOptions(ReadingOptions):
    """Which copy."""

    file: Annotated[Path, typer.Argument(metavar="FILE", help="A copy that `backup` made.", show_default=False)]


@takes(BackupOptions)
def backup(options: BackupOptions) -> None:
    """Copy the whole ledger into one file, beside its trade, and prove the copy.

    The copy is opened and every invariant checked in it, the books made anew from its inbox included. Then the ledger
    notes how far it reaches, and tills hear how much of theirs is in it. The keys are not in the copy: keep the home's
    keys/ folder apart from it.
    """
    path = options.file.absolute()
    with at_place(options) as place, usable(path), progress_bar(is_wanted=not options.as_json) as report:
        with reading(place) as engine:
            write_copy(engine, path, report)
        held = _proved(place, path, report)
        with writing(place) as through:
            note_backup(through.appender, held, path.name, datetime.now(UTC))
    if options.as_json:
        write_json({"file": str(path), **asdict(held)})
    else:
        say(f"{path} holds the ledger up to position {held.up_to:,} and is whole.")
        say("The keys are not in it: keep the folder keys/ of the home in another safe place.")


@takes(RestoreOptions)
def restore_books(options: RestoreOptions) -> None:
    """Fill an empty database from a copy; the tills then send again what came after it.

    The home must have the keys of the ledger. A new epoch begins: every till compares, sends what is missing and
    fetches its catalogue anew. `report restored` tells what came back and what is missing. This is also the way from a
    file to PostgreSQL.
    """
    path = options.file.absolute()
    with at_place(options) as place, usable(place.home), progress_bar(is_wanted=not options.as_json) as report:
        KeyFolder(place.home).load(contents(path).ledger_id)
        done = restore(path, place.url, report)
        with opened(place) as (ledger, _):
            note_restored(ledger, done, path.name, datetime.now(UTC))
    if options.as_json:
        write_json(asdict(done))
    else:
        say(f"The ledger stands as it was at position {done.common_pos:,}. Start it with `serve`.")
        say("The tills send again what came after it; `report restored` tells what came back.")


@takes(ReadingOptions)
def report_restored(options: ReadingOptions) -> None:
    """What the tills brought back since the ledger was restored, and what is missing for certain.

    "reached" is the last position of the lost ledger that any till had heard of. "missing_at_least" is how many of the
    positions up to there have not come back: facts of a till that has not called yet, or of the ledger itself (imports,
    codes, enrolments), which have no second copy.
    """
    with at_place(options) as place, reading(place) as engine, engine.begin() as connection:
        found = returned(connection)
    facts = _restored_facts(found)
    if options.as_json:
        write_json(facts)
    elif found is None:
        say("This ledger was never restored from a copy.")
    else:
        _write_restored(facts)


def _proved(place: Place, path: Path, report: Report) -> Contents:
    report("proving", 0.0)
    held = contents(path)
    key = KeyFolder(place.home).load(held.ledger_id).signer.public_key
    broken = sorted({found.invariant for found in proofs(path, key) if not found.is_ok})
    if broken:
        path.replace(path.with_name(f"{path.name}.not-whole"))
        raise CopyNotWhole(path, ", ".join(broken))
    report("proving", 1.0)
    return held


def _restored_facts(found: Any) -> dict[str, Any]:
    if found is None:
        return {"is_restored": False}
    restored, reached, tills = found
    came_back = sum(till.came_back for till in tills)
    missing = max(reached - restored.common_pos - came_back, 0)
    figures = {"reached": reached, "came_back": came_back, "missing_at_least": missing}
    return {"is_restored": True, **asdict(restored), **figures, "tills": [asdict(till) for till in tills]}


def _write_restored(facts: dict[str, Any]) -> None:
    say(
        f"The copy ended at position {facts['common_pos']:,}; the lost ledger had reached {facts['reached']:,} or more."
    )
    rows = [(t["store_id"], t["till_id"], t["copied_seq"], t["came_back"]) for t in facts["tills"]]
    out().print(table(("store", "till", "in the copy", "came back"), rows, ("in the copy", "came back")))
    if facts["missing_at_least"]:
        say(
            f"At least {facts['missing_at_least']:,} facts are missing: of a till that has not called yet, or of the"
            " ledger itself (imports, codes, enrolments). Repeat these."
        )
    else:
        say("Nothing is known to be missing.")
