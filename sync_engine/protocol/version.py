"""Versions of what crosses the wire, each dated, with what changed. Knows nothing else.

`PROTOCOL` covers messages and the event envelope. `REPLICA_SCHEMA` covers the tables of the file a till downloads
and the feed rows that fill it. Event bodies carry a version of their own (see `facts`).

History
-------
1 (2026-11-21): first protocol: enroll, hello, push, feed, live, snapshot.
"""

PROTOCOL = 1
REPLICA_SCHEMA = 1
