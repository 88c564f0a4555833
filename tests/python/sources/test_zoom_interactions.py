"""Zoom poll and Q&A reports in English and Japanese: who asked and who answered, and when."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from staging import build_staging, written

from conftest import Kizuna, make_home

POLL_HEAD = (
    "\ufeffPoll Report\n"
    'Report Generated:,"04/10/2026 06:00:00 PM"\n'
    "Topic,Webinar ID,Actual Start Time,Actual Duration (minutes),# Polled\n"
    '電子帳簿保存法の要点,812 3456 7890,"04/10/2026 02:00:00 PM",60,3\n'
    "Poll Details\n"
)

PAIRS_UNDER_HEADERS = (
    POLL_HEAD
    + "#,User Name,User Email,Submitted Date/Time,Question,Answer,Question,Answer\n"
    + '1,早瀬 花,Hayase@Kirino.example,"04/10/2026 02:30:00 PM",導入時期は,年内,予算は,あり\n'
    + '2,深山 蓮,miyama@kirino.example,"04/10/2026 02:30:05 PM",導入時期は,未定,,\n'
    + '3,Anonymous Attendee,,"04/10/2026 02:31:00 PM",導入時期は,未定,,\n'
    + '4,Anonymous Attendee,,"04/10/2026 02:31:00 PM",導入時期は,年内,,\n'
)

PAIRS_BEYOND_THE_HEADER = (
    POLL_HEAD.replace("04/10/2026", "05/08/2026")
    + "#,User Name,User Email,Submitted Date/Time,\n"
    + '1,早瀬 花,Hayase@Kirino.example,"05/08/2026 02:30:00 PM",導入時期は,年内,予算は,あり,\n'
    + '2,深山 蓮,miyama@kirino.example,"05/08/2026 02:30:05 PM",導入時期は,未定,\n'
)

ONE_TABLE_PER_QUESTION = (
    POLL_HEAD.replace("04/10/2026", "05/15/2026")
    + "#,User Name,User Email,Submitted Date/Time,導入時期は\n"
    + '1,早瀬 花,Hayase@Kirino.example,"05/15/2026 02:30:00 PM",年内\n'
    + '2,Anonymous Attendee,,"05/15/2026 02:30:10 PM",未定\n'
    + '3,Anonymous Attendee,,"05/15/2026 02:30:10 PM",年内\n'
    + "#,User Name,User Email,Submitted Date/Time,予算は\n"
    + '1,早瀬 花,Hayase@Kirino.example,"05/15/2026 02:30:00 PM",あり\n'
    + '2,Anonymous Attendee,,"05/15/2026 02:30:10 PM",なし\n'
    + "\n"
    + "#,User Name,User Email,Submitted Date/Time,再参加は\n"
    + '1,早瀬 花,Hayase@Kirino.example,"05/15/2026 02:50:00 PM",はい\n'
)

POLL_IN_JAPANESE = (
    "\ufeff投票レポート\n"
    "レポート生成時刻,2026/04/24 18:00:00\n"
    "トピック,ウェビナー ID,実際の開始時刻,実際の時間（分）\n"
    "インボイス実務,812 3456 7890,2026/04/24 14:00:00,60\n"
    "投票の詳細\n"
    "#,ユーザー名,ユーザーのメールアドレス,送信日時,質問,回答\n"
    "1,三郷 誠,misato@suizan.example,2026/04/24 14:20:00,満足度,高い\n"
    "1,三郷 誠,misato@suizan.example,2026/04/24 14:20:00,再参加,はい\n"
)

QUESTIONS = (
    "\ufeffQ&A Report\n"
    'Report Generated:,"04/10/2026 06:00:00 PM"\n'
    "Topic,Webinar ID,Actual Start Time,Actual Duration (minutes),# Question\n"
    '電子帳簿保存法の要点,812 3456 7890,"04/10/2026 02:00:00 PM",60,3\n'
    "Question Details\n"
    "#,Question,Asker Name,Asker Email,Question Time,Answer(s),Answer Time\n"
    '1,"料金は, いくらですか",早瀬 花,hayase@kirino.example,"04/10/2026 02:40:00 PM",'
    "live answered,\n"
    '2,資料はもらえますか,Anonymous Attendee,,"04/10/2026 02:41:00 PM",,\n'
    '3,期限は,深山 蓮,miyama@kirino.example,"04/10/2026 02:42:00 PM",月末です,'
    '"04/10/2026 02:43:00 PM"\n'
    '3,期限は,深山 蓮,miyama@kirino.example,"04/10/2026 02:42:00 PM",延長可,'
    '"04/10/2026 02:44:00 PM"\n'
)

QUESTIONS_IN_JAPANESE = (
    "\ufeffQ&Aレポート\n"
    "トピック,ウェビナー ID,実際の開始時刻\n"
    "インボイス実務,812 3456 7890,2026/04/24 14:00:00\n"
    "質問の詳細\n"
    "#,質問,質問者名,質問者のメール,回答\n"
    "1,登録番号の確認方法は,三郷 誠,misato@suizan.example,\n"
)

FILES = {
    "poll_report_1.csv": PAIRS_UNDER_HEADERS,
    "poll_report_2.csv": POLL_IN_JAPANESE,
    "poll_report_3.csv": PAIRS_BEYOND_THE_HEADER,
    "poll_report_4.csv": ONE_TABLE_PER_QUESTION,
    "qa_report_1.csv": QUESTIONS,
    "questions.csv": QUESTIONS_IN_JAPANESE,
}

INTERACTIONS = "staging.stg_zoom__webinar_interactions"
FIRST = "81234567890@2026-04-10 14:00:00"
SECOND = "81234567890@2026-04-24 14:00:00"
THIRD = "81234567890@2026-05-08 14:00:00"
FOURTH = "81234567890@2026-05-15 14:00:00"


def polls(home: Kizuna, file: str) -> list[tuple[object, ...]]:
    """Poll answers that come from a report, each of several rows once."""
    return home.raw(
        "select webinar_id, attendee_label, occurred_at, count(*) "
        f"from {INTERACTIONS} where interaction_type = 'poll_answer' "
        f"and file_name like '%{file}' group by source_event_id, 1, 2, 3 order by 3, 2, 4"
    )


@pytest.fixture(scope="module")
def zoom(tmp_path_factory: pytest.TempPathFactory) -> Kizuna:
    folder = tmp_path_factory.mktemp("zoom")
    home = make_home(folder / "home")
    home("load", *written(folder, FILES))
    build_staging(home, "zoom")
    return home


def test_reports_are_known_by_their_titles_and_load_whole(zoom: Kizuna) -> None:
    assert zoom.raw("select table_name, sum(rows_loaded) from ops.loads group by 1 order by 1") == [
        ("poll_answers", 14),
        ("poll_sessions", 4),
        ("qa_sessions", 2),
        ("questions", 5),
    ]
    assert (
        zoom.raw(
            "select * from ops.rejected_rows where value is distinct from 'Submitted Date/Time'"
        )
        == []
    )


def test_a_submission_is_one_interaction_whatever_it_answers(zoom: Kizuna) -> None:
    assert polls(zoom, "poll_report_1.csv") == [
        (FIRST, "Hayase@Kirino.example", datetime(2026, 4, 10, 5, 30), 1),
        (FIRST, "miyama@kirino.example", datetime(2026, 4, 10, 5, 30, 5), 1),
        (FIRST, None, datetime(2026, 4, 10, 5, 31), 1),
        (FIRST, None, datetime(2026, 4, 10, 5, 31), 1),
    ]
    assert polls(zoom, "poll_report_2.csv") == [
        (SECOND, "misato@suizan.example", datetime(2026, 4, 24, 5, 20), 2),
    ]
    assert zoom.raw(
        f"select distinct email, prompt, is_answered from {INTERACTIONS} "
        "where interaction_type = 'poll_answer' order by 1"
    ) == [
        ("hayase@kirino.example", None, True),
        ("misato@suizan.example", None, True),
        ("miyama@kirino.example", None, True),
        (None, None, True),
    ]


def test_answers_beyond_the_header(zoom: Kizuna) -> None:
    assert polls(zoom, "poll_report_3.csv") == [
        (THIRD, "Hayase@Kirino.example", datetime(2026, 5, 8, 5, 30), 1),
        (THIRD, "miyama@kirino.example", datetime(2026, 5, 8, 5, 30, 5), 1),
    ]


def test_one_table_per_question(zoom: Kizuna) -> None:
    """Answers of one second are one submission, also of people without a name."""
    assert polls(zoom, "poll_report_4.csv") == [
        (FOURTH, "Hayase@Kirino.example", datetime(2026, 5, 15, 5, 30), 2),
        (FOURTH, None, datetime(2026, 5, 15, 5, 30, 10), 1),
        (FOURTH, None, datetime(2026, 5, 15, 5, 30, 10), 2),
        (FOURTH, "Hayase@Kirino.example", datetime(2026, 5, 15, 5, 50), 1),
    ]


def test_questions_know_whether_they_were_answered(zoom: Kizuna) -> None:
    assert zoom.raw(
        "select distinct webinar_id, attendee_label, prompt, is_answered, occurred_at "
        f"from {INTERACTIONS} where interaction_type = 'question' order by occurred_at"
    ) == [
        (
            *(FIRST, "hayase@kirino.example", "料金は, いくらですか", True),
            datetime(2026, 4, 10, 5, 40),
        ),
        (FIRST, None, "資料はもらえますか", False, datetime(2026, 4, 10, 5, 41)),
        (FIRST, "miyama@kirino.example", "期限は", True, datetime(2026, 4, 10, 5, 42)),
        (SECOND, "misato@suizan.example", "登録番号の確認方法は", False, datetime(2026, 4, 24, 5)),
    ]
    assert zoom.raw(
        f"select count(*), count(distinct source_event_id) from {INTERACTIONS} "
        "where interaction_type = 'question'"
    ) == [(5, 4)]


def test_the_session_is_that_of_the_attendee_report(zoom: Kizuna) -> None:
    assert zoom.raw(
        "select distinct topic, webinar_id from staging.base_zoom__poll_sessions order by 2"
    ) == [
        ("電子帳簿保存法の要点", FIRST),
        ("インボイス実務", SECOND),
        ("電子帳簿保存法の要点", THIRD),
        ("電子帳簿保存法の要点", FOURTH),
    ]
    assert zoom.raw("select webinar_id from staging.base_zoom__qa_sessions order by 1") == [
        (FIRST,),
        (SECOND,),
    ]


def test_a_poll_report_in_another_language_is_refused(kizuna: Kizuna, tmp_path: Path) -> None:
    text = PAIRS_UNDER_HEADERS.replace("Submitted Date/Time", "Absendezeit")
    text = text.replace("User Name", "Benutzername").replace("User Email", "Benutzer-E-Mail")
    (file,) = written(tmp_path, {"poll_report.csv": text.replace("#,Ben", "Nr,Ben")})
    done = kizuna("load", file, ok=False)
    assert done.returncode == 2
    assert "Benutzername" in done.stderr
    assert kizuna.raw("select count(*) from ops.loads") == [(0,)]
