"""Looks through a whole replica file for damage, on a connection of its own beside whoever writes and reads it.

Every page is read once, table by table, each in a short transaction, so that the write-ahead log can be folded back
meanwhile. Pages are authenticated: a single changed bit is found.
"""

import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path

from sqlcipher3 import dbapi2

from sync_engine.sql.engine import FileNotReadable, sqlite_engine

LOG = logging.getLogger(__name__)
_NICE = 10
# Virtual tables have no pages of their own; looking into them would rebuild the search index in memory.
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"


def damage(path: Path, key: bytes | None, is_wanted: Callable[[], bool]) -> str | None:
    """What is wrong with the file in a few words, None when it is whole or nobody wants to know any more.

    A disk that does not answer is no damage of the file: None too.
    """
    try:
        engine = sqlite_engine(path, key=key, synchronous="NORMAL", read_only=True)
        connection = engine.raw_connection()
    except FileNotReadable:
        return "not readable"
    except dbapi2.OperationalError as error:
        LOG.info("%s was not looked through: %s", path.name, error)
        return None
    try:
        return _first_damage(connection.cursor(), is_wanted)
    except dbapi2.OperationalError as error:
        LOG.info("%s was not looked through to its end: %s", path.name, error)
        return None
    except dbapi2.DatabaseError as error:
        return str(error)
    finally:
        connection.close()
        engine.dispose()


def give_way() -> None:
    """Let other threads go first, where the system knows how (on Linux a thread has a nice value of its own)."""
    if hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)


def _first_damage(cursor: dbapi2.Cursor, is_wanted: Callable[[], bool]) -> str | None:
    cursor.execute("PRAGMA cipher_log_level = NONE")  # it would say the same once for every page it looks for
    try:
        for (table,) in cursor.execute(_TABLES).fetchall():
            if not is_wanted():
                return None
            (said,) = cursor.execute(f'PRAGMA quick_check("{table}")').fetchone()
            if said != "ok":
                return str(said).replace("\n", " ")[:200]
    finally:
        cursor.execute("PRAGMA cipher_log_level = WARN")
    return None
