"""The methods that may be called from outside, by model, and how Odoo refuses a call that does not fit."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.sandbox.odoo import access, automation, chatter, errors, purchase, reading, search, writing
from bot.sandbox.odoo.env import Env

Method = Callable[..., Any]


def _search(
    env: Env, model: str, domain: Any, offset: int = 0, limit: int | None = None, order: str | None = None
) -> Any:
    return search.search(env, model, domain, offset, limit, order)


def _search_count(env: Env, model: str, domain: Any, limit: int | None = None) -> Any:
    return len(search.search(env, model, domain, 0, limit))


def _create(env: Env, model: str, vals_list: Any) -> Any:
    many = isinstance(vals_list, list)
    made = [writing.create(env, model, vals) for vals in (vals_list if many else [vals_list])]
    return made if many else made[0]


def _write(env: Env, model: str, ids: Any, vals: Mapping[str, Any]) -> Any:
    return writing.write(env, model, _ids(ids), vals)


def _unlink(env: Env, model: str, ids: Any) -> Any:
    automation.deleted(env, model, [i for i in _ids(ids) if env.exists(model, i)])
    return writing.unlink(env, model, _ids(ids))


def _read(
    env: Env, model: str, ids: Any, fields: Sequence[str] | None = None, load: str | None = "_classic_read"
) -> Any:
    return reading.read(env, model, _ids(ids), fields, load)


def _has_access(env: Env, model: str, ids: Any, operation: str) -> Any:
    return access.allowed(env, model, {"read": "r", "write": "w", "create": "c", "unlink": "u"}[operation])


def _ids(ids: Any) -> list[int]:
    return [ids] if isinstance(ids, int) else list(ids)


GENERAL: dict[str, Method] = {
    "search": _search,
    "search_count": _search_count,
    "search_read": reading.search_read,
    "read": _read,
    "web_read": reading.web_read,
    "web_search_read": reading.web_search_read,
    "read_group": reading.read_group,
    "formatted_read_group": reading.formatted_read_group,
    "fields_get": reading.fields_get,
    "create": _create,
    "write": _write,
    "unlink": _unlink,
    "has_access": _has_access,
}


def context_get(env: Env) -> dict[str, Any]:
    """The user's own context."""
    lang, tz = env.values("res.users", env.uid, "lang", "tz")
    return {"lang": lang, "tz": tz or False, "uid": env.uid}


def check_object_reference(env: Env, module: str, xml_id: str, raise_on_access_error: bool = False) -> list[Any]:
    """Model and id behind an XML id; works for those who cannot read XML ids."""
    record = env.ref(f"{module}.{xml_id}")
    model = next(env.value("ir.model.data", i, "model") for i in env.find("ir.model.data", module=module, name=xml_id))
    return [model, record]


OF_MODEL: dict[str, dict[str, Method]] = {
    "purchase.order": {
        "button_confirm": purchase.button_confirm,
        "button_approve": purchase.button_approve,
        "button_cancel": purchase.button_cancel,
        "button_draft": purchase.button_draft,
        "button_lock": purchase.button_lock,
        "button_unlock": purchase.button_unlock,
        "copy": purchase.copy,
        "message_post": chatter.message_post,
        "activity_schedule": chatter.activity_schedule,
    },
    "mail.activity": {"action_feedback": chatter.action_feedback},
    "res.users": {"context_get": context_get},
    "ir.model.data": {"check_object_reference": check_object_reference},
}


def call(env: Env, model: str, method: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """Call a public method. Raises Odoo's error for an unknown model, a private or unknown method, a wrong argument."""
    env.model(model)
    if method.startswith("_"):
        raise errors.private_method(model, method)
    own = OF_MODEL.get(model, {}).get(method)
    general = GENERAL.get(method)
    if own:
        return own(*_fitted(own, (env, *args), kwargs, f"{_class(model)}.{method}"), **kwargs)
    if general:
        return general(*_fitted(general, (env, model, *args), kwargs, f"BaseModel.{method}"), **kwargs)
    raise errors.no_method(model, method)


def _fitted(function: Method, args: Sequence[Any], kwargs: Mapping[str, Any], shown: str) -> Sequence[Any]:
    try:
        inspect.signature(function).bind(*args, **kwargs)
    except TypeError as error:
        raise errors.type_error(f"{shown}() {error}") from error
    return args


def _class(model: str) -> str:
    return "".join(part.title() for part in model.split("."))
