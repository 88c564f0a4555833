"""Every metric is the marts' own figure at all their grains, and never a sum of overlaps.

In an environment of its own (`make test-metrics`): MetricFlow, one demo company. One process asks
everything, since each call of `mf query` starts anew.
"""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from dbt_metricflow.cli.dbt_connectors.adapter_backed_client import AdapterBackedSqlClient
from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow_semantics.model.dbt_manifest_parser import (
    parse_manifest_from_dbt_generated_manifest,
)
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

PROJECT = Path(__file__).resolve().parents[2]
EVENTS = 8_000
KEPT_HOME = "KIZUNA_METRICS_HOME"
"""Names a home that was built before, to be asked instead of a new one."""
Row = tuple[Any, ...]


def declared(kind: str) -> dict[str, dict[str, Any]]:
    """Return the semantic models, metrics or saved queries that the project declares."""
    return {
        item["name"]: item
        for path in sorted((PROJECT / "models/semantic").glob("*.yml"))
        for item in yaml.safe_load(path.read_text(encoding="utf-8"))[kind]
    }


@dataclass(frozen=True)
class Figures:
    """Metrics and what the mart says of them.

    Attributes:
        metrics: the names of metrics, each with the mart's figure: SQL over the rows of a group.
        by: what MetricFlow groups by, each with the mart's column.
        source: the mart, with joins where it has none of a column.
        where: MetricFlow's filters.
        rows: the mart's filter.
    """

    metrics: dict[str, str]
    by: dict[str, str]
    source: str
    where: list[str] = field(default_factory=list)
    rows: str = "true"

    @property
    def sql(self) -> str:
        keys = ", ".join(f"{column} as k{place}" for place, column in enumerate(self.by.values()))
        figures = ", ".join(self.metrics.values())
        return f"select {keys}, {figures} from {self.source} where {self.rows} group by all"


# What the mart itself says stands in one row per group: any_value() then is that row's own figure.
def own(*columns: str) -> list[str]:
    return [f"any_value({column})" for column in columns]


def rate(numerator: str, denominator: str) -> str:
    return f"cast(sum({numerator}) as double) / nullif(sum({denominator}), 0)"


