"""The page: tables and texts in both languages, charts, and all that draws them offline."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import vl_convert
import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from kizuna.report.charts import charts
from kizuna.report.data import DETAILS, Dataset, Report
from kizuna.report.shapes import chart_tables, movement_amounts

LANGUAGES = ("ja", "en")
MAN = 10_000
MINUS = "\u2212"
"""A minus that stays on the line of its amount."""
MONEY = {
    *("mrr", "start_mrr", "new_mrr", "reactivation_mrr", "expansion_mrr", "contraction_mrr"),
    *("churned_mrr", "end_mrr", "lost_mrr", "silent_mrr"),
}
SHARES = {
    *("logo_churn", "gross_revenue_churn", "net_revenue_churn", "grr", "nrr", "share_of_first"),
    *("logo_retention", "revenue_retention", "survival", "std_error", "churn_rate"),
    *("share_of_responses", "response_rate", "open_rate_raw", "open_rate_human"),
    *("click_rate_raw", "click_rate_human", "attendance_rate", "dwell_rate", "er_seed"),
    *("er_native", "engaged_rate", "linked_share", "difference_to_ours"),
    *("csat", "csat_low", "csat_high"),
}
DECIMALS = {
    *("engagement_score", "points", "mean_points", "nps_mean_score", "behavioural_loyalty"),
    *("freshness_hours", "mean_score"),
}
CORRELATIONS = {"correlation", "correlation_low", "correlation_high"}
SIGNED = {"delta_mrr", "trend_28d", "main_points", "change"}
SCORES_THAT_HIDE = {
    *("nps", "ci_low", "ci_high", "csat", "csat_low", "csat_high", "mean_score"),
    *CORRELATIONS,
}
SAY_THAT_THEY_HIDE = {"nps", "csat", "correlation"}
"""The first hidden figure of a row says so; the others are blank."""
CODES = {
    "movement": "movement",
    "main_reason": "change",
    "engagement_rank": "rank",
    "rank": "rank",
    "from_rank": "rank",
    "to_rank": "rank",
    "engagement_status": "status",
    "channel": "channel",
    "step": "step",
    "definition": "definition",
    "unit": "unit",
    "stratum": "stratum",
    "nps_band": "band",
    "nps_group": "band",
    "survey_type": "survey",
    "segment_type": "segment_type",
    "period": "period",
    "weighting": "weighting",
    "quadrant": "quadrant",
    "loyalty_quadrant": "quadrant",
    "platform": "platform",
    "channel_group": "source",
    "lifecycle": "lifecycle",
    "approach_colour": "colour",
    "reason_code": "approach",
    "touchpoint": "touchpoint",
    "driver": "driver",
    "driver_type": "driver_type",
}
"""Columns whose values have texts, and under which prefix."""
FLAGS = {"change_is_detectable", "is_low_sample"}


def write_report(report: Report, file: Path) -> None:
    """Write the page; a reader of the file sees the old one or the new one, never a part."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f".{file.name}.part")
    unfinished.write_text(render(report), encoding="utf-8")
    unfinished.replace(file)


