"""What changed between two positions, as one statement: its parts are rows of one shape, so that they are of one
snapshot and cost one round trip. Knows tables, no cursor and no page.

Columns: part (see `Part`), three texts, version or position, three integers, body.
"""

from enum import IntEnum
from typing import Final

import sqlalchemy as sa

NO_LIMIT: Final = 2**31 - 1


class Part(IntEnum):
    """Which kind of row it is; behind it what stands in its columns."""

    SHARD = 0  # epoch | last_pos | common_pos
    REF = 1  # topic, scope, key | version | deleted | body
    LEVEL = 2  # place, article, "counted" or "" | version | on_hand, reserved, scale
    HEAD = 3  # device | pos | incarnation, seq


_SHARD = """
SELECT 0 AS part, epoch AS a, '' AS b, '' AS c, last_pos AS version, common_pos AS x, 0 AS y, 0 AS z, NULL AS body
FROM shard WHERE shard_id = :shard
"""
_REF_OF_STORE = """
SELECT * FROM (
  SELECT 1 AS part, topic AS a, scope AS b, key AS c, version, deleted AS x, 0 AS y, 0 AS z, body
  FROM ref_row
  WHERE shard_id = :shard AND scope IN ('*', :store) AND version > :start AND version <= :reach
  ORDER BY version LIMIT :most) AS refs
"""
_REF_OF_ALL = """
SELECT * FROM (
  SELECT 1 AS part, topic AS a, scope AS b, key AS c, version, deleted AS x, 0 AS y, 0 AS z, body
  FROM ref_row
  WHERE shard_id = :shard AND version > :start AND version <= :reach
  ORDER BY version LIMIT :most) AS refs
"""
# The movements of these positions name every level that changed in them: that is quicker than an index on the version.
_LEVEL = """
SELECT * FROM (
  SELECT 2 AS part, s.place AS a, s.article_id AS b,
    CASE WHEN s.counted_pos > 0 THEN 'counted' ELSE '' END AS c, s.version,
    s.on_hand AS x, s.reserved AS y, s.scale AS z, NULL AS body
  FROM (
    SELECT to_place AS place, article_id FROM movement WHERE shard_id = :shard AND pos > :start AND pos <= :reach
    UNION
    SELECT from_place, article_id FROM movement WHERE shard_id = :shard AND pos > :start AND pos <= :reach
  ) AS moved
  JOIN stock AS s ON s.shard_id = :shard AND s.place = moved.place AND s.article_id = moved.article_id
  WHERE s.version > :start AND s.version <= :reach
  ORDER BY s.version LIMIT :most) AS levels
"""
_LAST_HEAD = """
SELECT * FROM (
  SELECT 3 AS part, device_id AS a, '' AS b, '' AS c, last_pos AS version,
    incarnation AS x, last_seq AS y, 0 AS z, NULL AS body
  FROM device_head WHERE shard_id = :shard AND device_id = :device ORDER BY last_pos DESC LIMIT 1) AS heads
"""
_SPOKEN = """
SELECT 3 AS part, device_id AS a, '' AS b, '' AS c, pos AS version, incarnation AS x, seq AS y, 0 AS z, NULL AS body
FROM inbox WHERE shard_id = :shard AND pos > :start
"""
_UNION = " UNION ALL "

CHANGES_OF_STORE = sa.text(_UNION.join([_SHARD, _REF_OF_STORE, _LEVEL, _LAST_HEAD]))
"""For :store and :device: changes above :start up to :reach, at most :most of each kind; the device's own head."""

CHANGES_OF_ALL = sa.text(_UNION.join([_SHARD, _REF_OF_ALL, _LEVEL, _SPOKEN]))
"""The same for every store, with all events that came since :start as heads."""

EVERY_REF = sa.text("""
SELECT 1 AS part, topic AS a, scope AS b, key AS c, version, deleted AS x, 0 AS y, 0 AS z, body
FROM ref_row WHERE shard_id = :shard AND scope IN ('*', :store) AND deleted = 0
""")
"""Every reference row of :store that is there."""

EVERY_LEVEL = sa.text("""
SELECT 2 AS part, place AS a, article_id AS b, CASE WHEN counted_pos > 0 THEN 'counted' ELSE '' END AS c, version,
  on_hand AS x, reserved AS y, scale AS z, NULL AS body
FROM stock WHERE shard_id = :shard
""")
"""Stock of every place where goods lie."""

REF_COUNT = sa.text("SELECT count(*) FROM ref_row WHERE shard_id = :shard AND scope IN ('*', :store) AND deleted = 0")
LEVEL_COUNT = sa.text("SELECT count(*) FROM stock WHERE shard_id = :shard")
