"""Microsoft Teams attendee lists and attendance reports: UTF-16, tabs, days or months first."""

# ruff: noqa: E501 - the rows of a report do not break

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from staging import build_staging, written

from conftest import Kizuna, make_home

ENGLISH = (
    "Full Name\tUser Action\tTimestamp\n"
    "早瀬 花\tJoined before\t4/24/2026, 2:00:00 PM\n"
    "早瀬 花\tLeft\t4/24/2026, 2:30:00 PM\n"
    "早瀬 花\tJoined\t4/24/2026, 2:35:00 PM\n"
    "早瀬 花\tLeft\t4/24/2026, 3:30:00 PM\n"
    "Miyama, Ren (Guest)\tJoined\t4/24/2026, 2:10:00 PM\n"
)

JAPANESE = (
    "氏名\tユーザー アクション\tタイムスタンプ\n"
    "三郷 誠\t参加済み\t2026/04/25, 10:00:00\n"
    "三郷 誠\t退出\t2026/04/25, 11:00:00\n"
    "小倉 綾\t以前に参加\t2026/04/25 10:00:00\n"
    "小倉 綾\t退出\t2026/04/25 10:40:00\n"
)

UNKNOWN_ACTION = (
    "Full Name\tUser Action\tTimestamp\n"
    "早瀬 花\tJoined\t4/24/2026, 2:00:00 PM\n"
    "早瀬 花\tBeigetreten\t4/24/2026, 2:10:00 PM\n"
)

WEBINAR = """\
1. Summary
Meeting title\t"電子帳簿保存法の要点\v(ウェビナー)"
Registered participants\t3
Attended participants\t4
Start time\t4/24/26, 1:55:10 PM
End time\t4/24/26, 3:02:30 PM
Meeting duration\t1h 7m 20s
Average attendance time\t48m 3s

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\tRegistration Email\tEngagement: Unmute
支倉 薫\t4/24/26, 1:55:10 PM\t4/24/26, 3:02:30 PM\t1h 7m 20s\tHasekura@tsumugi.example\th0001@tsumugi.example\tOrganizer\t\t2
早瀬 花 (Unverified)\t4/24/26, 2:00:05 PM\t4/24/26, 3:00:00 PM\t50m 10s\t\t\tAttendee\tHayase@Kirino.example\t
深山 蓮 (External)\t4/24/26, 2:00:05 PM\t4/24/26, 2:40:00 PM\t39m 55s\tmiyama@kirino.example\tmiyama@kirino.example\tAttendee\tmiyama@kirino.example\t
小倉 綾\t4/24/26, 2:10:00 PM\t4/24/26, 2:30:00 PM\t20m\tOgura@tsumugi.example\to0002@tsumugi.example\tPresenter\t\t

3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
支倉 薫\t4/24/26, 1:55:10 PM\t4/24/26, 3:02:30 PM\t1h 7m 20s\tHasekura@tsumugi.example\tOrganizer
早瀬 花 (Unverified)\t4/24/26, 2:00:05 PM\t4/24/26, 2:30:15 PM\t30m 10s\t\tAttendee
早瀬 花 (Unverified)\t4/24/26, 2:40:00 PM\t4/24/26, 3:00:00 PM\t20m\t\tAttendee
深山 蓮 (External)\t4/24/26, 2:00:05 PM\t4/24/26, 2:40:00 PM\t39m 55s\tmiyama@kirino.example\tAttendee
小倉 綾\t4/24/26, 2:10:00 PM\t4/24/26, 2:30:00 PM\t20m\tOgura@tsumugi.example\tPresenter

4. Meeting Engagement
Name\tEngagement Type\tTime
支倉 薫\t"Sent ""applause"" as reaction"\t4/24/26, 2:20:00 PM
支倉 薫\tUnmuted\t4/24/26, 2:21:00 PM
"""

DAY_FIRST = """\
1. Summary
Meeting title\tMonthly review
Attended participants\t2
Start time\t25/04/2026, 16:00:00
End time\t25/04/2026, 16:30:00

2. Participants
Name\tFirst join\tLast leave\tIn-meeting duration\tEmail\tParticipant ID (UPN)\tRole
支倉 薫\t25/04/2026, 16:00:00\t25/04/2026, 16:30:00\t30m\tHasekura@tsumugi.example\th0001@tsumugi.example\tOrganiser
Misato, Makoto\t25/04/2026, 16:05:00\t25/04/2026, 16:30:00\t25m\tmisato@suizan.example\tmisato@suizan.example\tPresenter

3. In-Meeting activities
Name\tJoin time\tLeave time\tDuration\tEmail\tRole
支倉 薫\t25/04/2026, 16:00:00\t25/04/2026, 16:30:00\t30m\tHasekura@tsumugi.example\tOrganiser
Misato, Makoto\t25/04/2026, 16:05:00\t25/04/2026, 16:30:00\t25m\tmisato@suizan.example\tPresenter
"""

