"""The demo's page: a Slack-like client for the sandbox Slack, and the demo's world beside it."""
