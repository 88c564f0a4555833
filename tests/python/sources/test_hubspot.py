"""HubSpot: a connector's tables, HubSpot's own CSV exports, and what becomes of them in staging."""

# ruff: noqa: E501 - the rows of an export do not break

from __future__ import annotations

import shutil
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from staging import build_staging, land, written

from conftest import PROJECT, REAL, Kizuna, make_home

SEEDS = REAL / "fivetran_seeds" / "hubspot"
REAL_ROWS = {
    "company": 24,
    "contact": 22,
    "contact_form_submission": 5,
    "contact_merge_audit": 4,
    "deal": 44,
    "deal_company": 2,
    "deal_contact": 11,
    "deal_pipeline_stage": 71,
    "deal_stage": 14,
    "email_campaign": 100,
    "email_event": 100,
    "email_event_bounce": 100,
    "email_event_click": 100,
    "email_event_deferred": 100,
    "email_event_delivered": 100,
    "email_event_dropped": 100,
    "email_event_forward": 100,
    "email_event_open": 100,
    "email_event_print": 5,
    "email_event_sent": 100,
    "email_event_spam_report": 32,
    "email_event_status_change": 100,
    "engagement": 1,
    "engagement_call": 1,
    "engagement_communication": 1,
    "engagement_company": 1,
    "engagement_contact": 1,
    "engagement_deal": 1,
    "engagement_email": 1,
    "engagement_meeting": 100,
    "engagement_note": 1,
    "engagement_task": 2,
    "form": 5,
    "merged_deal": 14,
    "owner": 100,
    "owner_team": 3,
    "team": 3,
    "ticket": 25,
    "ticket_company": 9,
    "ticket_contact": 9,
    "ticket_pipeline_stage": 15,
}
"""Rows of each real file, as the note beside the files counts them."""

