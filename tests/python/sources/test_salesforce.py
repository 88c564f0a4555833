"""Salesforce: Data Export files, a connector's tables, and what becomes of them in staging."""

from __future__ import annotations

import csv
import shutil
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from staging import build_staging

from conftest import Kizuna, make_home

Files = dict[str, tuple[str, list[list[str]]]]
"""Header and rows by the name of the file."""

NONE = "000000000000000AAA"
"""What Data Export writes where a lookup is empty."""

EXPORT: Files = {
    "Account": (
        "Id,IsDeleted,MasterRecordId,Name,Type,ParentId,BillingState,Phone,Website,Industry,"
        "NumberOfEmployees,CurrencyIsoCode,OwnerId,CreatedDate,LastModifiedDate,SystemModstamp,"
        "CorporateNumber__c",
        [
            [
                *("001000000000001AAA", "0", NONE, "株式会社サクラ精機", "顧客", NONE, "東京都"),
                *("03-0000-0001", "https://www.sakura-seiki.example/", "製造", "320", "JPY"),
                *("005000000000001AAA", "2025-04-01 00:30:00", "2026-05-01 02:00:00"),
                *("2026-05-02 03:00:00", "７１２３４５６７８９０１２"),
            ],
            [
                *("001000000000002AAA", "1", "001000000000001AAA", "(株)さくら精機", "", NONE, ""),
                *("", "", "", "", "JPY", "005000000000001AAA", "2025-05-01 00:30:00"),
                *("2026-05-10 02:00:00", "2026-05-10 02:00:00", ""),
            ],
        ],
    ),
    "Contact": (
        "Id,IsDeleted,MasterRecordId,AccountId,FirstName,LastName,Phone,Email,Title,OwnerId,"
        "HasOptedOutOfEmail,CreatedDate,LastModifiedDate,SystemModstamp",
        [
            [
                *("003000000000001AAA", "0", NONE, "001000000000001AAA", "花子", "佐藤", ""),
                *("Hanako.Sato@sakura-seiki.example", "購買部長", "005000000000001AAA", "0"),
                *("2025-04-02 00:00:00", "2025-04-02 00:00:00", "2025-04-02 00:00:00"),
            ],
            [
                *("003000000000002AAA", "0", NONE, "001000000000001AAA", "一郎", "髙橋", ""),
                *("ichiro@sakura-seiki.example", "", "005000000000001AAA", "1"),
                *("2025-04-03 00:00:00", "2025-04-03 00:00:00", "2025-04-03 00:00:00"),
            ],
        ],
    ),
    "Lead": (
        "Id,IsDeleted,MasterRecordId,FirstName,LastName,Title,Company,State,Phone,Email,Website,"
        "LeadSource,Status,Industry,NumberOfEmployees,OwnerId,HasOptedOutOfEmail,IsConverted,"
        "ConvertedDate,ConvertedAccountId,ConvertedContactId,ConvertedOpportunityId,CreatedDate,"
        "LastModifiedDate,SystemModstamp",
        [
            [
                *("00Q000000000001AAA", "0", NONE, "花子", "佐藤", "", "サクラ精機", "東京都", ""),
                *("hanako.sato@sakura-seiki.example", "", "展示会", "Converted", "", "", NONE),
                *("0", "1", "2025-04-02", "001000000000001AAA", "003000000000001AAA", NONE),
                *("2025-03-01 00:00:00", "2025-04-02 00:00:00", "2025-04-02 00:00:00"),
            ],
            [
                *("00Q000000000002AAA", "0", NONE, "次郎", "森", "課長", "もみじ商事", "", ""),
                *("jiro@momiji.example", "momiji.example", "Web", "Open", "", "40", NONE, "0", "0"),
                *("", NONE, NONE, NONE),
                *("2026-03-01 00:00:00", "2026-03-01 00:00:00", "2026-03-01 00:00:00"),
            ],
        ],
    ),
    "Opportunity": (
        "Id,IsDeleted,AccountId,Name,StageName,Amount,CloseDate,Type,LeadSource,IsClosed,IsWon,"
        "CurrencyIsoCode,CampaignId,OwnerId,CreatedDate,LastModifiedDate,SystemModstamp",
        [
            [
                *("006000000000001AAA", "0", "001000000000001AAA", "検査装置 更新", "受注"),
                *("4800000.0", "2026-04-30", "既存", "展示会", "1", "1", "JPY", NONE),
                *("005000000000001AAA", "2026-01-10 01:00:00", "2026-04-30 08:00:00"),
                "2026-04-30 08:00:00",
            ],
            [
                *(
                    "006000000000002AAA",
                    "1",
                    "001000000000001AAA",
                    "重複",
                    "見積",
                    "",
                    "2026-06-30",
                ),
                *("", "", "0", "0", "JPY", NONE, "005000000000001AAA", "2026-02-10 01:00:00"),
                *("2026-02-11 01:00:00", "2026-02-11 01:00:00"),
            ],
        ],
    ),
    "OpportunityHistory": (
        "Id,OpportunityId,CreatedById,CreatedDate,StageName,Amount,CloseDate,Probability,"
        "CurrencyIsoCode,SystemModstamp,IsDeleted",
        [
            [
                *("008000000000001AAA", "006000000000001AAA", "005000000000001AAA"),
                *("2026-01-10 01:00:00", "見積", "5000000.0", "2026-03-31", "20", "JPY"),
                *("2026-01-10 01:00:00", "0"),
            ],
            [
                *("008000000000002AAA", "006000000000001AAA", "005000000000001AAA"),
                *("2026-04-30 08:00:00", "受注", "4800000.0", "2026-04-30", "100", "JPY"),
                *("2026-04-30 08:00:00", "0"),
            ],
        ],
    ),
    "Campaign": (
        "Id,IsDeleted,Name,ParentId,Type,Status,StartDate,EndDate,CurrencyIsoCode,ActualCost,"
        "OwnerId,CreatedDate,LastModifiedDate,SystemModstamp",
        [
            [
                *("701000000000001AAA", "0", "検査装置展 2026", NONE, "展示会", "完了"),
                *("2026-02-18", "2026-02-20", "JPY", "1200000", "005000000000001AAA"),
                *("2025-12-01 00:00:00", "2026-02-21 00:00:00", "2026-02-21 00:00:00"),
            ]
        ],
    ),
    "CampaignMember": (
        "Id,IsDeleted,CampaignId,LeadId,ContactId,Status,HasResponded,CreatedDate,"
        "LastModifiedDate,SystemModstamp,FirstRespondedDate,CurrencyIsoCode",
        [
            [
                *("00v000000000001AAA", "0", "701000000000001AAA", "00Q000000000001AAA"),
                *("003000000000001AAA", "来場", "1", "2026-02-18 02:00:00"),
                *("2026-02-18 02:00:00", "2026-02-18 02:00:00", "2026-02-18", "JPY"),
            ],
            [
                *("00v000000000002AAA", "1", "701000000000001AAA", "00Q000000000002AAA", NONE),
                *("招待", "0", "2026-02-01 02:00:00", "2026-02-02 02:00:00"),
                *("2026-02-02 02:00:00", "", "JPY"),
            ],
        ],
    ),
    "Task": (
        "Id,WhoId,WhatId,Subject,ActivityDate,Status,OwnerId,Description,Type,IsDeleted,AccountId,"
        "IsClosed,CreatedDate,LastModifiedDate,SystemModstamp,CallDurationInSeconds,CallType,"
        "CallDisposition,EmailMessageId,IsRecurrence,CompletedDateTime",
        [
            [
                *("00T000000000001AAA", "003000000000001AAA", "006000000000001AAA", "電話"),
                *("2026-04-10", "Completed", "005000000000001AAA", "納期の件。\n後日回答", "電話"),
                *("0", "001000000000001AAA", "1", "2026-04-10 01:00:00", "2026-04-10 01:20:00"),
                *("2026-04-10 01:20:00", "300", "Outbound", "通話", NONE, "0"),
                "2026-04-10 01:20:00",
            ],
            [
                *("00T000000000002AAA", "00Q000000000002AAA", NONE, "架電", "2026-04-11"),
                *("Completed", "005000000000001AAA", "", "電話", "0", NONE, "1"),
                *("2026-04-11 01:00:00", "2026-04-11 01:00:00", "2026-04-11 01:00:00", "", ""),
                *("留守電", NONE, "0", ""),
            ],
            [
                *("00T000000000003AAA", "003000000000001AAA", NONE, "見積送付", "2026-04-12"),
                *("Completed", "005000000000001AAA", "", "メール", "0", "001000000000001AAA", "1"),
                *("2026-04-12 01:00:00", "2026-04-12 01:00:00", "2026-04-12 01:00:00", "", ""),
                *("", "02s000000000001AAA", "0", "2026-04-12 01:00:00"),
            ],
            [
                *("00T000000000004AAA", "003000000000001AAA", NONE, "電話する", "2026-04-13"),
                *("Not Started", "005000000000001AAA", "", "電話", "0", "001000000000001AAA", "0"),
                *("2026-04-12 01:00:00", "2026-04-12 01:00:00", "2026-04-12 01:00:00", "", ""),
                *("", NONE, "0", ""),
            ],
        ],
    ),
    "Event": (
        "Id,WhoId,WhatId,Subject,IsAllDayEvent,ActivityDateTime,ActivityDate,DurationInMinutes,"
        "AccountId,OwnerId,Type,IsDeleted,IsChild,IsGroupEvent,CreatedDate,LastModifiedDate,"
        "SystemModstamp,IsRecurrence",
        [
            [
                *("00U000000000001AAA", "003000000000001AAA", "701000000000001AAA", "打合せ", "0"),
                *("2026-04-20 05:00:00", "2026-04-20", "60", "001000000000001AAA"),
                *("005000000000001AAA", "訪問", "0", "0", "1", "2026-04-01 00:00:00"),
                *("2026-04-01 00:00:00", "2026-04-01 00:00:00", "0"),
            ],
            [
                *("00U000000000002AAA", "003000000000001AAA", "701000000000001AAA", "打合せ", "0"),
                *("2026-04-20 05:00:00", "2026-04-20", "60", "001000000000001AAA"),
                *("005000000000002AAA", "訪問", "0", "1", "1", "2026-04-01 00:00:00"),
                *("2026-04-01 00:00:00", "2026-04-01 00:00:00", "0"),
            ],
            [
                *("00U000000000003AAA", "003000000000001AAA", NONE, "次回打合せ", "0"),
                *("2099-04-20 05:00:00", "2099-04-20", "60", "001000000000001AAA"),
                *("005000000000001AAA", "訪問", "0", "0", "0", "2026-04-01 00:00:00"),
                *("2026-04-01 00:00:00", "2026-04-01 00:00:00", "0"),
            ],
            [
                *("00U000000000004AAA", NONE, NONE, "歯科", "0", "2026-04-21 05:00:00"),
                *("2026-04-21", "60", NONE, "005000000000001AAA", "", "0", "0", "0"),
                *("2026-04-01 00:00:00", "2026-04-01 00:00:00", "2026-04-01 00:00:00", "0"),
            ],
        ],
    ),
    "Case": (
        "Id,IsDeleted,MasterRecordId,CaseNumber,ContactId,AccountId,SuppliedEmail,Type,Status,"
        "Origin,Subject,Priority,IsClosed,ClosedDate,OwnerId,CreatedDate,LastModifiedDate,"
        "SystemModstamp",
        [
            [
                *("500000000000001AAA", "0", NONE, "00001001", "003000000000001AAA"),
                *("001000000000001AAA", "", "障害", "クローズ", "電話", "表示されない", "高", "1"),
                *("2026-04-05 09:00:00", "005000000000001AAA", "2026-04-05 00:00:00"),
                *("2026-04-05 09:00:00", "2026-04-05 09:00:00"),
            ],
            [
                *("500000000000002AAA", "1", "500000000000001AAA", "00001002", NONE, NONE),
                *("Support@Momiji.example", "", "新規", "Web", "同じ件", "中", "0", "", NONE),
                *("2026-04-05 01:00:00", "2026-04-05 02:00:00", "2026-04-05 02:00:00"),
            ],
        ],
    ),
    "User": (
        "Id,Username,FirstName,LastName,Division,Department,Email,IsActive,UserRoleId,"
        "LanguageLocaleKey,ContactId,CreatedDate,LastModifiedDate,SystemModstamp",
        [
            [
                *("005000000000001AAA", "renee@kaede.example", "Renée", "Müller", "Vertrieb", ""),
                *("renee@kaede.example", "1", NONE, "de", NONE, "2024-01-01 00:00:00"),
                *("2024-01-01 00:00:00", "2024-01-01 00:00:00"),
            ],
            [
                *("005000000000009AAA", "portal@momiji.example", "Portal", "User", "", ""),
                *("portal@momiji.example", "1", NONE, "ja", "003000000000002AAA"),
                *("2024-01-01 00:00:00", "2024-01-01 00:00:00", "2024-01-01 00:00:00"),
            ],
        ],
    ),
}
ENCODINGS = {"Contact": "cp932", "User": "iso-8859-1"}

