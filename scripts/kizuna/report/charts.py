"""The charts as Vega-Lite specifications.

A text that begins with `@` is a key of `texts.yml`, which the page replaces in its language. The
field names under `usermeta.texts` hold values with texts of their own: field to prefix of the keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import altair as alt

Chart: TypeAlias = Any
"""A chart of Altair, whose own types end with `encode`."""

BLUE, GREEN, ORANGE, RED, PURPLE, GREY, TEAL = (
    "#1f5fa8",
    "#1a7f5a",
    "#b45f06",
    "#b3261e",
    "#6a4c9c",
    "#5f6b7a",
    "#0f8b8d",
)
MOVEMENTS = {
    "start": GREY,
    "new": GREEN,
    "reactivation": TEAL,
    "expansion": BLUE,
    "contraction": ORANGE,
    "churn": RED,
    "end": GREY,
}
RANKS = {
    "A": "#0b4f8a",
    "B": "#3a86c8",
    "C": "#8fc1e3",
    "D": "#f2b56b",
    "E": "#c65d3b",
    "none": "#b8bec6",
}
NPS_GROUPS = {"promoter": GREEN, "passive": GREY, "detractor": RED}
QUADRANTS = {
    "co_creator": GREEN,
    "silent_supporter": BLUE,
    "at_risk_enthusiast": ORANGE,
    "drifting": RED,
}
SURVEYS = {"relational": BLUE, "transactional": ORANGE}
TOUCHPOINTS = {"onboarding": PURPLE, "support": TEAL, "product": ORANGE, "training": "#222222"}
DRIVER_TYPES = {"answer": ORANGE, "behaviour": BLUE}
WEIGHTINGS = {"respondent": BLUE, "account": GREEN, "mrr": ORANGE}
DEFINITIONS = {"ours": BLUE, "stripe": PURPLE, "baremetrics": ORANGE}
PLATFORMS = {"x": "#222222", "facebook": BLUE, "linkedin": TEAL, "instagram": PURPLE}
MAIL = {
    "open_rate_raw": "#8fb4dd",
    "open_rate_human": BLUE,
    "click_rate_raw": "#e0b184",
    "click_rate_human": ORANGE,
}
GROUP_COLOURS = [BLUE, ORANGE, GREEN, PURPLE, TEAL, RED, GREY]
PERCENT = ".0%"
MONEY_AXIS = "@axis.money"


def charts(
    platforms: Iterable[str] = PLATFORMS, touchpoints: Iterable[str] = TOUCHPOINTS
) -> dict[str, dict[str, Any]]:
    """Return the specifications by name; each reads the table of the page that it names.

    Args:
        platforms: the social media that have figures.
        touchpoints: the touchpoints of which people told their satisfaction.
    """
    shown_touchpoints = {name: TOUCHPOINTS.get(name, GREY) for name in touchpoints}
    shown_platforms = {name: PLATFORMS.get(name, GREY) for name in platforms}
    return {
        "bridge": _finished(_bridge(), movement="movement"),
        "movements": _finished(_movements(), movement="movement"),
        "retention": _finished(
            _lines("retention_lines", "measure", {"grr": BLUE, "nrr": GREEN}), measure="measure"
        ),
        "churn": _finished(
            _lines("churn_lines", "measure", {"logo_churn": RED, "gross_revenue_churn": ORANGE}),
            measure="measure",
        ),
        "nps": _finished(_intervals("nps_quarters", "survey_type", "survey", SURVEYS)),
        "score_reasons": _finished(_score_reasons(), reason="change"),
        "ranks": _finished(_ranks(), rank="rank"),
        "rank_flow": _finished(_rank_flow(), from_rank="rank", to_rank="rank"),
        "channels": _finished(_channels(), channel="channel"),
        **{
            f"funnel_{name}": _finished(_funnel(name), step="step")
            for name in ("depth", "mail", "webinar")
        },
        "cohorts": _finished(_cohorts()),
        "survival": _finished(_survival(), stratum="stratum"),
        "reconciliation": _finished(_reconciliation(), definition="definition"),
        "nps_distribution": _finished(_distribution(), nps_group="band"),
        "nps_coverage": _finished(_coverage(), measure="measure"),
        "weightings": _finished(_intervals("nps_weightings", "weighting", "weighting", WEIGHTINGS)),
        "matrix": _finished(_matrix(), quadrant="quadrant"),
        "csat": _finished(_csat(shown_touchpoints), touchpoint="touchpoint"),
        "drivers": _finished(_drivers(), driver="driver", driver_type="driver_type"),
        "mail": _finished(_lines("mail_lines", "measure", MAIL), measure="measure"),
        "webinars": _finished(_webinars(), measure="measure"),
        "sns": _finished(
            _lines("sns", "platform", shown_platforms, value="er_seed", form=".1%"),
            platform="platform",
        ),
        "web": _finished(_web(), channel_group="source"),
        "history": _finished(_history()),
    }


TEXTS_OF_FIELDS = {"survey_type": "survey", "weighting": "weighting"}


def _finished(chart: Chart, **texts: str) -> dict[str, Any]:
    """Return a chart as JSON, wide as its place, with the look that all share."""
    spec: dict[str, Any] = chart.properties(width="container").to_dict(
        context={"pre_transform": False}
    )
    spec.pop("$schema", None)
    used = str(spec)
    spec["usermeta"] = {
        "texts": texts
        | {name: prefix for name, prefix in TEXTS_OF_FIELDS.items() if f"'{name}'" in used}
    }
    spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    spec["config"] = {
        "font": "inherit",
        "view": {"stroke": None},
        "axis": {
            "labelFontSize": 12,
            "titleFontSize": 12,
            "labelColor": "#333",
            "titleColor": "#333",
            "gridColor": "#e3e7ec",
            "labelOverlap": "greedy",
            "labelSeparation": 8,
            "titleFontWeight": "normal",
        },
        "legend": {
            "orient": "top",
            "labelFontSize": 12,
            "labelColor": "#333",
            "title": None,
            "columns": 3,
            "labelLimit": 220,
        },
    }
    return spec


def _table(name: str, height: int = 260) -> alt.Chart:
    return alt.Chart(alt.NamedData(name=name), height=height)


def _title(field: str) -> str:
    return f"@col.{field}"


def _x(field: str, **more: Any) -> alt.X:
    return alt.X(f"{field}:O", title=None, **{"axis": alt.Axis(labelAngle=0), **more})


def _scale(prefix: str, colours: Mapping[str, str]) -> alt.Scale:
    """Map the texts of values to their colours."""
    return alt.Scale(domain=[f"@{prefix}.{name}" for name in colours], range=list(colours.values()))


def _bridge() -> Chart:
    """Draw the bridge downwards: names beside the bars stay readable on a phone."""
    base = _table("bridge", 270).encode(y=alt.Y("movement:N", title=None, sort=None))
    bars = base.mark_bar().encode(
        x=alt.X("low:Q", title=None, axis=alt.Axis(labelExpr=MONEY_AXIS, tickCount=5)),
        x2="high:Q",
        color=alt.Color("movement:N", scale=_scale("movement", MOVEMENTS), legend=None),
        tooltip=[
            alt.Tooltip("movement:N", title=_title("movement")),
            alt.Tooltip("amount:Q", title=_title("amount"), format=",.0f"),
        ],
    )
    room = base.mark_point(opacity=0).encode(x="room:Q")
    labels = base.mark_text(align="left", dx=4, fontSize=12, color="#222222").encode(
        x="high:Q", text="label:N"
    )
    return alt.layer(bars, room, labels)


def _movements() -> Chart:
    shown = {name: MOVEMENTS[name] for name in MOVEMENTS if name not in ("start", "end")}
    return (
        _table("movement_bars")
        .mark_bar()
        .encode(
            x=_x("month"),
            y=alt.Y("amount:Q", title=None, axis=alt.Axis(labelExpr=MONEY_AXIS, tickCount=6)),
            color=alt.Color("movement:N", scale=_scale("movement", shown)),
            tooltip=[
                alt.Tooltip("month:O", title=_title("month")),
                alt.Tooltip("movement:N", title=_title("movement")),
                alt.Tooltip("amount:Q", title=_title("amount"), format=",.0f"),
            ],
        )
    )


def _lines(
    table: str, kind: str, colours: Mapping[str, str], value: str = "value", form: str = PERCENT
) -> Chart:
    prefix = kind
    return (
        _table(table)
        .mark_line(point=True)
        .encode(
            x=_x("month"),
            y=alt.Y(f"{value}:Q", title=None, axis=alt.Axis(format=form, tickCount=5)),
            color=alt.Color(f"{kind}:N", scale=_scale(prefix, colours)),
            shape=alt.Shape(
                f"{kind}:N",
                scale=alt.Scale(domain=[f"@{prefix}.{name}" for name in colours]),
            ),
            tooltip=[
                alt.Tooltip("month:O", title=_title("month")),
                alt.Tooltip(f"{kind}:N", title=_title(kind)),
                alt.Tooltip(f"{value}:Q", title=_title("value"), format=".1%"),
            ],
        )
    )


def _intervals(table: str, kind: str, prefix: str, colours: Mapping[str, str]) -> Chart:
    """Draw NPS with its interval; a hidden score has no point."""
    base = _table(table, 280).encode(
        x=_x("period"),
        xOffset=alt.XOffset(
            f"{kind}:N", scale=alt.Scale(domain=[f"@{prefix}.{name}" for name in colours])
        ),
        color=alt.Color(f"{kind}:N", scale=_scale(prefix, colours)),
        tooltip=[
            alt.Tooltip("period:O", title=_title("period")),
            alt.Tooltip(f"{kind}:N", title=_title(kind)),
            alt.Tooltip("nps:Q", title="NPS", format=".1f"),
            alt.Tooltip("ci_low:Q", title=_title("ci_low"), format=".1f"),
            alt.Tooltip("ci_high:Q", title=_title("ci_high"), format=".1f"),
            alt.Tooltip("responses:Q", title=_title("responses")),
        ],
    )
    zero = (
        alt.Chart(alt.InlineData(values=[{"zero": 0}]))
        .mark_rule(color="#8a939e")
        .encode(y=alt.Y("zero:Q"))
    )
    rules = base.mark_rule(strokeWidth=2).encode(
        y=alt.Y("ci_low:Q", title="NPS", scale=alt.Scale(nice=True)), y2="ci_high:Q"
    )
    points = base.mark_point(filled=True, size=70, opacity=1).encode(y="nps:Q")
    return alt.layer(zero, rules, points)


def _score_reasons() -> Chart:
    return (
        _table("score_reasons", 190)
        .mark_bar()
        .encode(
            y=alt.Y("reason:N", title=None, sort=None, axis=alt.Axis(labelLimit=200)),
            x=alt.X("points:Q", title=_title("points")),
            color=alt.condition("datum.points < 0", alt.value(RED), alt.value(GREEN)),
            tooltip=[
                alt.Tooltip("reason:N", title=_title("reason")),
                alt.Tooltip("points:Q", title=_title("points"), format=".1f"),
            ],
        )
    )


def _ranks() -> Chart:
    return (
        _table("ranks")
        .mark_bar()
        .encode(
            x=_x("as_of_date"),
            y=alt.Y("accounts:Q", title=_title("accounts")),
            color=alt.Color("rank:N", scale=_scale("rank", RANKS), legend=alt.Legend(columns=6)),
            order=alt.Order("place:Q"),
            tooltip=[
                alt.Tooltip("as_of_date:O", title=_title("as_of_date")),
                alt.Tooltip("rank:N", title=_title("rank")),
                alt.Tooltip("accounts:Q", title=_title("accounts")),
            ],
        )
    )


def _rank_flow() -> Chart:
    order = [f"@rank.{name}" for name in RANKS]
    base = _table("rank_flow", 230).encode(
        y=alt.Y("from_rank:N", title=_title("from_rank"), sort=order),
        x=alt.X(
            "to_rank:N",
            title=_title("to_rank"),
            sort=order,
            axis=alt.Axis(labelAngle=0, orient="top"),
        ),
        tooltip=[
            alt.Tooltip("from_rank:N", title=_title("from_rank")),
            alt.Tooltip("to_rank:N", title=_title("to_rank")),
            alt.Tooltip("accounts:Q", title=_title("accounts")),
        ],
    )
    # The colour tells whether accounts stayed, rose or fell; the figure how many.
    cells = base.mark_rect().encode(
        color=alt.Color(
            "way:N",
            scale=alt.Scale(domain=["up", "same", "down"], range=["#cfe9dd", "#e6eaf0", "#f6d5cf"]),
            legend=None,
        )
    )
    figures = base.mark_text(fontSize=13, color="#222222").encode(text="accounts:Q")
    return alt.layer(cells, figures)


def _channels() -> Chart:
    base = _table("channel_cells", 380).encode(
        x=_x("month", axis=alt.Axis(labelAngle=0, orient="top")),
        y=alt.Y("channel:N", title=None, sort=None),
        tooltip=[
            alt.Tooltip("month:O", title=_title("month")),
            alt.Tooltip("channel:N", title=_title("channel")),
            alt.Tooltip("human_events:Q", title=_title("human_events")),
        ],
    )
    cells = base.mark_rect().encode(
        color=alt.Color(
            "share_of_most:Q",
            scale=alt.Scale(domain=[0, 1], range=["#eef4fb", "#1f5fa8"]),
            legend=None,
        )
    )
    # On a phone the figures would touch; there the colours tell, and the table.
    figures = base.mark_text(fontSize=11, opacity=alt.expr("width > 460 ? 1 : 0")).encode(
        text="human_events:Q",
        color=alt.condition(
            "datum.share_of_most >= 0.6", alt.value("#ffffff"), alt.value("#222222")
        ),
    )
    return alt.layer(cells, figures)


def _funnel(name: str) -> Chart:
    base = (
        _table("funnels", 150)
        .transform_filter(f"datum.funnel == '{name}'")
        .encode(
            y=alt.Y("step:N", title=None, sort=None),
            x=alt.X(
                "share_of_first:Q",
                title=None,
                axis=alt.Axis(format=PERCENT, values=[0, 0.25, 0.5, 0.75, 1]),
                scale=alt.Scale(domain=[0, 1.6]),  # room for the figures beside the bars
            ),
            tooltip=[
                alt.Tooltip("step:N", title=_title("step")),
                alt.Tooltip("people:Q", title=_title("people"), format=","),
                alt.Tooltip("share_of_first:Q", title=_title("share_of_first"), format=".1%"),
            ],
        )
    )
    figures = base.mark_text(align="left", dx=4, color="#222").encode(text="label:N")
    return alt.layer(base.mark_bar(color=BLUE), figures)


def _cohorts() -> Chart:
    base = _table("cohorts", 440).encode(
        x=_x(
            "months_since", axis=alt.Axis(labelAngle=0, orient="top", title=_title("months_since"))
        ),
        y=alt.Y("cohort_month:O", title=_title("cohort_month")),
        tooltip=[
            alt.Tooltip("cohort_month:O", title=_title("cohort_month")),
            alt.Tooltip("months_since:O", title=_title("months_since")),
            alt.Tooltip("customers_left_in:Q", title=_title("customers_left_in")),
            alt.Tooltip("customers:Q", title=_title("customers")),
            alt.Tooltip("logo_retention:Q", title=_title("logo_retention"), format=".0%"),
        ],
    )
    return base.mark_rect().encode(
        color=alt.Color(
            "logo_retention:Q",
            scale=alt.Scale(domain=[0.3, 1], range=["#f6d5cf", "#1f5fa8"], clamp=True),
            legend=alt.Legend(format=PERCENT, gradientLength=160),
        )
    )


def _survival() -> Chart:
    base = _table("survival", 300).encode(
        x=alt.X("time_months:Q", title=_title("time_months"), axis=alt.Axis(tickMinStep=1))
    )
    band = (
        base.transform_filter("datum.is_all")
        .mark_area(interpolate="step-after", opacity=0.18, color="#222222")
        .encode(y="ci_low:Q", y2="ci_high:Q")
    )
    lines = base.mark_line(interpolate="step-after", strokeWidth=2).encode(
        y=alt.Y(
            "survival:Q",
            title=None,
            axis=alt.Axis(format=PERCENT),
            scale=alt.Scale(domain=[0, 1]),
        ),
        color=alt.Color(
            "stratum:N",
            sort=None,
            scale=alt.Scale(range=["#222222", *GROUP_COLOURS]),
            legend=alt.Legend(columns=2),
        ),
        strokeDash=alt.StrokeDash("stratum:N", sort=None),
        tooltip=[
            alt.Tooltip("stratum:N", title=_title("stratum")),
            alt.Tooltip("time_months:Q", title=_title("time_months")),
            alt.Tooltip("survival:Q", title=_title("survival"), format=".1%"),
            alt.Tooltip("at_risk:Q", title=_title("at_risk")),
        ],
    )
    return alt.layer(band, lines)


def _reconciliation() -> Chart:
    return (
        _table("reconciliation", 240)
        .mark_bar()
        .encode(
            x=_x("period"),
            xOffset=alt.XOffset(
                "definition:N", scale=alt.Scale(domain=[f"@definition.{n}" for n in DEFINITIONS])
            ),
            y=alt.Y("churn_rate:Q", title=None, axis=alt.Axis(format=".1%", tickCount=5)),
            color=alt.Color("definition:N", scale=_scale("definition", DEFINITIONS)),
            tooltip=[
                alt.Tooltip("period:O", title=_title("period")),
                alt.Tooltip("definition:N", title=_title("definition")),
                alt.Tooltip("churn_rate:Q", title=_title("churn_rate"), format=".2%"),
            ],
        )
    )


def _distribution() -> Chart:
    return (
        _table("distribution", 240)
        .mark_bar()
        .encode(
            x=_x("score"),
            y=alt.Y("responses:Q", title=_title("responses")),
            color=alt.Color("nps_group:N", scale=_scale("band", NPS_GROUPS)),
            tooltip=[
                alt.Tooltip("score:O", title=_title("score")),
                alt.Tooltip("responses:Q", title=_title("responses")),
                alt.Tooltip("share_of_responses:Q", title=_title("share"), format=".1%"),
            ],
        )
    )


def _coverage() -> Chart:
    colours = {"answered": BLUE, "silent_contacts": "#b8bec6"}
    return (
        _table("coverage_bars", 240)
        .mark_bar()
        .encode(
            x=_x("period"),
            y=alt.Y("value:Q", title=_title("invited")),
            color=alt.Color("measure:N", scale=_scale("measure", colours)),
            tooltip=[
                alt.Tooltip("period:O", title=_title("period")),
                alt.Tooltip("measure:N", title=_title("measure")),
                alt.Tooltip("value:Q", title=_title("value"), format=","),
            ],
        )
    )


def _matrix() -> Chart:
    points = (
        _table("matrix", 380)
        .mark_circle(opacity=0.75, stroke="#ffffff")
        .encode(
            x=alt.X(
                "engagement_score:Q",
                title=_title("engagement_score"),
                scale=alt.Scale(domain=[0, 100]),
            ),
            y=alt.Y(
                "nps_mean_score:Q",
                title=_title("nps_mean_score"),
                scale=alt.Scale(domain=[0, 10]),
            ),
            size=alt.Size("mrr:Q", legend=None, scale=alt.Scale(range=[40, 600])),
            color=alt.Color(
                "quadrant:N",
                scale=_scale("quadrant", QUADRANTS),
                legend=alt.Legend(columns=2, symbolSize=90),
            ),
            tooltip=[
                alt.Tooltip("account_name:N", title=_title("account_name")),
                alt.Tooltip("quadrant:N", title=_title("quadrant")),
                alt.Tooltip("engagement_score:Q", title=_title("engagement_score"), format=".1f"),
                alt.Tooltip("nps_mean_score:Q", title=_title("nps_mean_score"), format=".1f"),
                alt.Tooltip("mrr:Q", title=_title("mrr"), format=",.0f"),
            ],
        )
    )
    borders = alt.Chart(alt.InlineData(values=[{"x": 50, "y": 7}]))
    return alt.layer(
        borders.mark_rule(color="#5f6b7a", strokeDash=[4, 3]).encode(x="x:Q"),
        borders.mark_rule(color="#5f6b7a", strokeDash=[4, 3]).encode(y="y:Q"),
        points,
    )


def _csat(touchpoints: Mapping[str, str]) -> Chart:
    """Draw the share of satisfied answers with its interval; a hidden one has no point."""
    order = [f"@touchpoint.{name}" for name in touchpoints]
    base = _table("csat_quarters", 280).encode(
        x=_x("period"),
        xOffset=alt.XOffset("touchpoint:N", scale=alt.Scale(domain=order)),
        color=alt.Color("touchpoint:N", scale=_scale("touchpoint", touchpoints)),
        tooltip=[
            alt.Tooltip("touchpoint:N", title=_title("touchpoint")),
            alt.Tooltip("period:O", title=_title("period")),
            alt.Tooltip("csat:Q", title=_title("csat"), format=".1%"),
            alt.Tooltip("csat_low:Q", title=_title("ci_low"), format=".1%"),
            alt.Tooltip("csat_high:Q", title=_title("ci_high"), format=".1%"),
            alt.Tooltip("responses:Q", title=_title("responses")),
        ],
    )
    rules = base.mark_rule(strokeWidth=2).encode(
        y=alt.Y(
            "csat_low:Q",
            title=_title("csat"),
            axis=alt.Axis(format=PERCENT, tickCount=5),
            scale=alt.Scale(domain=[0, 1]),
        ),
        y2="csat_high:Q",
    )
    points = base.mark_point(filled=True, size=70, opacity=1).encode(
        y="csat:Q", shape=alt.Shape("touchpoint:N", scale=alt.Scale(domain=order))
    )
    return alt.layer(rules, points)


def _drivers() -> Chart:
    base = _table("drivers", 460).encode(
        y=alt.Y("driver:N", title=None, sort=None, axis=alt.Axis(labelLimit=170)),
        color=alt.Color(
            "driver_type:N",
            scale=_scale("driver_type", DRIVER_TYPES),
            legend=alt.Legend(columns=1),
        ),
        tooltip=[
            alt.Tooltip("driver:N", title=_title("driver")),
            alt.Tooltip("correlation:Q", title=_title("correlation"), format="+.2f"),
            alt.Tooltip("correlation_low:Q", title=_title("ci_low"), format="+.2f"),
            alt.Tooltip("correlation_high:Q", title=_title("ci_high"), format="+.2f"),
            alt.Tooltip("n:Q", title=_title("n")),
        ],
    )
    zero = (
        alt.Chart(alt.InlineData(values=[{"zero": 0}]))
        .mark_rule(color="#8a939e")
        .encode(x=alt.X("zero:Q"))
    )
    rules = base.mark_rule(strokeWidth=2).encode(
        x=alt.X("correlation_low:Q", title=_title("correlation"), scale=alt.Scale(domain=[-1, 1])),
        x2="correlation_high:Q",
    )
    points = base.mark_point(filled=True, size=70, opacity=1).encode(x="correlation:Q")
    return alt.layer(zero, rules, points)


def _webinars() -> Chart:
    colours = {"registrants": "#8fb4dd", "attendees": BLUE}
    return (
        _table("webinar_bars", 240)
        .mark_bar()
        .encode(
            x=_x("webinar", sort=None),
            xOffset=alt.XOffset(
                "measure:N", scale=alt.Scale(domain=[f"@measure.{name}" for name in colours])
            ),
            y=alt.Y("value:Q", title=None),
            color=alt.Color("measure:N", scale=_scale("measure", colours)),
            tooltip=[
                alt.Tooltip("topic:N", title=_title("topic")),
                alt.Tooltip("measure:N", title=_title("measure")),
                alt.Tooltip("value:Q", title=_title("value")),
            ],
        )
    )


def _web() -> Chart:
    return (
        _table("web")
        .mark_bar()
        .encode(
            x=_x("month"),
            y=alt.Y("sessions:Q", title=_title("sessions")),
            color=alt.Color("channel_group:N", scale=alt.Scale(range=GROUP_COLOURS)),
            tooltip=[
                alt.Tooltip("month:O", title=_title("month")),
                alt.Tooltip("channel_group:N", title=_title("channel_group")),
                alt.Tooltip("sessions:Q", title=_title("sessions"), format=","),
                alt.Tooltip("engaged_rate:Q", title=_title("engaged_rate"), format=".1%"),
            ],
        )
    )


def _history() -> Chart:
    return (
        _table("account_history", 160)
        .mark_line(point=True, color=BLUE)
        .encode(
            x=_x("as_of_date"),
            y=alt.Y("engagement_score:Q", title=None, scale=alt.Scale(domain=[0, 100])),
            tooltip=[
                alt.Tooltip("as_of_date:O", title=_title("as_of_date")),
                alt.Tooltip("engagement_score:Q", title=_title("engagement_score"), format=".1f"),
            ],
        )
    )