CONNECTOR = {
    "company": """\
id,is_deleted,_fivetran_synced,property_name,property_domain,property_website,property_corporate_number,property_industry,property_state,property_numberofemployees,property_hubspot_owner_id,property_createdate,property_hs_lastmodifieddate,property_hs_merged_object_ids
9001,false,2026-05-02 00:00:00,株式会社サクラ精機,Sakura-Seiki.example,,７１２３４５６７８９０１２,MACHINERY,東京都,320,501,2025-04-01 00:30:00,2026-05-01 02:00:00,9003
9002,true,2026-05-02 00:00:00,もみじ商事,,https://www.momiji.example/about,,RETAIL,大阪府,45,502,2025-05-01 00:30:00,2026-05-01 02:00:00,
""",
    "contact": """\
id,_fivetran_deleted,_fivetran_synced,property_email,property_firstname,property_lastname,property_jobtitle,property_hs_buying_role,property_associatedcompanyid,property_hs_email_optout,property_hs_legal_basis,property_hs_calculated_merged_vids,property_createdate,property_lastmodifieddate
101,FALSE,2026-05-02 00:00:00,Hanako.Sato@sakura-seiki.example,花子,佐藤,購買部長,DECISION_MAKER;BUDGET_HOLDER,9001,,Freely given consent from contact,102:1775012400000,2025-04-02 00:00:00,2026-05-01 00:00:00
103,TRUE,2026-05-02 00:00:00,ichiro@sakura-seiki.example,一郎,髙橋,,END_USER,9001,true,,,2025-04-03 00:00:00,2026-05-01 00:00:00
""",
    "deal": """\
deal_id,is_deleted,deal_pipeline_id,deal_pipeline_stage_id,owner_id,property_dealname,property_amount,property_deal_currency_code,property_closedate,property_createdate,property_hs_lastmodifieddate,property_hs_analytics_source
7001,false,default,closedwon,501,サクラ精機 2026年度更新,1200000.00,JPY,2026-03-31 15:30:00,2026-01-10 00:00:00,2026-04-01 00:00:00,OFFLINE
7002,false,default,stage_2,502,もみじ商事 新規,"¥480,000",JPY,2026-06-30 14:59:59,2026-04-10 00:00:00,2026-04-20 00:00:00,EMAIL_MARKETING
""",
    "deal_pipeline_stage": """\
stage_id,pipeline_id,label,closed_won,probability,display_order,active,_fivetran_deleted
stage_2,default,提案,false,0.4,1,true,false
closedwon,default,受注,true,1.0,5,true,false
closedlost,default,失注,false,0.0,6,true,false
""",
    "deal_stage": """\
_fivetran_start,deal_id,_fivetran_active,_fivetran_end,date_entered,value
2026-01-10 00:00:00,7001,FALSE,2026-03-31 15:30:00,2026-01-10 00:00:00,stage_2
2026-03-31 15:30:00,7001,TRUE,9999-12-31 23:59:59,2026-03-31 15:30:00,closedwon
""",
    "deal_company": "company_id,deal_id,type_id,category\n9001,7001,5,HUBSPOT_DEFINED\n9001,7001,341,HUBSPOT_DEFINED\n9002,7001,341,HUBSPOT_DEFINED\n",
    "merged_deal": "deal_id,merged_deal_id,_fivetran_synced\n7001,7009,2026-04-02 00:00:00\n",
    "engagement_call": """\
engagement_id,_fivetran_deleted,property_hs_timestamp,property_hs_call_disposition,property_hs_call_status,property_hs_call_direction
601,false,2026-04-03 01:00:00,f240bbac-87c9-4f6e-bf70-924b57d47db7,COMPLETED,OUTBOUND
602,false,2026-04-03 02:00:00,73a0d17f-1163-4015-bdd5-ec830791da20,COMPLETED,OUTBOUND
""",
    "engagement_meeting": """\
engagement_id,_fivetran_deleted,property_hs_timestamp,property_hs_meeting_outcome,property_hs_meeting_start_time,property_hs_meeting_end_time
611,false,2026-04-06 01:00:00,COMPLETED,2026-04-06 01:00:00,2026-04-06 02:00:00
612,false,2026-04-07 01:00:00,NO_SHOW,2026-04-07 01:00:00,2026-04-07 02:00:00
613,false,2026-04-08 01:00:00,,2026-04-08 01:00:00,2026-04-08 02:00:00
""",
    "engagement_email": """\
engagement_id,_fivetran_deleted,property_hs_timestamp,property_hs_email_direction,property_hs_email_status
621,false,2026-04-09 01:00:00,EMAIL,SENT
622,false,2026-04-09 02:00:00,INCOMING_EMAIL,SENT
""",
    "engagement_contact": "contact_id,engagement_id,engagement_type,type_id\n101,601,CALL,194\n101,602,CALL,194\n101,611,MEETING,200\n103,611,MEETING,200\n101,612,MEETING,200\n101,613,MEETING,200\n101,621,EMAIL,198\n101,622,EMAIL,198\n",
    "engagement_company": "company_id,engagement_id,engagement_type,type_id\n9001,611,MEETING,188\n",
    "form": "guid,name,form_type,created_at,updated_at\nf1,製品カタログのダウンロード,HUBSPOT,2026-01-01 00:00:00,2026-01-01 00:00:00\nf2,お問い合わせ,HUBSPOT,1767225600000,1767225600000\n",
    "contact_form_submission": """\
timestamp,form_id,contact_id,conversion_id,page_url,title
2026-04-10 01:00:00,f1,101,v1,https://kizuna.example/catalog,カタログ
1775786400000,f2,101,v2,https://kizuna.example/contact,お問い合わせ
""",
    "email_campaign": "id,_fivetran_synced,name,subject,type\n801,2026-05-01 00:00:00,四月号メールマガジン,春のご案内,BATCH_EMAIL\n",
    "email_event": """\
id,type,created,recipient,email_campaign_id,sent_by_id,obsoleted_by_id,filtered_event
s1,SENT,2026-04-13 00:00:00.000,Hanako.Sato@sakura-seiki.example,801,s1,,
s2,SENT,2026-04-13 00:00:00.000,ichiro@sakura-seiki.example,801,s2,,
s3,SENT,2026-04-13 00:00:00.000,jiro@momiji.example,801,s3,,
p1,PROCESSED,2026-04-13 00:00:01.000,hanako.sato@sakura-seiki.example,801,s1,,
d1,DELIVERED,2026-04-13 00:00:02.000,hanako.sato@sakura-seiki.example,801,s1,,
o1,OPEN,2026-04-13 01:00:00.000,hanako.sato@sakura-seiki.example,801,s1,,false
o2,OPEN,2026-04-13 00:00:03.000,hanako.sato@sakura-seiki.example,801,s1,,true
c1,CLICK,1776042060000,hanako.sato@sakura-seiki.example,801,s1,,false
b2,BOUNCE,2026-04-13 00:00:05.000,ichiro@sakura-seiki.example,801,s2,,
x3,DROPPED,2026-04-13 00:00:01.000,jiro@momiji.example,801,s3,,
u1,STATUSCHANGE,2026-04-14 00:00:00.000,hanako.sato@sakura-seiki.example,801,s1,,
r1,SPAMREPORT,2026-04-14 00:00:01.000,hanako.sato@sakura-seiki.example,801,s1,,
e1,OPEN,first of April,hanako.sato@sakura-seiki.example,801,s1,,
""",
    "email_event_open": "id,_fivetran_synced,user_agent,duration\no1,2026-05-01 00:00:00,Mozilla/5.0 (Windows NT 10.0),3000\no2,,Mozilla/5.0,0\n",
    "email_event_click": "id,_fivetran_synced,url,user_agent\nc1,2026-05-01 00:00:00,https://kizuna.example/spring,Mozilla/5.0 (Windows NT 10.0)\n",
    "email_event_bounce": "id,_fivetran_synced,category,status,response\nb2,2026-05-01 00:00:00,UNKNOWN_USER,550,no such user\n",
    "email_event_dropped": "id,_fivetran_synced,drop_reason,drop_message\nx3,2026-05-01 00:00:00,PREVIOUSLY_BOUNCED,\n",
    "email_event_status_change": "id,_fivetran_synced,portal_subscription_status,subscriptions,source,bounced,requested_by\nu1,2026-05-01 00:00:00,UNSUBSCRIBED,[],SOURCE_RECIPIENT,,\n",
    "ticket": """\
id,is_deleted,property_hs_pipeline,property_hs_pipeline_stage,property_hs_ticket_priority,property_hs_ticket_category,property_closed_date,property_createdate
5001,FALSE,0,st_4,HIGH,PRODUCT_ISSUE,2026-04-20 05:00:00,2026-04-18 05:00:00
5002,FALSE,0,st_1,,,2026-04-21 05:00:00,2026-04-20 05:00:00
""",
    "ticket_company": "ticket_id,company_id,type_id\n5001,9001,26\n",
    "ticket_contact": "ticket_id,contact_id,type_id\n5001,101,16\n5002,101,16\n5002,103,16\n",
    "ticket_pipeline_stage": "stage_id,pipeline_id,label,is_closed,ticket_state\nst_1,0,新規,FALSE,OPEN\nst_4,0,完了,TRUE,CLOSED\n",
    "owner": """\
owner_id,type,first_name,last_name,email,active_user_id,user_id_including_inactive,created_at,updated_at
501,PERSON,太郎,山田,taro@our.example,1,1,2025-04-01 00:00:00,2025-04-01 00:00:00
502,PERSON,Anna,Berg,anna@our.example,,2,2025-04-01 00:00:00,2026-04-01 00:00:00
""",
    "owner_team": "owner_id,team_id,is_team_primary\n501,31,true\n501,32,false\n",
    "team": "id,name,_fivetran_synced\n31,営業一課,2026-05-01 00:00:00\n32,営業推進,2026-05-01 00:00:00\n",
}
"""Files of a connector by table."""

