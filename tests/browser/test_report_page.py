"""The report in a real browser: drawn, searched, switched, reached by keyboard, read by all."""

from __future__ import annotations

import base64
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from browsing import DESKTOP, LANGUAGES, PAGES, PHONE, drawn, requests, show, sized

AXE = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


def press(driver: WebDriver, key: str) -> None:
    ActionChains(driver).send_keys(key).perform()


def visible(driver: WebDriver, selector: str) -> list[Any]:
    found = driver.find_elements(By.CSS_SELECTOR, selector)
    return [one for one in found if one.is_displayed()]


def violations(driver: WebDriver) -> list[str]:
    """Return what axe-core finds against, each with the first element it finds it at.

    Rows of one table look alike: more than eight cost minutes and find nothing else.
    """
    driver.execute_script(
        "document.querySelectorAll('tbody tr:nth-child(n+9)').forEach(one => one.remove())"
    )
    driver.set_script_timeout(120)
    driver.execute_script(AXE)
    found = driver.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "axe.run(document, {runOnly: {type: 'tag', values: arguments[0]}})"
        ".then(result => done(result.violations.map(one => [one.id, one.nodes.length,"
        " one.nodes[0].html.slice(0, 200), one.nodes[0].failureSummary])));",
        STANDARDS,
    )
    return [str(one) for one in found]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_is_drawn_without_errors_or_requests(
    driver: WebDriver, report: Path, language: str, size: tuple[int, int]
) -> None:
    requests(driver)
    driver.get_log("browser")
    sized(driver, size)
    show(driver, report, language)
    charts = driver.execute_script(
        "return [...document.querySelectorAll('.chart[data-chart]')].map(one => ({"
        "name: one.dataset.chart, state: one.dataset.state,"
        "marks: one.querySelectorAll('.mark-rect path, .mark-line path, .mark-symbol path,"
        " .mark-rule line').length,"
        "width: one.querySelector('svg')?.getBoundingClientRect().width ?? 0,"
        "room: one.getBoundingClientRect().width}))"
    )
    assert len(charts) >= 24
    for chart in charts:
        assert chart["state"] == "drawn", chart
        assert chart["marks"] > 0, chart
        assert 0.8 * chart["room"] < chart["width"] <= chart["room"] + 1, chart
    for page in PAGES:
        driver.execute_script(f"location.hash = '{page}'")
        assert [one.get_attribute("id") for one in visible(driver, ".page")] == [page]
        assert driver.execute_script(
            "return document.documentElement.scrollWidth <= innerWidth + 1"
        ), f"{page} is wider than the screen"
    assert driver.get_log("browser") == []
    asked = requests(driver)
    assert asked
    assert [one for one in asked if not one.startswith(("file:", "data:", "about:"))] == []


def test_the_five_customers_to_call_stand_on_top(driver: WebDriver, report: Path) -> None:
    sized(driver, PHONE)
    show(driver, report, "ja")
    calls = visible(driver, "[data-table=calls] li")
    assert len(calls) == 5
    for call in calls:
        assert call.find_element(By.CSS_SELECTOR, ".account").text
        assert "¥" in call.text
        assert "相手" in call.text
        assert "手段" in call.text
        assert len(call.find_element(By.CSS_SELECTOR, ".why").text) > 10
    assert all(call.location["y"] < PHONE[1] for call in calls), "not on the first screen"


