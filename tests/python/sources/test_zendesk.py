"""Zendesk: files as connectors, the API and the CSV export of tickets write them."""

# ruff: noqa: E501 - the rows of an export do not break

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from staging import build_staging, land

from conftest import Kizuna, make_home

FIRST_EXPORT = {
    "organizations/organization.csv": """\
id,_fivetran_synced,created_at,name,updated_at
501,2026-06-01 00:00:00,2026-01-01 00:00:00,株式会社北野製作所,2026-01-01 00:00:00
502,2026-06-01 00:00:00,2026-01-02 00:00:00,南海商事株式会社,2026-01-02 00:00:00
""",
    "domain_names/domain_name.csv": """\
index,organization_id,_fivetran_synced,domain_name
1,501,2026-06-01 00:00:00,kitano.example
0,501,2026-06-01 00:00:00,Kitano-Seisaku.example
""",
    "users/user.csv": """\
id,active,created_at,email,name,organization_id,role,suspended,updated_at
11,TRUE,2026-01-01 00:00:00,Sato@kitano-seisaku.example,佐藤 花子,501,end-user,FALSE,2026-01-01 00:00:00
12,FALSE,2026-01-02 00:00:00,old@nankai.example,退職者,502,end-user,FALSE,2026-03-01 00:00:00
21,TRUE,2026-01-01 00:00:00,support@our.example,高橋 支援,,agent,FALSE,2026-01-01 00:00:00
22,TRUE,2026-01-01 00:00:00,admin@our.example,管理 太郎,,admin,TRUE,2026-01-01 00:00:00
""",
    "tickets/ticket.csv": """\
id,assignee_id,created_at,organization_id,priority,requester_id,status,type,updated_at,merged_ticket_ids
1001,21,2026-05-01 01:00:00,501,high,11,solved,incident,2026-05-04 00:00:00,"[1003,1004]"
1002,21,2026-05-02 01:00:00,501,,11,open,question,2026-05-02 02:00:00,[]
1003,,2026-05-02 03:00:00,501,,11,deleted,,2026-05-02 04:00:00,
""",
    "ticket_field_history/ticket_field_history.csv": """\
field_name,ticket_id,updated,user_id,value
status,1001,2026-05-02 00:00:00,21,solved
status,1001,2026-05-02 05:00:00,11,open
status,1001,2026-05-04 00:00:00,21,solved
satisfaction_score,1002,2026-05-05 00:00:00,11,offered
satisfaction_score,1002,2026-05-06 00:00:00,11,bad
""",
    "ticket_comments/ticket_comment.csv": """\
id,body,created,public,ticket_id,user_id
1,動きません,2026-05-01 01:00:00,TRUE,1001,11
2,社内メモ,2026-05-01 01:30:00,FALSE,1001,21
""",
    "satisfaction_ratings/satisfaction_ratings.csv": """\
id,ticket_id,requester_id,assignee_id,score,comment,created_at,updated_at
91,1001,11,21,offered,,2026-05-05T00:00:00Z,2026-05-05T00:00:00Z
""",
}

SECOND_EXPORT = {
    "organizations/organizations_api.csv": """\
id,name,domain_names,created_at,updated_at
502,南海商事株式会社,"[""nankai.example"", ""nankai-group.example""]",2026-01-02T00:00:00Z,2026-06-02T00:00:00Z
""",
    "satisfaction_ratings/satisfaction_ratings_2.csv": """\
id,ticket_id,requester_id,assignee_id,score,comment,created_at,updated_at
91,1001,11,21,good,助かりました,2026-05-05T00:00:00Z,2026-05-07T00:00:00Z
""",
}

TICKET_LIST = """\
Id,Requester,Requester id,Requester email,Organization,Status,Priority,Via,Ticket type,Created at,Updated at,Solved at
1005,佐藤 花子,11,SATO@kitano-seisaku.example,北野製作所㈱,Closed,Normal,Mail,Question,2026-05-08 09:00,2026-05-09 09:00,2026-05-09 08:00
1006,佐藤 花子,11,sato@kitano-seisaku.example,北野製作所㈱,Pending,-,Mail,-,2026-05-08 10:00,2026-05-09 10:00,-
"""


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Kizuna:
    """Two loads: what a connector writes, then files of the API and the CSV export of tickets."""
    home = make_home(tmp_path_factory.mktemp("zendesk") / "home")
    land(home, "zendesk", FIRST_EXPORT)
    home("load")
    land(home, "zendesk", SECOND_EXPORT)
    land(home, "zendesk", {"tickets/tickets-2026-05-09.csv": TICKET_LIST}, "cp932")
    home("load")
    build_staging(home, "zendesk")
    return home


def test_every_row_is_loaded(made_up: Kizuna) -> None:
    assert made_up.raw(
        "select table_name, sum(rows_loaded), sum(rows_rejected) from ops.loads "
        "group by 1 order by 1"
    ) == [
        ("domain_names", 2, 0),
        ("organizations", 3, 0),
        ("satisfaction_ratings", 2, 0),
        ("ticket_comments", 2, 0),
        ("ticket_field_history", 5, 0),
        ("tickets", 5, 0),
        ("users", 4, 0),
    ]


