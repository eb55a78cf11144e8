"""A Slack workspace in one process: the bot runs against it by `SLACK_API_URL` alone. See `SandboxSlack`."""

from bot.sandbox.slack.refusals import NotThere, OtherVersion
from bot.sandbox.slack.sandbox import SandboxSlack
from bot.sandbox.slack.serving import Served, serve
from bot.sandbox.slack.workspace import App, Channel, Person, Workspace

__all__ = ["App", "Channel", "NotThere", "OtherVersion", "Person", "SandboxSlack", "Served", "Workspace", "serve"]