CONNECTOR: Files = {
    "account": (
        "id,_fivetran_synced,_fivetran_active,_fivetran_start,_fivetran_end,billing_state,"
        "corporate_number_c,is_deleted,master_record_id,name,owner_id,website,created_date,"
        "system_modstamp",
        [
            [
                *(
                    "001000000000003AAA",
                    "2026-05-03T00:00:00Z",
                    "FALSE",
                    "2026-05-01T00:00:00.000Z",
                ),
                *("2026-05-01T23:59:59.999Z", "大阪府", "", "FALSE", "", "かえで工業", ""),
                *("kaede.example", "2026-04-01T00:00:00.000Z", "2026-05-01T00:00:00.000Z"),
            ],
            [
                *("001000000000003AAA", "2026-05-03T00:00:00Z", "TRUE", "2026-05-02T00:00:00.000Z"),
                *("9999-12-31T23:59:59.999Z", "大阪府", "", "FALSE", "", "かえで工業株式会社", ""),
                *("kaede.example", "2026-04-01T00:00:00.000Z", "2026-05-02T00:00:00.000Z"),
            ],
        ],
    ),
    "opportunity": (
        "id,_fivetran_synced,account_id,amount,close_date,created_date,is_closed,is_deleted,is_won,"
        "lead_source,name,owner_id,stage_name,system_modstamp,_fivetran_deleted",
        [
            [
                *("006000000000003AAA", "2026-05-03 00:00:00", "001000000000003AAA", "250000"),
                *("2026-05-31 00:00:00", "2026-05-01 00:00:00", "false", "false", "false", ""),
                *("保守", "005000000000001AAA", "提案", "2026-05-02 00:00:00", "false"),
            ],
            [
                *("006000000000004AAA", "2026-05-03 00:00:00", "001000000000003AAA", ""),
                *("2026-05-31T00:00:00.000Z", "2026-05-01 00:00:00", "false", "false", "false", ""),
                *("保守 2", "005000000000001AAA", "提案", "2026-05-02 00:00:00", "true"),
            ],
        ],
    ),
}

