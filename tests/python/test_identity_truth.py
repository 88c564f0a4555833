"""Identity on the demo company, held against the truth that is written beside its files."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from conftest import Kizuna

PRECISION, RECALL = 0.999, 0.97
EMPLOYERS_RIGHT = 0.99


@pytest.fixture(scope="module")
def linked(request: pytest.FixtureRequest) -> Iterator[duckdb.DuckDBPyConnection]:
    """The demo, loaded and built, and its truth as views `true_<name>`.

    KIZUNA_TRUTH_HOME names a home where that was done already.
    """
    done = os.environ.get("KIZUNA_TRUTH_HOME")
    home = Kizuna(Path(done)) if done else request.getfixturevalue("demo")
    with duckdb.connect() as connection:
        connection.execute(f"attach '{home.home / 'warehouse/kizuna.duckdb'}' (read_only)")
        for file in (home.home / "truth").glob("*.parquet"):
            connection.execute(f"create view true_{file.stem} as from '{file}'")
        connection.execute(
            """
            create table records as
            select truth.*, links.account_id, links.rule
            from true_account_records as truth
            inner join kizuna.marts.account_links as links using (source, source_account_id)
            """
        )
        yield connection


def tell(capsys: pytest.CaptureFixture[str], line: str) -> None:
    with capsys.disabled():
        sys.stdout.write(f"\n{line}\n")


def test_every_record_of_the_truth_is_in_one_account(linked: duckdb.DuckDBPyConnection) -> None:
    assert linked.execute(
        "select count(*) from true_account_records as truth "
        "anti join records using (source, source_account_id)"
    ).fetchall() == [(0,)]


def test_links_are_right_and_nearly_all_are_found(
    linked: duckdb.DuckDBPyConnection, capsys: pytest.CaptureFixture[str]
) -> None:
    found, right, recalled, linkable = linked.execute(
        """
        with pairs as (
            select
                a.account_id = b.account_id as is_found,
                a.company_id = b.company_id as is_true,
                a.is_linkable and b.is_linkable as is_linkable
            from records as a
            inner join records as b
                on
                    (a.source, a.source_account_id) < (b.source, b.source_account_id)
                    and (a.account_id = b.account_id or a.company_id = b.company_id)
        )

        select
            count(*) filter (where is_found),
            count(*) filter (where is_found and is_true),
            count(*) filter (where is_found and is_true and is_linkable),
            count(*) filter (where is_true and is_linkable)
        from pairs
        """
    ).fetchall()[0]
    precision, recall = right / found, recalled / linkable
    tell(capsys, f"links: {found} pairs, precision {precision:.4f}, recall {recall:.4f}")
    assert precision >= PRECISION
    assert recall >= RECALL


def test_no_account_holds_two_companies_of_different_numbers(
    linked: duckdb.DuckDBPyConnection,
) -> None:
    assert (
        linked.execute(
            """
            select records.account_id
            from records
            inner join true_companies as companies using (company_id)
            group by records.account_id
            having count(distinct companies.corporate_number) > 1
            """
        ).fetchall()
        == []
    )


def test_every_planted_ambiguity_is_reported_and_none_is_guessed(
    linked: duckdb.DuckDBPyConnection, capsys: pytest.CaptureFixture[str]
) -> None:
    planted = linked.execute(
        """
        select
            planted.source,
            planted.source_account_id,
            list_sort(planted.candidate_company_ids) as planted_companies,
            list_sort(list(distinct candidates.company_id)) as reported_companies,
            count(distinct others.source_account_id) as records_in_its_account
        from true_ambiguities as planted
        left join kizuna.marts.account_link_ambiguities as reported
            using (source, source_account_id)
        left join records as candidates
            on reported.candidate_account_id = candidates.account_id
        left join records as own
            on
                planted.source = own.source
                and planted.source_account_id = own.source_account_id
        left join records as others
            on own.account_id = others.account_id
        where planted.source_account_id is not null
        group by all
        """
    ).fetchall()
    tell(capsys, f"ambiguities: {len(planted)} records planted")
    assert planted
    for source, record, companies, reported, records in planted:
        assert reported == companies, (source, record)
        assert records == 1, (source, record)


def test_people_of_a_shared_domain_are_given_no_employer_by_it(
    linked: duckdb.DuckDBPyConnection,
) -> None:
    """Whoever only the mail tool knows, at a domain of several companies, is nobody's."""
    guessed = linked.execute(
        """
        select planted.source, planted.source_contact_id, employers.evidence
        from true_ambiguities as planted
        inner join kizuna.intermediate.int_identity__contact_keys as keys
            on
                keys.key_type = 'id'
                and planted.source = keys.source
                and planted.source_contact_id = keys.key_value
        inner join kizuna.intermediate.int_identity__contact_employers as employers
            on
                keys.contact_id = employers.contact_id
                and employers.known_until is null
                and employers.rule = 'domain'
                and employers.evidence = planted.email_domain
        """
    ).fetchall()
    assert guessed == []


def test_people_have_the_employer_of_the_time(
    linked: duckdb.DuckDBPyConnection, capsys: pytest.CaptureFixture[str]
) -> None:
    known, right, moved, moved_right = linked.execute(
        """
        with stays as (
            select
                keys.contact_id,
                employments.company_id,
                count(*) over (partition by employments.person_id) > 1 as has_moved,
                employments.from_date + cast(
                    (coalesce(employments.until_date, as_of.as_of_date) - employments.from_date) / 2
                    as integer
                ) as in_the_middle
            from true_employments as employments
            cross join kizuna.intermediate.int_inputs__as_of as as_of
            inner join kizuna.intermediate.int_identity__contact_keys as keys
                on keys.key_type = 'email' and employments.email = keys.key_value
        ),

        judged as (
            select
                stays.has_moved,
                exists (
                    select 1 from records
                    where
                        records.company_id = stays.company_id
                        and records.account_id = employers.account_id
                ) as is_right
            from stays
            inner join kizuna.intermediate.int_identity__contact_employers as employers
                on
                    stays.contact_id = employers.contact_id
                    and employers.known_until is null
                    and stays.in_the_middle >= employers.valid_from
                    and coalesce(stays.in_the_middle < employers.valid_until, true)
        )

        select
            count(*),
            count(*) filter (where is_right),
            count(*) filter (where has_moved),
            count(*) filter (where has_moved and is_right)
        from judged
        """
    ).fetchall()[0]
    tell(
        capsys,
        f"employers: {right} of {known} right, {moved_right} of {moved} of those who moved",
    )
    assert right >= EMPLOYERS_RIGHT * known
