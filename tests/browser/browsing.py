"""A headless Chromium of the distribution, for tests and screenshots."""

from __future__ import annotations

import base64
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.webdriver import WebDriver

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DESKTOP, PHONE = (1280, 900), (390, 844)
LANGUAGES = ("ja", "en")
PAGES = ("overview", "engagement", "churn", "nps", "channels", "accounts", "quality")
SECONDS_TO_DRAW = 60


def missing() -> str | None:
    """Say what is not installed; None if a browser can be opened."""
    if not any(shutil.which(name) for name in BROWSERS):
        return "no Chromium: install the packages chromium and chromium-driver"
    if not shutil.which("chromedriver"):
        return "no chromedriver: install the package chromium-driver"
    return None


@contextmanager
def opened() -> Iterator[WebDriver]:
    """Open a browser that keeps what it logs and what it asks the network for."""
    options = webdriver.ChromeOptions()
    options.binary_location = next(filter(None, map(shutil.which, BROWSERS)))
    for argument in ("--headless=new", "--disable-gpu", "--hide-scrollbars", "--lang=ja"):
        options.add_argument(argument)
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # which Chromium refuses to have as root
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    try:
        yield driver
    finally:
        driver.quit()


def sized(driver: WebDriver, size: tuple[int, int], scale: float = 1) -> None:
    """Give the page the size of a desktop or of a phone."""
    width, height = size
    metrics = {"width": width, "height": height, "deviceScaleFactor": scale}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics | {"mobile": width < 800})


def show(driver: WebDriver, report: Path, language: str, page: str = "overview") -> None:
    """Open a page of the report in a language and wait until its charts are drawn."""
    driver.get("about:blank")
    driver.get(f"{report.as_uri()}?lang={language}#{page}")
    drawn(driver, language)


def drawn(driver: WebDriver, language: str) -> None:
    """Wait until every chart is drawn in this language."""
    until = time.monotonic() + SECONDS_TO_DRAW
    while driver.execute_script("return document.documentElement.dataset.drawn") != language:
        assert time.monotonic() < until, "the charts were not drawn"
        time.sleep(0.1)


def requests(driver: WebDriver) -> list[str]:
    """Return the addresses that the browser asked for since the last call."""
    messages = [json.loads(one["message"])["message"] for one in driver.get_log("performance")]
    return [
        one["params"]["request"]["url"]
        for one in messages
        if one["method"] == "Network.requestWillBeSent"
    ]


def picture(driver: WebDriver, file: Path, *, whole: bool = False) -> None:
    """Write what is seen, or the whole page, as PNG."""
    asked: dict[str, Any] = {"format": "png", "captureBeyondViewport": whole}
    taken = driver.execute_cdp_cmd("Page.captureScreenshot", asked)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(base64.b64decode(taken["data"]))
