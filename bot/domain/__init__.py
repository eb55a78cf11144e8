"""Rules, nouns, ports and errors: no I/O, no vendor, no clock."""
