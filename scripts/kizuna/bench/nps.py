"""How often the interval of NPS holds the true value, beside the plain Wald interval.

The project's own macros are evaluated for every possible outcome of so many answers; each counts
with its probability, so nothing is left to chance. A seeded simulation stands beside it.
"""

from __future__ import annotations

import bisect
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Any

import duckdb
from jinja2 import Environment

from kizuna.home import Project

SHARES = (5, 10, 20, 40, 60, 80, 90)
"""Shares of promoters and of detractors, in percent."""
ANSWERS = (5, 10, 30, 50, 100, 200, 400)
DRAWS = 10_000
SEED = 7
PROMISED_FROM = 30
"""Answers from which on the interval promises its coverage, where every group holds its share."""
PROMISED_SHARE = 10
Z = 1.96
DIGITS = 6
EDGE = 1e-9
"""The true value may lie on the end of an interval; rounding must not decide that it does not."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of the people asked, in percent, and how many of them answer."""

    promoters: int
    detractors: int
    answers: int

    @property
    def is_promised(self) -> bool:
        """Whether the coverage is promised: enough answers, and no group is tiny."""
        passives = 100 - self.promoters - self.detractors
        smallest = min(self.promoters, self.detractors, passives)
        return self.answers >= PROMISED_FROM and smallest >= PROMISED_SHARE


def truths(
    shares: Sequence[int] = SHARES, answers: Sequence[int] = ANSWERS, passives: int = 5
) -> list[Truth]:
    """Return all pairs of shares that leave so many percent of passives, each with all sizes."""
    return [
        Truth(promoters, detractors, size)
        for size in answers
        for promoters in shares
        for detractors in shares
        if promoters + detractors <= 100 - passives
    ]


def interval_sql(project: Project) -> tuple[str, str]:
    """Return the project's lower and upper end, over promoters, detractors and responses."""
    macros = (project.root / "macros" / "metrics" / "nps.sql").read_text(encoding="utf-8")
    made: Any = Environment(autoescape=False).from_string(macros).module  # noqa: S701 - SQL
    counts = ("promoters", "detractors", "responses")
    centre, error = made.nps_centre(*counts), made.nps_standard_error(*counts)
    return (
        f"greatest(-100, {centre} - {Z} * {error})",
        f"least(100, {centre} + {Z} * {error})",
    )


WALD = """
    100.0 * (promoters - detractors) / responses {sign} 196 * sqrt(
        greatest(0, (promoters + detractors) / responses
        - power((promoters - detractors) / responses, 2)) / responses
    )
"""


def _write_outcomes(
    connection: duckdb.DuckDBPyConnection, project: Project, sizes: Iterable[int]
) -> None:
    """Write every outcome of so many answers, with both intervals."""
    low, high = interval_sql(project)
    connection.execute(
        f"""
        create table outcomes as
        with sizes as (select unnest(?::bigint[]) as responses),
        promoters as (
            select responses, unnest(range(responses + 1)) as promoters from sizes
        ),
        counts as (
            select responses, promoters, unnest(range(responses - promoters + 1)) as detractors
            from promoters
        )
        select
            *,
            lgamma(responses + 1) - lgamma(promoters + 1) - lgamma(detractors + 1)
            - lgamma(responses - promoters - detractors + 1) as ways,
            {low} as low,
            {high} as high,
            greatest(-100, {WALD.format(sign="-")}) as wald_low,
            least(100, {WALD.format(sign="+")}) as wald_high
        from counts
        """,  # noqa: S608 - the project's own macros
        [sorted(set(sizes))],
    )


def _binomial_steps(share: float, size: int) -> list[float]:
    """Return the distribution function of a binomial, by products and sums alone."""
    ratio, chance = min(share, 1 - share) / max(share, 1 - share), 1.0
    chances = [chance]
    for number in range(size):
        chance *= ratio * (size - number) / (number + 1)
        chances.append(chance)
    if share > 1 - share:
        chances.reverse()
    total = sum(chances)
    return list(accumulate(one / total for one in chances))


