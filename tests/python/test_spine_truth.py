"""The spine against the truth that the demo company's generator wrote down beside its files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from conftest import Kizuna

SECONDS = 90
"""How far an event without a known id may stand from the planted time: tools round to minutes."""


@pytest.fixture(scope="module")
def truth(demo: Kizuna) -> Iterator[duckdb.DuckDBPyConnection]:
    """Events and contacts' keys of the work file, and the truth, in one connection."""
    folder = demo.home / "truth"
    if not (folder / "human_events.parquet").is_file():
        pytest.skip("this demo writes no truth")
    with duckdb.connect() as connection:
        connection.execute(f"attach '{demo.home}/warehouse/kizuna.duckdb' (read_only)")
        connection.execute("set TimeZone = 'UTC'")
        for name in ("email_events", "human_events", "contact_records", "account_records"):
            connection.execute(
                f"create view {name} as from read_parquet('{folder}/{name}.parquet')"
            )
        connection.execute("create view events as from kizuna.marts.fct_engagement_events")
        # Which contacts a planted person is: by the ids and addresses that the tools know.
        connection.execute(
            """
            create table person_contacts as
            select distinct records.person_id, keys.contact_id
            from contact_records as records
            inner join kizuna.intermediate.int_identity__contact_keys as keys
                on (
                    keys.key_type = 'id' and keys.source = records.source
                    and keys.key_value = records.source_contact_id
                ) or (keys.key_type = 'email' and keys.key_value = lower(records.email))
            """
        )
        connection.execute(
            f"""
            create table matches as
            with found as (
                select planted.planted_event_id, events.event_id, events.is_machine
                from human_events as planted
                inner join events
                    on planted.source = events.source
                    and planted.event_type = events.event_type
                    and planted.source_event_id = events.source_event_id
                union
                select planted.planted_event_id, events.event_id, events.is_machine
                from human_events as planted
                inner join person_contacts on planted.person_id = person_contacts.person_id
                inner join events
                    on planted.source = events.source
                    and planted.event_type = events.event_type
                    and person_contacts.contact_id = events.contact_id
                    and abs(epoch(planted.occurred_at) - epoch(events.occurred_at)) <= {SECONDS}
                where planted.source_event_id is null
                union
                -- Who answered without an address is nobody's contact.
                select planted.planted_event_id, events.event_id, events.is_machine
                from human_events as planted
                inner join events
                    on planted.source = events.source
                    and planted.event_type = events.event_type
                    and planted.occurred_at = events.occurred_at
                where planted.source_event_id is null and events.contact_id is null
            )
            select planted.planted_event_id, planted.event_type, planted.source,
                planted.duplicate_of_source, found.event_id, found.is_machine
            from human_events as planted
            left join found on planted.planted_event_id = found.planted_event_id
            """
        )
        yield connection


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql).fetchall()


@pytest.mark.build
def test_machines_are_told_from_people(truth: duckdb.DuckDBPyConnection) -> None:
    [(planted, found, both, missing)] = rows(
        truth,
        """
        select
            count(*) filter (planted.is_machine),
            count(*) filter (events.is_machine),
            count(*) filter (planted.is_machine and events.is_machine),
            count(*) filter (events.event_id is null)
        from email_events as planted
        left join events
            on planted.source = events.source
            and planted.source_event_id = events.source_event_id
            and events.event_type in (
                'email_opened', 'email_clicked', 'email_unsubscribed', 'email_complained'
            )
        """,
    )
    by_reason = rows(
        truth,
        """
        select
            coalesce(planted.machine_reason, 'human'),
            count(*),
            round(avg(cast(events.is_machine as integer)), 4)
        from email_events as planted
        inner join events using (source, source_event_id)
        where events.event_type in ('email_opened', 'email_clicked')
        group by all
        order by all
        """,
    )
    precision, recall = both / found, both / planted
    figures = f"precision {precision:.4f}, recall {recall:.4f} of {planted}"
    print("machine events:", figures)  # noqa: T201 - figures of the report
    for reason, events, share in by_reason:
        figures = f"{events} events, {share:.2%} called machine"
        print(f"  {reason}:", figures)  # noqa: T201 - figures of the report
    assert missing == 0
    assert precision >= 0.95
    assert recall >= 0.95


@pytest.mark.build
def test_every_human_event_is_there_once(truth: duckdb.DuckDBPyConnection) -> None:
    for row in rows(
        truth,
        """
        select event_type, source, count(*), count(*) filter (times = 1),
            count(*) filter (times = 0), count(*) filter (times > 1)
        from (
            select planted_event_id, event_type, source, count(event_id) as times
            from matches group by all
        )
        group by all order by all
        """,
    ):
        # Type, source, planted, there once, never, more often.
        print("human events:", *row)  # noqa: T201 - figures of the report
    not_once = rows(
        truth,
        """
        select event_type, source, planted_event_id, count(event_id)
        from matches group by all having count(event_id) <> 1 order by all limit 10
        """,
    )
    assert not_once == []
    assert rows(truth, "select * from matches where is_machine limit 10") == []
    # A planted event that two sources tell of must not stand in the mart for the other source too.
    doubled = rows(
        truth,
        """
        select planted.event_type, planted.source, planted.duplicate_of_source, count(*)
        from human_events as planted
        inner join matches using (planted_event_id)
        inner join events as kept on matches.event_id = kept.event_id
        inner join events as others
            on others.source = planted.duplicate_of_source
            and others.contact_id = kept.contact_id
            and others.event_type = kept.event_type
            and others.event_date = kept.event_date
        where planted.duplicate_of_source is not null
        group by all
        """,
    )
    assert doubled == []


@pytest.mark.build
def test_events_belong_to_the_employer_of_their_time(truth: duckdb.DuckDBPyConnection) -> None:
    [(events, linked, right)] = rows(
        truth,
        """
        with accounts as (
            select keys.account_id, min(records.company_id) as company_id
            from account_records as records
            inner join kizuna.intermediate.int_identity__account_keys as keys
                on records.source = keys.source
                and records.source_account_id = keys.source_account_id
            group by all
            having count(distinct records.company_id) = 1
        )
        select
            count(*),
            count(events.account_id),
            count(*) filter (accounts.company_id = planted.company_id)
        from human_events as planted
        inner join matches using (planted_event_id)
        inner join events on matches.event_id = events.event_id
        left join accounts on events.account_id = accounts.account_id
        """,
    )
    figures = f"{right / linked:.4f} of {linked} right; {events - linked} of {events} unknown"
    print("accounts of events:", figures)  # noqa: T201 - figures of the report
    assert right / linked >= 0.99
    assert linked / events >= 0.95