EXPORTS = {
    "hubspot-crm-exports-all-companies-2026-05-01.csv": """\
Record ID,Company name,Company owner,Create Date,Phone Number,Last Activity Date,City,State/Region,Country/Region,Industry,Company Domain Name,Number of Employees
9010,かえで工業,山田 太郎,2026-04-01 09:00,03-0000-0010,,港区,東京都,Japan,Manufacturing,kaede.example,80
""",
    "hubspot-crm-exports-すべてのコンタクト-2026-05-01.csv": """\
レコードID,名,姓,Eメール,電話番号,コンタクト担当者,役職,関連付けられた会社のID,作成日
111,三郎,田中,Saburo@Kaede.example,,山田 太郎,課長,9010,2026-04-01 09:30
112,四郎,林,shiro@kaede.example,,,,9010;9001,2026-04-01 09:30
""",
    "hubspot-crm-exports-all-deals-2026-05-01.csv": """\
Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Associated Company IDs (Primary),Associated Company IDs,Create Date
7010,かえで工業 導入,受注,2026-04-30 00:00,山田 太郎,"250,000",9010,9010;9001,4/1/2026 1:05 PM
7011,かえで工業 追加,失注,2026-04-30 00:00,,,,9010;9001,2026-04-02 10:00
""",
    "hubspot-crm-exports-チケット-2026-05-01.csv": """\
チケットID,チケット名,パイプライン,チケットステータス,作成日,優先度,関連付けられた会社のID,クローズ日
5010,ログインできない,サポート,完了,2026-04-05 10:00,高,9010,2026-04-06 10:00
""",
}
"""Files that HubSpot exports, in English and in Japanese, as they come from the mail."""

