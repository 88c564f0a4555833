"""Surveys against the truth that the demo company's generator wrote down beside its files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from conftest import Kizuna

TRUTHS = ("recommendations", "nps_waves", "companies", "account_records", "contact_records")


@pytest.fixture(scope="module")
def truth(demo: Kizuna) -> Iterator[duckdb.DuckDBPyConnection]:
    """The work file and the truth in one connection."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{demo.home}/warehouse/kizuna.duckdb' (read_only)")
        connection.execute("set TimeZone = 'UTC'")
        for name in TRUTHS:
            file = demo.home / "truth" / f"{name}.parquet"
            connection.execute(f"create view true_{name} as from read_parquet('{file}')")
        yield connection


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql).fetchall()


@pytest.mark.build
def test_nps_of_each_wave_is_the_true_one(truth: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        truth,
        """
        select
            survey_id,
            count(distinct coalesce(contact_id, response_id)),
            count(*) filter (nps_group = 'promoter'),
            count(*) filter (nps_group = 'passive'),
            count(*) filter (nps_group = 'detractor')
        from kizuna.marts.fct_survey_responses
        where survey_type = 'relational' and nps_group is not null
        group by survey_id order by survey_id
        """,
    )
    assert len(found) == 5
    assert found == rows(
        truth,
        "select survey_id, responses, promoters, passives, detractors from true_nps_waves "
        "order by survey_id",
    )


@pytest.mark.build
def test_every_answer_has_its_true_verdict(truth: duckdb.DuckDBPyConnection) -> None:
    counted = "group by all order by all"
    assert rows(
        truth,
        "select survey_id, invalid_reason, score, count(*) "
        "from kizuna.marts.fct_survey_responses "
        f"where question_type = 'recommend' {counted}",
    ) == rows(
        truth,
        "select survey_id, invalid_reason, score, count(*) from true_recommendations "
        f"where responded_at is not null {counted}",
    )


@pytest.mark.build
def test_each_form_is_one_questionnaire_of_five_questions(
    truth: duckdb.DuckDBPyConnection,
) -> None:
    [(forms, fewest, most)] = rows(
        truth,
        """
        with forms as (
            select questionnaire_id, count(distinct question_id) as questions
            from kizuna.intermediate.int_inputs__survey_responses
            where source = 'form_nps' group by 1
        )
        select count(*), min(questions), max(questions) from forms
        """,
    )
    assert rows(
        truth,
        "select count(*) from true_recommendations "
        "where source = 'form_nps' and responded_at is not null",
    ) == [(forms,)]
    assert (fewest, most) == (5, 5)


@pytest.mark.build
def test_everybody_who_was_asked_has_a_request_in_the_spine(
    truth: duckdb.DuckDBPyConnection,
) -> None:
    asked = rows(
        truth,
        """
        select events.content_id, count(*), count(distinct events.contact_id)
        from kizuna.intermediate.int_activity__engagement_events as events
        where events.event_type = 'survey_requested'
        group by 1 order by 1
        """,
    )
    assert asked == rows(
        truth,
        "select survey_id, invited, invited from true_nps_waves where invited > 0 order by 1",
    )


@pytest.mark.build
def test_who_called_a_detractor_is_in_the_spine(truth: duckdb.DuckDBPyConnection) -> None:
    [(planted, found)] = rows(
        truth,
        """
        with contacts as (
            select distinct records.person_id, keys.contact_id
            from true_contact_records as records
            inner join kizuna.intermediate.int_identity__contact_keys as keys
                on keys.source = records.source and keys.key_value = records.source_contact_id
            where keys.key_type = 'id'
        )
        select
            count(distinct answers.responded_at),
            count(distinct answers.responded_at) filter (events.event_id is not null)
        from true_recommendations as answers
        inner join contacts using (person_id)
        left join kizuna.intermediate.int_activity__engagement_events as events
            on contacts.contact_id = events.contact_id
            and events.event_type in ('call_connected', 'meeting_held')
            -- HubSpot and Salesforce tell times to the minute.
            and abs(epoch(events.occurred_at) - epoch(answers.follow_up_at)) <= 90
        where answers.follow_up_at is not null
        """,
    )
    assert planted > 90
    assert found >= 0.98 * planted
