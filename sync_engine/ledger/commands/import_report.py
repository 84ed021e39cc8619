"""What an import says when it is done, for programs and for people. The keys are read by programs and stay."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sync_engine.ledger.commands.output import out, say, table
from sync_engine.ledger.importing.run import Imported

_SHOWN = 10
_TOPICS = {
    "article": "articles",
    "price": "prices",
    "stock": "counts",
    "store": "stores",
    "staff": "staff",
    "favourite": "quick keys",
    "customer": "customers",
    "group": "groups",
}


def plain_report(imported: Imported, aside: Path | None, *, is_dry: bool) -> dict[str, Any]:
    """The report as JSON values. `imported` and `same` count the main topic: articles of an article file."""
    tallies = imported.outcome.tallies
    main = next(iter(tallies.values()), None)
    batch = imported.request.batch if imported.is_booked and not is_dry else None
    return {
        "kind": imported.request.kind,
        "file": str(imported.request.path),
        "dry_run": is_dry,
        "rows": imported.rows,
        "imported": main.added + main.changed if main else 0,
        "same": main.same if main else 0,
        "repeated": imported.repeated,
        "topics": {
            topic: {"added": tally.added, "changed": tally.changed, "same": tally.same}
            for topic, tally in tallies.items()
        },
        "is_of_transactions": imported.columns.is_of_transactions,
        "default_tax": imported.outcome.blank_tax,
        "called_by_code": imported.outcome.called_by_code,
        "quarantined": _quarantined(imported, aside),
        "columns": {field: imported.columns.header[place] for field, place in imported.columns.places.items()},
        "unused_columns": list(imported.columns.unused),
        "batch": batch,
        "undo": f"pos-ledger import undo {batch}" if batch else None,
    }


def _quarantined(imported: Imported, aside: Path | None) -> dict[str, Any]:
    return {
        "rows": len(imported.quarantine),
        "by_reason": imported.quarantine.by_reason(),
        "file": str(aside) if aside else None,
        "first": [rejected._asdict() for rejected in imported.quarantine.first(_SHOWN)],
    }


def write_report(report: Mapping[str, Any]) -> None:
    """The same for people."""
    say(f"{'Checked, nothing written' if report['dry_run'] else 'Imported'}: {report['file']}")
    say(f"{report['rows']:,} rows read{_of_transactions(report)}")
    rows = [
        (_TOPICS[topic], tally["added"], tally["changed"], tally["same"]) for topic, tally in report["topics"].items()
    ]
    if rows:
        columns = ("", "added", "changed", "same as before")
        out().print(table(columns, rows, columns[1:]))
    if report["default_tax"]:
        say(f"{report['default_tax']:,} articles have no tax of their own: each store's default tax is taken")
    if report["called_by_code"]:
        say(f"{report['called_by_code']:,} articles have no name in the file; their code stands for it")
    _write_quarantined(report["quarantined"])
    if report["unused_columns"]:
        say(f"columns not used: {', '.join(report['unused_columns'])}")
    if report["batch"]:
        say(f"batch {report['batch']}; to undo it: {report['undo']}")
    elif not report["dry_run"]:
        say("nothing was new, so nothing was written")


def _of_transactions(report: Mapping[str, Any]) -> str:
    if not report["is_of_transactions"] or report["kind"] != "articles":
        return ""
    return " of sales; each article has its most frequent name and price"


def _write_quarantined(quarantined: Mapping[str, Any]) -> None:
    if not quarantined["rows"]:
        return
    reasons = ", ".join(f"{reason} {count:,}" for reason, count in quarantined["by_reason"].items())
    say(f"{quarantined['rows']:,} rows set aside: {reasons}")
    if quarantined["file"]:
        say(f"they are in {quarantined['file']} with line and reason; mend them there and import that file")
    else:
        for rejected in quarantined["first"]:
            say(f"  line {rejected['line']}: {rejected['reason']} {rejected['detail']}")