def test_domains_come_from_the_list_or_from_the_connectors_table(made_up: Kizuna) -> None:
    assert made_up.raw(
        "select source_account_id, account_name, domain from staging.stg_zendesk__accounts "
        "order by 1, updated_at"
    ) == [
        ("501", "株式会社北野製作所", "kitano-seisaku.example"),
        ("502", "南海商事株式会社", None),
        ("502", "南海商事株式会社", "nankai.example"),
    ]


def test_users_are_customers_or_staff(made_up: Kizuna) -> None:
    assert made_up.raw(
        "select source_contact_id, source_account_id, email, is_internal, is_deleted "
        "from staging.stg_zendesk__contacts order by 1"
    ) == [
        ("11", "501", "sato@kitano-seisaku.example", False, False),
        ("12", "502", "old@nankai.example", False, True),
        ("21", None, "support@our.example", True, False),
        ("22", None, "admin@our.example", True, False),
    ]
    assert made_up.raw(
        "select owner_id, owner_name, is_active from staging.stg_zendesk__owners order by 1"
    ) == [("21", "高橋 支援", True), ("22", "管理 太郎", False)]


def test_tickets_of_both_exports(made_up: Kizuna) -> None:
    assert made_up.raw(
        "select source_ticket_id, source_contact_id, email, status, priority, ticket_type, "
        "is_solved, is_deleted, solved_at from staging.stg_zendesk__tickets order by 1"
    ) == [
        ("1001", "11", None, "solved", "high", "incident", True, False, datetime(2026, 5, 4)),
        ("1002", "11", None, "open", None, "question", False, False, None),
        ("1003", "11", None, "deleted", None, None, False, True, None),
        (
            *("1005", "11", "sato@kitano-seisaku.example", "closed", "normal", "question"),
            *(True, False, datetime(2026, 5, 9, 8)),
        ),
        (
            *("1006", "11", "sato@kitano-seisaku.example", "pending", None, None),
            *(False, False, None),
        ),
    ]
    assert made_up.raw(
        "select record_type, source_record_id, merged_into_id, merged_at "
        "from staging.stg_zendesk__record_merges order by 2"
    ) == [("ticket", "1003", "1001", None), ("ticket", "1004", "1001", None)]


def test_ratings_are_answers_once_they_are_given(made_up: Kizuna) -> None:
    assert made_up.raw(
        "select source_response_id, source_contact_id, survey_type, question_type, scale_min, "
        "scale_max, score, responded_at from staging.stg_zendesk__survey_responses order by 1"
    ) == [
        (
            *("ticket-1001", "11", "transactional", "satisfaction", 0, 1, 1.0),
            datetime(2026, 5, 7),
        ),
        (
            *("ticket-1002", "11", "transactional", "satisfaction", 0, 1, 0.0),
            datetime(2026, 5, 6),
        ),
    ]


def test_an_unknown_score_is_rejected(kizuna: Kizuna) -> None:
    header = "id,ticket_id,requester_id,score,created_at\n"
    land(
        kizuna,
        "zendesk",
        {"satisfaction_ratings/r.csv": header + "1,1001,11,excellent,2026-05-05T00:00:00Z\n"},
    )
    kizuna("load", ok=False)
    assert kizuna.raw("select column_name, value from ops.rejected_rows") == [
        ("score", "excellent")
    ]


TABLES = {
    "organizations": ("organization", 10),
    "domain_names": ("domain_name", 10),
    "users": ("user", 10),
    "tickets": ("ticket", 10),
    "ticket_field_history": ("ticket_field_history", 38),
    "ticket_comments": ("ticket_comment", 20),
}


@pytest.fixture(scope="module")
def exported(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Kizuna:
    home = make_home(tmp_path_factory.mktemp("zendesk_real") / "home")
    folder = real / "fivetran_seeds/zendesk"
    home("load", *(folder / f"{file}_data.csv" for file, _ in TABLES.values()))
    build_staging(home, "zendesk")
    return home


@pytest.mark.real
def test_real_files_load_whole(exported: Kizuna) -> None:
    loads = exported.raw("select table_name, rows_loaded, rows_rejected from ops.loads")
    assert sorted(loads) == sorted((table, rows, 0) for table, (_, rows) in TABLES.items())


@pytest.mark.real
def test_real_tickets(exported: Kizuna) -> None:
    assert exported.raw(
        "select count(*), count(*) filter (where is_solved), count(*) filter (where is_deleted), "
        "count(solved_at), max(solved_at) from staging.stg_zendesk__tickets"
    ) == [(10, 8, 2, 1, datetime(2020, 11, 14, 11, 1, 27))]
    assert exported.raw(
        "select source_record_id, merged_into_id from staging.stg_zendesk__record_merges"
    ) == [("1967", "1966")]


@pytest.mark.real
def test_real_people_and_organizations(exported: Kizuna) -> None:
    assert exported.raw(
        "select count(*), count(distinct source_contact_id), count(*) filter (where is_internal), "
        "count(*) filter (where is_deleted) from staging.stg_zendesk__contacts"
    ) == [(10, 10, 1, 0)]
    assert exported.raw("select count(*) from staging.stg_zendesk__accounts") == [(10,)]
    assert exported.raw("select count(*) from staging.stg_zendesk__owners") == [(1,)]
    assert exported.raw("select count(*) from staging.stg_zendesk__survey_responses") == [(0,)]
