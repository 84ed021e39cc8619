"""The demo shop: a ledger, two tills and a printer made of code on this machine. It starts programs; no rule here."""
