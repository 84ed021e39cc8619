"""The ledger's database: tables, the shard row, bulk writing and reading. The rules stand in `ledger.core`."""
