"""A demo for each module, a browser for all of them. Skips with the reason where there is no browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.demo import ROOT, Process, Tab

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARTEFACTS = Path(os.environ.get("ARTEFACTS", ROOT / "artefacts"))
# Without these Chromium looks up its maker's hosts at every start.
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
PATIENCE = 20_000  # milliseconds: what takes long elsewhere on a busy machine takes longer


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Remember of a test that it failed, so that what its tabs showed can be kept."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def browser():
    """Chromium, driven by Playwright."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is missing: make browser installs it")
    if CHROMIUM is None:
        pytest.skip("Chromium is missing: apt-get install chromium")
    playwright.expect.set_options(timeout=PATIENCE)
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def demo(browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """A running demo with fresh data."""
    process = Process(tmp_path_factory.mktemp("demo"))
    process.start()
    yield process
    process.stop()


@pytest.fixture
def open_tab(browser, demo: Process, artefacts: Path, request: pytest.FixtureRequest) -> Iterator[Callable[..., Tab]]:
    """Opens tabs; each has a browser profile of its own, and nothing may go wrong in its console.

    What they showed when a test failed is kept among the artefacts.
    """
    tabs: list[Tab] = []
    complaints: list[str] = []

    def open_one(
        person: str = "ines", *, width: int = 1440, height: int = 900, dark: bool = False, path: str = ""
    ) -> Tab:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(demo.url + path if path else f"{demo.url}?as={person}")
        tabs.append(Tab(page, context))
        return tabs[-1]

    yield open_one
    for number, tab in enumerate(tabs):
        if request.node.stash.get(FAILED, False):
            tab.page.screenshot(path=artefacts / f"failed-{request.node.name}-{number}.png")
        tab.context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """Where screenshots are kept."""
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    return ARTEFACTS
