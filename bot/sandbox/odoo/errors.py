"""What Odoo answers when it says no, in Odoo 19's own words and shapes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class OdooFault(Exception):
    """An error of the server. `name` is Odoo's class name, `message` what it shows to people."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name
        self.message = message

    def as_error(self) -> dict[str, Any]:
        """The `error` member of the JSON-RPC answer; the HTTP status stays 200."""
        return {
            "code": 0,
            "message": "Odoo Server Error",
            "data": {
                "name": self.name,
                "message": self.message,
                "arguments": [self.message],
                "context": {},
                "debug": f"Traceback (most recent call last):\n  (sandbox)\n{self.name}: {self.message}\n",
            },
        }


def access_denied() -> OdooFault:
    """The login or the key is wrong, or the user is archived."""
    return OdooFault("odoo.exceptions.AccessDenied", "Access Denied")


def access_error(message: str) -> OdooFault:
    """The user's rights do not allow it."""
    return OdooFault("odoo.exceptions.AccessError", message)


def user_error(message: str) -> OdooFault:
    """A rule of the business says no."""
    return OdooFault("odoo.exceptions.UserError", message)


def value_error(message: str) -> OdooFault:
    """The call names a field, an operator or an identifier that does not exist."""
    return OdooFault("builtins.ValueError", message)


def type_error(message: str) -> OdooFault:
    """The call does not fit the method's parameters."""
    return OdooFault("builtins.TypeError", message)


def missing(model: str, ids: Sequence[int], uid: int) -> OdooFault:
    """The records are gone, or never were."""
    listed = ", ".join(str(i) for i in ids) + ("," if len(ids) == 1 else "")
    return OdooFault(
        "odoo.exceptions.MissingError",
        f"Record does not exist or has been deleted.\n(Record: {model}({listed}), User: {uid})",
    )


def required(label: str, field: str, model_label: str, model: str) -> OdooFault:
    """A mandatory field is empty."""
    return OdooFault(
        "odoo.exceptions.ValidationError",
        f"The operation cannot be completed: Missing required value for the field '{label}' ({field}).\n"
        f"Model: '{model_label}' ({model})\n- create/update: a mandatory field is not set\n"
        "- delete: another model requires the record being deleted, you can archive it instead\n",
    )


def no_model(model: str) -> OdooFault:
    """There is no such model."""
    return user_error(f"Object {model} doesn't exist")


def no_method(model: str, method: str) -> OdooFault:
    """There is no such method."""
    return OdooFault("builtins.AttributeError", f"The method '{model}.{method}' does not exist")


def private_method(model: str, method: str) -> OdooFault:
    """Methods that begin with an underscore are not for others."""
    return access_error(f"Private methods (such as '{model}.{method}') cannot be called remotely.")


def no_database(name: str) -> OdooFault:
    """There is no such database."""
    return OdooFault(
        "psycopg2.OperationalError",
        f'connection to server at "127.0.0.1", port 5432 failed: FATAL:  database "{name}" does not exist\n',
    )
