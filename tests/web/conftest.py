"""What the tests of the web server share."""

import logging
from collections.abc import Iterator

import pytest
import structlog


@pytest.fixture
def restored_log() -> Iterator[None]:
    """Puts the log back as it was."""
    root = logging.getLogger()
    handlers, level, config = root.handlers[:], root.level, structlog.get_config()
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**config)