def test_the_language_switch_changes_texts_charts_and_title(
    driver: WebDriver, report: Path
) -> None:
    sized(driver, DESKTOP)
    show(driver, report, "ja")
    assert driver.title.startswith("顧客エンゲージメントレポート")
    assert "今日連絡すべき5社" in driver.find_element(By.ID, "overview").text
    assert "解約" in driver.find_element(By.CSS_SELECTOR, "[data-chart=bridge]").text
    driver.find_element(By.CSS_SELECTOR, "[data-language=en]").click()
    drawn(driver, "en")
    shown = driver.find_element(By.ID, "overview").text
    assert "The five customers to contact today" in shown
    assert "今日連絡すべき" not in shown
    assert "Churn" in driver.find_element(By.CSS_SELECTOR, "[data-chart=bridge]").text
    assert driver.title.startswith("Customer engagement report")
    assert driver.find_element(By.TAG_NAME, "html").get_attribute("lang") == "en"
    driver.get("about:blank")
    driver.get(report.as_uri())
    drawn(driver, "en")  # remembered
    driver.find_element(By.CSS_SELECTOR, "[data-language=ja]").click()
    drawn(driver, "ja")


def test_accounts_are_searched_filtered_and_sorted(driver: WebDriver, report: Path) -> None:
    sized(driver, DESKTOP)
    show(driver, report, "ja", "accounts")
    every = len(visible(driver, "#account-table tbody tr"))
    name = visible(driver, "#account-table .account")[3].text
    search = driver.find_element(By.ID, "search")
    search.send_keys(name)
    rows = visible(driver, "#account-table tbody tr")
    assert 1 <= len(rows) < every
    assert all(name in row.text for row in rows)
    assert str(len(rows)) in driver.find_element(By.ID, "found").text
    search.clear()
    search.send_keys("no such account")
    assert visible(driver, "#account-table tbody tr") == []
    driver.execute_script(
        "const one = arguments[0]; one.value = ''; one.dispatchEvent(new Event('input'))", search
    )
    assert len(visible(driver, "#account-table tbody tr")) == every
    driver.execute_script(
        "const one = document.querySelector('[data-filter=lifecycle]'); one.value = 'former';"
        "one.dispatchEvent(new Event('change'))"
    )
    former = visible(driver, "#account-table tbody tr")
    assert 0 < len(former) < every
    assert all("解約済み顧客" in row.text for row in former)
    for way in ("descending", "ascending"):
        head = driver.find_element(
            By.CSS_SELECTOR, "#account-table th[data-column=engagement_score]"
        )
        head.find_element(By.TAG_NAME, "button").click()
        assert head.get_attribute("aria-sort") == way
        values = driver.execute_script(
            "return [...document.querySelectorAll('#account-table tbody tr:not([hidden])')]"
            ".map(row => row.cells[9].dataset.value).filter(Boolean).map(Number)"
        )
        assert values == sorted(values, reverse=way == "descending")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_list_of_calls_opens_by_keyboard(
    driver: WebDriver, report: Path, language: str
) -> None:
    sized(driver, DESKTOP)
    show(driver, report, language)
    first = [
        one.get_attribute("data-account") for one in visible(driver, "[data-table=calls] .account")
    ]
    link = driver.find_element(By.CSS_SELECTOR, "[data-sort=call_priority]")
    link.send_keys(Keys.ENTER)
    WebDriverWait(driver, 5).until(
        lambda one: "scroll" in one.switch_to.active_element.get_attribute("class")
    )
    assert [one.get_attribute("id") for one in visible(driver, ".page")] == ["accounts"]
    order = driver.execute_script(
        "return [...document.querySelectorAll('#account-table tbody tr')]"
        ".map(row => [row.dataset.id, row.cells[1].dataset.value])"
    )
    numbers = [number for _, number in order]
    due = [int(number) for number in numbers if number]
    assert [one for one, _ in order[:5]] == first
    assert due == list(range(1, len(due) + 1))
    assert not any(numbers[len(due) :])
    seen = driver.execute_script(
        "const table = document.getElementById('account-table');"
        "const edge = table.parentElement.getBoundingClientRect().right;"
        "return [...table.tHead.rows[0].cells].filter(one => one.getBoundingClientRect().right <="
        " edge).map(one => one.dataset.column)"
    )
    assert {"reason_code", "due_date", "owner_name", "last_contact_date"} <= set(seen)


