"""Mailchimp: a connector's tables, Mailchimp's own CSV exports, and what becomes of them."""

# ruff: noqa: E501 - the rows of an export do not break

from __future__ import annotations

import shutil
from datetime import datetime
from hashlib import md5
from pathlib import Path

import pytest
from staging import build_staging, land, written

from conftest import REAL, Kizuna, make_home

SEEDS = REAL / "fivetran_seeds" / "mailchimp"
REAL_ROWS = {
    "automation_email": 2,
    "automation_recipient": 3,
    "automation_recipient_activity": 8,
    "campaign": 1,
    "campaign_recipient": 10,
    "campaign_recipient_activity": 17,
    "list": 2,
    "member": 9,
    "unsubscribe": 1,
}
"""Rows of each real file, as the note beside the files counts them."""


def member(address: str) -> str:
    """Id that Mailchimp gives to the holder of an address."""
    return md5(address.lower().encode(), usedforsecurity=False).hexdigest()


HANAKO, ICHIRO, JIRO = (
    member(f"{name}@sakura-seiki.example") for name in ("Hanako", "ichiro", "jiro")
)
SABURO, SHIRO = (member(f"{name}@kaede.example") for name in ("saburo", "shiro"))

CONNECTOR = {
    "list": "id,_fivetran_deleted,name,date_created\nl1,false,お客様,2025-01-01 00:00:00\nl2,false,展示会2026,2026-01-01 00:00:00\n",
    "member": f"""\
id,list_id,_fivetran_synced,email_address,status,merge_fname,merge_lname,member_rating,vip,timestamp_signup,timestamp_opt,last_changed
{HANAKO},l1,2026-05-01 00:00:00,Hanako@sakura-seiki.example,subscribed,花子,佐藤,4,false,2026-01-05 00:00:00,2026-01-05 00:10:00,2026-01-05 00:10:00
{HANAKO},l2,2026-05-01 00:00:00,Hanako@sakura-seiki.example,unsubscribed,花子,佐藤,4,false,,2026-02-05 00:00:00,2026-04-14 00:00:00
{ICHIRO},l1,2026-05-01 00:00:00,ichiro@sakura-seiki.example,cleaned,一郎,髙橋,1,false,2026-01-06 00:00:00,2026-01-06 00:00:00,2026-04-13 00:00:00
{JIRO},l1,2026-05-01 00:00:00,jiro@sakura-seiki.example,archived,次郎,森,2,false,2026-01-07 00:00:00,2026-01-07 00:00:00,2026-03-01 00:00:00
""",
    "campaign": """\
id,_fivetran_deleted,_fivetran_synced,create_time,send_time,status,subject_line,title,type,list_id
c1,false,2026-05-01 00:00:00,2026-04-10 00:00:00,2026-04-13 00:00:00,sent,春のご案内,四月号,regular,l1
c2,false,2026-05-01 00:00:00,2026-04-20 00:00:00,2099-01-01 00:00:00,schedule,夏のご案内,七月号,regular,l1
""",
    "campaign_recipient": f"campaign_id,member_id,_fivetran_synced,list_id\nc1,{HANAKO},2026-05-01 00:00:00,l1\nc1,{ICHIRO},2026-05-01 00:00:00,l1\n",
    "campaign_recipient_activity": f"""\
action,campaign_id,member_id,timestamp,bounce_type,ip,list_id,url
open,c1,{HANAKO},2026-04-13 01:00:00,,192.0.2.1,l1,
click,c1,{HANAKO},2026-04-13 01:01:00,,192.0.2.1,l1,https://kizuna.example/spring
bounce,c1,{ICHIRO},2026-04-13 00:00:05,hard,,l1,
""",
    "automation_email": "id,automation_id,_fivetran_synced,create_time,start_time,send_time,status,subject_line,title\nw1,a1,2026-05-01 00:00:00,2026-01-01 00:00:00,2026-01-02 00:00:00,2026-04-30 00:00:00,sending,ようこそ,ようこそメール\n",
    "automation_recipient": f"automation_email_id,member_id,_fivetran_synced,list_id\nw1,{HANAKO},2026-01-06 00:00:00,l1\nw1,{ICHIRO},2026-01-07 00:00:00,l1\n",
    "automation_recipient_activity": f"action,automation_email_id,member_id,timestamp,bounce_type,list_id,url\nopen,w1,{HANAKO},2026-01-05 01:00:00,,l1,\n",
    "unsubscribe": f"campaign_id,member_id,_fivetran_synced,list_id,reason,timestamp\nc1,{HANAKO},2026-05-01 00:00:00,l2,,2026-04-14 00:00:00\nc1,{SHIRO},2026-05-01 00:00:00,l1,,2026-04-14 03:00:00\n",
}
"""Files of a connector by table."""

