"""Marketo: files as a connector, the REST API and the people list write them."""

# ruff: noqa: E501 - the rows of an export do not break

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from staging import build_staging, land

from conftest import Kizuna, make_home

ACTIVITY = "id,lead_id,activity_date,activity_type_id,primary_attribute_value_id,"
ACTIVITY += "primary_attribute_value,campaign_id,campaign_run_id"

FIRST_EXPORT = {
    "lead/lead.csv": """\
id,created_at,updated_at,email,first_name,last_name,title,unsubscribed,_fivetran_deleted
101,2026-01-10 00:00:00.000,2026-04-01 00:00:00.000,Sato@kitano-seisaku.example,花子,佐藤,購買部長,FALSE,FALSE
102,2026-01-11 00:00:00.000,2026-04-01 00:00:00.000,tanaka@nankai.example,一郎,田中,,TRUE,FALSE
103,2026-01-12 00:00:00.000,2026-04-01 00:00:00.000,,匿名,,,,FALSE
104,2026-01-13 00:00:00.000,2026-04-01 00:00:00.000,suzuki@higashi.example,次郎,鈴木,,FALSE,TRUE
""",
    "program/program.csv": """\
id,channel,created_at,description,end_date,name,start_date,status,type,updated_at,_fivetran_deleted
7,Webinar,2026-04-01 00:00:00 UTC,,,製造業向けウェビナー 5月,2026-05-20 05:00:00 UTC,,EventWithWebinar,2026-04-02 00:00:00 UTC,FALSE
8,展示会,2026-04-01 00:00:00 UTC,,,ものづくり展,,,Event,2026-04-02 00:00:00 UTC,FALSE
""",
    "campaign/campaign.csv": """\
active,created_at,id,name,program_id,type,updated_at,_fivetran_deleted
TRUE,2026-04-01 00:00:00 UTC,70,01 招待,7,batch,2026-04-02 00:00:00 UTC,FALSE
""",
    "email_template_history/email_template_history.csv": """\
created_at,id,name,operational,program_id,status,subject,updated_at,version
2026-04-01 00:00:00.000,7,招待メール,FALSE,7,draft,ウェビナーのご案内,2026-04-01 00:00:00.000,1
2026-04-01 00:00:00.000,7,招待メール,FALSE,7,approved,【5/20】ウェビナーのご案内,2026-04-03 00:00:00.000,2
""",
    "activity_send_email/sends.csv": f"""\
{ACTIVITY},action_result
1,101,2026-05-01 01:00:00.000,6,7,5月.招待メール,70,900,succeeded
2,102,2026-05-01 01:00:00.000,6,7,5月.招待メール,70,900,skipped
3,103,2026-05-01 01:00:00.000,6,7,5月.招待メール,70,900,
""",
    "activity_email_delivered/delivered.csv": f"""\
{ACTIVITY}
11,101,2026-05-01 01:00:05.000,7,7,5月.招待メール,70,900
""",
    "activity_email_bounced/bounced.csv": f"""\
{ACTIVITY},category,details,email
12,103,2026-05-01 01:00:06.000,8,7,5月.招待メール,70,900,2,550 5.1.1 user unknown,Nobody@kitano-seisaku.example
""",
    "activity_email_bounced_soft/soft.csv": f"""\
{ACTIVITY},category,details,email
13,103,2026-05-01 01:00:07.000,27,7,5月.招待メール,70,900,3,452 mailbox full,nobody@kitano-seisaku.example
""",
    "activity_open_email/open.csv": f"""\
{ACTIVITY},user_agent,is_bot_activity,bot_activity_pattern
14,101,2026-05-01 01:00:08.000,10,7,5月.招待メール,70,900,Mozilla/5.0,false,N/A
15,101,2026-05-01 02:00:00.000,10,7,5月.招待メール,70,900,Mozilla/5.0 (Windows NT 10.0),false,N/A
""",
    "activity_click_email/click.csv": f"""\
{ACTIVITY},link,user_agent,is_bot_activity,bot_activity_pattern
16,101,2026-05-01 01:00:08.000,11,7,5月.招待メール,70,900,https://www.our.example/lp,curl/8,true,IAB list
17,101,2026-05-01 02:01:00.000,11,7,5月.招待メール,70,900,https://www.our.example/lp,,false,N/A
""",
    "activity_unsubscribe_email/unsubscribe.csv": f"""\
{ACTIVITY}
18,101,2026-05-02T01:00:00Z,9,7,5月.招待メール,70,900
""",
    "activity_merge_leads/merge.csv": """\
id,activity_date,activity_type_id,lead_id,merge_ids,merge_source
19,2026-05-03 01:00:00.000,32,101,"[201, 202]",leaddb
20,2026-05-04 01:00:00.000,32,101,,leaddb
""",
}

