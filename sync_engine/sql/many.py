"""Two small things that every writer of replica rows does. Knows no table."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection


def many(connection: Connection, sql: str, parameters: list[tuple[Any, ...]]) -> None:
    """Run `sql` once for each of `parameters`; nothing at all for none."""
    if parameters:
        connection.exec_driver_sql(sql, parameters)


def body_text(body: Mapping[str, Any]) -> str:
    """A row's body as compact JSON."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
