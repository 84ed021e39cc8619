"""The till: what a cashier sees and does, and the files that keep it."""