SCORES = {
    "accounts_with_contacts": "count(*) filter (known_contacts > 0)",
    "engaged_accounts": "count(*) filter (engaged_contacts_90d > 0)",
    "engaged_share": "count(*) filter (engaged_contacts_90d > 0)"
    " / nullif(count(*) filter (known_contacts > 0), 0)",
    "scored_accounts": "count(history.engagement_score)",
    "active_accounts": "count(*) filter (status = 'active')",
    "active_share": "count(*) filter (status = 'active')"
    " / nullif(count(history.engagement_score), 0)",
    "engagement_score_sum": "sum(history.engagement_score)",
    "mean_engagement_score": "avg(history.engagement_score)",
}
# The history keeps accounts that were merged since: they have no attributes.
HISTORY = (
    "marts.account_engagement_history as history"
    " left join marts.dim_accounts as a on history.account_id = a.account_id"
)
MONTH_ENDS = (
    "history.as_of_date in (select max(as_of_date) from marts.account_engagement_history"
    " group by date_trunc('month', as_of_date))"
)
HISTORY_MONTH = {"metric_time__month": "date_trunc('month', history.as_of_date)"}
BRIDGE = {
    "mrr_start": "start_mrr",
    "new_mrr": "new_mrr",
    "reactivation_mrr": "reactivation_mrr",
    "expansion_mrr": "expansion_mrr",
    "contraction_mrr": "contraction_mrr",
    "churned_mrr": "churned_mrr",
    "mrr": "end_mrr",
    "customers_start": "customers_start",
    "customers_new": "customers_new",
    "customers_reactivated": "customers_reactivated",
    "customers_churned": "customers_churned",
    "customers": "customers_end",
}
STOCKS = {"mrr_start", "customers_start", "mrr", "customers"}
RETENTION = ["logo_churn", "gross_revenue_churn", "net_revenue_churn", "grr", "nrr"]
RETENTION_PARTS = ["customers_start", "customers_lost", "start_mrr", "end_mrr"]
RETENTION_PARTS += ["kept_mrr", "lost_mrr", "expansion_mrr"]
MAIL = {
    "emails_sent": "sum(sent)",
    "emails_delivered": "sum(delivered)",
    **{
        f"email_{name}": f"sum({name})"
        for name in (
            *("opens_raw", "opens_human", "clicks_raw", "clicks_human"),
            *("unsubscribes", "complaints"),
        )
    },
    **{
        f"email_{name}_of_delivered": f"sum({name}) filter (delivered is not null)"
        for name in (
            *("opens_raw", "opens_human", "clicks_raw", "clicks_human"),
            *("unsubscribes", "complaints"),
        )
    },
}
MAIL_RATES = {
    "email_open_rate_raw": ("opens_raw", "delivered"),
    "email_open_rate_human": ("opens_human", "delivered"),
    "email_click_rate_raw": ("clicks_raw", "delivered"),
    "email_click_rate_human": ("clicks_human", "delivered"),
    "email_ctor_raw": ("clicks_raw", "opens_raw"),
    "email_ctor_human": ("clicks_human", "opens_human"),
    "email_unsubscribe_rate": ("unsubscribes", "delivered"),
    "email_complaint_rate": ("complaints", "delivered"),
}
WEBINAR = {
    "webinar_sessions": "count(*)",
    "webinar_registrants": "sum(registrants)",
    "webinar_attendees": "sum(attendees)",
    "webinar_attendees_of_registrants": "sum(attendees) filter (registrants is not null)",
    "webinar_presence_minutes": "sum(presence_minutes) filter (session_minutes is not null)",
    "webinar_possible_minutes": "sum(attendees * session_minutes)",
    "webinar_questions": "sum(questions)",
}
NPS_KEYS = {f"nps_score__{name}": name for name in ("survey_type", "period_type", "period")}
NPS_KEYS |= {f"nps_score__{name}": name for name in ("segment_type", "segment")}
CSAT_KEYS = {f"csat__{name}": name for name in ("touchpoint", "period_type", "period")}
COVERAGE_KEYS = {f"survey_coverage__{name}": name for name in ("survey_type", "period_type")}
COVERAGE_KEYS |= {"survey_coverage__period": "period"}
RETENTION_KEYS = {
    f"retention__{name}": name for name in ("currency", "window_months", "segment_type", "segment")
}