REAL_TABLES = {
    "account": (2, 20),
    "contact": (2, 8),
    "lead": (1, 1),
    "opportunity": (2, 20),
    "event": (1, 10),
    "task": (1, 10),
    "user": (1, 10),
}
"""Files and rows of the connector's tables, history mode included."""

REAL_HEADERS = {
    "Account": "account",
    "Campaign": "campaign",
    "CampaignMember": "campaign_member",
    "Case": "case",
    "Contact": "contact",
    "Event": "event",
    "Lead": "lead",
    "Opportunity": "opportunity",
    "OpportunityHistory": "opportunity_history",
    "Task": "task",
    "User": "user",
}


def write(folder: Path, files: Files, *, quoted: bool) -> list[Path]:
    """Write CSV files as the vendor names and quotes them, in the encodings it offers."""
    folder.mkdir()
    for name, (header, rows) in files.items():
        with (folder / f"{name}.csv").open(
            "w", encoding=ENCODINGS.get(name, "utf-8"), newline=""
        ) as file:
            writer = csv.writer(
                file,
                quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL,
                lineterminator="\n",
            )
            writer.writerows([header.split(","), *rows])
    return sorted(folder.glob("*.csv"))


@pytest.fixture(scope="module")
def salesforce(tmp_path_factory: pytest.TempPathFactory) -> Kizuna:
    """Both shapes in one home, loaded by the vendor's file names alone, staged and tested."""
    folder = tmp_path_factory.mktemp("salesforce")
    home = make_home(folder / "home")
    files = write(folder / "export", EXPORT, quoted=True)
    home("load", *files, *write(folder / "connector", CONNECTOR, quoted=False))
    build_staging(home, "salesforce")
    return home