def simulate(truth: Truth, draws: int, seed: int) -> Counter[tuple[int, int]]:
    """Return how often so many surveys found which promoters and detractors.

    Seeded for each truth by itself: the same on every machine, whatever else is simulated.
    """
    named = f"{seed}/{truth.promoters}/{truth.detractors}/{truth.answers}"
    luck = random.Random(named)  # noqa: S311 - a simulation
    promoters_by = _binomial_steps(truth.promoters / 100, truth.answers)
    rest = truth.detractors / (100 - truth.promoters)

    @cache
    def detractors_by(left: int) -> list[float]:
        return _binomial_steps(rest, left)

    found: Counter[tuple[int, int]] = Counter()
    for _ in range(draws):
        promoters = min(bisect.bisect(promoters_by, luck.random()), truth.answers)
        left = truth.answers - promoters
        detractors = min(bisect.bisect(detractors_by(left), luck.random()), left)
        found[promoters, detractors] += 1
    return found


def coverage(
    project: Project, wanted: Sequence[Truth], draws: int = 0, seed: int = SEED
) -> list[dict[str, Any]]:
    """Return for each truth how often both intervals hold it.

    Args:
        project: the checkout whose macros are measured.
        wanted: what may be true.
        draws: surveys to simulate for each truth; 0 simulates none.
        seed: of the simulation.

    Returns:
        `promoters` and `detractors` in percent, `answers`, `ours` and `wald` as shares 0 to 1,
        `ours_simulated` (None without draws), `is_promised`.
    """
    with duckdb.connect() as connection:
        _write_outcomes(connection, project, (one.answers for one in wanted))
        rows = [_covered(connection, one) for one in wanted]
        for truth, row in zip(wanted, rows, strict=True):
            row["ours_simulated"] = (
                _covered_by_chance(connection, truth, draws, seed) if draws else None
            )
        return rows


def _covered(connection: duckdb.DuckDBPyConnection, truth: Truth) -> dict[str, Any]:
    score = truth.promoters - truth.detractors
    ((ours, wald),) = connection.execute(
        """
        select
            sum(chance) filter ($score between low - $edge and high + $edge),
            sum(chance) filter ($score between wald_low - $edge and wald_high + $edge)
        from (
            select *, exp(
                ways + promoters * ln($p) + detractors * ln($d)
                + (responses - promoters - detractors) * ln(1 - $p - $d)
            ) as chance
            from outcomes where responses = $n
        )
        """,
        {
            "score": score,
            "edge": EDGE,
            "p": truth.promoters / 100,
            "d": truth.detractors / 100,
            "n": truth.answers,
        },
    ).fetchall()
    return {
        "promoters": truth.promoters,
        "detractors": truth.detractors,
        "answers": truth.answers,
        "ours": round(ours, DIGITS),
        "wald": round(wald, DIGITS),
        "is_promised": truth.is_promised,
    }


def _covered_by_chance(
    connection: duckdb.DuckDBPyConnection, truth: Truth, draws: int, seed: int
) -> float:
    score = truth.promoters - truth.detractors
    covering = set(
        connection.execute(
            "select promoters, detractors from outcomes "
            "where responses = $n and $score between low - $edge and high + $edge",
            {"n": truth.answers, "score": score, "edge": EDGE},
        ).fetchall()
    )
    found = simulate(truth, draws, seed)
    return sum(times for outcome, times in found.items() if outcome in covering) / draws


def bench_nps(
    project: Project, draws: int, seed: int, tell: Callable[[str], None]
) -> dict[str, Any]:
    """Measure how often the interval of NPS holds the true value.

    Args:
        project: the checkout whose macros are measured.
        draws: surveys to simulate for each truth.
        seed: of the simulation; the figures of one seed are the same on every machine.
        tell: is called with one line a truth.

    Returns:
        `rows` as `coverage` gives them; `ours` and `wald` with the smallest and the largest
        coverage where it is promised; `largest_difference` of exact and simulated coverage.
    """
    tell("promoters detractors answers    ours  simulated    Wald")
    rows = coverage(project, truths(), draws, seed)
    for row in rows:
        mark = "" if row["is_promised"] else "  (not promised)"
        tell(
            f"{row['promoters']:7} % {row['detractors']:8} % {row['answers']:7} "
            f"{row['ours']:7.1%} {row['ours_simulated']:10.1%} {row['wald']:7.1%}{mark}"
        )
    promised = [row for row in rows if row["is_promised"]]
    return {
        "draws": draws,
        "seed": seed,
        "rows": rows,
        **{
            name: {
                "smallest": min(row[name] for row in promised),
                "largest": max(row[name] for row in promised),
            }
            for name in ("ours", "wald")
        },
        "largest_difference": round(
            max(abs(row["ours"] - row["ours_simulated"]) for row in rows), DIGITS
        ),
    }