LATER = {"deal_company.csv": "company_id,deal_id,type_id\n9002,7002,5\n"}
"""What the connector brings a run later."""


@pytest.fixture(scope="module")
def hubspot(tmp_path_factory: pytest.TempPathFactory) -> Kizuna:
    """A connector's first run, and a run later HubSpot's own exports and an association.

    Where the real files exist they lie in the same home; their names end in `_data.csv`.
    """
    folder = tmp_path_factory.mktemp("hubspot")
    home = make_home(folder / "home")
    land(home, "hubspot", {f"{table}/{table}.csv": text for table, text in CONNECTOR.items()})
    for table in REAL_ROWS if SEEDS.is_dir() else ():
        place = home.home / "landing" / "hubspot" / table
        place.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SEEDS / f"{table}_data.csv", place / f"{table}_data.csv")
    home("load")
    home("load", *written(folder, EXPORTS | LATER, "utf-8-sig"))
    build_staging(home, "hubspot")
    return home


def made_up(
    home: Kizuna, columns: str, concept: str, order: str = "all"
) -> list[tuple[object, ...]]:
    """Rows of a concept that come from the files above."""
    return home.raw(
        f"select {columns} from staging.stg_hubspot__{concept} "
        f"where file_name not like '%\\_data.csv' escape '\\' order by {order}"
    )


def real_rows(
    home: Kizuna, columns: str, relation: str, group: str = ""
) -> list[tuple[object, ...]]:
    """Rows of a view that come from the real files."""
    return home.raw(
        f"select {columns} from staging.{relation} "
        f"where file_name like '%\\_data.csv' escape '\\' {group}"
    )


def test_every_row_is_loaded_or_told_why_not(hubspot: Kizuna) -> None:
    assert hubspot.raw(
        "select table_name, row_number, column_name, value from ops.rejected_rows"
    ) == [("email_event", 14, "created", "first of April")]
    assert hubspot.raw(
        "select count(*) from ops.loads where file not like '%\\_data.csv' escape '\\'"
    ) == [(len(CONNECTOR | EXPORTS) + len(LATER),)]


def test_own_exports_are_known_by_name_and_header(hubspot: Kizuna) -> None:
    assert hubspot.raw(
        "select table_name, rows_loaded from ops.loads where table_name like '%_export' order by 1"
    ) == [("company_export", 1), ("contact_export", 2), ("deal_export", 2), ("ticket_export", 1)]


def test_accounts(hubspot: Kizuna) -> None:
    columns = "source_account_id, account_name, corporate_number, domain, region, owner_id, employees, is_deleted, created_at"
    assert made_up(hubspot, columns, "accounts") == [
        (
            "9001",
            "株式会社サクラ精機",
            "7123456789012",
            "sakura-seiki.example",
            "東京都",
            "501",
            320,
            False,
            datetime(2025, 4, 1, 0, 30),
        ),
        (
            "9002",
            "もみじ商事",
            None,
            "momiji.example",
            "大阪府",
            "502",
            45,
            True,
            datetime(2025, 5, 1, 0, 30),
        ),
        (
            "9010",
            "かえで工業",
            None,
            "kaede.example",
            "東京都",
            None,
            80,
            False,
            datetime(2026, 4, 1, 0, 0),
        ),
    ]


def test_contacts(hubspot: Kizuna) -> None:
    columns = "source_contact_id, source_account_id, email, role, is_decision_maker, consent_email, is_deleted"
    assert made_up(hubspot, columns, "contacts") == [
        ("101", "9001", "hanako.sato@sakura-seiki.example", "購買部長", True, True, False),
        ("103", "9001", "ichiro@sakura-seiki.example", None, False, False, True),
        ("111", "9010", "saburo@kaede.example", "課長", False, None, False),
        ("112", None, "shiro@kaede.example", None, False, None, False),
    ]


