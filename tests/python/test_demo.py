"""The demo company: its files load, and agree with what is written down as true."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from kizuna.demo import DEFAULT_SEED, SOURCES, DemoFiles, write_demo
from kizuna.demo.write import prepare, run_script
from kizuna.errors import KizunaError
from kizuna.home import Home, find_project
from kizuna.load import ledger
from kizuna.load.loader import FileLoad, Loader

Connection = duckdb.DuckDBPyConnection

FIRST_MOMENT = "timestamp '2023-03-31 15:00:00'"  # 2023-04-01 00:00 in Tokyo, in UTC
END = "timestamp '2026-03-31 15:00:00'"  # 2026-04-01 00:00 in Tokyo, in UTC

# What is planned, and so may lie after the last export; and our own master data, older than it all.
PLANNED = {
    ("salesforce", "opportunity", "close_date"),
    ("salesforce", "task", "activity_date"),
    ("salesforce", "campaign", "end_date"),
    ("hubspot", "deal", "property_closedate"),
    ("stripe", "subscription", "current_period_end"),
    ("stripe", "invoice", "due_date"),
    ("stripe", "invoice", "period_end"),
}
MASTER_DATA = {
    ("salesforce", "user"),
    ("salesforce", "campaign"),
    ("hubspot", "owner"),
    ("hubspot", "form"),
    ("hubspot", "deal_pipeline_stage"),
    ("stripe", "product"),
    ("stripe", "price"),
}
# Loaded by the tests of the channels.
OURS = ("salesforce", "hubspot", "stripe", "zendesk", "form_nps", "generic")


class Demo:
    """One demo company with its files, its truth and its raw tables."""

    def __init__(self, home: Home, files: DemoFiles, connection: Connection) -> None:
        self.home = home
        self.files = files
        self.connection = connection
        for path in files.truth:
            connection.execute(
                f"create temp view truth_{path.stem} as from read_parquet('{path.as_posix()}')"
            )
        self.loads: list[FileLoad] = list(Loader(find_project(), home, connection).load([]))

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()

    def number(self, sql: str) -> float:
        [(value,)] = self.query(sql)
        return float(value)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    home = Home(tmp_path_factory.mktemp("demo"))
    files = write_demo(home.landing, home.truth, sources=OURS)
    with ledger.connect(home.warehouse) as connection:
        yield Demo(home, files, connection)


def contents(files: DemoFiles, home: Home) -> dict[str, bytes]:
    return {
        path.relative_to(home.root).as_posix(): path.read_bytes()
        for path in [*files.landing, *files.truth]
    }


def prepare_one_thread(connection: Connection, **options: Any) -> None:
    prepare(connection, **options)
    connection.execute("set threads = 1")


def test_same_seed_gives_same_bytes_and_another_seed_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written(name: str, seed: int) -> dict[str, bytes]:
        home = Home(tmp_path / name)
        return contents(write_demo(home.landing, home.truth, seed=seed, events=10_000), home)

    one, three = written("one", 7), written("three", 8)
    # As on a machine with another number of cores.
    monkeypatch.setattr("kizuna.demo.write.prepare", prepare_one_thread)
    two = written("two", 7)
    assert one == two
    accounts = "landing/salesforce/account/account_20240331.csv"
    assert one[accounts] != three[accounts]
    same = {name for name in one.keys() & three.keys() if one[name] == three[name]}
    # Lists of our own people, stages and prices have no chance in them.
    assert {name.split("/")[2] for name in same if name.startswith("landing/")} <= {
        "campaign", "deal_pipeline_stage", "form", "owner", "price", "product", "program", "user"
    }  # fmt: skip


def test_sources_limit_what_is_exported(tmp_path: Path) -> None:
    home = Home(tmp_path)
    files = write_demo(home.landing, home.truth, events=10_000, sources=["stripe", "zendesk"])
    assert {path.relative_to(home.landing).parts[0] for path in files.landing} == {
        "stripe",
        "zendesk",
    }
    for name in ("account_records", "contact_records", "human_events"):
        found = duckdb.sql(
            f"select distinct source from read_parquet('{home.truth.as_posix()}/{name}.parquet')"
        ).fetchall()
        assert {source for (source,) in found} <= {"stripe", "zendesk"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"sources": ["pardot"]}, "no source pardot"),
        ({"signal": 1.5}, "--signal"),
        ({"events": 0}, "--events"),
    ],
)
def test_options_out_of_range_are_named(tmp_path: Path, options: dict[str, Any], said: str) -> None:
    with pytest.raises(KizunaError, match=said):
        write_demo(tmp_path / "landing", tmp_path / "truth", **options)
    assert list(tmp_path.iterdir()) == []


def test_every_file_loads_without_a_rejected_row(demo: Demo) -> None:
    assert [(load.file, load.error) for load in demo.loads if load.error] == []
    tables = [(load.file, table) for load in demo.loads for table in load.tables]
    assert [(file, table.problems) for file, table in tables if table.rows_rejected] == []
    loaded = {file: table.rows_loaded for file, table in tables}
    counts = dict(demo.query("select file, row_count from truth_files"))
    [(copy,)] = demo.query("select file from truth_duplicates where kind = 'same_file'")
    original = copy.replace(" (1)", "")
    # The file that was exported twice is loaded once, under one of its names.
    assert sorted([loaded.pop(copy), loaded.pop(original)]) == [0, counts[copy]]
    assert loaded == {file: count for file, count in counts.items() if file not in (copy, original)}


def test_nothing_happens_outside_the_36_months(demo: Demo) -> None:
    columns = demo.query(
        "select table_schema[5:], table_name, column_name, data_type "
        "from information_schema.columns "
        "where table_schema like 'raw_%' and table_schema <> 'raw_reference' "
        "and column_name not like '\\_%' escape '\\' "
        "and data_type in ('DATE', 'TIMESTAMP')"
    )
    seen = 0
    for source, table, column, data_type in columns:
        if (source, table, column) in PLANNED or (source, table) in MASTER_DATA:
            continue
        local_midnight = f"timezone('Asia/Tokyo', cast({column} as timestamp))"
        moment = column if data_type == "TIMESTAMP" else f"timezone('UTC', {local_midnight})"
        outside = demo.query(
            f'select {column} from raw_{source}."{table}" where not '
            f"({moment} >= {FIRST_MOMENT} and {moment} < {END})"
        )
        assert (source, table, column, outside) == (source, table, column, [])
        seen += 1
    assert seen > 40


def test_true_mrr_is_that_of_the_billing_files(demo: Demo) -> None:
    """METRICS 6 once more, from the raw rows: the last day of each month, half-up once per item."""
    wrong = demo.query(
        """
        with subscriptions as (
            select * from raw_stripe.subscription where livemode
            qualify row_number() over (partition by id order by _file desc) = 1
        ),
        items as (
            select * from raw_stripe.subscription_item
            qualify row_number() over (partition by id order by _file desc) = 1
        ),
        periods as (
            select
                subscriptions.customer_id,
                upper(prices.currency) as currency,
                cast(timezone('Asia/Tokyo', timezone('UTC', greatest(
                    items.created, coalesce(subscriptions.trial_end, items.created)
                ))) as date) as from_day,
                cast(timezone('Asia/Tokyo', timezone('UTC', least(
                    coalesce(subscriptions.ended_at, timestamp '9000-01-01 00:00:00'),
                    if(items.is_deleted, items.synced_at, timestamp '9000-01-01 00:00:00')
                ))) as date) as until_day,
                -- In hundredths of the currency.
                floor(
                    cast(
                        prices.unit_amount * items.quantity
                        * if(prices.currency = 'jpy', 100, 1) as decimal(18, 4)
                    ) / (
                        prices.recurring_interval_count
                        * if(prices.recurring_interval = 'year', 12, 1)
                    ) + 0.5
                ) as mrr
            from items
            inner join subscriptions
                on items.subscription_id = subscriptions.id
            inner join raw_stripe.price as prices on items.price_id = prices.id
            where prices.recurring_usage_type = 'licensed'
        ),
        months as (
            select unnest(generate_series(date '2023-04-01', date '2026-03-01', interval 1 month))
                as month
        ),
        measured as (
            select
                records.company_id,
                cast(months.month as date) as month,
                periods.currency,
                sum(periods.mrr) / 100 as mrr
            from months
            inner join periods
                on periods.from_day < months.month + interval 1 month
                and periods.until_day >= months.month + interval 1 month
            inner join truth_account_records as records
                on records.source = 'stripe'
                and records.source_account_id = periods.customer_id
            group by all
        )
        select company_id, month, measured.mrr, truth.mrr
        from measured
        full join (from truth_mrr_monthly where mrr > 0) as truth
            using (company_id, month, currency)
        where measured.mrr is distinct from cast(truth.mrr as double)
        """
    )
    assert wrong == []
    assert demo.number("select count(*) from truth_mrr_monthly where mrr > 0") > 2000
    kinds = demo.query(
        "select distinct recurring_interval, recurring_interval_count from raw_stripe.price "
        "where id in (select price_id from raw_stripe.subscription_item) order by all"
    )
    assert kinds == [("month", 1), ("month", 3), ("month", 6), ("year", 1)]


def test_logo_churn_is_one_to_two_percent_a_month(demo: Demo) -> None:
    churn = demo.number(
        """
        select
            count(*) filter (later.company_id is null) / count(*)
        from truth_company_months as customers
        left join truth_company_months as later
            on customers.company_id = later.company_id
            and later.is_customer
            and later.month = customers.month + interval 1 month
        where customers.is_customer and customers.month < date '2026-03-01'
        """
    )
    assert 0.009 < churn < 0.022


def test_true_records_are_those_of_the_files(demo: Demo) -> None:
    accounts = {
        "salesforce": "select id from raw_salesforce.account",
        "hubspot": "select id from raw_hubspot.company",
        "stripe": "select id from raw_stripe.customer where livemode",
        "zendesk": "select id from raw_zendesk.organizations",
    }
    for source, sql in accounts.items():
        found = {key for (key,) in demo.query(sql)}
        true = demo.query(
            f"select source_account_id from truth_account_records where source = '{source}'"
        )
        assert found == {key for (key,) in true}
        assert len(true) == len(found), "one company per record"
    people = {
        "salesforce": "select id from raw_salesforce.contact "
        "union select id from raw_salesforce.lead",
        "hubspot": "select distinct id from raw_hubspot.contact",
        "zendesk": "select distinct id from raw_zendesk.users where role = 'end-user'",
    }
    for source, sql in people.items():
        true = demo.query(
            "select distinct source_contact_id from truth_contact_records "
            f"where source = '{source}'"
        )
        assert sorted(demo.query(sql)) == sorted(true)


def test_true_events_are_in_the_files(demo: Demo) -> None:
    ids = {
        ("salesforce", "meeting_held"): "select id from raw_salesforce.event where not is_deleted",
        ("salesforce", "call_connected"): "select id from raw_salesforce.task "
        "where call_disposition = '会話' and not is_deleted",
        ("salesforce", "event_attended"): "select id from raw_salesforce.campaign_member "
        "where status = '来場'",
        ("hubspot", "question_asked"): "select conversion_id "
        "from raw_hubspot.contact_form_submission where title = 'お問い合わせ'",
        ("zendesk", "ticket_opened"): "select id from raw_zendesk.tickets",
        ("zendesk", "survey_answered"): "select 'ticket-' || ticket_id "
        "from raw_zendesk.satisfaction_ratings where score <> 'offered'",
        ("generic", "survey_answered"): "select response_id from raw_generic.survey_responses "
        "where source_system = 'generic' and not is_test",
        ("generic", "community_posted"): "select activity_id from raw_generic.activities "
        "where event_type = 'community_posted'",
    }
    for (source, event_type), sql in ids.items():
        true = {
            key
            for (key,) in demo.query(
                "select source_event_id from truth_human_events "
                f"where source = '{source}' and event_type = '{event_type}'"
            )
        }
        in_files = {key for (key,) in demo.query(sql)}
        assert (event_type, true) == (event_type, in_files)
        assert len(true) > 30
    twice = demo.query(
        "select count(*) from truth_human_events where duplicate_of_source = 'hubspot'"
    )
    assert twice[0][0] > 10
    assert demo.number(
        "select count(*) - count(distinct planted_event_id) from truth_human_events"
    ) == 0  # fmt: skip


def test_corporate_numbers_have_a_valid_check_digit(demo: Demo) -> None:
    numbers = [number for (number,) in demo.query("select corporate_number from truth_companies")]
    assert len(set(numbers)) == len(numbers) == 200
    for number in numbers:
        weighted = sum(
            int(digit) * (1 if place % 2 else 2)
            for place, digit in enumerate(reversed(number[1:]), 1)
        )
        assert (len(number), int(number[0])) == (13, 9 - weighted % 9)


def test_churn_has_its_planted_reasons(demo: Demo) -> None:
    reasons = dict(
        demo.query("select churn_reason, count(*) from truth_companies group by churn_reason")
    )
    assert set(reasons) == {
        None, "disengaged", "champion_left", "unresolved_tickets", "price", "no_reason"
    }  # fmt: skip
    assert sum(reasons.values()) - reasons[None] >= 30
    left = demo.number(
        """
        select count(*)
        from truth_companies as companies
        inner join truth_employments as employments
            on companies.company_id = employments.company_id
            and employments.until_date between companies.churned_on - 250 and companies.churned_on
        where companies.churn_reason = 'champion_left'
        """
    )
    assert left >= reasons["champion_left"]


def test_engagement_and_satisfaction_are_related_and_not_equal(demo: Demo) -> None:
    [(correlation, silent_and_loyal, busy_and_unhappy)] = demo.query(
        "select corr(engagement_over_life, satisfaction_over_life), "
        "count(*) filter (engagement_over_life < 0.35 and satisfaction_over_life > 0.65), "
        "count(*) filter (engagement_over_life > 0.55 and satisfaction_over_life < 0.35) "
        "from truth_companies"
    )
    assert 0.15 < correlation < 0.8
    assert silent_and_loyal >= 5
    assert busy_and_unhappy >= 5


def test_people_change_employer_and_address(demo: Demo) -> None:
    [(movers, same_address)] = demo.query(
        """
        select count(*), count(*) filter (old.email = new.email)
        from truth_employments as old
        inner join truth_employments as new
            on old.person_id = new.person_id and old.until_date = new.from_date
        """
    )
    assert movers >= 15
    assert same_address == 0
    # In HubSpot the record goes along, in Salesforce there is a new one.
    [(hubspot, salesforce)] = demo.query(
        """
        select
            count(distinct source_contact_id) filter (source = 'hubspot'),
            count(distinct source_contact_id) filter (source = 'salesforce')
        from (
            select source, source_contact_id
            from truth_contact_records
            where email not like 'demo-%'
            group by all
            having count(distinct email) > 1
        )
        """
    )
    assert hubspot >= 3
    assert salesforce == 0


def test_some_use_free_and_carrier_mail(demo: Demo) -> None:
    kinds = dict(demo.query("select kind, count(*) from truth_people group by kind"))
    assert kinds["free_mail"] > 30
    assert kinds["carrier_mail"] > 5
    assert kinds["business"] > 10 * kinds["free_mail"]
    providers = demo.query(
        "select distinct split_part(email, '@', 2) from truth_contact_records "
        "where email not like '%.example' and email not like 'demo-%'"
    )
    assert providers == [], "addresses at real providers are recognisable"


def test_over_contacted_people_stop_reacting(demo: Demo) -> None:
    [(tired, before, after)] = demo.query(
        """
        select
            count(distinct people.person_id),
            count(*) filter (events.occurred_at < people.fatigue_from),
            count(*) filter (events.occurred_at >= people.fatigue_from and events.event_type in (
                'meeting_held', 'call_connected', 'survey_answered', 'event_attended',
                'content_downloaded', 'community_posted'
            ))
        from truth_people as people
        inner join truth_human_events as events on people.person_id = events.person_id
        where people.has_reaction_fatigue
        """
    )
    assert tired >= 10
    assert before > 30
    assert after == 0
    messages = demo.number(
        """
        select count(*) / count(distinct people.person_id)
        from truth_people as people
        inner join truth_contact_records as records on people.person_id = records.person_id
        inner join raw_salesforce.task as tasks on records.source_contact_id = tasks.who_id
        where people.is_over_contacted
        """
    )
    assert messages > 40


def test_one_name_three_names_and_one_domain(demo: Demo) -> None:
    one_name = demo.query(
        "select company_name, count(distinct corporate_number), count(distinct domain) "
        "from truth_companies where planted = 'same_name' group by company_name"
    )
    assert [counts for _, *counts in one_name] == [[2, 2]] * len(one_name)
    assert len(one_name) >= 2
    three = demo.query(
        "select company_id, count(distinct variant) from truth_name_variants "
        "where company_id in "
        "(select company_id from truth_companies where planted = 'three_names') "
        "group by company_id"
    )
    assert len(three) >= 2
    assert min(names for _, names in three) >= 3
    groups = demo.query(
        "select domain, count(distinct corporate_number) from truth_companies "
        "where domain is not null group by domain having count(*) > 1"
    )
    assert [members for _, members in groups] == [3] * len(groups)
    assert len(groups) >= 2
    kinds = dict(
        demo.query(
            "select kind, count(*) from truth_ambiguities where source = 'hubspot' group by kind"
        )
    )
    assert min(kinds["same_name"], kinds["shared_domain"]) >= 2


def test_records_are_linkable_but_for_some(demo: Demo) -> None:
    linkable = demo.number("select avg(cast(is_linkable as integer)) from truth_account_records")
    assert 0.85 < linkable < 0.98
    spellings = {
        kind
        for (kind,) in demo.query("select distinct name_kind from truth_name_variants")
    }  # fmt: skip
    assert len(spellings) >= 10
    both = demo.number(
        """
        select count(*)
        from (
            select company_id from truth_account_records
            where source in ('salesforce', 'hubspot')
            group by company_id
            having count(distinct source) = 2
        )
        """
    )
    assert 40 < both < 100, "the two CRMs overlap in part"


def test_duplicates_and_late_files(demo: Demo) -> None:
    kinds = dict(demo.query("select kind, count(*) from truth_duplicates group by kind"))
    assert kinds.keys() >= {
        "same_row", "same_file", "second_account", "merged_account", "merged_contact"
    }  # fmt: skip
    assert kinds["same_row"] > 20
    repeated = demo.number(
        "select count(*) from (select id from raw_salesforce.task group by id having count(*) > 1)"
    )
    assert repeated == demo.number(
        "select count(*) from truth_duplicates "
        "where kind = 'same_row' and file like 'salesforce/task/%'"
    )
    merged = demo.query("select id from raw_salesforce.account where master_record_id is not null")
    assert sorted(merged) == sorted(
        demo.query(
            "select row_key from truth_duplicates "
            "where kind = 'merged_account' and source = 'salesforce'"
        )
    )
    late = {file for (file,) in demo.query("select file from truth_late_files")}
    assert len(late) >= 3
    assert late <= {file for (file,) in demo.query("select file from truth_files")}
    last = demo.query("select count(*) from truth_files where load_no = 2")
    assert last[0][0] > 8


def test_nps_of_each_wave_lies_in_the_middle_and_some_scores_are_blank(demo: Demo) -> None:
    waves = demo.query(
        """
        with answers as (
            select
                *,
                unicode(answers ->> '$.recommend') > 255 as is_wide,
                try_cast(
                    translate(
                        answers ->> '$.recommend', '０１２３４５６７８９', '0123456789'
                    ) as double
                ) as score
            from raw_generic.survey_forms
            where
                source_system = 'form_nps'
                and not is_test
                and coalesce(email not like '%@tsumugino.example', true)
        )
        select
            survey_id,
            count(*),
            count(*) - count(score),
            count(*) filter (is_wide),
            count(*) filter (score > 10 or score <> floor(score)),
            count(*) filter (score between 9 and 10),
            count(*) filter (score between 7 and 8 and score = floor(score)),
            count(*) filter (score <= 6)
        from answers group by survey_id order by survey_id
        """
    )
    assert len(waves) == 5
    for found in zip(*waves, strict=True):
        assert isinstance(found[0], str) or sum(found) > 3
    for _, answers, *_, promoters, passives, detractors in waves:
        assert 50 <= answers <= 250
        assert -40 <= 100 * (promoters - detractors) / (promoters + passives + detractors) <= 30
    true = demo.query(
        "select survey_id, promoters, passives, detractors from truth_nps_waves order by 1"
    )
    assert true == [(survey, *groups) for survey, _, _, _, _, *groups in waves]
    assert 400 <= sum(sum(groups) for _, *groups in true) <= 500


def test_who_was_asked_to_recommend_us_is_in_the_lists(demo: Demo) -> None:
    invited = demo.query(
        "select survey_id, count(*), count(distinct email) from raw_generic.survey_invitations "
        "where not is_test group by 1 order by 1"
    )
    true = demo.query(
        "select survey_id, invited, invited from truth_nps_waves where invited > 0 order by 1"
    )
    assert invited == true
    assert len(invited) == 4
    assert demo.number("select count(*) from raw_generic.survey_invitations where is_test") == 4
    # Nobody answers before being asked, and most keep silent.
    [(early, rate)] = demo.query(
        "select count(*) filter (responded_at < invited_at), count(responded_at) / count(*) "
        "from truth_recommendations where invited_at is not null"
    )
    assert early == 0
    assert 0.1 <= rate <= 0.3
    twice = demo.number(
        """
        with asked as (
            select person_id, coalesce(invited_at, responded_at) as asked_at
            from truth_recommendations where person_id is not null
        )
        select count(distinct a.person_id)
        from asked as a
        inner join asked as b
            on a.person_id = b.person_id
            and b.asked_at > a.asked_at
            and b.asked_at < a.asked_at + interval 90 day
        """
    )
    assert twice > 30


def test_transactional_answers_hold_what_real_ones_do(demo: Demo) -> None:
    [(answers, tests, odd)] = demo.query(
        "select count(*), count(*) filter (is_test), "
        "count(*) filter (score > 10 or score <> floor(score)) "
        "from raw_generic.survey_responses where survey_id = 'tnps'"
    )
    assert 280 <= answers <= 360
    assert tests >= 3
    assert odd >= 4
    true = demo.query(
        "select source_response_id, score from truth_recommendations "
        "where survey_type = 'transactional' order by 1"
    )
    assert true == demo.query(
        "select response_id, score from raw_generic.survey_responses "
        "where survey_id = 'tnps' order by 1"
    )
    touchpoints = demo.query(
        "select survey_id, touchpoint from raw_generic.survey_responses group by all order by all"
    )
    assert touchpoints == [
        ("csat", "onboarding"),
        ("csat", "support"),
        ("csat", "training"),
        ("tnps", "onboarding"),
        ("tnps", "training"),
    ]


def test_most_detractors_are_called_within_two_days(demo: Demo) -> None:
    [(low, soon, late)] = demo.query(
        """
        select
            count(*),
            count(*) filter (follow_up_at <= responded_at + interval 48 hour),
            count(*) filter (follow_up_at > responded_at + interval 48 hour)
        from truth_recommendations
        where score <= 6 and invalid_reason is null and not is_anonymous
        """
    )
    assert 100 <= low <= 200
    assert 0.6 <= soon / low <= 0.8
    assert late >= 10
    assert soon + late < low


def test_answers_follow_satisfaction_and_drivers_stand_in_their_order(demo: Demo) -> None:
    [(recommend, product, support, ease)] = demo.query(
        """
        with answers as (
            select
                companies.hidden_satisfaction as satisfaction,
                truth.score,
                cast((forms.answers ->> '$.product')[1] as integer) as product,
                try_cast(forms.answers ->> '$.support' as integer) as support,
                try_cast(forms.answers ->> '$.ease' as integer) as ease
            from truth_recommendations as truth
            inner join truth_companies as companies using (company_id)
            inner join raw_generic.survey_forms as forms
                on truth.survey_id = forms.survey_id
                and truth.email = forms.email and truth.responded_at = forms.responded_at
            where truth.invalid_reason is null
        )
        select corr(satisfaction, score), corr(score, product), corr(score, support),
            corr(score, ease)
        from answers
        """
    )
    assert recommend > 0.5
    assert product > support + 0.1 > ease + 0.3
    satisfied = demo.query(
        "select count(*) filter (is_engaged and is_satisfied), "
        "count(*) filter (is_engaged and not is_satisfied), "
        "count(*) filter (not is_engaged and is_satisfied), "
        "count(*) filter (not is_engaged and not is_satisfied) from truth_companies"
    )
    assert min(satisfied[0]) > 5


def test_forms_of_the_tools(demo: Demo) -> None:
    form = (demo.home.landing / "form_nps" / "nps-2025-05.csv").read_bytes()
    assert form.decode("cp932").startswith("回答日時,アンケート番号,回答区分,")
    assert form.count(b"\r\n") == form.count(b"\n")
    header = (
        (demo.home.landing / "salesforce" / "contact" / "contact_20240331.csv")
        .read_text(encoding="utf-8")
        .splitlines()[0]
    )
    assert header.startswith('"Id","IsDeleted","MasterRecordId","AccountId"')
    assert '"IsDecisionMaker__c"' in header


def customer_months(signal: float, scratch: Path) -> tuple[float, float, int]:
    """Correlations of engagement and of what people do with leaving within three months."""
    with duckdb.connect() as connection:
        prepare(connection, events=400_000, signal=signal, scratch=scratch)
        for script in ("random", "words", "calendar", "companies", "people", "crm_records"):
            run_script(connection, script)
        run_script(connection, "crm_activities")
        found = connection.execute(
            """
            with meetings as (
                select company_no, month_no_of(cast(occurred_at as date)) as month_no, count(*) as n
                from crm_activities where kind in ('meeting_held', 'call_connected') group by all
            ),
            states as (
                select
                    months.engagement,
                    coalesce(meetings.n, 0) / (3 + sqrt(companies.employees)) as activity,
                    coalesce(
                        month_no_of(companies.churned_on) - months.month_no between 0 and 3
                        and companies.churned_on <= last_day_of_all(), false
                    ) as leaves
                from company_months as months
                inner join companies on months.company_no = companies.company_no
                left join meetings
                    on months.company_no = meetings.company_no
                    and months.month_no = meetings.month_no
                where
                    months.is_customer
                    and coalesce(
                        companies.churned_on > first_day() + to_months(months.month_no), true
                    )
            )
            select
                corr(engagement, cast(leaves as integer)),
                corr(activity, cast(leaves as integer)),
                count(*) filter (leaves)
            from states
            """
        ).fetchall()
    [(hidden, seen, leaving)] = found
    return hidden, seen, leaving


def test_behaviour_tells_of_churn_as_far_as_signal_says(tmp_path: Path) -> None:
    hidden, seen, leaving = customer_months(1.0, tmp_path)
    assert leaving > 300
    assert hidden < -0.12
    assert seen < -0.03
    hidden, seen, leaving = customer_months(0.0, tmp_path)
    assert leaving > 300
    assert abs(hidden) < 0.04
    assert abs(seen) < 0.03


def test_sources_and_seed_are_what_the_command_line_offers() -> None:
    assert set(OURS) <= set(SOURCES)
    assert DEFAULT_SEED == 20260331
