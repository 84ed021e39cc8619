"""A shop in a box: whole tills, one ledger, one bad network and bad disks, all of it decided by one seed."""
