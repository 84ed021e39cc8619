"""Databases that fail on purpose, once, where a test says. Real statements and real errors, no stand-in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
import sqlalchemy as sa

from sync_engine.ledger.pen import Databases


@dataclass(eq=False)
class Fault:
    """Raises `error` at the next `left` statements that begin with `statement`; counts what it did."""

    statement: str
    error: Exception
    left: int = 1
    raised: int = 0

    def __call__(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if self.left and statement.startswith(self.statement):
            self.left -= 1
            self.raised += 1
            raise self.error


@contextmanager
def failing(databases: Databases, fault: Fault) -> Iterator[Fault]:
    """Let the writing engine fail like that."""
    sa.event.listen(databases.write, "before_cursor_execute", fault)
    try:
        yield fault
    finally:
        sa.event.remove(databases.write, "before_cursor_execute", fault)


@dataclass(eq=False)
class LostAnswer:
    """Commits for real, then says that the connection broke: the outcome is unknown to who asked."""

    left: int = 1
    raised: int = 0

    def __call__(self, connection: sa.Connection) -> None:
        if self.left:
            self.left -= 1
            self.raised += 1
            connection.connection.driver_connection.commit()  # type: ignore[union-attr]
            raise psycopg.OperationalError("server closed the connection unexpectedly")


@contextmanager
def losing_answers(databases: Databases, fault: LostAnswer) -> Iterator[LostAnswer]:
    """Let the writing engine lose the answer of a commit."""
    sa.event.listen(databases.write, "commit", fault)
    try:
        yield fault
    finally:
        sa.event.remove(databases.write, "commit", fault)
