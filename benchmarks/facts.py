"""What these numbers were measured on."""

import os
import platform
import sqlite3
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("slack-bolt", "slack-sdk", "dbos", "SQLAlchemy", "psycopg", "odoorpc")


def facts(odoo: str | None, postgres: str) -> str:
    """Machine, load and versions, one a line; without Odoo where none took part."""
    load = ", ".join(f"{value:.2f}" for value in os.getloadavg())
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    servers = f"SQLite {sqlite3.sqlite_version}, PostgreSQL {postgres}" + (f", Odoo {odoo}" if odoo else "")
    return "\n".join(
        (
            f"- {datetime.now(UTC):%Y-%m-%d %H:%M} UTC; {os.cpu_count()} cores ({_processor()}), load before: {load}",
            f"- Python {platform.python_version()}, {servers}",
            f"- {versions}",
        )
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
