"""The bot's own records, in SQLite or PostgreSQL."""
