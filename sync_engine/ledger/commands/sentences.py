"""A plain sentence for everything that can go wrong in a command: what happened and what to do."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

_FILE_REASONS = {
    "missing": "There is no such file: {path}",
    "closed": "{path} may not be read by this user. Nothing was imported; allow it, or copy the file",
    "kind": "{path} is neither .csv nor .tsv (nor one of these with .xz behind)",
    "not_utf8": "{path} is not UTF-8 text; save it as CSV in UTF-8 and try again",
    "empty": "{path} has no header line",
    "damaged": "{path} is damaged: its compressed content ends in the middle. Nothing was imported",
}
_NO_DOOR = {
    "taken": (
        "Port {port} of {host} is taken by another program. Nothing was changed. End that program, or choose another"
        " port with --port (0 takes a free one)"
    ),
    "forbidden": (
        "This user may not open port {port} of {host}. Nothing was changed. Choose a port from 1024 on with --port"
    ),
    "absent": (
        "{host} is no address of this machine. Nothing was changed. Give one that is with --host (127.0.0.1 for"
        " programs of this machine alone)"
    ),
}
_SENTENCES: dict[str, Callable[[Any], str]] = {
    "file_not_understood": lambda e: _FILE_REASONS[e.reason].format(path=e.path),
    "unknown_field": lambda e: f"--map: there is no field “{e.field}” here; the fields are {', '.join(e.fields)}",
    "unknown_column": lambda e: f"--map: the file has no column “{e.column}”; it has {', '.join(e.columns)}",
    "missing_column": lambda e: (
        f"No column for “{e.field}”. Name it with --map {e.field}=COLUMN; the file has {', '.join(e.columns)}"
        + (". If none of them is one, --map name= calls articles by their codes" if e.field == "name" else "")
    ),
    "batch_not_booked": lambda e: f"The ledger did not book a part of import {e.batch}: {e.reason}",
    "not_taken_back": lambda e: f"The ledger did not take back a part of import {e.batch}: {e.reason}",
    "no_ledger": lambda e: f"There is no ledger in {e.url}. Import something or make an enrolment code first",
    "not_a_backup": lambda e: f"{e} holds no copy of a ledger. Nothing was changed. Give a file that `backup` has made",
    "case_not_open": lambda e: f"Case {e.case_id} was settled before. Nothing was changed",
    "no_such_case": lambda e: f"There is no case {e.case_id}; `cases list` shows those that are open",
    "ledger_there": lambda _: (
        "There is a ledger in this database already. Nothing was changed. Name an empty one with --database"
    ),
    "copy_not_whole": lambda e: (
        f"The copy {e.path} is not whole: {e.invariants}. It was kept beside it with “.not-whole” behind its name, the"
        " ledger goes on. Run `verify --full` on the ledger itself, and make another copy"
    ),
    "another_writer": lambda e: (
        f"{e.owner} is writing to this ledger. If that is a server of another machine or home,"
        " run this command there; otherwise end it first"
    ),
    "server_running": lambda e: f"A server is running already at {e.path}. It goes on; end it first to start another",
    "cannot_listen": lambda e: _NO_DOOR[e.reason].format(host=e.host, port=e.port),
    "certificate_unusable": lambda e: (
        f"{e.certificate} and {e.key} cannot be used for HTTPS. Nothing was changed. Give a certificate and its own"
        " private key, both PEM and readable, the key without a password"
    ),
    "no_database_url": lambda e: (
        f"{e.url} is no database URL. Nothing was changed. Give sqlite:///FILE or postgresql://USER@HOST/NAME with"
        " --database or in POS_LEDGER_DATABASE"
    ),
    "place_unusable": lambda e: (
        f"{e.path} cannot be written: {e.reason}. What was booked before is safe. Allow it to this user, or name"
        " another folder with --home"
    ),
    "keys_missing": lambda e: f"The keys of this ledger are not here: {e.path}. Give the right --home, or restore them",
    "keys_unreadable": lambda e: (
        f"The keys of this ledger cannot be read: {e.path}. Nothing was changed. Allow it to this user, or restore them"
    ),
    "other_ledger": lambda e: f"The database is of ledger {e.found}, the keys are of {e.given}",
    "newer_schema": lambda e: (
        f"The database is of a newer version ({e.found}, known is {e.known}). Nothing was changed. Use the program"
        " that wrote it, or a newer one"
    ),
    "unknown_article": lambda e: f"No article has the code or barcode {e.article_code}",
    "unknown_currency": lambda e: f"{e.currency_code} is no currency (ISO 4217, for example GBP or EUR)",
    "unusable_till_id": lambda e: (
        f"“{e.till_id}” cannot be a till: up to 32 letters, digits, _ and . are allowed, and no small letter at the end"
    ),
    "row_refused": lambda e: f"{e.detail}: {e.reason.replace('_', ' ')}",
    "admin_unavailable": lambda e: f"The running server did not answer: {e}",
    "busy": lambda _: "The ledger is busy; try again in a moment",
    "stepped_down": lambda e: f"Another writer has taken over: {e}",
    "file_not_readable": lambda e: (
        f"{e.path} is no database, or not one of ours. Nothing was changed. Name another with --database"
    ),
    "sqlite_too_old": lambda e: f"SQLite {e.found} can corrupt databases; 3.51.3 or newer is needed",
}


def sentence_for(error: Any) -> str:
    """The sentence for a Refusal or Unavailable; its code when nobody wrote one."""
    write = _SENTENCES.get(error.code)
    return write(error) if write is not None else f"{error.code.replace('_', ' ')}: {error}"


def database_sentence(error: sa.exc.DBAPIError, url: str) -> str:
    """What to say when the database does not answer; the first line of the driver's words says why."""
    words = str(error.orig).strip().splitlines()
    reason = words[0].strip().removesuffix(":") if words else "no reason given"
    return (
        f"The database {url} does not answer: {reason}. What was booked before is safe. Start it, or check address,"
        " name and rights, and try again"
    )
