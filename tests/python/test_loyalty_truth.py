"""NPS, follow-up and quadrants of the demo company against the truth that is written beside it."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from conftest import Kizuna


@pytest.fixture(scope="module")
def told(demo: Kizuna) -> Iterator[duckdb.DuckDBPyConnection]:
    """The demo's marts, its truth as views `true_<name>`, and the accounts of its companies."""
    with duckdb.connect() as connection:
        file = demo.home / "published/current/kizuna.duckdb"
        connection.execute(f"attach '{file}' as built (read_only)")
        for parquet in (demo.home / "truth").glob("*.parquet"):
            connection.execute(f"create view true_{parquet.stem} as from '{parquet}'")
        # Records that cannot be told apart may be accounts of their own: the one with most records
        # stands for the company.
        connection.execute(
            """
            create view true_accounts as
            select company_id, account_id
            from true_account_records
            inner join built.marts.account_links using (source, source_account_id)
            group by company_id, account_id
            qualify row_number() over (
                partition by company_id order by count(*) desc, account_id
            ) = 1
            """
        )
        yield connection


def test_every_wave_has_the_true_nps(told: duckdb.DuckDBPyConnection) -> None:
    """Counts of all waves, to the answer."""
    found = told.execute(
        """
        select period, responses, promoters, passives, detractors, round(nps, 6)
        from built.marts.nps_summary
        where period_type = 'survey_wave' and segment_type = 'all' order by all
        """
    ).fetchall()
    expected = told.execute(
        """
        select survey_id, responses, promoters, passives, detractors, round(nps, 6)
        from true_nps_waves order by all
        """
    ).fetchall()
    assert len(expected) == 5
    assert found == expected


def test_coverage_of_every_wave_is_the_true_one(told: duckdb.DuckDBPyConnection) -> None:
    """Who answered without a name cannot be told from who kept silent; wave 1 has no list."""
    found = told.execute(
        """
        select period, invited, answered, silent_contacts from built.marts.nps_coverage
        where period_type = 'survey_wave' order by 1
        """
    ).fetchall()
    expected = dict(
        told.execute(
            """
            select
                survey_id,
                [
                    count(distinct person_id) filter (where invited_at is not null),
                    count(distinct person_id) filter (
                        where
                            invited_at is not null
                            and responded_at is not null
                            and invalid_reason is null
                            and not is_anonymous
                    )
                ]
            from true_recommendations where survey_type = 'relational' group by 1
            """
        ).fetchall()
    )
    assert [period for period, *_ in found] == sorted(expected)
    assert found[0][1] is None
    assert found[0][3] is None
    for period, invited, answered, silent in found[1:]:
        true_invited, true_answered = expected[period]
        # People at one shared address are one contact, so a few may be missing.
        assert true_invited - 3 <= invited <= true_invited
        assert true_answered - 3 <= answered <= true_answered
        assert silent == invited - answered


def test_planted_follow_ups_are_found(told: duckdb.DuckDBPyConnection) -> None:
    """Every answer that was followed up within 48 hours is told to be; others may be by chance."""
    missed, planted = told.execute(
        """
        with planted as (
            select source, survey_id, responded_at, score, follow_up_at
            from true_recommendations
            where
                score <= 6
                and invalid_reason is null
                and not is_anonymous
                and follow_up_at <= responded_at + interval 48 hour
        )
        select count(*) filter (where not coalesce(found.within_48h, false)), count(*)
        from planted
        left join built.marts.feedback_followup as found
            on
                planted.survey_id = found.survey_id
                and planted.responded_at = found.answered_at
                and planted.score = found.score
        """
    ).fetchone() or (None, None)
    assert planted > 50
    assert missed == 0


def test_quadrants_agree_with_hidden_engagement_and_satisfaction(
    told: duckdb.DuckDBPyConnection,
) -> None:
    """At least 80 of 100 accounts with a valid answer stand where the truth has them."""
    right, all_ = told.execute(
        """
        select
            count(*) filter (
                where
                    quadrant = case
                        when is_engaged and is_satisfied then 'co_creator'
                        when is_satisfied then 'silent_supporter'
                        when is_engaged then 'at_risk_enthusiast'
                        else 'drifting'
                    end
            ),
            count(*)
        from true_accounts
        inner join true_companies using (company_id)
        inner join built.marts.loyalty_matrix using (account_id)
        inner join built.marts.account_nps using (account_id)
        """
    ).fetchone() or (0, 0)
    assert all_ >= 80
    assert right / all_ >= 0.8


def test_every_quadrant_and_divergence_is_met(told: duckdb.DuckDBPyConnection) -> None:
    """The demo shows each of them, so that nobody looks at an empty corner."""
    quadrants = told.execute("select distinct quadrant from built.marts.loyalty_matrix").fetchall()
    assert len(quadrants) == 5
    kinds = told.execute(
        "select distinct divergence from built.marts.loyalty_divergence"
    ).fetchall()
    assert len(kinds) == 3