def test_records_carry_their_own_time_of_change(hubspot: Kizuna) -> None:
    assert made_up(hubspot, "distinct updated_at", "accounts", "1") == [
        (datetime(2026, 5, 1, 2),),
        (None,),
    ]


def test_deals_and_their_late_companies(hubspot: Kizuna) -> None:
    columns = "source_opportunity_id, source_account_id, stage, amount, is_won, is_closed, closed_on, owner_id"
    latest = made_up(
        hubspot,
        f"distinct on (source_opportunity_id) {columns}",
        "opportunities",
        "source_opportunity_id, loaded_at desc",
    )
    assert latest == [
        ("7001", "9001", "受注", Decimal(1200000), True, True, date(2026, 4, 1), "501"),
        ("7002", "9002", "提案", Decimal(480000), False, False, date(2026, 6, 30), "502"),
        ("7010", "9010", "受注", Decimal(250000), True, True, date(2026, 4, 30), None),
        ("7011", None, "失注", None, False, True, date(2026, 4, 30), None),
    ]
    late = hubspot.raw(
        "select source_account_id, available_at = loaded_at from staging.stg_hubspot__opportunities "
        "where source_opportunity_id = '7002' order by loaded_at"
    )
    assert late == [(None, False), ("9002", True)]


def test_stages_of_a_deal(hubspot: Kizuna) -> None:
    assert made_up(
        hubspot, "source_opportunity_id, stage, changed_at", "opportunity_stages", "3"
    ) == [
        ("7001", "提案", datetime(2026, 1, 10)),
        ("7001", "受注", datetime(2026, 3, 31, 15, 30)),
    ]


def test_activities_are_what_happened(hubspot: Kizuna) -> None:
    columns = "source_event_id, source_account_id, source_contact_id, event_type, content_id"
    events = made_up(hubspot, f"{columns}, occurred_at, is_deleted", "activities", "occurred_at, 1")
    assert [row[:-1] for row in events if not row[-1]] == [
        ("601:101", None, "101", "call_connected", None, datetime(2026, 4, 3, 1)),
        ("602:101", None, "101", "call_attempted", None, datetime(2026, 4, 3, 2)),
        ("611:101", "9001", "101", "meeting_held", None, datetime(2026, 4, 6, 1)),
        ("611:103", "9001", "103", "meeting_held", None, datetime(2026, 4, 6, 1)),
        ("621:101", None, "101", "message_sent", None, datetime(2026, 4, 9, 1)),
        ("v1", None, "101", "content_downloaded", "f1", datetime(2026, 4, 10, 1)),
        ("v2", None, "101", "question_asked", "f2", datetime(2026, 4, 10, 2)),
    ]
    taken_back = [(row[0], row[-2]) for row in events if row[-1]]
    assert taken_back == [("612:101", None), ("613:101", None), ("622:101", None)]
    types = {row[3] for row in events if not row[-1]}
    seed = (PROJECT / "seeds" / "event_types.csv").read_text(encoding="utf-8").splitlines()
    assert types <= {line.split(",")[0] for line in seed}


def test_mails_and_what_became_of_them(hubspot: Kizuna) -> None:
    assert made_up(hubspot, "send_id, campaign_name, email, sent_at", "email_sends") == [
        ("s1", "四月号メールマガジン", "hanako.sato@sakura-seiki.example", datetime(2026, 4, 13)),
        ("s2", "四月号メールマガジン", "ichiro@sakura-seiki.example", datetime(2026, 4, 13)),
    ]
    columns = "source_event_id, send_id, event_type, url, is_vendor_bot, is_privacy_proxy"
    assert made_up(hubspot, columns, "email_events") == [
        ("b2", "s2", "hard_bounce", None, False, False),
        ("c1", "s1", "click", "https://kizuna.example/spring", False, False),
        ("d1", "s1", "delivered", None, False, False),
        ("o1", "s1", "open", None, False, False),
        ("o2", "s1", "open", None, True, True),
        ("r1", "s1", "complaint", None, False, False),
        ("u1", "s1", "unsubscribe", None, False, False),
    ]
    assert made_up(hubspot, "campaign_id, campaign_name, channel", "campaigns") == [
        ("801", "四月号メールマガジン", "email")
    ]


def test_epoch_times_are_understood(hubspot: Kizuna) -> None:
    assert hubspot.raw("select created from raw_hubspot.email_event where id = 'c1'") == [
        (datetime(2026, 4, 13, 1, 1),)
    ]


