"""Step 3: stock is kept of real places only; what lies outside is the sum of its movements."""

import sqlalchemy as sa


def apply(connection: sa.Connection) -> None:
    """Drop the rows and the mark of places outside. A database that began after this step never had them."""
    columns = {column["name"] for column in sa.inspect(connection).get_columns("stock")}
    if "is_real" in columns:
        connection.exec_driver_sql("DELETE FROM stock WHERE is_real = 0")
        connection.exec_driver_sql("ALTER TABLE stock DROP COLUMN is_real")