CASES = {
    "scores_of_every_date": Figures(SCORES, {"metric_time__day": "history.as_of_date"}, HISTORY),
    "scores_of_every_month_are_those_of_its_last_date": Figures(
        SCORES, HISTORY_MONTH, HISTORY, rows=MONTH_ENDS
    ),
    **{
        f"scores_of_every_month_and_{name}": Figures(
            SCORES, {**HISTORY_MONTH, f"account__{name}": f"a.{name}"}, HISTORY, rows=MONTH_ENDS
        )
        for name in ("industry", "company_size_band", "region", "lifecycle", "account_name")
    },
    "scores_of_every_month_status_and_rank": Figures(
        SCORES,
        {
            **HISTORY_MONTH,
            "account_score__engagement_status": "history.status",
            "account_score__engagement_rank": "history.rank",
        },
        HISTORY,
        rows=MONTH_ENDS,
    ),
    "the_bridge_of_every_month_and_currency": Figures(
        dict(zip(BRIDGE, own(*BRIDGE.values()), strict=True))
        | {f"{name}_of_all_currencies": f"any_value({column})" for name, column in BRIDGE.items()}
        | {"mrr_currencies": "1"},
        {"metric_time__month": "month", "mrr__currency": "currency"},
        "marts.mrr_monthly",
    ),
    "the_bridge_of_every_quarter_has_one_start_and_one_end": Figures(
        {
            name: (
                f"arg_{'min' if 'start' in name else 'max'}({column}, month)"
                if name in STOCKS
                else f"sum({column})"
            )
            for name, column in BRIDGE.items()
        },
        {"metric_time__quarter": "date_trunc('quarter', month)", "mrr__currency": "currency"},
        "marts.mrr_monthly",
    ),
    "mrr_in_the_reporting_currency": Figures(
        {"mrr_reporting": "sum(end_mrr_reporting)"},
        {"metric_time__month": "month"},
        "marts.fct_mrr_movements",
    ),
    "mrr_of_every_month_and_region": Figures(
        {"mrr": "sum(end_mrr)", "customers": "count(*) filter (end_mrr > 0)"},
        {"metric_time__month": "month", "mrr__currency": "currency", "account__region": "region"},
        "marts.fct_mrr_movements join marts.dim_accounts using (account_id)",
    ),
    "retention_of_every_month_window_and_segment": Figures(
        {name: f"any_value({name})" for name in RETENTION}
        | {f"retention_{name}": f"any_value({name})" for name in RETENTION_PARTS}
        | {"retention_slices": "count(*)"},
        {"metric_time__month": "month", **RETENTION_KEYS},
        "marts.retention_monthly",
    ),
    "nps_of_every_period_and_segment": Figures(
        {
            "nps": "any_value(nps)",
            "nps_slices": "1",
            **{
                name: f"any_value({column})"
                for column in ("responses", "promoters", "detractors")
                for name in (f"nps_{column}", f"nps_{column}_of_all_rows")
            },
        },
        {"metric_time__day": "period_start", **NPS_KEYS},
        "marts.nps_summary",
    ),
    "coverage_of_every_period": Figures(
        {
            "survey_response_rate": "any_value(response_rate)",
            "survey_invited_of_all_rows": "any_value(invited)",
            "survey_answered_of_all_rows": "any_value(answered)",
            "survey_slices": "1",
        },
        {"metric_time__day": "period_start", **COVERAGE_KEYS},
        "marts.nps_coverage",
    ),
    "csat_of_every_touchpoint_and_period": Figures(
        {
            "csat": "any_value(csat)",
            "csat_slices": "1",
            **{
                name: f"any_value({column})"
                for column, name in (
                    *(("responses", "csat_responses"), ("responses", "csat_responses_of_all_rows")),
                    ("top2", "csat_top2_of_all_rows"),
                )
            },
        },
        {"metric_time__day": "period_start", **CSAT_KEYS},
        "marts.csat_summary",
    ),
    "answers_of_months_are_the_answers_of_the_fiscal_quarter": Figures(
        {"csat": "any_value(csat)", "csat_responses": "any_value(responses)"},
        {"metric_time__quarter": "period_start", "csat__touchpoint": "touchpoint"},
        "marts.csat_summary",
        where=["{{ Dimension('csat__period_type') }} = 'month'"],
        rows="period_type = 'quarter'",
    ),
    "every_mailing": Figures(
        MAIL | {name: f"any_value({name.removeprefix('email_')})" for name in MAIL_RATES},
        {
            "mailing__source": "source",
            "mailing__campaign_id": "campaign_id",
            "mailing__campaign_name": "campaign_name",
        },
        "marts.email_campaign_performance",
    ),
    "mail_of_every_month": Figures(
        MAIL | {name: rate(*parts) for name, parts in MAIL_RATES.items()},
        {"metric_time__month": "date_trunc('month', sent_date)"},
        "marts.email_campaign_performance",
    ),
    "every_webinar": Figures(
        WEBINAR
        | {
            "webinar_attendance_rate": "any_value(attendance_rate)",
            "webinar_dwell_rate": "any_value(dwell_rate)",
        },
        {
            "webinar__source": "source",
            "webinar__webinar_id": "webinar_id",
            "webinar__topic": "topic",
        },
        "marts.webinar_performance",
    ),
    "webinars_of_every_month": Figures(
        WEBINAR
        | {
            "webinar_attendance_rate": rate("attendees", "registrants"),
            "webinar_dwell_rate": rate("presence_minutes", "attendees * session_minutes"),
        },
        {"metric_time__month": "date_trunc('month', started_date)"},
        "marts.webinar_performance",
    ),
    "social_media_of_every_month_and_platform": Figures(
        {
            "sns_posts": "any_value(posts)",
            "sns_posts_of_all_platforms": "any_value(posts)",
            "sns_platforms": "1",
            **{
                f"sns_{name}": f"any_value({name})"
                for name in (
                    *("er_seed", "er_seed_numerator", "er_seed_denominator"),
                    *("er_native", "er_native_numerator", "er_native_denominator"),
                )
            },
        },
        {"metric_time__month": "month", "social__platform": "platform"},
        "marts.sns_platform_monthly",
    ),
    "social_media_of_every_year_and_platform": Figures(
        {
            "sns_posts": "sum(posts)",
            "sns_er_seed": rate("er_seed_numerator", "er_seed_denominator"),
            "sns_er_native": rate("er_native_numerator", "er_native_denominator"),
        },
        {"metric_time__year": "date_trunc('year', month)", "social__platform": "platform"},
        "marts.sns_platform_monthly",
    ),
}


