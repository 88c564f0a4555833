"""`kizuna report`: its figures are the marts', it speaks two languages and asks no network."""

from __future__ import annotations

import csv
import json
import re
import shutil
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from markupsafe import escape

from conftest import PROJECT, Kizuna, make_home
from kizuna.report import read_report, render
from kizuna.report.charts import charts
from kizuna.report.data import TABLES, Dataset, Report
from kizuna.report.page import CODES, Words, read_texts
from kizuna.report.shapes import with_gaps

PACKAGE = PROJECT / "scripts/kizuna/report"
AS_OF = "(select as_of_date from marts.build_info)"


@dataclass(frozen=True)
class Page:
    """What a reader of the file finds, by other means than the code that wrote it."""

    text: str
    tables: dict[str, list[dict[str, str]]]
    """Rows by table, the exact values of their cells by column."""
    kpis: dict[str, str]
    calls: list[str]
    """Account ids in order."""
    data: dict[str, Any]
    """The block that the charts are drawn from."""
    attributes: list[tuple[str, str]]
    scripts: list[str]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, list[dict[str, str]]] = {}
        self.kpis: dict[str, str] = {}
        self.calls: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.scripts: list[str] = []
        self.table: str | None = None
        self.columns: list[str] = []
        self.cells: list[str] = []
        self.kpi: str | None = None
        self.in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.attributes += [(f"{tag} {name}", value) for name, value in found.items()]
        if tag == "table":
            self.table, self.columns = found["data-table"], []
            self.tables.setdefault(self.table, [])
        elif tag == "th":
            self.columns.append(found["data-column"])
        elif tag == "td":
            self.cells.append(found["data-value"])
        elif tag == "li" and "data-account-id" in found:
            self.calls.append(found["data-account-id"])
        elif tag == "data" and self.kpi:
            self.kpis[self.kpi] = found["value"]
        elif tag == "div" and "data-kpi" in found:
            self.kpi = found["data-kpi"]
        elif tag == "script":
            self.in_script = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr" and self.cells and self.table:
            self.tables[self.table].append(dict(zip(self.columns, self.cells, strict=True)))
            self.cells = []
        elif tag == "table":
            self.table = None
        elif tag == "dl":
            self.kpi = None
        elif tag == "script":
            self.in_script = False

    def handle_data(self, data: str) -> None:
        if self.in_script:
            self.scripts.append(data)


def read(text: str) -> Page:
    reader = _Reader()
    reader.feed(text)
    block = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.S)
    assert block
    return Page(
        text,
        reader.tables,
        reader.kpis,
        reader.calls,
        json.loads(block.group(1)),
        reader.attributes,
        reader.scripts,
    )


