"""Which methods of the Web API the bot's code names: calls of the SDK, Bolt's helpers, and names in quotes."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from slack_sdk import WebClient

BOT = Path(__file__).resolve().parents[2] / "bot"
NAME = re.compile(
    r"(?:admin|agents|api|apps|assistant|auth|bookmarks|bots|calls|canvases|chat|conversations|dnd|emoji|entity|files"
    r"|functions|lists|migration|oauth|openid|pins|reactions|reminders|search|slackLists|stars|team|tooling"
    r"|usergroups|users|views|workflows)(?:\.[a-z][A-Za-z]*)+"
)
HELPERS = {
    "AsyncSocketModeHandler": {"apps.connections.open"},
    "SocketModeHandler": {"apps.connections.open"},
    "WebhookClient": {"response_url"},
    "AsyncWebhookClient": {"response_url"},
    "respond": {"response_url"},
    "say": {"chat.postMessage"},
    "say_stream": {"chat.startStream", "chat.appendStream", "chat.stopStream"},
    "chat_stream": {"chat.startStream", "chat.appendStream", "chat.stopStream"},
    "set_status": {"assistant.threads.setStatus"},
    "set_suggested_prompts": {"assistant.threads.setSuggestedPrompts"},
    "set_title": {"assistant.threads.setTitle"},
    "files_upload_v2": {"files.getUploadURLExternal", "files.completeUploadExternal"},
}
SDK = {
    name: name.replace("_", ".")
    for name in dir(WebClient)
    if name != "api_call" and NAME.fullmatch(name.replace("_", "."))
}


@cache
def methods_of_the_bot() -> frozenset[str]:
    """The methods named in the bot's code, its sandbox apart."""
    paths = [path for path in BOT.rglob("*.py") if BOT / "sandbox" not in path.parents]
    return frozenset(method for path in paths for method in methods_in(path.read_text(encoding="utf-8")))


def methods_in(code: str) -> set[str]:
    """The methods named in a piece of code."""
    return _named(ast.parse(code))


def _named(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    imports_slack = any("slack" in name for name in _imports(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            on_something = isinstance(node.func, ast.Attribute)
            if on_something and called in SDK and called not in HELPERS:
                found.add(SDK[called])
            elif called in HELPERS and (imports_slack or not on_something):
                found |= HELPERS[called]
            for argument in node.args[:1]:
                if isinstance(argument, ast.Constant) and NAME.fullmatch(str(argument.value)):
                    found.add(str(argument.value))
    return found


def _imports(tree: ast.Module) -> set[str]:
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