@pytest.fixture(scope="module")
def seeds(salesforce: Kizuna, real: Path, tmp_path_factory: pytest.TempPathFactory) -> Kizuna:
    """A copy of that home with the connector's tables and the headers of Data Export too.

    Staging is views, so it shows them; they are known by their headers alone.
    """
    home = Kizuna(tmp_path_factory.mktemp("salesforce_real") / "home")
    shutil.copytree(salesforce.home, home.home)
    tables = [
        real / f"fivetran_seeds/salesforce/sf_{name}_data.csv"
        for table, (files, _) in REAL_TABLES.items()
        for name in (table, f"{table}_history")[:files]
    ]
    headers = [
        real / f"crm/salesforce_data_export_headers/{name}.header.csv" for name in REAL_HEADERS
    ]
    home("load", *tables, *headers, "--source", "salesforce")
    return home


def test_both_shapes_load_whole_into_one_table(salesforce: Kizuna) -> None:
    loads = salesforce.raw(
        "select table_name, count(*), sum(rows_loaded), sum(rows_rejected) from ops.loads "
        "where source = 'salesforce' group by 1 order by 1"
    )
    assert loads == [
        ("account", 2, 4, 0),
        ("campaign", 1, 1, 0),
        ("campaign_member", 1, 2, 0),
        ("case", 1, 2, 0),
        ("contact", 1, 2, 0),
        ("event", 1, 4, 0),
        ("lead", 1, 2, 0),
        ("opportunity", 2, 4, 0),
        ("opportunity_history", 1, 2, 0),
        ("task", 1, 4, 0),
        ("user", 1, 2, 0),
    ]


