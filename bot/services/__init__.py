"""The use cases: what the desk does, in terms of ports."""