@pytest.fixture(scope="module")
def page(demo: Kizuna, tmp_path_factory: pytest.TempPathFactory) -> Page:
    file = tmp_path_factory.mktemp("report") / "within" / "report.html"
    told = demo("report", "--output", file).stdout
    assert str(file) in told
    assert [one.name for one in file.parent.iterdir()] == ["report.html"]
    return read(file.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def figures(demo: Kizuna) -> Report:
    return read_report(demo.home / "published" / "current")


def same(shown: list[str], wanted: list[Any]) -> bool:
    """Compare exact cells with values of the file."""
    assert len(shown) == len(wanted)
    for one, other in zip(shown, wanted, strict=True):
        if other is None:
            assert one == ""
        elif isinstance(other, str | bool):
            assert one == str(other)
        else:
            assert float(one) == pytest.approx(float(other), abs=1e-9)
    return True


@pytest.mark.parametrize(
    ("table", "columns", "sql"),
    [
        (
            "mrr_months",
            [
                *("month", "start_mrr", "new_mrr", "reactivation_mrr", "expansion_mrr"),
                *("contraction_mrr", "churned_mrr", "end_mrr", "customers_end"),
            ],
            "select strftime(month, '%Y-%m'), * exclude (currency, month) from (select currency, "
            "month, start_mrr, new_mrr, reactivation_mrr, expansion_mrr, contraction_mrr, "
            "churned_mrr, end_mrr, customers_end from marts.mrr_monthly where currency = 'JPY' "
            "order by month desc limit 12) order by month",
        ),
        (
            "retention",
            ["month", "logo_churn", "grr", "nrr"],
            "select strftime(month, '%Y-%m'), logo_churn, grr, nrr from (select * from "
            "marts.retention_monthly where currency = 'JPY' and segment = 'all' and segment_type "
            "= 'all' and window_months = 12 order by month desc limit 24) order by month",
        ),
        (
            "churn",
            ["month", "customers_lost", "logo_churn", "gross_revenue_churn"],
            "select strftime(month, '%Y-%m'), customers_lost, logo_churn, gross_revenue_churn from "
            "(select * from marts.retention_monthly where currency = 'JPY' and segment_type = 'all'"
            " and window_months = 1 order by month desc limit 24) order by month",
        ),
        (
            "survival",
            ["stratum", "time_months", "at_risk", "survival"],
            "select stratum, time_months, at_risk, survival from marts.survival_curves where "
            "stratum_type in ('all', 'plan') order by stratum_type, stratum, time_months",
        ),
        (
            "nps_weightings",
            ["period", "weighting", "nps", "ci_low", "ci_high", "responses"],
            "select period, weighting, nps, ci_low, ci_high, responses from marts.nps_company "
            "where survey_type = 'relational' and period_type = 'quarter' "
            "order by period_start, weighting",
        ),
        (
            "nps_distribution",
            ["survey_type", "score", "responses"],
            "select survey_type, score, responses from marts.nps_distribution "
            "where period_type = 'all' order by all",
        ),
        (
            "nps_drivers",
            [
                *("survey_type", "driver", "driver_type", "n", "correlation"),
                *("correlation_low", "correlation_high", "is_low_sample"),
            ],
            "select survey_type, driver, driver_type, n, correlation, ci_low, ci_high, "
            "is_low_sample from marts.nps_drivers where segment_type = 'all' "
            "order by survey_type, correlation desc, driver",
        ),
        (
            "csat",
            [
                *("touchpoint", "responses", "top2", "csat", "csat_low", "csat_high"),
                *("mean_score", "is_low_sample", "other_scale_responses"),
            ],
            "select touchpoint, responses, top2, csat, ci_low, ci_high, mean_score, is_low_sample, "
            "other_scale_responses from marts.csat_summary where period_type = 'all' order by 1",
        ),
        (
            "csat_quarters",
            ["touchpoint", "period", "responses", "top2", "csat", "csat_low", "csat_high"],
            "select touchpoint, period, responses, top2, if(responses < 5, null, csat), "
            "if(responses < 5, null, ci_low), if(responses < 5, null, ci_high) from "
            f"marts.csat_summary where period_type = 'quarter' and period_start >= {AS_OF} - "
            "interval 24 month order by touchpoint, period_start",
        ),
        (
            "web",
            ["month", "channel_group", "sessions", "engaged_sessions", "key_events"],
            "with local as (select *, strftime(started_at + interval 9 hour, '%Y-%m') as "
            "local_month from marts.web_sessions) select local_month, channel_group, count(*), "
            "count_if(is_engaged), sum(key_events) from local where local_month >= "
            f"strftime({AS_OF} - interval 335 day, '%Y-%m') "
            "group by local_month, channel_group order by local_month, channel_group",
        ),
        (
            "matrix",
            ["engagement_score", "nps_mean_score", "quadrant", "mrr"],
            "select m.engagement_score, m.nps_mean_score, m.quadrant, a.mrr from "
            "marts.loyalty_matrix m join marts.dim_accounts a using (account_id) "
            "where quadrant <> 'unknown' order by a.mrr desc, account_id",
        ),
        (
            "sns",
            ["platform", "month", "er_seed", "er_native"],
            "select platform, strftime(month, '%Y-%m'), er_seed, er_native from "
            f"marts.sns_platform_monthly where month >= {AS_OF} - interval 11 month - interval 30 "
            "day order by platform, month",
        ),
        (
            "accounts",
            ["mrr", "engagement_score", "engagement_rank", "due_date", "approach_colour"],
            "select a.mrr, a.engagement_score, a.engagement_rank, strftime(due_date, '%Y-%m-%d'), "
            "approach_colour from marts.dim_accounts a left join marts.next_approach using "
            "(account_id) where not is_deleted order by a.mrr desc nulls last, a.engagement_score "
            "desc nulls last, account_id",
        ),
        (
            "quality",
            ["source", "table_name", "rows_in", "rows_rejected", "linked_share"],
            "select source, table_name, rows_in, rows_rejected, linked_share "
            "from marts.data_quality order by all",
        ),
    ],
)
def test_a_table_shows_the_figures_of_its_mart(
    demo: Kizuna, page: Page, table: str, columns: list[str], sql: str
) -> None:
    wanted = demo.query(sql)
    shown = page.tables[table]
    assert wanted
    assert len(shown) == len(wanted)
    for one, row in zip(shown, wanted, strict=True):
        assert same([one[name] for name in columns], list(row))


def test_the_key_figures_are_the_marts(demo: Kizuna, page: Page) -> None:
    ((mrr,),) = demo.query(
        f"select end_mrr from marts.mrr_monthly where currency = 'JPY' "
        f"and month = date_trunc('month', {AS_OF})"
    )
    rates = demo.query(
        "select window_months, logo_churn, grr, nrr from marts.retention_monthly where currency = "
        f"'JPY' and segment_type = 'all' and month = date_trunc('month', {AS_OF})"
    )
    by_window = {window: values for window, *values in rates}
    ((nps,),) = demo.query(
        "select nps from marts.nps_summary where survey_type = 'relational' and segment_type = "
        "'all' and period_type = 'quarter' order by period_start desc limit 1"
    )
    ((active, scored),) = demo.query(
        "select count(*) filter (where engagement_status = 'active'), count(engagement_score) "
        "from marts.dim_accounts where lifecycle = 'customer'"
    )
    assert {name: float(value) for name, value in page.kpis.items()} == pytest.approx(
        {
            "mrr": float(mrr),
            "logo_churn_1": by_window[1][0],
            "logo_churn_12": by_window[12][0],
            "grr_12": by_window[12][1],
            "nrr_12": by_window[12][2],
            "nps": nps,
            "active_share": active / scored,
        },
        abs=1e-9,
    )


def test_the_bridge_closes_and_its_bars_are_sums_of_the_mart(demo: Kizuna, page: Page) -> None:
    bars = {row["movement"]: row["amount"] for row in page.data["tables"]["bridge"]}
    assert sum(bars.values()) - bars["end"] == pytest.approx(bars["end"])
    ((new, churned),) = demo.query(
        "select sum(new_mrr), sum(churned_mrr) from (from marts.mrr_monthly where currency = 'JPY' "
        "order by month desc limit 12)"
    )
    assert (bars["new"], bars["churn"]) == pytest.approx((float(new), -float(churned)))


def test_the_five_customers_to_call_are_due_and_worth_most(demo: Kizuna, page: Page) -> None:
    due = demo.query(
        f"""
        select account_id, reason, reason_en, account_name, printf('¥%,d', cast(mrr as bigint)),
            role
        from marts.next_approach join marts.dim_accounts using (account_id)
            join marts.dim_contacts using (contact_id)
        where lifecycle = 'customer' and due_date <= {AS_OF} and not is_suppressed
            and reason_code <> 'keep_in_touch'
        order by mrr desc, account_id
        """
    )
    assert page.calls == [row[0] for row in due[:5]]
    assert len(page.calls) == 5
    top = page.text.split('data-table="calls"')[1].split("</ol>")[0]
    for _, *texts in due[:5]:
        for text in texts:
            assert text in top


def test_the_order_of_calls_is_the_same_in_mart_and_page(demo: Kizuna, page: Page) -> None:
    ordered = demo.query(
        "select account_id from marts.next_approach where call_priority is not null "
        "order by call_priority"
    )
    assert [row[0] for row in ordered[:5]] == page.calls
    numbers = demo.query(
        "select min(call_priority), max(call_priority), count(distinct call_priority) "
        "from marts.next_approach"
    )
    assert numbers == [(1, len(ordered), len(ordered))]


@pytest.mark.parametrize(
    ("calls", "ja", "en"),
    [
        (5, "今日連絡すべき5社とその理由", "The five customers to contact today, and why"),
        (1, "今日連絡すべき1社とその理由", "The one customer to contact today, and why"),
        (0, "今日連絡すべき顧客", "Customers to contact today"),
    ],
)
def test_the_title_counts_the_calls(figures: Report, calls: int, ja: str, en: str) -> None:
    found = figures["calls"]
    few = Dataset("calls", found.columns, found.rows[:calls])
    text = render(replace(figures, tables={**figures.tables, "calls": few}))
    shown = re.sub(r"<[^>]+>", "", text.split('class="panel calls wide">')[1].split("</h3>")[0])
    assert shown.strip() == ja + en


def test_one_is_no_plural() -> None:
    words = Words(read_texts(), "JPY")
    assert "1 day ago" in words.text("calls.days_ago", days=1)
    assert "2 days ago" in words.text("calls.days_ago", days=2)
    assert "0 of 1 customer at" in words.text("kpi.churn_note", lost=0, start=1)
    many = words.text("note.identity", linked=1, records=1, accounts=1200)
    assert "1 of 1 record belongs to one of 1,200 accounts." in many
    for key, text in read_texts().items():
        assert not re.search(r"{\w+} (customer|account|answer|day|record|row)s?\b", text["en"]), key


def test_satisfaction_stands_apart_from_nps(page: Page) -> None:
    """Each of its tables and charts stands in the part that says that it is not NPS."""
    nps, part = page.text.split('<section class="page" id="nps">')[1].split('id="satisfaction"')
    part = part.split('<section class="page"')[0]
    assert read_texts()["note.satisfaction"]["ja"] in part
    assert "NPS is whether they would recommend us" in part
    for name in ('data-table="csat"', 'data-table="csat_quarters"', 'data-chart="csat"'):
        assert name in part
        assert page.text.count(name) == 1
    assert "data-table=" in nps
    assert 'data-table="nps' not in part


def test_what_the_page_draws_is_what_its_tables_say(page: Page) -> None:
    wanted = set(re.findall(r"'name': '(\w+)'", str(page.data["charts"])))
    drawn = {name for name, rows in page.data["tables"].items() if rows}
    assert wanted - {"account_history"} == drawn
    shown = {name for attribute, name in page.attributes if attribute == "div data-chart"}
    assert shown == set(page.data["charts"]) - {"history"}


def test_an_account_opens_with_the_largest_rows_of_its_ledger(demo: Kizuna, page: Page) -> None:
    account_id = page.calls[0]
    wanted = demo.query(
        f"select points from marts.engagement_score_ledger where account_id = '{account_id}' "
        "order by points desc limit 8"
    )
    shown = [row[3] for row in page.data["ledger"][account_id]]
    assert shown == pytest.approx([row[0] for row in wanted], abs=1e-9)
    ((trend,),) = demo.query(
        "select trend_28d from marts.account_engagement_history "
        f"where account_id = '{account_id}' and as_of_date = {AS_OF}"
    )
    assert sum(points for _, points in page.data["changes"][account_id]) == pytest.approx(trend)


def test_the_score_can_be_summed_on_the_page(page: Page) -> None:
    """Parts times weights, and all rows of the ledger, are the score."""
    weights = page.data["weights"]
    seed = _score_parameters()
    assert weights == pytest.approx(
        {f"{name}_score": float(seed[f"{name}_weight"]) for name in ("depth", "breadth", "recency")}
    )
    scored = [one for one in page.data["accounts"].values() if one["engagement_score"]]
    assert len(scored) > 100
    for account in scored:
        points = sum(account[name] * weight for name, weight in weights.items())
        assert points == pytest.approx(account["engagement_score"], abs=1e-6)
        ledger = page.data["ledger"][account["account_id"]]
        assert ledger[0][5] == pytest.approx(account["engagement_score"], abs=1e-6)
        assert ledger[0][4] >= len(ledger)


def _score_parameters() -> dict[str, str]:
    with (PROJECT / "seeds/score_parameters.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))[-1]


def test_the_page_tells_the_margin_of_ranks() -> None:
    margin = _score_parameters()["rank_margin"]
    note = read_texts()["note.ranks"]
    assert f"{margin}点超えて" in note["ja"]
    assert f"{margin} points past an edge" in note["en"]


def test_accounts_of_one_name_are_told_apart_wherever_they_stand(demo: Kizuna, page: Page) -> None:
    alike = demo.query(
        "select account_id, account_name, coalesce(domain, corporate_number, account_id) "
        "from marts.dim_accounts qualify count(*) over (partition by account_name) > 1"
    )
    assert len({name for _, name, _ in alike}) < len(alike)
    assert page.data["distinctions"] == {account_id: apart for account_id, _, apart in alike}
    for account_id, name, apart in alike:
        shown = re.findall(rf'data-account="{account_id}">(.*?)</button>', page.text)
        assert shown
        assert set(shown) == {f'{name} <small class="apart">{apart}</small>'}
    in_matrix = [row["account_name"] for row in page.data["tables"]["matrix"]]
    assert len(in_matrix) == len(set(in_matrix))
    alone = set(page.data["accounts"]) - {account_id for account_id, _, _ in alike}
    for account_id in alone:
        name = escape(page.data["accounts"][account_id]["account_name"])
        assert f'data-account="{account_id}">{name}</button>' in page.text


def test_a_domain_that_two_of_one_name_share_tells_nothing() -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "create schema marts; create table marts.dim_accounts as from (values "
            "('a1', 'x', 'x.example', '1'), ('a2', 'x', 'x.example', '2'), ('a3', 'x', null, '2'), "
            "('a4', 'x', 'y.example', null), ('a5', 'y', 'x.example', '1'), ('a6', null, null, "
            "null), ('a7', null, null, null)) t(account_id, account_name, domain, corporate_number)"
        )
        sql = (PACKAGE / "sql/namesakes.sql").read_text(encoding="utf-8")
        assert connection.execute(sql).fetchall() == [
            ("a1", "1"),
            ("a2", "a2"),
            ("a3", "a3"),
            ("a4", "y.example"),
        ]


def test_the_whole_order_of_calls_stands_in_the_table_of_accounts(demo: Kizuna, page: Page) -> None:
    wanted = demo.query(
        "select cast(call_priority as varchar), account_id from marts.next_approach "
        "where call_priority is not null order by call_priority"
    )
    ids = list(page.data["accounts"])
    rows = zip(ids, page.tables["accounts"], strict=True)
    shown = [(row["call_priority"], one) for one, row in rows if row["call_priority"]]
    assert sorted(shown, key=lambda one: int(one[0])) == wanted
    assert f"Show all {len(wanted)} " in page.text


def test_a_month_without_figures_is_a_gap_in_a_line() -> None:
    rows: list[dict[str, Any]] = [
        {"month": "2025-12", "platform": "x", "er_seed": 0.1},
        {"month": "2026-01", "platform": "x", "er_seed": None},
        {"month": "2026-03", "platform": "x", "er_seed": 0.2},
        {"month": "2025-11", "platform": "facebook", "er_seed": 0.3},
    ]
    drawn = with_gaps(rows, "platform", "er_seed")
    assert [(row["platform"], row["month"], row["er_seed"]) for row in drawn] == [
        *(("x", "2025-11", None), ("x", "2025-12", 0.1), ("x", "2026-01", None)),
        *(("x", "2026-02", None), ("x", "2026-03", 0.2), ("facebook", "2025-11", 0.3)),
        *(("facebook", month, None) for month in ("2025-12", "2026-01", "2026-02", "2026-03")),
    ]
    assert with_gaps([], "platform", "er_seed") == []


def test_every_text_is_there_in_both_languages() -> None:
    loaded = yaml.safe_load((PACKAGE / "texts.yml").read_text(encoding="utf-8"))
    assert all(
        len(pair) == 2 and all(isinstance(one, str) for one in pair) for pair in loaded.values()
    )
    japanese = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
    for key, text in read_texts().items():
        assert text["ja"]
        assert text["en"]
        assert not japanese.search(text["en"]), key
        assert set(re.findall(r"{\w+}", text["ja"])) == set(re.findall(r"{\w+}", text["en"])), key


def test_every_text_that_is_asked_for_exists_and_is_asked_for(page: Page) -> None:
    texts = read_texts()
    template = (PACKAGE / "template/page.html.j2").read_text(encoding="utf-8")
    script = (PACKAGE / "template/script.js").read_text(encoding="utf-8")
    in_charts = set(re.findall(r"'@([\w.]+)'", str(charts()))) - {"axis.money"}
    assert in_charts <= set(texts)
    assert set(re.findall(r'text\("([\w.]+)"\)', script)) <= set(texts)
    assert {f"col.{column}" for table in page.tables.values() for column in table[0]} <= set(texts)
    prefixes = {*CODES.values(), "yes_no", "detectable", "col", "page", "change", "difference"}
    prefixes |= {"component", "event", "pressure", "measure", "how", "number"}
    code = template + script + (PACKAGE / "page.py").read_text(encoding="utf-8")
    plain = {key for key in texts if key.split(".")[0] not in prefixes}
    assert {key for key in plain if f"'{key}'" not in code and f'"{key}"' not in code} == set()


def test_values_of_the_demo_have_texts(page: Page) -> None:
    texts = read_texts()
    for table, rows in page.tables.items():
        for row in rows:
            for column, value in row.items():
                if column in ("stratum", "period") or value.startswith("answer_"):
                    continue
                if column in CODES and value:
                    assert f"{CODES[column]}.{value}" in texts, (table, column, value)
    for account in page.data["accounts"].values():
        assert f"approach.{account['reason_code']}" in texts
    for rows in page.data["ledger"].values():
        assert all(f"event.{row[1]}" in texts for row in rows)


def test_the_page_asks_the_network_for_nothing(page: Page) -> None:
    for attribute, value in page.attributes:
        assert not re.search(r"https?:|^//", value), (attribute, value)
        if attribute.split()[1] in ("src", "href"):
            assert re.match(r"(#|data:)", value), (attribute, value)
    policy = [value for attribute, value in page.attributes if attribute == "meta content"]
    assert any("default-src 'none'" in value and "connect-src" not in value for value in policy)
    style = page.text.split("<style>")[1].split("</style>")[0]
    assert not re.search(r"@import|url\(", style)
    own = (PACKAGE / "template/script.js").read_text(encoding="utf-8")
    assert not re.search(r"fetch\(|XMLHttpRequest|import\(|https?:", own)


def test_hidden_scores_stay_hidden(demo: Kizuna, tmp_path: Path) -> None:
    """Even where a mart still held the figure: here every hidden row is given one."""
    copy = tmp_path / "kizuna.duckdb"
    shutil.copy(demo.home / "published" / "current" / "kizuna.duckdb", copy)
    copy.chmod(0o600)
    with duckdb.connect(copy) as connection:
        for mart in ("nps_summary", "nps_company"):
            connection.execute(
                f"update marts.{mart} set is_hidden = true where period = 'FY2025-Q3'"
            )
            connection.execute(
                f"update marts.{mart} set nps = 66.125, ci_low = 11.375, ci_high = 88.875 "
                "where is_hidden"
            )
        connection.execute("update marts.nps_summary set change = 55.625 where is_hidden")
        connection.execute("update marts.csat_summary set top2 = 1, responses = 4 where top2 = 2")
        connection.execute(
            "update marts.csat_summary set csat = 0.77125, ci_low = 0.22125, ci_high = 0.88125, "
            "mean_score = 4.40625 where responses < 5"
        )
        connection.execute(
            "update marts.nps_drivers set is_hidden = true, correlation = 0.62125, "
            "ci_low = 0.33625, ci_high = 0.91125 where driver = 'events_web'"
        )
    shown = read(render(read_report(tmp_path)))
    hidden = [row for row in shown.tables["nps"] if row["period"] == "FY2025-Q3"]
    assert len(hidden) == 2
    for row in hidden:
        assert {row[name] for name in ("nps", "ci_low", "ci_high", "change")} == {""}
        assert int(row["responses"]) > 0
    few = [row for row in shown.tables["csat_quarters"] if int(row["responses"]) < 5]
    assert any(row["responses"] == "4" and row["top2"] == "1" for row in few)
    hidden_drivers = [row for row in shown.tables["nps_drivers"] if row["driver"] == "events_web"]
    assert len(hidden_drivers) == 2
    for row in few:
        assert {row[name] for name in ("csat", "csat_low", "csat_high", "mean_score")} == {""}
    for row in hidden_drivers:
        assert {row[name] for name in row if name.startswith("correlation")} == {""}
        assert int(row["n"]) > 0
    hidden += few + hidden_drivers
    for figure in ("66.125", "11.375", "88.875", "55.625", "+66.1", "+55.6"):
        assert figure not in shown.text
    for figure in ("0.77125", "0.22125", "0.88125", "4.40625", "0.62125", "0.33625", "0.91125"):
        assert figure not in shown.text
    assert "nps" not in shown.kpis
    assert shown.text.count(read_texts()["hidden"]["ja"]) > len(hidden)


def test_without_any_rows_the_page_says_so(figures: Report) -> None:
    tables = {name: Dataset(name, figures[name].columns, ()) for name in TABLES}
    text = render(replace(figures, tables=tables, currency=None, all_accounts=0))
    assert "該当するデータはありません。" in text
    assert "今日が期限の顧客はありません。" in text
    assert "There is no data for this." in text


def test_names_cannot_break_the_page(figures: Report) -> None:
    evil = "</script><script>alert(1)</script>"
    at = figures["accounts"].columns.index("account_name")
    rows = tuple((*row[:at], evil, *row[at + 1 :]) for row in figures["accounts"].rows[:3])
    accounts = Dataset("accounts", figures["accounts"].columns, rows)
    text = render(replace(figures, tables={**figures.tables, "accounts": accounts}))
    assert evil not in text
    assert {one["account_name"] for one in read(text).data["accounts"].values()} == {evil}


def test_a_large_company_is_cut_to_its_largest_accounts(demo: Kizuna) -> None:
    few = read_report(demo.home / "published" / "current", shown_accounts=10)
    every = read_report(demo.home / "published" / "current")
    largest = [row["account_id"] for row in every["accounts"]]
    shown = [row["account_id"] for row in few["accounts"]]
    assert shown[:10] == largest[:10]
    assert set(shown) - set(largest[:10]) <= {
        row["account_id"] for row in few["accounts"] if (row["call_priority"] or 11) <= 10
    }
    assert few.all_accounts > 10
    assert {row["account_id"] for row in few["ledger"]} <= {
        row["account_id"] for row in few["accounts"]
    }


def test_without_a_build_with_these_marts_it_says_what_to_do(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    assert "run `kizuna run`" in home("report", ok=False).stderr
    folder = home.home / "published" / "current"
    folder.mkdir(parents=True)
    with duckdb.connect(folder / "kizuna.duckdb") as connection:
        connection.execute(
            "create schema marts; create table marts.build_info as select date '2026-03-31' "
            "as as_of_date"
        )
    done = home("report", ok=False)
    assert done.returncode == 2
    assert "older than this version" in done.stderr
    assert not (home.home / "report.html").exists()
