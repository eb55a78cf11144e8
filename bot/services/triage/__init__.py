"""Supplier mail: taken in, read, shown, forgotten."""
