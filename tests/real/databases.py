"""Databases of a real PostgreSQL server, each for one test or one bot."""

import contextlib
import itertools
import os
from collections.abc import Iterator

import psycopg
from psycopg import sql

NUMBERS = itertools.count(1)


@contextlib.contextmanager
def fresh_database(postgres_server: str, like: str = "template1") -> Iterator[str]:
    """The address of a database that is there for a while, empty or a copy of the one of this name."""
    name = f"test_{os.getpid()}_{next(NUMBERS)}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(like)))
        yield f"{postgres_server.rpartition('/')[0]}/{name}"
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
