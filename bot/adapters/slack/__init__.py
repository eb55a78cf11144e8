"""Slack: its members, its messages, and the connection that events come through."""