IN_JAPANESE = """\
1. 要約
会議のタイトル\tインボイス実務
参加者数\t2
開始時刻\t2026/4/26 9:58:00
終了時刻\t2026/4/26 11:00:00

2. 参加者
名前\t初めての参加\t最終退出\t会議の長さ\tメール\t参加者 ID (UPN)\t役割
支倉 薫\t2026/4/26 9:58:00\t2026/4/26 11:00:00\t1 時間 2 分\tHasekura@tsumugi.example\th0001@tsumugi.example\t開催者
三郷 誠\t2026/4/26 10:00:00\t2026/4/26 11:00:00\t1 時間\tmisato@suizan.example\tmisato@suizan.example\t出席者

3. 会議中のアクティビティ
名前\t参加時刻\t退出時刻\t期間\tメール\t役割
支倉 薫\t2026/4/26 9:58:00\t2026/4/26 11:00:00\t1 時間 2 分\tHasekura@tsumugi.example\t開催者
三郷 誠\t2026/4/26 10:00:00\t2026/4/26 11:00:00\t1 時間\tmisato@suizan.example\t出席者
"""

LISTS = {
    "meetingAttendanceList.csv": ENGLISH,
    "meetingAttendanceList (1).csv": JAPANESE,
    "german.csv": UNKNOWN_ACTION,
}
REPORTS = {
    "電子帳簿保存法の要点 - Attendance report 4-24-26.csv": WEBINAR,
    "電子帳簿保存法の要点 - Attendance report 4-24-26 (1).csv": WEBINAR.replace(
        "20m\t", "20m 0s\t"
    ),
    "report.csv": DAY_FIRST,
    "インボイス実務 - 出席レポート.csv": IN_JAPANESE,
}
JOINS = "staging.stg_teams__webinar_joins"


def as_teams_writes(files: dict[str, str]) -> dict[str, str]:
    """Begin files with a byte order mark and end their lines as Windows does, but not in a cell."""
    return {
        name: "\ufeff" + text.replace("\n", "\r\n").replace("\v", "\n")
        for name, text in files.items()
    }


def sessions(home: Kizuna, columns: str, file: str) -> list[tuple[object, ...]]:
    return home.raw(f"select {columns} from {JOINS} where file_name like '%{file}' order by all")


@pytest.fixture(scope="module")
def teams(tmp_path_factory: pytest.TempPathFactory) -> Kizuna:
    folder = tmp_path_factory.mktemp("teams")
    home = make_home(folder / "home")
    home("load", *written(folder, as_teams_writes(LISTS | REPORTS), "utf-16-le"))
    build_staging(home, "teams")
    return home


def test_files_load_whole_and_say_what_they_do_not_know(teams: Kizuna) -> None:
    assert teams.raw(
        "select table_name, list(rows_loaded order by rows_loaded), sum(rows_rejected) "
        "from ops.loads group by 1 order by 1"
    ) == [
        ("attendance", [1, 4, 5], 1),
        ("report_activities", [2, 2, 5, 5], 0),
        ("report_engagements", [0, 0, 2, 2], 0),
        ("report_participants", [2, 2, 4, 4], 0),
        ("report_sessions", [1, 1, 1, 1], 0),
    ]
    assert teams.raw("select value, reason from ops.rejected_rows") == [
        ("Beigetreten", "is none of joined, left")
    ]


def test_joinings_and_leavings_are_intervals(teams: Kizuna) -> None:
    day = datetime(2026, 4, 24, 5)
    assert sessions(teams, "joined_at, attendee_label, left_at", "List.csv") == [
        (day, "早瀬 花", day.replace(minute=30)),
        (day.replace(minute=10), "Miyama, Ren (Guest)", day.replace(hour=6, minute=30)),
        (day.replace(minute=35), "早瀬 花", day.replace(hour=6, minute=30)),
    ]
    assert sessions(teams, "attendee_label, joined_at, left_at", "List (1).csv") == [
        ("三郷 誠", datetime(2026, 4, 25, 1), datetime(2026, 4, 25, 2)),
        ("小倉 綾", datetime(2026, 4, 25, 1), datetime(2026, 4, 25, 1, 40)),
    ]


def test_each_list_is_a_webinar_without_a_description(teams: Kizuna) -> None:
    assert teams.raw(
        f"select count(distinct webinar_id), count(distinct file_name) from {JOINS} "
        "where webinar_id not in (select webinar_id from staging.stg_teams__webinars)"
    ) == [(3, 3)]
    assert teams.raw("select count(*) from staging.stg_teams__webinar_registrations") == [(0,)]


