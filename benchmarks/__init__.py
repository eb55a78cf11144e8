"""How fast the bot is, beside what it cannot be faster than. `make bench` prints, nothing here judges."""
