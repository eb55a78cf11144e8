"""What people see of supplier mail."""
