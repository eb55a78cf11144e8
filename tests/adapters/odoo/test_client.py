"""What comes back from the wire: answers, and each kind of failure by its name."""

from __future__ import annotations

import logging
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.adapters.odoo.client import OdooClient
from bot.domain.errors import (
    InvalidInput,
    OdooDenied,
    OdooError,
    OdooInvalid,
    OdooMissing,
    OdooUnavailable,
    OdooUnknownOutcome,
)
from tests.adapters.odoo import tiny_server as says
from tests.adapters.odoo.conftest import Seconds
from tests.adapters.odoo.tiny_server import Answer, TinyServer

SECRET = "k3y-of-the-bot"


def client_of(server: TinyServer, **options: object) -> OdooClient:
    client = OdooClient(server.url, "shop", "bot", SECRET, timeout=0.3, **options)  # type: ignore[arg-type]
    assert client.uid == 7
    return client


def failure(client: OdooClient, *, write: bool) -> OdooError:
    with pytest.raises(OdooError) as caught:
        client.call("purchase.order", "button_approve", [[1]], write=write)
    return caught.value


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("odoo.exceptions.AccessError", OdooDenied),
        ("odoo.exceptions.AccessDenied", OdooDenied),
        ("odoo.exceptions.MissingError", OdooMissing),
        ("odoo.exceptions.UserError", OdooInvalid),
        ("odoo.exceptions.ValidationError", OdooInvalid),
        ("builtins.ValueError", OdooInvalid),
        ("builtins.TypeError", OdooInvalid),
        ("psycopg2.OperationalError", OdooUnavailable),
        ("psycopg2.errors.SerializationFailure", OdooUnavailable),
        ("psycopg2.InterfaceError", OdooUnavailable),
    ],
)
@pytest.mark.parametrize("write", [False, True])
def test_odoo_error_gets_our_name(server: TinyServer, name: str, kind: type[OdooError], write: bool) -> None:
    client = client_of(server)
    server.answer = says.error(name, "No can do.\nReally.")
    error = failure(client, write=write)
    assert type(error) is kind
    assert str(error) == "purchase.order.button_approve: No can do.\nReally."


def test_server_traceback_and_secret_stay_out_of_messages(server: TinyServer) -> None:
    client = client_of(server)
    server.answer = says.error("builtins.Exception", "Boom\nTraceback (most recent call last):\n  File odoo.py")
    error = failure(client, write=True)
    assert "Traceback" not in str(error)
    assert "s3cret" not in str(error)
    assert SECRET not in repr(client) + str(vars(error)) + str(error)


LOST = {
    "silence": says.silence,
    "a closed connection": says.hang_up,
    "a reset": says.reset,
    "half an answer": says.cut_short,
    "a page of HTML": says.body("<html>Welcome</html>"),
    "JSON that is no answer": says.body("{}"),
    "a list": says.body("[1]"),
    "an error without details": says.body('{"jsonrpc": "2.0", "error": {"message": "?"}}'),
    "HTTP 502": says.body("Bad Gateway", 502),
    "HTTP 504": says.body("Gateway Timeout", 504),
    "HTTP 500": says.body("Internal Server Error", 500),
}


@pytest.mark.parametrize("answer", LOST.values(), ids=LOST)
def test_write_without_answer_may_have_happened(server: TinyServer, answer: Answer) -> None:
    client = client_of(server)
    server.answer = answer
    assert type(failure(client, write=True)) is OdooUnknownOutcome
    assert server.calls("button_approve") == 1


@pytest.mark.parametrize("answer", LOST.values(), ids=LOST)
def test_read_without_answer_can_be_tried_again(server: TinyServer, answer: Answer) -> None:
    client = client_of(server)
    server.answer = answer
    assert type(failure(client, write=False)) is OdooUnavailable


def test_refused_connection_did_nothing(server: TinyServer) -> None:
    client = client_of(server)
    server.stop()
    assert type(failure(client, write=True)) is OdooUnavailable


def test_server_that_takes_no_more_connections_did_nothing() -> None:
    with socket.socket() as full, socket.socket() as waiting:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        waiting.connect(full.getsockname())
        client = OdooClient(f"http://127.0.0.1:{full.getsockname()[1]}", "shop", "bot", SECRET, timeout=0.2)
        assert type(failure(client, write=True)) is OdooUnavailable


def test_proxy_saying_503_did_nothing(server: TinyServer) -> None:
    client = client_of(server)
    server.answer = says.body("Service Unavailable", 503)
    assert type(failure(client, write=True)) is OdooUnavailable


def test_wrong_login_is_denied(server: TinyServer) -> None:
    server.login = says.result(False)
    error = failure(OdooClient(server.url, "shop", "bot", SECRET), write=False)
    assert type(error) is OdooDenied
    assert "'bot'" in str(error)
    assert SECRET not in str(error)


