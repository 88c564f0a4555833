"""Fixtures: the report of the demo company, and a browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver

from browsing import missing, opened


@pytest.fixture(scope="session")
def report() -> Path:
    """The file that `make test-browser` writes."""
    named = os.environ.get("KIZUNA_REPORT")
    if not named:
        pytest.skip("KIZUNA_REPORT names no report: run `make test-browser`")
    return Path(named).resolve()


@pytest.fixture(scope="session")
def driver() -> Iterator[WebDriver]:
    """One browser for all tests; without one they say so and skip."""
    if reason := missing():
        pytest.skip(reason)
    with opened() as browser:
        yield browser
