"""A database of an earlier version comes to this one with everything that it held."""

import sqlalchemy as sa

from sync_engine.ledger.migrations import m0003_stock_of_real_places
from sync_engine.ledger.opening import Ledger
from tests.helpers.ledgers import Item, articles, counted, sale_body
from tests.integration.ledger.asking import assert_whole, push
from tests.integration.ledger.conftest import Joining


def test_stock_of_places_outside_is_dropped_and_the_rest_stays(ledger: Ledger, join: Joining) -> None:
    ledger.append("reference_changed", 1, articles("A"))
    ledger.append("stock_counted", 1, counted(("S01/floor", "A", 30)))
    till = join()
    till.record(sale_body(Item("A", 4)))
    push(ledger, till)
    with ledger.databases.write.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE stock ADD COLUMN is_real SMALLINT NOT NULL DEFAULT 1")
        connection.exec_driver_sql(
            "INSERT INTO stock SELECT shard_id, 'S01/customer', article_id, 4, 0, 0, 0, version, 0 FROM stock"
        )
        m0003_stock_of_real_places.apply(connection)
        m0003_stock_of_real_places.apply(connection)
        rows = connection.execute(sa.text("SELECT place, article_id, on_hand FROM stock")).all()
    assert [tuple(row) for row in rows] == [("S01/floor", "A", 26)]
    assert_whole(ledger)
