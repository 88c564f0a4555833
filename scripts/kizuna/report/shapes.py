"""The tables in the shape that charts need: the same figures, one per row, with their places."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from kizuna.report.data import Dataset, Report

Rows = list[dict[str, Any]]
GAINS = ("new", "reactivation", "expansion")
LOSSES = ("contraction", "churn")
RANKS = "ABCDE"
PLOTTED = (
    "score_reasons",
    "cohorts",
    "reconciliation",
    "nps_weightings",
    "web",
)
"""Tables that are drawn as they are."""


def chart_tables(report: Report, money: Callable[[float], dict[str, str]]) -> dict[str, Rows]:
    """Return the rows that the charts draw, by the name that their specification asks for.

    Args:
        report: the figures.
        money: an amount as short text in each language.
    """
    return {
        **{name: list(report[name]) for name in PLOTTED},
        "sns": with_gaps(list(report["sns"]), "platform", "er_seed"),
        "matrix": [row | {"account_name": shown_name(report, row)} for row in report["matrix"]],
        "bridge": _bridge(list(report["mrr_months"]), money),
        "movement_bars": _movement_bars(report["mrr_months"]),
        "retention_lines": _lines(report["retention"].where(window_months=12), ("grr", "nrr")),
        "churn_lines": _lines(
            report["retention"].where(window_months=1), ("logo_churn", "gross_revenue_churn")
        ),
        "nps_quarters": list(report["nps"].where(period_type="quarter")),
        "ranks": [row | {"place": -_place(row["rank"])} for row in report["ranks"]],
        "rank_flow": [row | {"way": _way(row)} for row in report["rank_flow"]],
        "channel_cells": _channel_cells(list(report["channel_months"])),
        "funnels": [row | {"label": _funnel_label(row)} for row in report["funnels"]],
        "survival": [row | {"is_all": row["stratum"] == "all"} for row in report["survival"]],
        "distribution": list(report["nps_distribution"].where(survey_type="relational")),
        "coverage_bars": _long(
            report["nps_coverage"].where(survey_type="relational"),
            "period",
            ("answered", "silent_contacts"),
        ),
        "csat_quarters": list(report["csat"].where(period_type="quarter")),
        "drivers": list(report["nps_drivers"].where(survey_type="relational")),
        "mail_lines": _lines(
            report["mail_months"],
            ("open_rate_raw", "open_rate_human", "click_rate_raw", "click_rate_human"),
        ),
        "webinar_bars": _webinar_bars(list(report["webinars"])),
    }


def _long(rows: Iterable[dict[str, Any]], key: str, measures: Iterable[str]) -> Rows:
    """Turn columns into rows; what has no value is left out."""
    names = list(measures)
    return [
        {key: row[key], "measure": name, "value": row[name]}
        for row in rows
        for name in names
        if row[name] is not None
    ]


def _lines(rows: Iterable[dict[str, Any]], measures: Iterable[str]) -> Rows:
    """Turn columns into the lines of a chart by month."""
    return with_gaps(_long(rows, "month", measures), "measure", "value")


def with_gaps(rows: Rows, kind: str, value: str) -> Rows:
    """Give each line a row without value for a month that it has none of: a gap stays a gap."""
    if not rows:
        return []
    kinds = dict.fromkeys(row[kind] for row in rows)
    there = {(row[kind], row["month"]) for row in rows}
    months = _months(min(row["month"] for row in rows), max(row["month"] for row in rows))
    missing = [
        {"month": month, kind: name, value: None}
        for name in kinds
        for month in months
        if (name, month) not in there
    ]
    return sorted([*rows, *missing], key=lambda row: (list(kinds).index(row[kind]), row["month"]))


def _months(first: str, last: str) -> list[str]:
    """Return every month from the first to the last, as 2026-03."""
    start, end = (12 * int(month[:4]) + int(month[5:]) - 1 for month in (first, last))
    return [f"{number // 12}-{number % 12 + 1:02}" for number in range(start, end + 1)]


def shown_name(report: Report, row: dict[str, Any]) -> str:
    """Return an account's name, with what tells it from others of the same name."""
    apart = report.distinctions.get(row["account_id"])
    return f"{row['account_name']} ({apart})" if apart else str(row["account_name"])


def movement_amounts(row: dict[str, Any]) -> dict[str, float]:
    """Return a month's movements by name; losses are negative."""
    column = {"churn": "churned_mrr"}
    amounts = {name: row[f"{name}_mrr"] for name in GAINS}
    return amounts | {name: -row[column.get(name, f"{name}_mrr")] for name in LOSSES}


def _bridge(months: Rows, money: Callable[[float], dict[str, str]]) -> Rows:
    """From the first month's start over the movements of all months to the last month's end."""
    if not months:
        return []
    level = months[0]["start_mrr"]
    bars = [("start", 0, level, level)]
    for name in (*GAINS, *LOSSES):
        amount = sum(movement_amounts(month)[name] for month in months)
        bars.append((name, min(level, level + amount), max(level, level + amount), amount))
        level += amount
    end = months[-1]["end_mrr"]
    bars.append(("end", 0, end, end))
    room = 1.25 * max(high for _, _, high, _ in bars)
    return [
        {"movement": name, "low": low, "high": high, "amount": amount, "room": room}
        | {f"label_{language}": text for language, text in money(amount).items()}
        for name, low, high, amount in bars
    ]


def _movement_bars(months: Dataset) -> Rows:
    return [
        {"month": month["month"], "movement": name, "amount": amount}
        for month in months
        for name, amount in movement_amounts(month).items()
        if amount
    ]


def _place(rank: str) -> int:
    """A is 0; an account without a rank comes last."""
    return RANKS.index(rank) if rank in RANKS else len(RANKS)


def _way(row: dict[str, Any]) -> str:
    before, now = _place(row["from_rank"]), _place(row["to_rank"])
    return "same" if before == now else "up" if now < before else "down"


def _channel_cells(rows: Rows) -> Rows:
    """Channels with most activity first, each cell shaded against the largest."""
    totals: dict[str, int] = {}
    for row in rows:
        totals[row["channel"]] = totals.get(row["channel"], 0) + row["human_events"]
    most = max((row["human_events"] for row in rows), default=0)
    return [
        row | {"share_of_most": row["human_events"] / most if most else 0}
        for row in sorted(rows, key=lambda row: (-totals[row["channel"]], row["channel"]))
        if totals[row["channel"]]
    ]


def _funnel_label(row: dict[str, Any]) -> str:
    share = "" if row["share_of_first"] is None else f" ({row['share_of_first']:.0%})"
    return f"{row['people']:,}{share}"


def _webinar_bars(webinars: Rows) -> Rows:
    """Oldest first; two on one day are told apart by a letter."""
    webinars = webinars[::-1]
    bars: Rows = []
    labels: list[str] = []
    for webinar in webinars:
        day = webinar["started_date"][5:]
        labels.append(day)
        label = day + "b" * (labels.count(day) - 1)
        bars += [
            {
                "webinar": label,
                "topic": webinar["topic"],
                "measure": name,
                "value": webinar[name],
            }
            for name in ("registrants", "attendees")
        ]
    return bars
