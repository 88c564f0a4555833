"""Mail, webinars, web and social media of the demo company: what is planted stands in the files."""

from __future__ import annotations

import csv
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from kizuna.demo.write import write_demo
from kizuna.home import Home, find_project
from kizuna.load import ledger
from kizuna.load.loader import Loader

Connection = duckdb.DuckDBPyConnection
CHANNELS = ["facebook", "ga4", "generic", "marketo", "x", "zoom"]
ACTIVITIES = {"open": "open_email", "click": "click_email", "unsubscribe": "unsubscribe_email"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("channels")
    write_demo(folder / "landing", folder / "truth", sources=CHANNELS)
    return folder


def open_files(home: Path) -> Connection:
    """Make a view of each Marketo table and of the truth, and one of all sends and events."""
    connection = duckdb.connect()
    for folder in (home / "landing" / "marketo").iterdir():
        connection.execute(
            f"create table {folder.name} as select * from read_csv('{folder}/*.csv', "
            "all_varchar = true, filename = true)"
        )
        if folder.name.startswith("activity"):
            connection.execute(f"alter table {folder.name} alter activity_date type timestamp")
    for file in (home / "truth").glob("*.parquet"):
        connection.execute(f"create view truth_{file.stem} as select * from '{file}'")
    parts = [
        f"select distinct id, lead_id, campaign_id, '{kind}' as event_type, "
        f"{'link' if kind == 'click' else 'null'} as link, "
        f"{'null' if kind == 'unsubscribe' else 'user_agent'} as user_agent, "
        f"{'null' if kind == 'unsubscribe' else 'is_bot_activity'} as is_bot_activity, "
        f"activity_date as occurred_at from activity_{name}"
        for kind, name in ACTIVITIES.items()
    ]
    connection.execute(
        "create table doings as select doings.*, truth.is_machine, truth.machine_reason, "
        "truth.send_id, truth.person_id, truth.company_id, delivered.activity_date as arrived_at "
        f"from ({' union all '.join(parts)}) as doings "
        "left join truth_email_events as truth "
        "on truth.source = 'marketo' and doings.id = truth.source_event_id "
        "left join (select distinct lead_id, campaign_id, activity_date "
        "from activity_email_delivered) as delivered using (lead_id, campaign_id)"
    )
    return connection


@pytest.fixture(scope="module")
def mail(home: Path) -> Iterator[Connection]:
    with open_files(home) as connection:
        yield connection


def number(connection: Connection, sql: str) -> float:
    row = connection.execute(sql).fetchone()
    assert row is not None
    return float(row[0])


def test_mail_rates_are_plausible(mail: Connection) -> None:
    sent = number(
        mail,
        "select count(distinct id) from activity_send_email "
        "where coalesce(action_result, 'succeeded') = 'succeeded'",
    )
    delivered = number(mail, "select count(distinct id) from activity_email_delivered")
    hard = number(mail, "select count(distinct id) from activity_email_bounced")
    soft = number(mail, "select count(distinct id) from activity_email_bounced_soft")
    opened, clicked, unsubscribed = (
        number(mail, f"select count(distinct send_id) from doings where event_type = '{kind}'")
        for kind in ("open", "click", "unsubscribe")
    )
    assert sent == delivered + hard + soft
    assert 0.20 < opened / delivered < 0.35
    assert 0.02 < clicked / delivered < 0.05
    assert 0 < hard / sent < 0.01
    assert 0.004 < soft / sent < 0.013
    assert 0 < unsubscribed / delivered < 0.003
    skipped = number(
        mail, "select count(*) from activity_send_email where action_result = 'skipped'"
    )
    assert 0 < skipped < 0.01 * sent


def machine_share(connection: Connection) -> float:
    return number(
        connection,
        "select avg(cast(is_machine as integer)) from truth_email_events "
        "where source = 'marketo' and event_type in ('open', 'click')",
    )


def test_machines_have_the_same_share_whatever_the_size(mail: Connection, tmp_path: Path) -> None:
    write_demo(
        tmp_path / "landing", tmp_path / "truth", seed=11, events=120_000, sources=["marketo"]
    )
    with open_files(tmp_path) as larger:
        shares = [machine_share(mail), machine_share(larger)]
    assert all(0.15 < share < 0.25 for share in shares)
    assert abs(shares[0] - shares[1]) < 0.03


def test_truth_of_mail_agrees_with_the_files_row_by_row(mail: Connection, home: Path) -> None:
    unknown = number(mail, "select count(*) from doings where is_machine is null")
    wrong = number(
        mail,
        "select count(*) from doings inner join truth_email_events as truth "
        "on doings.id = truth.source_event_id "
        "where truth.event_type <> doings.event_type or truth.occurred_at <> doings.occurred_at "
        "or truth.is_machine <> (truth.machine_reason is not null)",
    )
    ids = number(mail, "select count(distinct id) from doings")
    truths = number(mail, "select count(*) from truth_email_events where source = 'marketo'")
    assert (unknown, wrong) == (0, 0)
    assert ids == truths > 4000
    generic = f"read_csv('{home}/landing/generic/email_events/*.csv', all_varchar = true)"
    missing = number(
        mail,
        f"select count(*) from {generic} as events "
        "full join (select * from truth_email_events where source = 'generic') as truth "
        "on events.event_id = truth.source_event_id "
        "where coalesce(events.event_type, '') not in ('delivered', 'soft_bounce') "
        "and (truth.source_event_id is null or events.event_id is null "
        "or truth.event_type <> events.event_type)",
    )
    assert missing == 0
    complaints = number(mail, f"select count(*) from {generic} where event_type = 'complaint'")
    assert 1 <= complaints <= 20


def test_a_doing_belongs_to_the_owner_of_the_address_and_to_the_employer_of_its_time(
    mail: Connection,
) -> None:
    wrong = number(
        mail,
        "select count(*) from doings "
        "inner join truth_contact_records as records "
        "on records.source = 'marketo' and doings.lead_id = records.source_contact_id "
        "inner join truth_employments as employments "
        "on records.person_id = employments.person_id "
        "and doings.occurred_at + interval 9 hour >= employments.from_date "
        "and (employments.until_date is null "
        "or doings.occurred_at + interval 9 hour < employments.until_date) "
        "where doings.person_id <> records.person_id "
        "or doings.company_id <> employments.company_id",
    )
    assert wrong == 0


MACHINE_RULES = {
    "privacy_proxy": "event_type = 'open' and user_agent = 'Mozilla/5.0'",
    "vendor_flag": "is_bot_activity = 'true'",
    "double_activity": "is_bot_activity = 'true' and acts_in_second >= 2",
    "same_second_links": "event_type = 'click' and links_in_second >= 2",
    "click_within_5s": "event_type = 'click' and abs(epoch(occurred_at) - epoch(arrived_at)) < 5",
    "all_links_within_10s": (
        "event_type = 'click' and links_of_mail >= 3 and links_around = links_of_mail"
    ),
}
"""METRICS 4, on the view `judged`."""

LOOK_ALIKES = {
    "privacy_proxy": "event_type = 'open' and user_agent like 'Mozilla/5.0 (iPhone%'",
    "vendor_flag": "is_bot_activity = 'false'",
    "double_activity": "acts_in_second >= 2 and links_in_second = 1 and event_type = 'open'",
    "same_second_links": "event_type = 'click' and acts_in_second >= 2 and links_in_second = 1",
    "click_within_5s": (
        "event_type = 'click' and epoch(occurred_at) - epoch(arrived_at) between 10 and 25"
    ),
    "all_links_within_10s": (
        "event_type = 'click' and links_around = links_of_mail and links_of_mail = 2"
    ),
}
"""What humans do that comes close to it."""


@pytest.fixture(scope="module")
def judged(mail: Connection) -> Connection:
    mail.execute(
        "create table judged as "
        "with links as (select campaign_id, count(distinct link) as links_of_mail "
        "from doings group by campaign_id), "
        "seconds as (select send_id, occurred_at, count(*) as acts_in_second, "
        "count(distinct link) as links_in_second from doings group by send_id, occurred_at), "
        "around as (select doings.id, max(others.links) as links_around from doings inner join ("
        "select first.send_id, first.occurred_at as from_at, count(distinct next.link) as links "
        "from doings as first inner join doings as next on first.send_id = next.send_id "
        "and next.occurred_at >= first.occurred_at "
        "and next.occurred_at <= first.occurred_at + interval 10 second "
        "where first.event_type = 'click' group by all) as others "
        "on doings.send_id = others.send_id and doings.occurred_at >= others.from_at "
        "and doings.occurred_at <= others.from_at + interval 10 second "
        "where doings.event_type = 'click' group by doings.id) "
        "select doings.*, links_of_mail, acts_in_second, links_in_second, links_around "
        "from doings inner join links using (campaign_id) "
        "inner join seconds using (send_id, occurred_at) left join around using (id)"
    )
    return mail


@pytest.mark.parametrize("reason", MACHINE_RULES)
def test_each_kind_of_machine_is_planted_and_keeps_its_rule(
    judged: Connection, reason: str
) -> None:
    of_kind = f"from judged where machine_reason = '{reason}'"
    assert number(judged, f"select count(*) {of_kind}") >= 20
    assert (
        number(
            judged, f"select count(*) {of_kind} and not coalesce({MACHINE_RULES[reason]}, false)"
        )
        == 0
    )


@pytest.mark.parametrize("reason", LOOK_ALIKES)
def test_humans_come_close_to_each_rule_and_do_not_meet_it(judged: Connection, reason: str) -> None:
    humans = "from judged where not is_machine"
    assert number(judged, f"select count(*) {humans} and {MACHINE_RULES[reason]}") == 0
    assert number(judged, f"select count(*) {humans} and {LOOK_ALIKES[reason]}") >= 5


def test_humans_click_two_links_a_minute_apart_and_all_links_one_by_one(judged: Connection) -> None:
    apart = number(
        judged,
        "select count(*) from judged as one inner join judged as other using (send_id) "
        "where not one.is_machine and not other.is_machine and one.event_type = 'click' "
        "and other.event_type = 'click' and one.link <> other.link "
        "and epoch(other.occurred_at) - epoch(one.occurred_at) between 45 and 400",
    )
    all_links = number(
        judged,
        "select count(*) from (select send_id from judged where event_type = 'click' "
        "and not is_machine and links_of_mail >= 3 group by send_id "
        "having count(distinct link) = any_value(links_of_mail))",
    )
    assert apart >= 20
    assert all_links >= 5


def test_people_click_without_an_open(mail: Connection) -> None:
    clicks = "select send_id from doings where event_type = 'click' and not is_machine"
    opens = "select send_id from doings where event_type = 'open'"
    human_opens = f"{opens} and not is_machine"
    without_any = number(mail, f"select count(*) from ({clicks} except {opens})")
    without_human = number(mail, f"select count(*) from ({clicks} except {human_opens})")
    assert without_human > without_any >= 5


def test_the_same_activity_comes_in_two_files(mail: Connection) -> None:
    for table in ("send_email", "email_delivered", "open_email", "click_email"):
        repeated = number(
            mail,
            f"select count(*) from (select id from activity_{table} group by id "
            "having count(*) = 2 and count(distinct filename) = 2)",
        )
        assert repeated > 0
        rows = number(mail, f"select count(*) from activity_{table}")
        ids = number(mail, f"select count(distinct id) from activity_{table}")
        assert rows == ids + repeated


def test_mail_goes_to_the_old_address_until_it_bounces(mail: Connection) -> None:
    left = (
        "from activity_send_email as sends inner join truth_contact_records as records "
        "on records.source = 'marketo' and sends.lead_id = records.source_contact_id "
        "where sends.activity_date + interval 9 hour >= records.valid_until"
    )
    assert number(mail, f"select count(*) {left}") >= 20
    after_bounce = number(
        mail,
        "select count(*) from activity_send_email as sends inner join activity_email_bounced "
        "as bounces using (lead_id) where sends.activity_date > bounces.activity_date",
    )
    bounced = number(
        mail,
        f"select count(distinct lead_id) from activity_email_bounced "
        f"where lead_id in (select lead_id {left})",
    )
    reactions = number(
        mail,
        "select count(*) from doings inner join truth_contact_records as records "
        "on records.source = 'marketo' and doings.lead_id = records.source_contact_id "
        "where doings.occurred_at + interval 9 hour >= records.valid_until",
    )
    assert (after_bounce, reactions) == (0, 0)
    assert bounced >= 10


def open_rate(connection: Connection, condition: str) -> float:
    """Return human opens per delivered mail."""
    return number(
        connection,
        "with mails as (select distinct delivered.lead_id, delivered.campaign_id, "
        "delivered.activity_date as arrived_at, records.person_id "
        "from activity_email_delivered as delivered "
        "inner join truth_contact_records as records "
        "on records.source = 'marketo' and delivered.lead_id = records.source_contact_id), "
        "opens as (select distinct lead_id, campaign_id from doings "
        "where event_type = 'open' and not is_machine) "
        "select count(opens.lead_id) / count(*) from mails "
        "inner join truth_people as people using (person_id) "
        "inner join truth_companies as companies on people.company_id = companies.company_id "
        f"left join opens using (lead_id, campaign_id) where {condition}",
    )


def test_reactions_follow_engagement_and_tire(mail: Connection) -> None:
    assert open_rate(mail, "engagement_over_life > 0.6") > 1.5 * open_rate(
        mail, "engagement_over_life < 0.3"
    )
    tired = open_rate(mail, "has_reaction_fatigue and arrived_at > timestamp '2025-10-01'")
    others = open_rate(mail, "not is_over_contacted and arrived_at > timestamp '2025-10-01'")
    assert tired < 0.3 * others


def test_people_merge_and_are_deleted(mail: Connection) -> None:
    merged = mail.execute(
        "select merges.lead_id, vanished.person_id = kept.person_id "
        "from activity_merge_leads as merges "
        "inner join truth_contact_records as kept "
        "on kept.source = 'marketo' and kept.source_contact_id = merges.lead_id "
        "inner join truth_contact_records as vanished on vanished.source = 'marketo' "
        "and vanished.source_contact_id = regexp_extract(merges.merge_ids, '[0-9]+')"
    ).fetchall()
    assert len(merged) >= 5
    assert all(same for _, same in merged)
    assert number(mail, "select count(*) from activity_delete_lead") >= 5


# Zoom


def zoom_time(text: str) -> datetime | None:
    for form in ("%m/%d/%Y %I:%M:%S %p", "%Y年%m月%d日 %H:%M:%S"):
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return None


Span = tuple[datetime, datetime]
Session = tuple[Span, dict[str, list[Span]]]


@pytest.fixture(scope="module")
def sessions(home: Path) -> dict[str, Session]:
    """The sessions: begin and end, and of each address when it was connected."""
    found: dict[str, Session] = {}
    for file in sorted((home / "landing" / "zoom" / "attendee_report").glob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.reader(lines))
        begin = zoom_time(rows[3][2])
        assert begin is not None
        spans: dict[str, list[Span]] = defaultdict(list)
        for row in rows[13:]:
            joined, left = zoom_time(row[5]), zoom_time(row[6])
            if joined and left:
                spans[row[2]].append((joined, left))
        found[file.stem] = (begin, begin + timedelta(minutes=int(rows[3][3]))), spans
    return found


def presence(session: Span, spans: list[Span]) -> float:
    """Return the minutes of the union of spans, cut to the session (METRICS 4)."""
    covered = timedelta()
    until = session[0]
    for joined, left in sorted(spans):
        start, end = max(joined, until), min(left, session[1])
        if end > start:
            covered += end - start
            until = end
    return covered.total_seconds() / 60


def test_webinars_hold_the_known_cases(sessions: dict[str, Session]) -> None:
    everybody = [(span, spans) for span, people in sessions.values() for spans in people.values()]
    golden = [
        presence(span, spans)
        for span, spans in everybody
        if (span[0].hour, span[0].minute, span[0].second) == (9, 0, 0)
        and sorted(spans)
        == [
            (span[0], span[0] + timedelta(minutes=30)),
            (span[0] + timedelta(minutes=35), span[0] + timedelta(minutes=90)),
        ]
    ]
    assert golden == [85.0]
    twice = [sorted(spans) for _, spans in everybody if len(spans) > 1]
    assert any(one[1] < two[0] for one, two, *_ in twice), "somebody comes back"
    assert any(two[0] < one[1] for one, two, *_ in twice), "somebody has two devices"
    assert any(joined < span[0] for span, spans in everybody for joined, _ in spans)
    assert any(left > span[1] for span, spans in everybody for _, left in spans)
    assert all(presence(span, spans) > 0 for span, spans in everybody)


def test_some_come_to_the_weekly_webinar_again_and_again(sessions: dict[str, Session]) -> None:
    ids = [name.split("_")[1] for name in sessions]
    weekly = max(set(ids), key=ids.count)
    series = [people for name, (_, people) in sorted(sessions.items()) if weekly in name]
    assert len(series) >= 10
    streaks = {
        email: max(
            len(run)
            for run in re.findall("1*", "".join("01"[email in people] for people in series))
        )
        for email in set().union(*series)
    }
    assert max(streaks.values()) >= 5
    assert min(streaks.values()) <= 2


def test_webinars_have_both_languages_and_their_polls_and_questions(home: Path) -> None:
    titles: dict[str, set[str]] = defaultdict(set)
    for file in (home / "landing" / "zoom").rglob("*.csv"):
        with file.open(encoding="utf-8-sig") as lines:
            titles[file.parent.name].add(lines.readline().strip())
    assert titles == {
        "attendee_report": {"Attendee Report", "出席者レポート"},
        "poll_report": {"Poll Report", "投票レポート"},
        "qa_report": {"Q&A Report", "Q&Aレポート"},
    }


def test_an_attendance_that_the_crm_tells_of_too_is_one_event(mail: Connection) -> None:
    attended = "from truth_human_events where event_type = 'webinar_attended'"
    twice = number(mail, f"select count(*) {attended} and duplicate_of_source = 'salesforce'")
    assert number(mail, f"select count(*) {attended}") > 2 * twice > 200
    ids = number(mail, "select count(*) - count(distinct planted_event_id) from truth_human_events")
    assert ids == 0


# Web


@pytest.fixture(scope="module")
def web(home: Path, mail: Connection) -> Connection:
    """Hits and sessions of the daily export, without those that came twice."""
    mail.execute(
        "create table hits as select distinct user_pseudo_id, user_id, event_name, "
        "cast(event_timestamp as bigint) as microsecond, "
        + ", ".join(
            f"list_filter(event_params, lambda p: p.key = '{key}')[1].value.{kind} as {name}"
            for key, kind, name in (
                ("ga_session_id", "int_value", "session_id"),
                ("session_engaged", "string_value", "flag_as_text"),
                ("session_engaged", "int_value", "flag_as_number"),
                ("engagement_time_msec", "int_value", "engagement_ms"),
            )
        )
        + f" from read_json('{home}/landing/ga4/events/*.json', format = 'newline_delimited', "
        "columns = {event_timestamp: 'varchar', event_name: 'varchar', user_pseudo_id: 'varchar', "
        "user_id: 'varchar', event_params: 'struct(key varchar, value struct(string_value varchar, "
        "int_value bigint))[]'})"
    )
    mail.execute(
        "create table visits as select user_pseudo_id || '.' || session_id as session_key, "
        "max(user_id) as user_id, sum(engagement_ms) as engagement_ms, "
        "count(*) filter (event_name = 'page_view') as views, "
        "count(*) filter (event_name in ('file_download', 'form_submit', 'sign_up')) "
        "as key_events, "
        "count(flag_as_text) as texts, count(flag_as_number) as numbers, "
        "make_timestamp(min(microsecond)) as started_at "
        "from hits where user_pseudo_id is not null group by all"
    )
    return mail


def test_sessions_stand_on_both_sides_of_ten_seconds(web: Connection) -> None:
    lonely = "from visits where views = 1 and key_events = 0"
    assert number(web, f"select count(*) {lonely} and engagement_ms = 10000") >= 5
    assert number(web, f"select count(*) {lonely} and engagement_ms = 10001") >= 5
    assert number(web, f"select count(*) {lonely} and engagement_ms < 10000") >= 50
    assert number(web, "select count(*) from visits where key_events > 0") >= 50


def test_the_vendors_flag_comes_as_text_and_as_a_number(web: Connection) -> None:
    assert number(web, "select count(*) from visits where texts > 0") > 100
    assert number(web, "select count(*) from visits where numbers > 0") > 100
    assert number(web, "select count(*) from visits where texts > 0 and numbers > 0") == 0


def test_known_people_are_logged_in_and_others_have_a_pseudo_id_only(web: Connection) -> None:
    wrong = number(
        web,
        "select count(*) from visits full join (select * from truth_human_events "
        "where source = 'ga4' and event_type in ('session_engaged', 'page_viewed')) as truth "
        "on visits.session_key = truth.source_event_id "
        "where (visits.user_id is null) <> (truth.source_event_id is null) "
        "or (truth.event_type = 'session_engaged') "
        "<> (engagement_ms > 10000 or key_events > 0 or views >= 2) "
        "or truth.occurred_at <> visits.started_at",
    )
    assert wrong == 0
    named = number(web, "select count(user_id) / count(*) from visits")
    assert 0.3 < named < 0.7
    assert number(web, "select count(*) from hits where user_pseudo_id is null") > 5
    known = number(
        web,
        "select avg(cast(regexp_full_match(user_id, '003\\w{15}|\\d{11}|[0-9a-f]{64}') "
        "as integer)) from visits where user_id is not null",
    )
    assert known == 1


# Files


def test_social_files_have_their_vendors_form(home: Path) -> None:
    landing = home / "landing"
    headers = []
    for file in sorted((landing / "facebook").rglob("*.csv")):
        assert file.read_bytes().startswith(b"\xef\xbb\xbf")
        with file.open(encoding="utf-8-sig", newline="") as lines:
            header, description, *rows = csv.reader(lines)
        assert any(text.startswith(("Lifetime:", "Daily:")) for text in description)
        assert len(rows) >= (15 if "Post Level" in file.name else 180)
        headers.append((file.name, header))
    shares = "Lifetime Post Stories by action type - share"
    posts = [shares in header for name, header in headers if "Post Level" in name]
    assert posts == [False, *[True] * 5]
    activity = list((landing / "x").rglob("*.csv"))
    assert len(activity) == 12
    for file in activity:
        with file.open(encoding="utf-8", newline="") as lines:
            assert {len(post) for post in csv.reader(lines)} == {40}


def test_files_load_without_a_reject(home: Path) -> None:
    """One file of each folder, and of Zoom's reports one in each language."""
    chosen = []
    for folder in sorted(
        {file.parent for file in (home / "landing").rglob("*.*") if file.is_file()}
    ):
        files = sorted(folder.iterdir(), key=lambda file: file.stem[-8:])
        ours = folder.parent.name != "generic" or folder.name.startswith("email")
        if ours:
            chosen += [files[0], files[-1]] if folder.parent.name == "zoom" else [files[-1]]
    chosen += sorted((home / "landing").rglob("social_listening*"))[-1:]
    target = Home(home / "loaded")
    for file in chosen:
        copy = target.landing / file.relative_to(home / "landing")
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, copy)
    with ledger.connect(target.warehouse) as connection:
        loads = list(Loader(find_project(), target, connection).load([]))
    assert [(load.file, load.error) for load in loads if load.error] == []
    tables = [(load.file, table) for load in loads for table in load.tables]
    assert [(file, table.problems) for file, table in tables if table.rows_rejected] == []
    assert len(loads) == len(chosen) > 20