def test_tickets(hubspot: Kizuna) -> None:
    columns = "source_ticket_id, source_account_id, source_contact_id, status, is_solved, solved_at"
    assert made_up(hubspot, f"distinct {columns}", "tickets") == [
        ("5001", "9001", "101", "完了", True, datetime(2026, 4, 20, 5)),
        ("5002", None, None, "新規", False, None),
        ("5010", "9010", None, "完了", True, datetime(2026, 4, 6, 1)),
    ]


def test_merges(hubspot: Kizuna) -> None:
    columns = "record_type, source_record_id, merged_into_id, merged_at = loaded_at"
    assert made_up(hubspot, columns, "record_merges") == [
        ("account", "9003", "9001", True),
        ("contact", "102", "101", False),
        ("opportunity", "7009", "7001", True),
    ]
    assert made_up(
        hubspot, "max(merged_at) filter (where record_type = 'contact')", "record_merges"
    ) == [(datetime(2026, 4, 1, 3),)]


def test_owners(hubspot: Kizuna) -> None:
    assert made_up(hubspot, "owner_id, owner_name, team, is_active", "owners") == [
        ("501", "山田 太郎", "営業一課", True),
        ("502", "Anna Berg", None, False),
    ]


@pytest.mark.real
def test_real_files_load_whole(hubspot: Kizuna, real: Path) -> None:
    assert real.is_dir()
    loaded = hubspot.raw(
        "select table_name, rows_read, rows_loaded, rows_rejected from ops.loads "
        "where file like '%\\_data.csv' escape '\\'"
    )
    assert sorted(loaded) == sorted((name, rows, rows, 0) for name, rows in REAL_ROWS.items())


@pytest.mark.real
def test_real_mails(hubspot: Kizuna, real: Path) -> None:
    assert real.is_dir()
    events = real_rows(
        hubspot,
        "event_type, count(*), count(distinct send_id)",
        "stg_hubspot__email_events",
        "group by 1 order by 1",
    )
    assert events == [("delivered", 3, 3), ("open", 90, 22)]
    assert real_rows(hubspot, "count(*), min(sent_at)", "stg_hubspot__email_sends") == [
        (4, datetime(2020, 3, 16, 18, 58, 5, 148000))
    ]
    bounces = "count(*) filter (where is_hard), count(*) filter (where not is_hard)"
    assert real_rows(hubspot, bounces, "base_hubspot__email_event_bounce") == [(1, 99)]
    changes = "count(*) filter (where is_unsubscribe)"
    assert real_rows(hubspot, changes, "base_hubspot__email_event_status_change") == [(100,)]
    assert real_rows(hubspot, "count(*)", "stg_hubspot__campaigns") == [(100,)]


@pytest.mark.real
def test_real_records(hubspot: Kizuna, real: Path) -> None:
    assert real.is_dir()
    figures = {
        "accounts": "count(distinct source_account_id)",
        "contacts": "count(distinct source_contact_id)",
        "opportunities": "count(distinct source_opportunity_id)",
        "opportunity_stages": "count(distinct source_event_id)",
        "tickets": "count(distinct source_ticket_id)",
        "owners": "count(distinct owner_id)",
    }
    known = {"accounts": 24, "contacts": 22, "opportunities": 44, "opportunity_stages": 14}
    known |= {"tickets": 25, "owners": 100}
    for concept, figure in figures.items():
        (row,) = real_rows(hubspot, f"count(*), {figure}", f"stg_hubspot__{concept}")
        assert row == (known[concept], known[concept]), concept
    merges = real_rows(
        hubspot,
        "record_type, count(*), count(distinct merged_into_id)",
        "stg_hubspot__record_merges",
        "group by 1 order by 1",
    )
    assert merges == [("contact", 7, 5), ("opportunity", 14, 6)]


@pytest.mark.real
def test_real_activities_hold_only_what_is_told(hubspot: Kizuna, real: Path) -> None:
    """Of 100 real meetings none has an outcome, and of four other activities one has a person."""
    assert real.is_dir()
    events = real_rows(
        hubspot, "event_type, count(*)", "stg_hubspot__activities", "group by 1 order by 1"
    )
    assert events == [("call_attempted", 1), ("content_downloaded", 3), ("question_asked", 2)]