PEOPLE_LIST = """\
ID,メールアドレス,姓,名,役職,会社名,配信停止,作成日,更新日
105,yamada@nishi.example,山田,㈱太郎,情報システム部 課長,西商事㈱,いいえ,2026-01-14 00:00:00,2026-05-05 00:00:00
102,tanaka@nankai.example,田中,一郎,技術部,南海商事,はい,2026-01-11 00:00:00,2026-05-05 00:00:00
"""
DELETIONS = """\
id,activity_date,activity_type_id,campaign_id,lead_id,primary_attribute_value_id
21,2026-05-06 01:00:00.000,37,,102,102
"""


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Kizuna:
    """Two loads: everything, then the people list in CP932 and a deletion."""
    home = make_home(tmp_path_factory.mktemp("marketo") / "home")
    land(home, "marketo", FIRST_EXPORT, "utf-8-sig")
    home("load")
    land(home, "marketo", {"lead/people.csv": PEOPLE_LIST}, "cp932")
    land(home, "marketo", {"activity_delete_lead/deleted.csv": DELETIONS})
    land(
        home,
        "marketo",
        {"activity_open_email/wrong.csv": FIRST_EXPORT["activity_click_email/click.csv"]},
    )
    home("load", ok=False)
    build_staging(home, "marketo")
    return home


def test_every_row_is_loaded_or_rejected_with_its_reason(made_up: Kizuna) -> None:
    assert made_up.raw(
        "select table_name, sum(rows_read), sum(rows_rejected) from ops.loads group by 1 order by 1"
    ) == [
        ("activity_click_email", 2, 0),
        ("activity_delete_lead", 1, 0),
        ("activity_email_bounced", 1, 0),
        ("activity_email_bounced_soft", 1, 0),
        ("activity_email_delivered", 1, 0),
        ("activity_merge_leads", 2, 0),
        ("activity_open_email", 4, 2),
        ("activity_send_email", 3, 0),
        ("activity_unsubscribe_email", 1, 0),
        ("campaign", 1, 0),
        ("email_template_history", 2, 0),
        ("lead", 6, 0),
        ("program", 2, 0),
    ]


def test_clicks_among_the_opens_are_rejected(made_up: Kizuna) -> None:
    assert made_up.raw("select distinct column_name, value, reason from ops.rejected_rows") == [
        ("activity_type_id", "11", "is none of 10")
    ]


def test_people_of_both_exports(made_up: Kizuna) -> None:
    rows = made_up.raw(
        "select source_contact_id, email, role, consent_email, is_deleted, updated_at "
        "from staging.stg_marketo__contacts order by 1, updated_at, is_deleted"
    )
    april, may = datetime(2026, 4, 1), datetime(2026, 5, 5)
    assert rows == [
        ("101", "sato@kitano-seisaku.example", "購買部長", True, False, april),
        ("102", "tanaka@nankai.example", None, False, False, april),
        ("102", "tanaka@nankai.example", "技術部", False, False, may),
        ("102", "tanaka@nankai.example", "技術部", False, True, datetime(2026, 5, 6, 1)),
        ("103", None, None, None, False, april),
        ("104", "suzuki@higashi.example", None, True, True, april),
        ("105", "yamada@nishi.example", "情報システム部 課長", True, False, may),
    ]


def test_nobody_is_deleted_before_it_was_known(made_up: Kizuna) -> None:
    assert made_up.raw(
        "select is_deleted, available_at = created_at, available_at >= loaded_at "
        "from staging.stg_marketo__contacts where source_contact_id = '102' order by updated_at"
    ) == [(False, True, False), (False, False, True), (True, False, True)]


def test_a_skipped_mail_was_not_sent(made_up: Kizuna) -> None:
    assert made_up.raw(
        "select source_contact_id, campaign_id, campaign_name, sent_at "
        "from staging.stg_marketo__email_sends order by 1"
    ) == [
        ("101", "email-7", "5月.招待メール", datetime(2026, 5, 1, 1)),
        ("103", "email-7", "5月.招待メール", datetime(2026, 5, 1, 1)),
    ]