@dataclass(frozen=True)
class Warehouse:
    """A demo company's marts and the MetricFlow that answers from them."""

    engine: MetricFlowEngine
    client: AdapterBackedSqlClient

    def ask(self, **request: Any) -> list[dict[str, Any]]:
        answer = self.engine.query(MetricFlowQueryRequest.create(**request)).result_df
        assert answer is not None
        return [dict(zip(answer.column_names, row, strict=True)) for row in answer.rows]

    def marts(self, sql: str) -> list[Row]:
        """Query by the same connection: another one to the same file would need its settings."""
        return [tuple(row) for row in self.client.query(sql).rows]


def dbt_parse(home: Path, *options: str) -> str:
    """Parse the project in this process, which registers the adapter, and return its metrics."""
    from dbt.cli.main import dbtRunner

    os.environ |= {"KIZUNA_HOME": str(home), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
    target = home / "target" / "metrics"
    done = dbtRunner().invoke(
        [
            *("parse", "--quiet", "--project-dir", str(PROJECT)),
            *("--profiles-dir", str(PROJECT / "profiles"), *options),
            *("--target-path", str(target), "--log-path", str(home / "logs")),
        ]
    )
    assert done.success, done.exception
    return (target / "semantic_manifest.json").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home with the demo company, built and published."""
    if KEPT_HOME in os.environ:
        return Path(os.environ[KEPT_HOME])
    folder = tmp_path_factory.mktemp("metrics") / "home"
    folder.mkdir()
    for command in (["demo", "--events", str(EVENTS)], ["run", "--skip-unit-tests"]):
        subprocess.run(
            [sys.executable, "-c", "from kizuna.cli import main; main()", *command],
            env=os.environ | {"KIZUNA_HOME": str(folder)},
            check=True,
        )
    return folder


@pytest.fixture(scope="session")
def warehouse(home: Path) -> Warehouse:
    from dbt.adapters.factory import get_adapter_by_type

    manifest = parse_manifest_from_dbt_generated_manifest(dbt_parse(home, "--target", "published"))
    client = AdapterBackedSqlClient(get_adapter_by_type("duckdb"))  # type: ignore[no-untyped-call]
    return Warehouse(MetricFlowEngine(SemanticManifestLookup(manifest), client), client)


def plain(value: Any) -> Any:
    """Return a key without the difference between days and times of day."""
    return value.date() if isinstance(value, datetime) else value


def is_same(value: Any, expected: Any) -> bool:
    if value is None or expected is None:
        return value is expected
    if isinstance(value, Decimal) and isinstance(expected, Decimal):
        return value == expected
    return math.isclose(value, expected, rel_tol=1e-9, abs_tol=1e-9)


@pytest.mark.parametrize("name", CASES)
def test_metrics_are_the_figures_of_the_mart(warehouse: Warehouse, name: str) -> None:
    case = CASES[name]
    answer = warehouse.ask(
        metric_names=list(case.metrics), group_by_names=list(case.by), where_constraints=case.where
    )
    expected = {
        tuple(map(plain, row[: len(case.by)])): row[len(case.by) :]
        for row in warehouse.marts(case.sql)
    }
    found: dict[Row, Row] = {
        tuple(plain(row[key]) for key in case.by): tuple(row[metric] for metric in case.metrics)
        for row in answer
    }
    assert len(found) == len(answer)
    assert len(expected) > 1
    assert found.keys() == expected.keys()
    wrong = [
        (key, metric, value, figure)
        for key, values in found.items()
        for metric, value, figure in zip(case.metrics, values, expected[key], strict=True)
        if not is_same(value, figure)
    ]
    assert wrong == []


def test_every_metric_is_compared() -> None:
    compared = {metric for case in CASES.values() for metric in case.metrics}
    assert compared == set(declared("metrics"))


@pytest.mark.parametrize("name", declared("saved_queries"))
def test_a_saved_query_answers(warehouse: Warehouse, name: str) -> None:
    """With figures, and without rows that mix what is not added up."""
    answer = warehouse.ask(saved_query_name=name)
    assert len(answer) > 1
    for metric in declared("saved_queries")[name]["query_params"]["metrics"]:
        assert any(row[metric] is not None for row in answer), metric


LAST_MONTH = "{{ TimeDimension('metric_time', 'month') }} = LAST_MONTH"
RATES = ["nrr", "grr", "logo_churn"]


def only(entity: str, **values: str) -> list[str]:
    """Return filters of an entity's dimensions."""
    return [f"{{{{ Dimension('{entity}__{name}') }}}} = {told}" for name, told in values.items()]


# Each mixes one thing alone: metrics, what they are grouped by, filters.
MIXED: dict[str, tuple[Sequence[str], Sequence[str], Sequence[str]]] = {
    "currencies": (["mrr", "new_mrr", "customers"], [], []),
    "currencies of retention": (
        RATES,
        [],
        [LAST_MONTH, *only("retention", window_months="1", segment_type="'all'")],
    ),
    "windows": (
        RATES,
        [],
        [LAST_MONTH, *only("retention", currency="'JPY'", segment_type="'all'")],
    ),
    "segment types of retention": (
        RATES,
        [],
        [LAST_MONTH, *only("retention", currency="'JPY'", window_months="1")],
    ),
    "months of a window": (
        RATES,
        [],
        only("retention", currency="'JPY'", window_months="1", segment_type="'all'"),
    ),
    "segment types": (
        ["nps", "nps_responses"],
        ["nps_score__survey_type"],
        only("nps_score", period_type="'all'"),
    ),
    "periods": (
        ["nps", "nps_promoters"],
        ["nps_score__survey_type"],
        only("nps_score", period_type="'fiscal_year'", segment_type="'all'"),
    ),
    "survey types": (
        ["nps", "nps_detractors"],
        [],
        only("nps_score", period_type="'all'", segment_type="'all'"),
    ),
    "survey types of coverage": (
        ["survey_response_rate"],
        [],
        only("survey_coverage", period_type="'all'"),
    ),
    "periods of coverage": (
        ["survey_response_rate"],
        ["survey_coverage__survey_type"],
        only("survey_coverage", period_type="'fiscal_year'"),
    ),
    "touchpoints": (["csat", "csat_responses"], ["csat__period_type"], []),
    "kinds of period of CSAT": (["csat", "csat_responses"], ["csat__touchpoint"], []),
    "platforms": (["sns_er_seed", "sns_posts"], [], []),
}


@pytest.mark.parametrize("mixed", MIXED)
def test_what_does_not_add_up_is_not_added_up(warehouse: Warehouse, mixed: str) -> None:
    metrics, by, where = MIXED[mixed]
    ((last,),) = warehouse.marts("select max(month) from marts.retention_monthly")
    answer = warehouse.ask(
        metric_names=metrics,
        group_by_names=by,
        where_constraints=[told.replace("LAST_MONTH", f"'{last}'") for told in where],
    )
    assert answer
    assert {row[metric] for row in answer for metric in metrics} == {None}


def test_scores_of_few_answers_are_hidden_and_their_counts_are_not(warehouse: Warehouse) -> None:
    answer = warehouse.ask(
        metric_names=["nps", "nps_responses"], group_by_names=list(NPS_KEYS), where_constraints=[]
    )
    few = [row for row in answer if row["nps_responses"] < 5]
    assert few
    assert all(row["nps"] is None for row in few)
    assert all(row["nps"] is not None for row in answer if row["nps_responses"] >= 5)


def test_the_bridge_closes_at_every_grain(warehouse: Warehouse) -> None:
    names = ["mrr_start", "new_mrr", "reactivation_mrr", "expansion_mrr", "contraction_mrr"]
    names += ["churned_mrr", "mrr"]
    for grain in ("month", "quarter", "year"):
        for row in warehouse.ask(
            metric_names=names, group_by_names=[f"metric_time__{grain}", "mrr__currency"]
        ):
            start, new, back, more, less, lost, end = (row[name] or 0 for name in names)
            assert start + new + back + more - less - lost == end, row


BY_HAND = {
    "email_campaign_performance": (
        "sent_date date, source text, sent bigint, delivered bigint, opens_raw bigint,"
        " opens_human bigint, clicks_raw bigint, clicks_human bigint",
        # The second tool tells of no sends; the third mailing reached nobody.
        [
            "('2026-05-31', 'm', 12, 10, 5, 4, 2, 1)",
            "(null, 'n', null, null, 70, 60, 7, 6)",
            "('2026-05-31', 'm', 1, 0, 0, 0, 0, 0)",
        ],
    ),
    "webinar_performance": (
        "started_date date, source text, registrants bigint, attendees bigint,"
        " presence_minutes double, session_minutes double, questions bigint",
        # The second session has no registrations, the third no length.
        [
            "('2026-05-31', 'z', 4, 2, 135.0, 90.0, 3)",
            "('2026-05-31', 'z', null, 50, 1500.0, 60.0, null)",
            "('2026-05-31', 'z', 6, 3, 40.0, null, null)",
        ],
    ),
    "sns_platform_monthly": (
        "month date, platform text, posts bigint, er_seed_numerator bigint,"
        " er_seed_denominator bigint, er_native_numerator bigint, er_native_denominator bigint",
        [
            "('2026-05-01', 'x', 2, 30, 1000, 50, 1000)",
            "('2026-06-01', 'x', 1, 1, 9000, 2, 9000)",
            "('2026-05-01', 'facebook', 1, 12, 10, null, null)",
        ],
    ),
}


@pytest.mark.parametrize(
    ("metric", "by", "expected"),
    [
        ("email_open_rate_raw", [], {(0.5,)}),
        ("email_open_rate_human", [], {(0.4,)}),
        ("email_click_rate_human", [], {(0.1,)}),
        ("email_ctor_raw", ["mailing__source"], {("m", 0.4), ("n", 0.1)}),
        ("email_click_rate_raw", ["mailing__source"], {("m", 0.2), ("n", None)}),
        ("webinar_attendance_rate", [], {(0.5,)}),
        ("webinar_dwell_rate", [], {((135 + 1500) / (180 + 3000),)}),
        ("webinar_questions", [], {(3,)}),
        ("sns_er_seed", ["social__platform"], {("x", 0.0031), ("facebook", 1.2)}),
        ("sns_er_native", ["social__platform"], {("x", 0.0052), ("facebook", None)}),
        ("sns_er_seed", [], {(None,)}),
    ],
)
def test_a_rate_is_sum_over_sum_of_the_rows_that_have_both(
    warehouse: Warehouse, metric: str, by: list[str], expected: set[Row]
) -> None:
    request = MetricFlowQueryRequest.create(metric_names=[metric], group_by_names=by)
    sql = warehouse.engine.explain(request).sql_statement.sql
    with duckdb.connect() as connection:
        connection.execute("attach ':memory:' as kizuna")
        connection.execute("create schema kizuna.marts")
        for mart, (columns, rows) in BY_HAND.items():
            connection.execute(f"create table kizuna.marts.{mart} ({columns})")
            connection.execute(f"insert into kizuna.marts.{mart} values {', '.join(rows)}")
        assert set(connection.execute(sql).fetchall()) == expected


def test_the_command_answers_from_the_published_build(home: Path, tmp_path: Path) -> None:
    """As docs/metrics.md says, in a copy of the project: `mf` reads its target folder."""
    project = tmp_path / "project"
    project.mkdir()
    for name in ("dbt_project.yml", "models", "macros", "seeds", "tests", "profiles"):
        (project / name).symlink_to(PROJECT / name)
    (project / "target").mkdir()
    (project / "target/semantic_manifest.json").write_text(
        dbt_parse(home, "--target", "published"), encoding="utf-8"
    )
    csv = tmp_path / "answer.csv"
    done = subprocess.run(
        [
            *(Path(sys.executable).with_name("mf"), "query", "--saved-query", "mrr_by_month"),
            *("--csv", csv),
        ],
        env=os.environ
        | {
            "KIZUNA_HOME": str(home),
            "DBT_PROFILES_DIR": str(project / "profiles"),
            "DBT_TARGET": "published",
        },
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with duckdb.connect() as connection:
        months, mrr = connection.execute(
            f"select count(*), max(mrr) from read_csv('{csv}')"
        ).fetchall()[0]
    assert months > 1
    assert mrr > 0


def test_every_name_says_what_it_is_in_both_languages() -> None:
    named = [*declared("semantic_models").values(), *declared("metrics").values()]
    named += declared("saved_queries").values()
    for item in named:
        assert "／" in item["label"], item["name"]
        assert re.search("[ぁ-ヿ一-鿿]", item["description"]), item["name"]
