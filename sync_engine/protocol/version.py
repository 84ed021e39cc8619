"""Versions of what crosses the wire, each dated, with what changed. Knows nothing else.

`PROTOCOL` covers messages and the event envelope. `REPLICA_SCHEMA` covers the tables of the file a till downloads
and the feed rows that fill it. Event bodies carry a version of their own (see `facts`).

History
-------
replica schema 2 (2026-11-22): customers, their groups, parked sales, and how much of a till's own the rows contain;
`GET /v1/ask/{question}`. Rows of schema 1 are as they were, so its tills go on following the feed.
1 (2026-11-21): first protocol: enroll, hello, push, feed, live, snapshot.
"""

PROTOCOL = 1
REPLICA_SCHEMA = 2
OLDEST_SCHEMA_FED = 1
"""Tills of this schema and later follow the feed; they pass over the topics that they do not know."""
