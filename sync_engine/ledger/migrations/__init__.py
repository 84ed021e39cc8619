"""The steps that bring a ledger's database to this version, in order. A step that was shipped is never edited."""

from sync_engine.ledger.migrations import (
    m0001_first_tables,
    m0002_sales_by_customer,
    m0003_stock_of_real_places,
    m0004_copies_of_the_ledger,
    m0005_mail,
)
from sync_engine.sql.migrator import Migration

STEPS = (
    Migration(1, "first tables", m0001_first_tables.apply),
    Migration(2, "sales by customer", m0002_sales_by_customer.apply),
    Migration(3, "stock of real places", m0003_stock_of_real_places.apply),
    Migration(4, "copies of the ledger", m0004_copies_of_the_ledger.apply),
    Migration(5, "mail", m0005_mail.apply),
)