def test_an_account_opens_with_its_ledger_and_closes(driver: WebDriver, report: Path) -> None:
    sized(driver, PHONE)
    show(driver, report, "ja")
    button = visible(driver, "[data-table=calls] .account")[0]
    name = button.text
    button.click()
    dialog = driver.find_element(By.ID, "account")
    assert dialog.is_displayed()
    for text in (
        name,
        "ドメイン",
        "法人番号",
        "スコアの計算",
        "次のアプローチ",
        "スコア明細",
        "変動要因",
        "担当営業",
        "最終接触",
    ):
        assert text in dialog.text
    assert dialog.find_elements(By.CSS_SELECTOR, "svg .mark-line path")
    *points, total = driver.execute_script(
        "const tables = [...document.querySelectorAll('#account table')];"
        "return [...tables.at(-1).querySelectorAll('td.number')].map(one => +one.dataset.value)"
    )
    assert sum(points) == pytest.approx(total)
    parts = [one.text for one in dialog.find_elements(By.CSS_SELECTOR, ".parts li")]
    assert len(parts) == 4
    assert parts[-1] == f"合計 {total:.2f}"
    press(driver, Keys.ESCAPE)
    assert not dialog.is_displayed()


def test_everything_is_reached_and_used_by_keyboard(driver: WebDriver, report: Path) -> None:
    sized(driver, DESKTOP)
    show(driver, report, "ja")
    wanted = driver.execute_script(
        "return [...document.querySelectorAll('header button, nav a, #overview button,"
        " #overview a, #overview summary')].map((one, at) => (one.dataset.tab = at, String(at)))"
    )
    reached = []
    for _ in range(len(wanted) + 15):
        press(driver, Keys.TAB)
        at, outline = driver.execute_script(
            "const one = document.activeElement;"
            "return [one.dataset.tab, getComputedStyle(one).outlineStyle]"
        )
        if at is not None:
            reached.append(at)
            assert outline != "none"
    assert sorted(set(reached), key=int) == wanted
    driver.find_element(By.CSS_SELECTOR, "nav a[href='#nps']").send_keys(Keys.ENTER)
    assert [one.get_attribute("id") for one in visible(driver, ".page")] == ["nps"]
    driver.find_element(By.CSS_SELECTOR, "nav a[href='#overview']").send_keys(Keys.ENTER)
    first = visible(driver, "[data-table=calls] .account")[0]
    first.send_keys(Keys.ENTER)
    assert driver.find_element(By.ID, "account").is_displayed()
    press(driver, Keys.ESCAPE)
    assert driver.switch_to.active_element == first


@pytest.mark.parametrize("page", PAGES)
def test_nothing_keeps_anybody_from_reading(driver: WebDriver, report: Path, page: str) -> None:
    """Contrast AA, names of controls, order of headings: what axe-core knows of WCAG 2.1."""
    sized(driver, DESKTOP)
    show(driver, report, "ja" if PAGES.index(page) % 2 else "en", page)
    driver.execute_script(
        "document.querySelectorAll('details').forEach(one => { one.open = true })"
    )
    assert violations(driver) == []


def test_nothing_keeps_anybody_from_reading_an_account(driver: WebDriver, report: Path) -> None:
    sized(driver, PHONE)
    show(driver, report, "ja")
    visible(driver, "[data-table=calls] .account")[0].click()
    assert violations(driver) == []


def test_in_print_all_pages_stand_one_after_the_other(driver: WebDriver, report: Path) -> None:
    sized(driver, DESKTOP)
    show(driver, report, "ja")
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    heights = driver.execute_script(
        "return [...document.querySelectorAll('.page')].map(one => one.offsetHeight)"
    )
    wide = driver.execute_script("return getComputedStyle(document.querySelector('nav')).display")
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert len(heights) == len(PAGES)
    assert min(heights) > 100
    assert wide == "none"
    printed = driver.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})
    content = base64.b64decode(printed["data"])
    assert content.startswith(b"%PDF")
    assert content.count(b"/Type /Page\n") >= len(PAGES)