HEAD = '"Email Address","First Name","Last Name",MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION'
EXPORTS = {
    "subscribed_email_audience_export_a1b2c3.csv": f"""\
{HEAD},LAST_CHANGED,LEID,EUID,NOTES,TAGS
Saburo@Kaede.example,三郎,田中,3,"2026-02-01 00:00:00",192.0.2.3,"2026-02-01 00:01:00",192.0.2.3,,,,,,JP,,"2026-02-01 00:01:00",1001,abc,,
""",
    "unsubscribed_email_audience_export_a1b2c3.csv": f"""\
{HEAD},UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_CAMPAIGN_ID,UNSUB_REASON,UNSUB_REASON_OTHER,LEID,EUID,NOTES,TAGS
shiro@kaede.example,四郎,林,2,,,"2026-02-02 00:00:00",192.0.2.4,,,,,,JP,,"2026-04-14 03:00:00",四月号,c1,NORMAL,,1002,abd,,
""",
}
"""Files that Mailchimp exports from an audience."""


@pytest.fixture(scope="module")
def mailchimp(tmp_path_factory: pytest.TempPathFactory) -> Kizuna:
    """A connector's files and Mailchimp's own, built.

    Where the real files exist they lie in the same home; their names begin with `real_`.
    """
    folder = tmp_path_factory.mktemp("mailchimp")
    home = make_home(folder / "home")
    land(home, "mailchimp", {f"{table}/{table}.csv": text for table, text in CONNECTOR.items()})
    for table in CONNECTOR if SEEDS.is_dir() else ():
        place = home.home / "landing" / "mailchimp" / table / f"real_{table}.csv"
        shutil.copyfile(SEEDS / f"{table}.csv", place)
    home("load")
    home("load", *written(folder, EXPORTS))
    build_staging(home, "mailchimp")
    return home


def rows(
    home: Kizuna, columns: str, concept: str, rest: str = "", real: str = "not "
) -> list[tuple[object, ...]]:
    """Rows of a concept that come from the files above, or with `real=""` from the real ones."""
    return home.raw(
        f"select {columns} from staging.stg_mailchimp__{concept} "
        f"where file_name {real}like '%/real\\_%' escape '\\' {rest or 'order by all'}"
    )


def test_every_row_is_loaded(mailchimp: Kizuna) -> None:
    assert mailchimp.raw(
        "select count(*), sum(rows_rejected) from ops.loads where file not like '%/real\\_%' escape '\\'"
    ) == [(len(CONNECTOR) + len(EXPORTS), 0)]


def test_own_exports_are_known_by_name(mailchimp: Kizuna) -> None:
    assert mailchimp.raw(
        "select table_name, count(*), sum(rows_loaded) from ops.loads where table_name like '%export' group by 1"
    ) == [("member_export", 2, 2)]


def test_members_are_contacts_of_their_audience(mailchimp: Kizuna) -> None:
    columns = "source_contact_id, email, consent_email, is_deleted, created_at"
    assert set(rows(mailchimp, columns, "contacts")) == {
        (f"l1:{HANAKO}", "hanako@sakura-seiki.example", True, False, datetime(2026, 1, 5)),
        (f"l2:{HANAKO}", "hanako@sakura-seiki.example", False, False, datetime(2026, 2, 5)),
        (f"l1:{ICHIRO}", "ichiro@sakura-seiki.example", False, False, datetime(2026, 1, 6)),
        (f"l1:{JIRO}", "jiro@sakura-seiki.example", None, True, datetime(2026, 1, 7)),
        (SABURO, "saburo@kaede.example", True, False, datetime(2026, 2, 1)),
        (SHIRO, "shiro@kaede.example", False, False, datetime(2026, 2, 2)),
    }


def test_members_carry_their_own_time_of_change(mailchimp: Kizuna) -> None:
    assert rows(mailchimp, "max(updated_at)", "contacts") == [(datetime(2026, 4, 14, 3),)]


