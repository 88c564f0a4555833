"""Qualtrics: the mappings of its page read an export with three rows of headers."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
from staging import build_staging, written

from conftest import PROJECT, Kizuna, make_home

PAGE = PROJECT / "docs/sources/qualtrics.md"

EXPORT = (
    "StartDate,EndDate,Status,IPAddress,Progress,Duration (in seconds),Finished,RecordedDate,"
    "ResponseId,RecipientLastName,RecipientFirstName,RecipientEmail,UserLanguage,"
    "Q1_NPS_GROUP,Q1,Q2_1,Q2_2,Q3,Q4,Q5\n"
    "Start Date,End Date,Response Type,IP Address,Progress,Duration (in seconds),Finished,"
    "Recorded Date,Response ID,Recipient Last Name,Recipient First Name,Recipient Email,"
    'User Language,推奨度 - Group,推奨度,"満足度 - 製品","満足度 - サポート",'
    '使いやすさ,"理由を\nお聞かせください",ご利用プラン\n'
    + ",".join(f'"{{""ImportId"":""c{number}""}}"' for number in range(20))
    + "\n"
    "2026-04-01 09:00:00,2026-04-01 09:02:00,IP Address,203.0.113.7,100,120,True,"
    "2026-04-01 09:02:03,R_1,早瀬,花,Hana.Hayase@kirishima.example,JA,"
    'Promoter,10 - 非常に勧めたい,とても満足,満足,６,"対応が\n早い",スタンダード\n'
    "2026-04-01 10:00:00,2026-04-01 10:02:00,Survey Preview,203.0.113.8,100,120,True,"
    "2026-04-01 10:02:03,R_2,,,,EN,Detractor,0,とても不満,不満,1,test,2\n"
    "2026-04-01 11:00:00,2026-04-01 11:01:00,0,203.0.113.9,40,60,False,"
    "2026-04-08 11:01:00,R_3,小田,健,ken.oda@kirishima.example,JA,Passive,8,,,,,\n"
)

HISTORY = (
    "Last Name,First Name,External Data Reference,Email,Status,End Date,Email Sent Date,Link\n"
    "早瀬,花,,hana.hayase@kirishima.example,Survey Finished,2026-04-01 09:02:00,"
    "2026-04-01 08:00:00,\n"
    "小田,健,,ken.oda@kirishima.example,Survey Partially Finished,,2026-04-01 08:00:00,\n"
)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Kizuna:
    folder = tmp_path_factory.mktemp("qualtrics")
    blocks = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.S)
    mappings = dict(zip(("spring.yml", "spring_list.yml"), blocks, strict=True))
    home = make_home(folder / "home", written(folder / "mappings", mappings))
    answers, asked = written(folder, {"answers.csv": EXPORT, "history.csv": HISTORY}, "utf-8-sig")
    home("load", answers, "--source", "spring")
    home("load", asked, "--source", "spring_list")
    build_staging(home, "generic")
    return home


def test_the_rows_that_describe_columns_are_no_answers(loaded: Kizuna) -> None:
    assert loaded.raw(
        "select mapping, rows_read, rows_loaded, rows_rejected from ops.loads order by 1"
    ) == [("spring", 3, 3, 0), ("spring_list", 2, 2, 0)]
    assert loaded.raw(
        "select form_id, email, language, is_test, responded_at from raw_generic.survey_forms "
        "order by 1"
    ) == [
        ("R_1", "Hana.Hayase@kirishima.example", "JA", False, datetime(2026, 4, 1, 0, 2, 3)),
        ("R_2", None, "EN", True, datetime(2026, 4, 1, 1, 2, 3)),
        ("R_3", "ken.oda@kirishima.example", "JA", False, datetime(2026, 4, 8, 2, 1)),
    ]


def test_each_column_is_an_answer_of_its_own_kind(loaded: Kizuna) -> None:
    assert loaded.raw(
        "select question_id, question_type, scale_min, scale_max, touchpoint, score, is_answered "
        "from staging.stg_generic__survey_responses where source_form_id = 'R_1' order by 1"
    ) == [
        ("ease", "effort", 1, 7, None, 6, True),
        ("plan", "choice", None, None, None, None, True),
        ("product", "satisfaction", 1, 5, "product", 5, True),
        ("reason", "text", None, None, None, None, True),
        ("recommend", "recommend", 0, 10, None, 10, True),
        ("support", "satisfaction", 1, 5, "support", 4, True),
    ]
    assert loaded.raw(
        "select source_form_id, count(*), count(score), "
        "sum(case when is_answered then 1 else 0 end), bool_and(is_test) "
        "from staging.stg_generic__survey_responses group by 1 order by 1"
    ) == [("R_1", 6, 4, 6, False), ("R_2", 6, 5, 6, True), ("R_3", 6, 1, 1, False)]


def test_who_was_asked_is_known(loaded: Kizuna) -> None:
    assert loaded.raw(
        "select source, survey_id, email, invited_at, is_test "
        "from staging.stg_generic__survey_invitations order by 3"
    ) == [
        ("qualtrics", "relationship-2026-spring", f"{name}@kirishima.example", at, False)
        for name in ("hana.hayase", "ken.oda")
        for at in [datetime(2026, 3, 31, 23)]
    ]


def test_a_column_that_is_missing_is_named(loaded: Kizuna, tmp_path: Path) -> None:
    file = tmp_path / "renamed.csv"
    file.write_text(EXPORT.replace(",Q3,", ",Q3_neu,", 1), encoding="utf-8")
    said = loaded("load", file, "--source", "spring", ok=False).stderr
    assert "Q3" in said