def test_an_empty_lookup_is_no_id(salesforce: Kizuna) -> None:
    assert salesforce.raw(
        "select count(master_record_id), count(parent_id) from raw_salesforce.account"
    ) == [(1, 0)]
    assert salesforce.raw("select count(who_id) from raw_salesforce.event") == [(3,)]


def test_legacy_encodings(salesforce: Kizuna) -> None:
    assert salesforce.raw("select last_name from raw_salesforce.contact order by id") == [
        ("佐藤",),
        ("髙橋",),
    ]
    assert salesforce.raw("select owner_name, team from staging.stg_salesforce__owners") == [
        ("Renée Müller", "Vertrieb")
    ]


def test_accounts(salesforce: Kizuna) -> None:
    assert salesforce.raw(
        "select source_account_id, account_name, corporate_number, domain, region, employees, "
        "is_deleted, created_at, updated_at from staging.stg_salesforce__accounts "
        "order by source_account_id, updated_at"
    ) == [
        (
            *("001000000000001AAA", "株式会社サクラ精機", "7123456789012", "sakura-seiki.example"),
            *("東京都", 320, False, datetime(2025, 4, 1, 0, 30), datetime(2026, 5, 2, 3)),
        ),
        (
            *("001000000000002AAA", "(株)さくら精機", None, None, None, None, True),
            *(datetime(2025, 5, 1, 0, 30), datetime(2026, 5, 10, 2)),
        ),
        (
            *("001000000000003AAA", "かえで工業", None, "kaede.example", "大阪府", None, False),
            *(datetime(2026, 4, 1), datetime(2026, 5, 1)),
        ),
        (
            *("001000000000003AAA", "かえで工業株式会社", None, "kaede.example", "大阪府", None),
            *(False, datetime(2026, 4, 1), datetime(2026, 5, 2)),
        ),
    ]


def test_contacts_and_leads(salesforce: Kizuna) -> None:
    assert salesforce.raw(
        "select source_contact_id, source_account_id, email, role, consent_email, is_deleted "
        "from staging.stg_salesforce__contacts order by 1"
    ) == [
        (
            *("003000000000001AAA", "001000000000001AAA", "hanako.sato@sakura-seiki.example"),
            *("購買部長", None, False),
        ),
        (
            *("003000000000002AAA", "001000000000001AAA", "ichiro@sakura-seiki.example", None),
            *(False, False),
        ),
        (*("00Q000000000001AAA", None, "hanako.sato@sakura-seiki.example", None, None, False),),
        ("00Q000000000002AAA", None, "jiro@momiji.example", "課長", None, False),
    ]


