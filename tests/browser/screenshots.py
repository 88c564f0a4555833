"""The pictures of the documentation: `make screenshots`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from selenium.webdriver.chrome.webdriver import WebDriver

from browsing import DESKTOP, PHONE, missing, opened, picture, show, sized

TALL = (1280, 1500)


def main(report: Path, folder: Path) -> None:
    """Take every picture."""
    with opened() as driver:
        for language in ("ja", "en"):
            for page in ("overview", "engagement", "churn", "nps", "channels", "accounts"):
                sized(driver, TALL)
                show(driver, report, language, page)
                picture(driver, folder / f"report-{page}-{language}.png")
            _satisfaction(driver, report, folder, language)
            _phone(driver, report, folder, language)


def _satisfaction(driver: WebDriver, report: Path, folder: Path, language: str) -> None:
    """What goes along with recommending, and below it, apart, satisfaction."""
    sized(driver, TALL)
    show(driver, report, language, "nps")
    driver.execute_script(
        "document.documentElement.style.scrollPaddingTop = '7rem';"
        "document.querySelector('[data-chart=drivers]').closest('section').scrollIntoView()"
    )
    picture(driver, folder / f"report-satisfaction-{language}.png")


def _phone(driver: WebDriver, report: Path, folder: Path, language: str) -> None:
    sized(driver, PHONE, 1.5)
    show(driver, report, language)
    picture(driver, folder / f"report-phone-{language}.png")
    driver.execute_script("document.querySelector('[data-table=calls] .account').click()")
    driver.execute_async_script("setTimeout(arguments[0], 1500)")
    picture(driver, folder / f"report-phone-account-{language}.png")
    sized(driver, DESKTOP)


if __name__ == "__main__":
    if reason := missing():
        sys.exit(reason)
    main(Path(os.environ["KIZUNA_REPORT"]).resolve(), Path(sys.argv[1]))
