"""Brings a database to the version this program knows. Each step and its record are one transaction. Knows no
tables but its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from sync_engine.domain.errors import Unavailable

_METADATA = sa.MetaData()
_RECORD = sa.Table(
    "schema_migration",
    _METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("applied_at", sa.Text, nullable=False),
)


class NewerSchema(Unavailable):
    """The database was written by a newer version. `found` and `known` are step numbers; nothing was changed."""

    def __init__(self, what: str, found: int, known: int) -> None:
        super().__init__(f"{what}: found {found}, known {known}")
        self.what, self.found, self.known = what, found, known


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: a number from 1 without gaps, a name, and the function that makes it."""

    number: int
    name: str
    apply: Callable[[sa.Connection], None]


def migrate(engine: sa.Engine, steps: Sequence[Migration], what: str) -> int:
    """Apply the steps that are missing, in order; return how many. Raises NewerSchema before touching anything."""
    found = refuse_newer(engine, steps, what)
    missing = [step for step in steps if step.number > found]
    for step in missing:
        with engine.begin() as connection:
            _RECORD.create(connection, checkfirst=True)
            step.apply(connection)
            applied_at = datetime.now(UTC).isoformat(timespec="milliseconds")
            connection.execute(_RECORD.insert().values(number=step.number, name=step.name, applied_at=applied_at))
    return len(missing)


def refuse_newer(engine: sa.Engine, steps: Sequence[Migration], what: str) -> int:
    """The step the database stands at, which this program knows. Raises NewerSchema."""
    found = schema_version(engine)
    known = steps[-1].number if steps else 0
    if found > known:
        raise NewerSchema(what, found, known)
    return found


def schema_version(engine: sa.Engine) -> int:
    """The number of the last step applied; 0 for an empty database."""
    with engine.begin() as connection:
        if not sa.inspect(connection).has_table(_RECORD.name):
            return 0
        newest = sa.select(sa.func.coalesce(sa.func.max(_RECORD.c.number), 0))
        return int(connection.execute(newest).scalar_one())