def test_sends_and_their_times(mailchimp: Kizuna) -> None:
    columns = "campaign_id, source_contact_id, campaign_name, sent_at"
    assert set(rows(mailchimp, columns, "email_sends")) == {
        ("c1", f"l1:{HANAKO}", "四月号", datetime(2026, 4, 13)),
        ("c1", f"l1:{ICHIRO}", "四月号", datetime(2026, 4, 13)),
        ("w1", f"l1:{HANAKO}", "ようこそメール", datetime(2026, 1, 5, 1)),
        ("w1", f"l1:{ICHIRO}", "ようこそメール", datetime(2026, 1, 7)),
    }


def test_events_belong_to_their_sends(mailchimp: Kizuna) -> None:
    columns = "campaign_id, source_contact_id, event_type, url, occurred_at"
    assert set(rows(mailchimp, columns, "email_events")) == {
        ("c1", f"l1:{HANAKO}", "open", None, datetime(2026, 4, 13, 1)),
        (
            "c1",
            f"l1:{HANAKO}",
            "click",
            "https://kizuna.example/spring",
            datetime(2026, 4, 13, 1, 1),
        ),
        ("c1", f"l1:{ICHIRO}", "hard_bounce", None, datetime(2026, 4, 13, 0, 0, 5)),
        ("w1", f"l1:{HANAKO}", "open", None, datetime(2026, 1, 5, 1)),
        ("c1", f"l2:{HANAKO}", "unsubscribe", None, datetime(2026, 4, 14)),
        ("c1", SHIRO, "unsubscribe", None, datetime(2026, 4, 14, 3)),
        ("c1", f"l1:{SHIRO}", "unsubscribe", None, datetime(2026, 4, 14, 3)),
    }
    twice = "and event_type = 'unsubscribe'"
    assert rows(mailchimp, "count(*), count(distinct source_event_id)", "email_events", twice) == [
        (3, 2)
    ]
    unsent = "and send_id not in (select send_id from staging.stg_mailchimp__email_sends)"
    unsent_to = rows(mailchimp, "source_contact_id", "email_events", unsent)
    assert set(unsent_to) == {(SHIRO,), (f"l1:{SHIRO}",)}


def test_a_planned_campaign_has_not_started(mailchimp: Kizuna) -> None:
    assert rows(mailchimp, "campaign_id, campaign_name, channel, started_at", "campaigns") == [
        ("c1", "四月号", "email", datetime(2026, 4, 13)),
        ("c2", "七月号", "email", None),
        ("w1", "ようこそメール", "email", datetime(2026, 1, 2)),
    ]


@pytest.mark.real
def test_real_files_load_whole(mailchimp: Kizuna, real: Path) -> None:
    assert real.is_dir()
    loaded = mailchimp.raw(
        "select table_name, rows_read, rows_loaded, rows_rejected from ops.loads "
        "where file like '%/real\\_%' escape '\\'"
    )
    assert sorted(loaded) == sorted((name, count, count, 0) for name, count in REAL_ROWS.items())


@pytest.mark.real
def test_real_mails(mailchimp: Kizuna, real: Path) -> None:
    assert real.is_dir()
    group = "group by 1 order by 1"
    events = rows(mailchimp, "event_type, count(*)", "email_events", group, real="")
    assert events == [("click", 11), ("open", 14), ("unsubscribe", 1)]
    campaign = "and campaign_id = (select id from raw_mailchimp.campaign where _file like '%real%')"
    of_campaign = rows(
        mailchimp, "event_type, count(*)", "email_events", f"{campaign} {group}", real=""
    )
    assert of_campaign == [("click", 5), ("open", 12)]
    assert rows(mailchimp, "count(*), count(distinct send_id)", "email_sends", real="") == [
        (13, 13)
    ]
    assert rows(mailchimp, "count(*)", "email_sends", campaign, real="") == [(10,)]
    unsent = "and send_id not in (select send_id from staging.stg_mailchimp__email_sends)"
    assert rows(mailchimp, "count(*)", "email_events", unsent, real="") == [(0,)]


@pytest.mark.real
def test_real_members(mailchimp: Kizuna, real: Path) -> None:
    assert real.is_dir()
    columns = "consent_email, count(*), count(distinct source_contact_id), count(distinct email)"
    members = rows(mailchimp, columns, "contacts", "group by 1 order by 1", real="")
    assert members == [(False, 1, 1, 1), (True, 8, 8, 7)]
    assert rows(mailchimp, "count(*)", "campaigns", real="") == [(3,)]