def test_events_belong_to_the_mail_that_was_sent(made_up: Kizuna) -> None:
    assert made_up.raw(
        "select e.source_event_id, e.event_type, s.source_contact_id, e.email, e.is_vendor_bot, "
        "e.is_privacy_proxy, e.url is not null from staging.stg_marketo__email_events e "
        "join staging.stg_marketo__email_sends s using (send_id, campaign_id) order by 1"
    ) == [
        ("11", "delivered", "101", None, False, False, False),
        ("12", "hard_bounce", "103", "nobody@kitano-seisaku.example", False, False, False),
        ("13", "soft_bounce", "103", "nobody@kitano-seisaku.example", False, False, False),
        ("14", "open", "101", None, False, True, False),
        ("15", "open", "101", None, False, False, False),
        ("16", "click", "101", None, True, False, True),
        ("17", "click", "101", None, False, False, True),
        ("18", "unsubscribe", "101", None, False, False, False),
    ]


def test_a_program_and_an_email_of_one_number_are_two_campaigns(made_up: Kizuna) -> None:
    assert made_up.raw(
        "select campaign_id, campaign_name, channel, started_at "
        "from staging.stg_marketo__campaigns order by 1, updated_at"
    ) == [
        ("email-7", "招待メール", "email", datetime(2026, 4, 1)),
        ("email-7", "招待メール", "email", datetime(2026, 4, 1)),
        ("program-7", "製造業向けウェビナー 5月", "webinar", datetime(2026, 5, 20, 5)),
        ("program-8", "ものづくり展", "event", datetime(2026, 4, 1)),
    ]


def test_who_vanished_in_a_merge(made_up: Kizuna) -> None:
    assert made_up.raw(
        "select record_type, source_record_id, merged_into_id, merged_at "
        "from staging.stg_marketo__record_merges order by 2"
    ) == [
        ("contact", "201", "101", datetime(2026, 5, 3, 1)),
        ("contact", "202", "101", datetime(2026, 5, 3, 1)),
    ]


TABLES = {
    "lead": 100,
    "program": 100,
    "campaign": 100,
    "email_template_history": 100,
    "activity_send_email": 100,
    "activity_email_delivered": 100,
    "activity_email_bounced": 100,
    "activity_open_email": 100,
    "activity_click_email": 100,
    "activity_unsubscribe_email": 100,
    "activity_merge_leads": 100,
    "activity_delete_lead": 31,
}


@pytest.fixture(scope="module")
def exported(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Kizuna:
    home = make_home(tmp_path_factory.mktemp("marketo_real") / "home")
    home("load", *(real / f"fivetran_seeds/marketo/marketo_{table}_data.csv" for table in TABLES))
    build_staging(home, "marketo")
    return home


@pytest.mark.real
def test_real_files_load_whole(exported: Kizuna) -> None:
    loads = exported.raw("select table_name, rows_loaded, rows_rejected from ops.loads")
    assert sorted(loads) == sorted((table, rows, 0) for table, rows in TABLES.items())


@pytest.mark.real
def test_real_mails(exported: Kizuna) -> None:
    assert exported.raw(
        "select count(*), count(distinct send_id), count(distinct campaign_id) "
        "from staging.stg_marketo__email_sends"
    ) == [(98, 98, 6)]
    assert exported.raw(
        "select event_type, count(*), count(distinct source_event_id), count(distinct campaign_id),"
        " count(url) from staging.stg_marketo__email_events group by 1 order by 1"
    ) == [
        ("click", 100, 100, 4, 51),
        ("delivered", 100, 100, 6, 0),
        ("hard_bounce", 100, 100, 9, 0),
        ("open", 100, 100, 22, 0),
        ("unsubscribe", 100, 100, 12, 0),
    ]
    assert exported.raw(
        "select count(*) from staging.stg_marketo__email_events "
        "join staging.stg_marketo__email_sends using (send_id) where event_type = 'delivered'"
    ) == [(52,)]


@pytest.mark.real
def test_real_people_programs_and_merges(exported: Kizuna) -> None:
    assert exported.raw(
        "select count(*), count(distinct email), count(*) filter (where is_deleted) "
        "from staging.stg_marketo__contacts"
    ) == [(100, 100, 0)]
    assert exported.raw(
        "select channel, count(*), count(distinct campaign_id) "
        "from staging.stg_marketo__campaigns group by 1 order by 1"
    ) == [("email", 116, 95), ("other", 13, 13), ("web", 24, 24), ("webinar", 47, 47)]
    assert exported.raw(
        "select count(*), count(distinct source_record_id), count(distinct merged_into_id) "
        "from staging.stg_marketo__record_merges"
    ) == [(99, 99, 93)]