def test_sessions_of_reports(teams: Kizuna) -> None:
    """The report of one session, downloaded twice, is one webinar."""
    assert teams.raw(
        "select topic, started_at, ended_at, count(distinct webinar_id), count(*) "
        "from staging.stg_teams__webinars group by 1, 2, 3 order by 2"
    ) == [
        (
            "電子帳簿保存法の要点\n(ウェビナー)",
            *(datetime(2026, 4, 24, 4, 55, 10), datetime(2026, 4, 24, 6, 2, 30), 1, 2),
        ),
        ("Monthly review", datetime(2026, 4, 25, 7), datetime(2026, 4, 25, 7, 30), 1, 1),
        ("インボイス実務", datetime(2026, 4, 26, 0, 58), datetime(2026, 4, 26, 2), 1, 1),
    ]
    assert teams.raw(
        f"select count(distinct webinar_id) from {JOINS} "
        "join staging.stg_teams__webinars using (webinar_id)"
    ) == [(3,)]


def test_joins_of_a_webinar(teams: Kizuna) -> None:
    """A guest has the address of the registration; who speaks is staff where others attend."""
    two = datetime(2026, 4, 24, 5, 0, 5)
    columns = "joined_at, left_at, email, attendee_label, is_staff"
    assert sessions(teams, columns, "Attendance report 4-24-26.csv") == [
        (
            *(datetime(2026, 4, 24, 4, 55, 10), datetime(2026, 4, 24, 6, 2, 30)),
            *("hasekura@tsumugi.example", "hasekura@tsumugi.example", True),
        ),
        (
            *(two, datetime(2026, 4, 24, 5, 30, 15)),
            *("hayase@kirino.example", "hayase@kirino.example", False),
        ),
        (
            *(two, datetime(2026, 4, 24, 5, 40)),
            *("miyama@kirino.example", "miyama@kirino.example", False),
        ),
        (
            *(datetime(2026, 4, 24, 5, 10), datetime(2026, 4, 24, 5, 30)),
            *("ogura@tsumugi.example", "ogura@tsumugi.example", True),
        ),
        (
            *(datetime(2026, 4, 24, 5, 40), datetime(2026, 4, 24, 6)),
            *("hayase@kirino.example", "hayase@kirino.example", False),
        ),
    ]


def test_joins_of_meetings_in_other_forms(teams: Kizuna) -> None:
    assert sessions(teams, "joined_at, email, is_staff", "/report.csv") == [
        (datetime(2026, 4, 25, 7), "hasekura@tsumugi.example", True),
        (datetime(2026, 4, 25, 7, 5), "misato@suizan.example", False),
    ]
    assert sessions(teams, "joined_at, email, is_staff", "出席レポート.csv") == [
        (datetime(2026, 4, 26, 0, 58), "hasekura@tsumugi.example", True),
        (datetime(2026, 4, 26, 1), "misato@suizan.example", False),
    ]


def test_engagements_are_kept(teams: Kizuna) -> None:
    assert teams.raw(
        "select distinct engagement_type, engaged_at from staging.base_teams__report_engagements "
        "join staging.stg_teams__webinars using (webinar_id) order by 2"
    ) == [
        ('Sent "applause" as reaction', datetime(2026, 4, 24, 5, 20)),
        ("Unmuted", datetime(2026, 4, 24, 5, 21)),
    ]


def test_a_report_that_does_not_tell_day_from_month_waits_for_a_word(
    kizuna: Kizuna, tmp_path: Path
) -> None:
    text = WEBINAR.replace("4/24/26", "4/5/26")
    (file,) = written(tmp_path, as_teams_writes({"report.csv": text}), "utf-16-le")
    refused = kizuna("load", file, ok=False)
    assert "does not tell day from month" in refused.stderr
    kizuna("load", file, "--date-order", "mdy")
    assert kizuna.raw("select started_at from raw_teams.report_sessions") == [
        (datetime(2026, 4, 5, 4, 55, 10),)
    ]


@pytest.mark.real
def test_a_real_list(real: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIZUNA_DATE_ORDER", "dmy")
    home = make_home(tmp_path / "home")
    home("load", real / "webinar/teams_attendance_utf16/meetingAttendanceList.csv")
    assert home.raw(
        "select count(distinct attendee_name), count(*) filter (where user_action = 'joined'), "
        "count(*) filter (where user_action = 'left') from raw_teams.attendance"
    ) == [(5, 19, 19)]
    build_staging(home, "teams")
    assert home.raw(
        "select count(*), count(distinct attendee_label), count(distinct webinar_id), "
        "count(*) filter (where left_at > joined_at), "
        f"sum(date_diff('second', joined_at, left_at)) from {JOINS}"
    ) == [(19, 5, 1, 19, 8_235)]
    assert home.raw("select distinct happened_at::date::varchar from raw_teams.attendance") == [
        ("2020-12-11",)
    ]