def render(report: Report) -> str:
    """Return the report as one HTML document that asks the network for nothing."""
    words = Words(read_texts() | _questions(report), report.currency, report.distinctions)
    environment = Environment(
        loader=PackageLoader("kizuna.report", "template"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.globals |= {
        "t": words.text,
        "both": words.attributes,
        "code": words.code,
        "cell": words.cell,
        "account": words.account,
        "money": words.money,
        "figure": words.figure,
        "is_numeric": _is_numeric,
        "texts": words.texts,
    }
    return environment.get_template("page.html.j2").render(
        report=report,
        overview=_overview(report),
        listed_calls=sum(row["call_priority"] is not None for row in report["accounts"]),
        style=_as_it_is(_own("style.css")),
        script=_as_it_is(_own("script.js")),
        vega=_as_it_is(_inline(_vega())),
        data=_as_it_is(_json(_data(report, words))),
    )


def read_texts() -> dict[str, dict[str, str]]:
    """Return every text by key and language."""
    read: dict[str, list[str]] = yaml.safe_load(_read("texts.yml"))
    return {key: dict(zip(LANGUAGES, pair, strict=True)) for key, pair in read.items()}


class Counted(int):
    """A number that a text may ask for one word or another: `{count:customer is|customers are}`."""

    def __format__(self, spec: str) -> str:
        """Return the word for one or for any other number; without words the number."""
        one, bar, many = spec.partition("|")
        if not bar:
            return format(int(self), spec or ",")
        return one if self == 1 else many


class Words:
    """Texts and figures as the page shows them, in every language side by side."""

    def __init__(
        self,
        texts: Mapping[str, Mapping[str, str]],
        currency: str | None,
        distinctions: Mapping[str, str] | None = None,
    ) -> None:
        """Take the texts, the currency of amounts that name none, and what tells accounts apart."""
        self.texts = texts
        self.currency = currency
        self.distinctions = distinctions or {}

    def text(self, key: str, **values: object) -> Markup:
        """Return a text in both languages, of which the page shows one."""
        parts = (
            Markup('<span class="{0}" lang="{0}">{1}</span>').format(
                language,
                _as_it_is(escape(self.texts[key][language])).format(
                    **{name: self._in(value, language) for name, value in values.items()}
                ),
            )
            for language in LANGUAGES
        )
        return Markup("").join(parts)

    @staticmethod
    def _in(value: object, language: str) -> object:
        if isinstance(value, dict):
            return value[language]
        return Counted(value) if type(value) is int else value

    def attributes(self, name: str, key: str) -> Markup:
        """Return an attribute in Japanese, and for the switch in both languages."""
        text = self.texts[key]
        return Markup('{0}="{1}" data-{0}-ja="{1}" data-{0}-en="{2}"').format(
            name, text["ja"], text["en"]
        )

    def code(self, prefix: str, value: str | None) -> Markup:
        """Return the text of a value; a value without a text as it is."""
        if value is None:
            return self.text("none")
        key = f"{prefix}.{value}"
        return self.text(key) if key in self.texts else escape(value)

    def money(self, amount: float | None, currency: str | None = None) -> str:
        """Return an amount in full; yen have no decimals."""
        if amount is None:
            return "–"
        unit = currency or self.currency
        if unit == "JPY":
            return f"{MINUS if amount < 0 else ''}¥{abs(amount):,.0f}"
        return f"{amount:,.2f} {unit or ''}".strip()

    def short_money(self, amount: float) -> dict[str, str]:
        """Return an amount as a label of a chart: 万円 in Japanese, millions in English."""
        sign = MINUS if amount < 0 else ""
        amount = abs(amount)
        if self.currency != "JPY":
            return dict.fromkeys(LANGUAGES, f"{sign}{amount:,.0f}")
        return {"ja": f"{sign}{amount / MAN:,.0f}万円", "en": f"{sign}¥{amount / 1e6:,.2f}M"}

    def figure(self, value: float | None, shown: str | Markup) -> Markup:
        """Return a figure with its exact value for machines."""
        if value is None:
            return self.text("none")
        return Markup('<data value="{}">{}</data>').format(value, shown)

    def cell(self, row: Mapping[str, Any], column: str, prefix: str = "") -> Markup:
        """Return one cell of a table with the mart's own value beside what is shown."""
        value = row[column]
        shown, is_figure = self._shown(row, column, value, prefix)
        attributes = Markup(' data-value="{}"').format("" if value is None else value)
        if is_figure:
            attributes += Markup(' class="number"')
        return Markup("<td{}>{}</td>").format(attributes, shown)

    def account(self, account_id: str, name: str) -> Markup:
        """Return a name that opens its account, with what tells it from others of that name."""
        apart = self.distinctions.get(account_id)
        return Markup(
            '<button type="button" class="account" data-account="{}">{}{}</button>'
        ).format(
            account_id,
            name,
            Markup(' <small class="apart">{}</small>').format(apart) if apart else "",
        )

    def _shown(
        self, row: Mapping[str, Any], column: str, value: Any, prefix: str
    ) -> tuple[Markup | str, bool]:
        if column in SCORES_THAT_HIDE and row["is_hidden"]:
            said = column in SAY_THAT_THEY_HIDE
            return self.text("hidden" if said else "none"), True
        if value is None:
            return self.text("none"), False
        if column == "account_name":
            return self.account(row["account_id"], value), False
        if prefix or column in CODES:
            return self.code(prefix or CODES[column], value), False
        if column in FLAGS:
            return self.text("yes_no.yes" if value else "yes_no.no"), False
        if not isinstance(value, int | float):
            return self.text("unknown") if value == "(unknown)" else str(value), False
        return self._number(row, column, value), True

    def _number(self, row: Mapping[str, Any], column: str, value: float) -> str:
        if column in MONEY:
            return self.money(value, row.get("currency"))
        if column == "delta_mrr":
            return ("+" if value > 0 else "") + self.money(value)
        if column in SHARES:
            return f"{100 * value:.1f}%"
        if column in CORRELATIONS:
            return f"{value:+.2f}"
        if column in SIGNED:
            return f"{value:+.1f}"
        if column in DECIMALS | SCORES_THAT_HIDE:
            return f"{round(value, 1) + 0.0:.1f}"  # no minus before zero
        return f"{value:,}"


def _overview(report: Report) -> dict[str, Any]:
    """Pick the newest figures for the top of the page."""
    nps = report["nps"].where(survey_type="relational")
    month = report["mrr_months"].last()
    return {
        "month": month,
        "moves": movement_amounts(month) if month["month"] else None,
        "churn": report["retention"].where(window_months=1).last(),
        "year": report["retention"].where(window_months=12).last(),
        "nps": nps.where(period_type="quarter").last(),
        "engaged": report["engaged"].last(),
        "identity": report["identity"].last(),
        "flow_from": report["rank_flow"].last()["from_date"],
    }


def _questions(report: Report) -> dict[str, dict[str, str]]:
    """Return texts for drivers that are answers to questions, whatever a company asks."""
    text = read_texts()["driver_question"]
    found: dict[str, dict[str, str]] = {}
    for row in report["nps_drivers"]:
        kind, _, question = row["driver"].partition("_")
        if kind == "answer":
            shown = re.sub(r"[{}]", "", question)
            found[f"driver.{row['driver']}"] = {
                language: text[language].replace("{question}", shown) for language in LANGUAGES
            }
    return found


def _is_numeric(rows: Iterable[Mapping[str, Any]], column: str) -> bool:
    """Tell whether a column is set to the right."""
    return column not in FLAGS and any(isinstance(row[column], int | float) for row in rows)


def _data(report: Report, words: Words) -> dict[str, Any]:
    """Return what the page's script draws and opens."""
    return {
        "as_of": report.as_of.isoformat(),
        "currency": report.currency,
        "texts": {key: list(text.values()) for key, text in words.texts.items()},
        "charts": charts(
            dict.fromkeys(row["platform"] for row in report["sns"]),
            dict.fromkeys(row["touchpoint"] for row in report["csat"].where(period_type="quarter")),
        ),
        "tables": chart_tables(report, words.short_money),
        "accounts": {
            row["account_id"]: row | {"money": words.money(row["mrr"])}
            for row in report["accounts"]
        },
        "distinctions": report.distinctions,
        "weights": dict(report["weights"].rows),
        **{name: _by_account(report[name]) for name in DETAILS},
    }


def _by_account(table: Dataset) -> dict[str, list[list[Any]]]:
    """Group rows that begin with an account's id."""
    grouped: dict[str, list[list[Any]]] = {}
    for account_id, *values in table.rows:
        grouped.setdefault(account_id, []).append(values)
    return grouped


def _json(value: object) -> str:
    """Return JSON that cannot end the element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


@cache
def _vega() -> str:
    """Return Vega, Vega-Lite and vega-embed as one script."""
    bundle: str = vl_convert.javascript_bundle()  # type: ignore[call-arg]  # its stub wants more
    return bundle


def _inline(script: str) -> str:
    """Return a script that cannot end the element it stands in."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _as_it_is(text: str) -> Markup:
    """Take a text that needs no escaping: the package's own, or JSON that is escaped already."""
    return Markup(text)  # noqa: S704


def _own(name: str) -> str:
    return _read(f"template/{name}")


@cache
def _read(name: str) -> str:
    return (files("kizuna.report") / name).read_text(encoding="utf-8")
