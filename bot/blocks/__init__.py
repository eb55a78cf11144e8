"""What people see: Block Kit drawn from the records. Pure functions, no I/O, no clock."""
