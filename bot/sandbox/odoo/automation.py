"""Automation rules that post to a web address: once, after the commit, waiting a second, then forgotten."""

from __future__ import annotations

import json
import logging
import urllib.request
from collections.abc import Iterable
from typing import Any

from bot.sandbox.odoo.env import Env
from bot.sandbox.odoo.schema import X2MANY

_LOG = logging.getLogger(__name__)
_RULE, _ACTION = "base.automation", "ir.actions.server"
_PATIENCE = 1.0


def collect(env: Env) -> None:
    """Note what must be posted for the records that this call made or changed; deleted ones are noted by `deleted`."""
    env = env.sudo()
    for rule in _rules(env, "on_create_or_write"):
        model = env.follow(_RULE, rule, "model_id.model")
        watched = [env.value("ir.model.fields", f, "name") for f in env.value(_RULE, rule, "trigger_field_ids")]
        for (changed, record), before in list(env.work.before.items()):
            if changed == model and env.exists(model, record) and _moved(env, model, record, before, watched):
                _note(env, rule, model, record)


def deleted(env: Env, model: str, ids: Iterable[int]) -> None:
    """Note what must be posted for records that are about to go."""
    env = env.sudo()
    for rule in _rules(env, "on_unlink"):
        if env.follow(_RULE, rule, "model_id.model") == model:
            for record in ids:
                _note(env, rule, model, record)


def send(posts: Iterable[tuple[str, bytes]]) -> None:
    """Post. A receiver that is slow, gone or unhappy is a line in the log, no more."""
    for url, body in posts:
        headers = {"Content-Type": "application/json", "User-Agent": "python-requests/2.31.0"}
        try:
            request = urllib.request.Request(url, body, headers)  # noqa: S310  # an administrator chose the address
            with urllib.request.urlopen(request, timeout=_PATIENCE):  # noqa: S310
                pass
        except (OSError, ValueError):
            _LOG.warning("Webhook call failed")


def _rules(env: Env, trigger: str) -> list[int]:
    return [rule for rule in env.find(_RULE, trigger=trigger) if env.value(_RULE, rule, "active")]


def _moved(env: Env, model: str, record: int, before: dict[str, Any] | None, watched: list[str]) -> bool:
    """Whether the record is new, or a watched field differs from before."""
    if before is None or not watched:
        return True
    after = env.store.get(model, record) or {}
    fields = env.model(model).fields
    if "order_line" in watched and record in env.work.relined:
        return True
    return any(before.get(name) != after.get(name) for name in watched if fields[name].type not in X2MANY)


def _note(env: Env, rule: int, model: str, record: int) -> None:
    for action in env.value(_RULE, rule, "action_server_ids"):
        name, url, fields = env.values(_ACTION, action, "name", "webhook_url", "webhook_field_ids")
        told = {f: env.value(model, record, f) for f in (env.value("ir.model.fields", i, "name") for i in fields)}
        told = {key: False if value is None else value for key, value in told.items()}
        told |= {"_model": model, "_id": record, "_action": f"{name}(#{action})", "id": record}
        if url:
            env.work.posts.append((url, json.dumps(told, sort_keys=True).encode()))