def test_unknown_database_is_unavailable(server: TinyServer) -> None:
    server.login = says.error("psycopg2.OperationalError", 'FATAL: database "shop" does not exist')
    error = failure(OdooClient(server.url, "shop", "bot", SECRET), write=True)
    assert type(error) is OdooUnavailable
    assert "does not exist" in str(error)


def test_answer_of_none_is_none(server: TinyServer) -> None:
    client = client_of(server)
    server.answer = says.result(None)
    assert client.call("purchase.order", "button_cancel", [[1]], write=True) is None


def test_context_names_language_zone_and_companies(server: TinyServer) -> None:
    client_of(server).call("product.product", "read", [[3]], {"fields": ["name"], "context": {"warehouse_id": 2}})
    assert server.asked[-1]["args"][:5] == ["shop", 7, SECRET, "product.product", "read"]
    assert server.asked[-1]["args"][6] == {
        "fields": ["name"],
        "context": {"lang": "en_US", "tz": "UTC", "allowed_company_ids": [1], "warehouse_id": 2},
    }


def test_many_threads_log_in_once(server: TinyServer) -> None:
    client = OdooClient(server.url, "shop", "bot", SECRET)
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda i: client.call("purchase.order", "read", [[i]]), range(40)))
    assert answers == [True] * 40
    assert server.calls("login") == 1


def test_companies_are_read_again_after_ten_minutes(server: TinyServer, seconds: Seconds) -> None:
    client = client_of(server, clock=seconds)
    client.ping()
    seconds.now += 601
    client.ping()
    assert (server.calls("login"), server.calls("read")) == (1, 2)


def test_companies_are_read_again_after_a_denial(server: TinyServer) -> None:
    client = client_of(server)
    server.answer = says.error("odoo.exceptions.AccessError", "Access to unauthorized or invalid companies.")
    failure(client, write=False)
    server.answer = says.result(True)
    client.ping()
    assert (server.calls("login"), server.calls("read")) == (1, 2)


def test_dead_odoo_costs_three_time_outs_then_nothing(server: TinyServer, seconds: Seconds) -> None:
    client = client_of(server, clock=seconds)
    server.answer = says.silence
    for _ in range(3):
        assert client.available
        failure(client, write=False)
    assert not client.available
    started = time.perf_counter()
    error = failure(client, write=True)
    assert time.perf_counter() - started < 0.01
    assert type(error) is OdooUnavailable
    assert server.calls("button_approve") == 3


def test_odoo_is_noticed_when_it_is_back(server: TinyServer, seconds: Seconds) -> None:
    client = client_of(server, clock=seconds)
    server.answer = says.reset
    for _ in range(3):
        failure(client, write=False)
    server.answer = says.result({})
    failure(client, write=False)
    seconds.now += 5
    client.ping()
    assert client.available


def test_refusals_do_not_open_the_breaker(server: TinyServer) -> None:
    client = client_of(server)
    server.answer = says.error("odoo.exceptions.AccessError", "No.")
    for _ in range(5):
        failure(client, write=False)
    assert client.available


def test_meter_is_told_of_every_call(server: TinyServer) -> None:
    told: list[tuple[str, str, str]] = []
    client = client_of(server, on_call=lambda model, method, seconds, outcome: told.append((model, method, outcome)))
    server.answer = says.error("odoo.exceptions.AccessError", "No.")
    failure(client, write=False)
    assert told == [
        ("common", "login", "ok"),
        ("res.users", "read", "ok"),
        ("purchase.order", "button_approve", "denied"),
    ]


def test_version_needs_no_login(server: TinyServer) -> None:
    server.answer = says.result({"server_version": "19.0-20251020"})
    assert OdooClient(server.url, "shop", "bot", SECRET).version() == "19.0-20251020"
    assert server.calls("login") == 0


def test_nothing_is_logged_at_debug(server: TinyServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client_of(server).ping()
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://odoo.example", ("jsonrpc", "odoo.example", 80)),
        ("https://odoo.example/", ("jsonrpc+ssl", "odoo.example", 443)),
        ("https://odoo.example:8443", ("jsonrpc+ssl", "odoo.example", 8443)),
        ("http://[::1]:8069", ("jsonrpc", "[::1]", 8069)),
    ],
)
def test_addresses_with_and_without_port(url: str, address: tuple[str, str, int]) -> None:
    connection = OdooClient(url, "shop", "bot", SECRET)._connection()
    assert (connection.protocol, connection.host, connection.port) == address


@pytest.mark.parametrize(
    "url", ["odoo.example", "ftp://odoo", "http://", "https://h/odoo", "http://u:p@h", "http://h:x"]
)
def test_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(InvalidInput, match="ODOO_URL"):
        OdooClient(url, "shop", "bot", SECRET)


def test_each_thread_has_its_own_connection(server: TinyServer) -> None:
    client = client_of(server)
    mine, others = client._connection(), []
    thread = threading.Thread(target=lambda: others.append(client._connection()))
    thread.start()
    thread.join()
    assert mine is client._connection()
    assert others[0] is not mine
