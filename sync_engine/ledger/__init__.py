"""The central ledger: takes in every fact, keeps stock and money, publishes the feed."""