def test_merges_and_conversions(salesforce: Kizuna) -> None:
    assert salesforce.raw(
        "select record_type, source_record_id, merged_into_id, merged_at "
        "from staging.stg_salesforce__record_merges order by 1, 2"
    ) == [
        ("account", "001000000000002AAA", "001000000000001AAA", datetime(2026, 5, 10, 2)),
        ("contact", "00Q000000000001AAA", "003000000000001AAA", datetime(2025, 4, 1, 15)),
        ("ticket", "500000000000002AAA", "500000000000001AAA", datetime(2026, 4, 5, 2)),
    ]


def test_activities(salesforce: Kizuna) -> None:
    contact, account = "003000000000001AAA", "001000000000001AAA"
    assert salesforce.raw(
        "select source_event_id, source_account_id, source_contact_id, event_type, campaign_id, "
        "occurred_at from staging.stg_salesforce__activities where not is_deleted order by 1"
    ) == [
        (
            *("00T000000000001AAA", account, contact, "call_connected", None),
            datetime(2026, 4, 10, 1, 20),
        ),
        (
            *("00T000000000002AAA", None, "00Q000000000002AAA", "call_attempted", None),
            datetime(2026, 4, 10, 15),
        ),
        (
            *("00T000000000003AAA", account, contact, "message_sent", None),
            datetime(2026, 4, 12, 1),
        ),
        (
            *("00U000000000001AAA", account, contact, "meeting_held", "701000000000001AAA"),
            datetime(2026, 4, 20, 5),
        ),
    ]
    assert salesforce.raw(
        "select source_event_id, occurred_at from staging.stg_salesforce__activities "
        "where is_deleted order by 1"
    ) == [("00T000000000004AAA", None), ("00U000000000003AAA", None)]


def test_opportunities_and_their_stages(salesforce: Kizuna) -> None:
    assert salesforce.raw(
        "select source_opportunity_id, stage, amount, currency, is_won, is_closed, is_deleted, "
        "closed_on from staging.stg_salesforce__opportunities order by 1"
    ) == [
        (
            *("006000000000001AAA", "受注", Decimal("4800000.00"), "JPY", True, True, False),
            date(2026, 4, 30),
        ),
        ("006000000000002AAA", "見積", None, "JPY", False, False, True, date(2026, 6, 30)),
        (
            *("006000000000003AAA", "提案", Decimal("250000.00"), None, False, False, False),
            date(2026, 5, 31),
        ),
        ("006000000000004AAA", "提案", None, None, False, False, True, date(2026, 5, 31)),
    ]
    assert salesforce.raw(
        "select source_opportunity_id, stage, amount, changed_at "
        "from staging.stg_salesforce__opportunity_stages order by changed_at"
    ) == [
        ("006000000000001AAA", "見積", Decimal("5000000.00"), datetime(2026, 1, 10, 1)),
        ("006000000000001AAA", "受注", Decimal("4800000.00"), datetime(2026, 4, 30, 8)),
    ]


def test_campaigns_and_their_members(salesforce: Kizuna) -> None:
    assert salesforce.raw(
        "select campaign_id, channel, started_at from staging.stg_salesforce__campaigns"
    ) == [("701000000000001AAA", "event", datetime(2026, 2, 17, 15))]
    assert salesforce.raw(
        "select source_contact_id, status, has_responded, is_deleted, responded_at "
        "from staging.stg_salesforce__campaign_members order by source_event_id"
    ) == [
        ("003000000000001AAA", "来場", True, False, datetime(2026, 2, 17, 15)),
        ("00Q000000000002AAA", "招待", False, True, None),
    ]


def test_tickets(salesforce: Kizuna) -> None:
    assert salesforce.raw(
        "select source_ticket_id, source_account_id, source_contact_id, email, status, priority, "
        "ticket_type, is_solved, is_deleted, solved_at from staging.stg_salesforce__tickets "
        "order by 1"
    ) == [
        (
            *("500000000000001AAA", "001000000000001AAA", "003000000000001AAA", None, "クローズ"),
            *("高", "障害", True, False, datetime(2026, 4, 5, 9)),
        ),
        (
            *("500000000000002AAA", None, None, "support@momiji.example", "新規", "中", None),
            *(False, True, None),
        ),
    ]


def test_a_file_of_another_object_is_refused(salesforce: Kizuna, tmp_path: Path) -> None:
    contract = tmp_path / "Contract.csv"
    contract.write_text('"Id","AccountId","BillingState","OwnerId","Name","IsDeleted"\n')
    done = salesforce("load", contract, "--source", "salesforce", ok=False)
    assert done.returncode == 2
    assert "unknown layout" in done.stderr


@pytest.mark.real
def test_the_connectors_tables_load_whole(seeds: Kizuna) -> None:
    loads = seeds.raw(
        "select table_name, count(*), sum(rows_loaded), sum(rows_rejected) from ops.loads "
        "where contains(file, '/sf_') group by 1"
    )
    assert {table: (files, rows) for table, files, rows, _ in loads} == REAL_TABLES
    assert sum(rejected for *_, rejected in loads) == 0


@pytest.mark.real
def test_every_header_of_data_export_is_its_table(seeds: Kizuna) -> None:
    loads = seeds.raw(
        "select regexp_extract(file, '([^/]+)[.]header', 1), table_name, rows_read from ops.loads "
        "where contains(file, '.header.')"
    )
    assert {name: table for name, table, _ in loads} == REAL_HEADERS
    assert {rows for *_, rows in loads} == {0}


@pytest.mark.real
def test_known_sums_of_the_connectors_tables(seeds: Kizuna) -> None:
    assert seeds.raw(
        "select count(*), count(*) filter (where is_deleted), sum(employees) "
        "from staging.stg_salesforce__accounts where contains(file_name, '/sf_account_data')"
    ) == [(10, 9, 120_210)]
    assert seeds.raw(
        "select sum(amount), count(amount), count(*) filter (where is_won), "
        "count(*) filter (where is_closed), count(*) filter (where is_deleted) "
        "from staging.stg_salesforce__opportunities "
        "where contains(file_name, '/sf_opportunity_data')"
    ) == [(Decimal("24530001.00"), 4, 5, 9, 10)]
    assert seeds.raw(
        "select count(*), count(*) filter (where is_active) from staging.stg_salesforce__owners "
        "where contains(file_name, '/sf_')"
    ) == [(10, 5)]


@pytest.mark.real
@pytest.mark.parametrize(
    ("concept", "record_id", "ids"),
    [
        ("accounts", "source_account_id", 10),
        ("contacts", "source_contact_id", 4),
        ("opportunities", "source_opportunity_id", 10),
    ],
)
def test_history_mode_gives_versions_of_the_same_records(
    seeds: Kizuna, concept: str, record_id: str, ids: int
) -> None:
    relation = f"staging.stg_salesforce__{concept}"
    history = "contains(file_name, '/sf_') and contains(file_name, '_history_')"
    assert seeds.raw(
        f"select count(*), count(distinct {record_id}), count(updated_at) from {relation} "
        f"where {history} and {record_id} in (select {record_id} from {relation} "
        "where contains(file_name, '/sf_') and not contains(file_name, '_history_'))"
    ) == [(ids, ids, ids)]


@pytest.mark.real
def test_known_activities_and_merges_of_the_connectors_tables(seeds: Kizuna) -> None:
    """No task of the ten logs a call or a mail; all ten events are meetings with a person."""
    assert seeds.raw(
        "select event_type, count(*), count(source_contact_id), count(source_account_id), "
        "min(occurred_at) from staging.stg_salesforce__activities "
        "where contains(file_name, '/sf_') group by 1"
    ) == [("meeting_held", 10, 10, 10, datetime(2019, 11, 11, 17, 23, 34))]
    assert seeds.raw(
        "select record_type, count(*), count(distinct source_record_id) "
        "from staging.stg_salesforce__record_merges where contains(file_name, '/sf_') "
        "group by 1 order by 1"
    ) == [("account", 2, 1), ("contact", 1, 1)]


@pytest.mark.real
def test_other_objects_of_the_connector_are_refused(seeds: Kizuna, real: Path) -> None:
    files = [
        real / f"fivetran_seeds/salesforce/sf_{name}_data.csv"
        for name in ("order", "opportunity_line_item", "product_2", "user_role")
    ]
    done = seeds("load", *files, "--source", "salesforce", ok=False)
    assert done.returncode == 2
    assert done.stderr.count("unknown layout") == len(files)
