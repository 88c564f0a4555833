"""Loading: every row is in the raw table or in quarantine, and every fault is one sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from conftest import Kizuna
from kizuna.contracts import read_sources
from kizuna.home import find_project

ACCOUNTS = "account_id,account_name,employees,created_at\n"


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode(encoding))
    return file


def ledger(kizuna: Kizuna) -> list[tuple[Any, ...]]:
    return kizuna.raw(
        "select rows_read, rows_loaded, rows_rejected, status from ops.loads order by file"
    )


def refused(kizuna: Kizuna, *arguments: str | Path) -> str:
    """Load what must be refused; return the sentence, having checked that nothing changed."""
    done = kizuna("load", *arguments, ok=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    if (kizuna.home / "warehouse" / "kizuna.duckdb").exists():
        assert kizuna.raw("select count(*) from ops.loads") == [(0,)]
        assert kizuna.raw("select count(*) from ops.rejected_rows") == [(0,)]
    landed = [path for path in (kizuna.home / "landing").rglob("*") if path.is_file()]
    assert landed == []
    return " ".join(done.stderr.split())


def test_every_declared_table_exists_before_anything_is_loaded(kizuna: Kizuna) -> None:
    kizuna("load")
    tables = kizuna.raw(
        "select count(*) from duckdb_tables() "
        "where schema_name like 'raw_%' and schema_name <> 'raw_reference'"
    )
    declared = sum(len(source.tables) for source in read_sources(find_project().staging).values())
    assert tables == [(declared,)]


def test_a_file_from_elsewhere_is_copied_into_landing(kizuna: Kizuna, tmp_path: Path) -> None:
    kizuna("load", write(tmp_path, "accounts.csv", ACCOUNTS + "1,霧島製作所,120,2026-01-05\n"))
    assert (kizuna.home / "landing/generic/accounts/accounts.csv").is_file()
    assert kizuna.raw("select account_name, employees, _row from raw_generic.accounts") == [
        ("霧島製作所", 120, 2)
    ]


def test_times_without_a_zone_are_those_of_the_contract(kizuna: Kizuna, tmp_path: Path) -> None:
    rows = "1,a,,2026-01-05 08:30\n2,b,,2026-01-05T08:30:00+09:00\n3,c,,2026-01-04 23:30:00Z\n"
    kizuna("load", write(tmp_path, "accounts.csv", ACCOUNTS + rows))
    assert kizuna.raw("select distinct created_at from raw_generic.accounts") == [
        (datetime(2026, 1, 4, 23, 30),)
    ]


def test_a_known_file_is_skipped_and_says_so(kizuna: Kizuna, tmp_path: Path) -> None:
    file = write(tmp_path, "accounts.csv", ACCOUNTS + "1,a,1,\n")
    kizuna("load", file)
    again = write(tmp_path, "renamed_accounts.csv", file.read_text())
    for path in (file, again):
        assert "already in generic.accounts, skipped" in kizuna("load", path).stdout
    assert ledger(kizuna) == [(1, 1, 0, "loaded")]
    assert len(list((kizuna.home / "landing").rglob("*.csv"))) == 1


def test_rows_that_do_not_fit_are_kept_with_place_value_and_reason(
    kizuna: Kizuna, tmp_path: Path
) -> None:
    rows = (
        "1,a,12,2026-01-05\n"
        "2,b,many,2026-01-05\n"
        "3,c,1.5,2026-01-05\n"
        "\n"
        "4,d,7,2026-02-30\n"
        ",e,7,2026-01-05\n"
        "5,f\n"
        "6,g,7,2026-01-05,too much\n"
        '7,"two\nlines",7,2026-01-05\n'
        "8,h,99999999999999999999,2026-01-05\n"
    )
    done = kizuna("load", write(tmp_path, "accounts.csv", ACCOUNTS + rows))
    assert ledger(kizuna) == [(9, 2, 7, "loaded_with_rejects")]
    assert kizuna.raw("select account_id, _row from raw_generic.accounts order by _row") == [
        ("1", 2),
        ("7", 10),
    ]
    assert kizuna.raw(
        "select row_number, column_name, value from ops.rejected_rows order by row_number"
    ) == [
        (3, "employees", "many"),
        (4, "employees", "1.5"),
        (6, "created_at", "2026-02-30"),
        (7, "account_id", None),
        (8, None, None),
        (9, None, None),
        (11, "employees", "99999999999999999999"),
    ]
    assert "row 3, column employees: 'many' is no whole number" in done.stderr
    assert "ops.rejected_rows" in done.stderr


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,234", 1234),
        ("１２３４", 1234),
        ("¥1,234円", 1234),
        ("▲12", -12),
        ("12.0", 12),
        ("　42 ", 42),
    ],
)
def test_numbers_as_people_write_them(
    kizuna: Kizuna, tmp_path: Path, written: str, value: int
) -> None:
    kizuna("load", write(tmp_path, "accounts.csv", ACCOUNTS + f'1,a,"{written}",\n'))
    assert kizuna.raw("select employees from raw_generic.accounts") == [(value,)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_encodings(kizuna: Kizuna, tmp_path: Path, encoding: str) -> None:
    text = "取引先ID,取引先名,従業員数\n1,髙島ソリューション㈱,30\n"
    kizuna("load", write(tmp_path, "取引先.csv", text, encoding))
    assert kizuna.raw("select account_name, employees from raw_generic.accounts") == [
        ("髙島ソリューション㈱", 30)
    ]
    assert [path for path in kizuna.home.rglob("tmp/*") if path.is_file()] == []


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_separators_and_line_ends(kizuna: Kizuna, tmp_path: Path, delimiter: str, end: str) -> None:
    text = end.join(
        delimiter.join(cells) for cells in (["Account ID", "ACCOUNT_NAME"], ["1", "a"], ["2", "b"])
    )
    file = write(tmp_path, "export.csv", text)
    kizuna("load", file, "--source", "generic", "--table", "accounts")
    assert kizuna.raw("select account_id, account_name from raw_generic.accounts") == [
        ("1", "a"),
        ("2", "b"),
    ]


def test_a_file_is_known_by_its_header(kizuna: Kizuna, tmp_path: Path) -> None:
    text = "webinar_id,topic,started_at,ended_at\nW1,経費精算の基本,2026-01-05 10:00,\n"
    kizuna("load", write(tmp_path, "export (1).csv", text))
    assert kizuna.raw("select table_name from ops.loads") == [("webinars",)]


def test_a_file_is_known_by_its_folder(kizuna: Kizuna) -> None:
    write(kizuna.home, "landing/generic/accounts/2026年4月 [1].csv", ACCOUNTS + "1,a,1,\n")
    kizuna("load")
    assert kizuna.raw("select table_name, file from ops.loads") == [
        ("accounts", "generic/accounts/2026年4月 [1].csv")
    ]


def test_a_header_alone_is_no_fault(kizuna: Kizuna, tmp_path: Path) -> None:
    kizuna("load", write(tmp_path, "accounts.csv", ACCOUNTS))
    assert ledger(kizuna) == [(0, 0, 0, "loaded")]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n \n"])
def test_an_empty_file_is_refused(kizuna: Kizuna, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "accounts.csv"
    file.write_bytes(content)
    assert "is empty" in refused(kizuna, file)


def test_an_unknown_layout_is_refused(kizuna: Kizuna, tmp_path: Path) -> None:
    said = refused(kizuna, write(tmp_path, "stock.csv", "sku,warehouse\n1,2\n"))
    assert "'sku, warehouse'" in said
    assert "mapping" in said


def test_a_missing_required_column_is_named(kizuna: Kizuna, tmp_path: Path) -> None:
    said = refused(kizuna, write(tmp_path, "accounts.csv", "account_id,domain\n1,a.example\n"))
    assert "account_name" in said
    assert "generic.accounts" in said


def test_more_than_one_possible_table_is_named(kizuna: Kizuna, tmp_path: Path) -> None:
    header = "account_id,account_name,contact_id,email\n"
    said = refused(kizuna, write(tmp_path, "export.csv", header + "1,a,2,b@c.example\n"))
    assert "generic.accounts" in said
    assert "generic.contacts" in said
    assert "--table" in said


def test_flags_that_name_nothing_are_refused(kizuna: Kizuna, tmp_path: Path) -> None:
    file = write(tmp_path, "accounts.csv", ACCOUNTS + "1,a,1,\n")
    assert "--source salesfarce is not known" in refused(kizuna, file, "--source", "salesfarce")
    said = refused(kizuna, file, "--source", "generic", "--table", "acounts")
    assert "--table acounts is not known" in said


def test_a_missing_file_is_refused(kizuna: Kizuna, tmp_path: Path) -> None:
    assert "is not there" in refused(kizuna, tmp_path / "nothing.csv")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_an_unreadable_file_is_refused(kizuna: Kizuna, tmp_path: Path) -> None:
    file = write(tmp_path, "accounts.csv", ACCOUNTS)
    file.chmod(0)
    assert "Permission denied" in refused(kizuna, file)


def test_a_file_that_fails_while_it_is_read_is_refused(kizuna: Kizuna) -> None:
    file = Path("/proc/self/mem")
    if not file.exists():
        pytest.skip("no /proc on this system")
    assert "Input/output error" in refused(kizuna, file)


def test_binary_files_are_refused(kizuna: Kizuna, tmp_path: Path) -> None:
    file = tmp_path / "accounts.csv"
    file.write_bytes(b"PK\x03\x04\0\0\0")
    assert "broken archive" in refused(kizuna, file)


def test_a_broken_file_does_not_keep_the_others_out(kizuna: Kizuna, tmp_path: Path) -> None:
    write(tmp_path, "in/accounts.csv", ACCOUNTS + "1,a,1,\n")
    write(tmp_path, "in/junk.csv", "sku\n1\n")
    done = kizuna("load", tmp_path / "in", ok=False)
    assert done.returncode == 2
    assert "refused" in done.stderr
    assert ledger(kizuna) == [(1, 1, 0, "loaded")]


def test_the_first_load_is_a_backfill_and_later_ones_are_not(
    kizuna: Kizuna, tmp_path: Path
) -> None:
    kizuna("load", write(tmp_path, "accounts.csv", ACCOUNTS + "1,a,1,2020-01-01 09:00\n2,b,1,\n"))
    kizuna("load", write(tmp_path, "accounts2.csv", ACCOUNTS + "3,c,1,2020-01-01 09:00\n"))
    kizuna("load", write(tmp_path, "old.csv", ACCOUNTS + "4,d,1,2020-01-01 09:00\n"), "--backfill")
    known = dict(kizuna.raw("select account_id, _available_at from raw_generic.accounts"))
    assert known["1"] == known["4"] == datetime(2020, 1, 1)
    assert known["2"] == datetime(1970, 1, 1)
    (loaded_at,) = kizuna.raw("select loaded_at from ops.loads where file like '%accounts2.csv'")
    assert known["3"] == loaded_at[0]


def test_all_files_of_one_run_share_id_time_and_backfill(kizuna: Kizuna, tmp_path: Path) -> None:
    write(tmp_path, "in/accounts_1.csv", ACCOUNTS + "1,a,1,2020-01-01\n")
    write(tmp_path, "in/accounts_2.csv", ACCOUNTS + "2,b,1,2020-01-01\n")
    kizuna("load", tmp_path / "in")
    assert kizuna.raw(
        "select count(*), count(distinct load_id), count(distinct loaded_at), "
        "bool_and(is_backfill) from ops.loads"
    ) == [(2, 1, 1, True)]


def test_a_lost_warehouse_comes_back_with_its_load_times(kizuna: Kizuna, tmp_path: Path) -> None:
    kizuna("load", write(tmp_path, "accounts.csv", ACCOUNTS + "1,a,1,2020-01-01\n"))
    kizuna("load", write(tmp_path, "accounts2.csv", ACCOUNTS + "2,b,x,\n3,c,4,2020-01-01\n"))
    everything = "select * from raw_generic.accounts order by _row, _file"
    before = kizuna.raw(everything)
    past = (datetime.now() - timedelta(days=400)).replace(microsecond=0).isoformat()
    log = kizuna.home / "landing/loads.jsonl"
    records = [json.loads(line) for line in log.read_text().splitlines()]
    assert [record["rows_rejected"] for record in records] == [0, 1]
    (kizuna.home / "warehouse/kizuna.duckdb").unlink()
    kizuna("load")
    assert kizuna.raw(everything) == before
    (kizuna.home / "warehouse/kizuna.duckdb").unlink()
    log.write_text("".join(json.dumps(record | {"loaded_at": past}) + "\n" for record in records))
    kizuna("load")
    assert kizuna.raw("select distinct _loaded_at from raw_generic.accounts") == [
        (datetime.fromisoformat(past),)
    ]


def test_json_output_is_one_document(kizuna: Kizuna, tmp_path: Path) -> None:
    file = write(tmp_path, "accounts.csv", ACCOUNTS + "1,a,x,\n")
    (answer,) = json.loads(kizuna("load", file, "--json").stdout)
    assert answer["file"] == "generic/accounts/accounts.csv"
    assert answer["tables"][0]["rows_rejected"] == 1


def test_a_column_twice_is_refused_if_the_contract_reads_it(kizuna: Kizuna, tmp_path: Path) -> None:
    text = "account_id,account_name,Account Name\n1,a,b\n"
    assert "more than once" in refused(kizuna, write(tmp_path, "accounts.csv", text))
    fine = "account_id,account_name,note,note\n1,a,b,c\n"
    kizuna("load", write(tmp_path, "accounts.csv", fine))


def test_zoom_report_in_japanese(kizuna: Kizuna, tmp_path: Path) -> None:
    text = (
        "\ufeff出席者レポート\n"
        "レポート生成時刻,2026/04/10 18:00:00\n"
        "トピック,ウェビナー ID,実際の開始時刻,実際の時間（分）,固有の閲覧者数\n"
        "電子帳簿保存法の要点,812 3456 7890,2026/04/10 14:00:00,60,2\n"
        "ホストの詳細\n"
        "出席,ユーザー名（元の名前）,メール,参加時刻,退出時刻,セッション時間（分）\n"
        "はい,運営,staff@tsumugi.example,2026/04/10 13:50:00,2026/04/10 15:00:00,70\n"
        "参加者の詳細\n"
        "出席,ユーザー名（元の名前）,メール,登録時刻,参加時刻,退出時刻,セッション時間（分）\n"
        "はい,早瀬,hayase@kirino.example,2026/04/01 10:00:00,2026/04/10 14:00:00,"
        "2026/04/10 14:40:00,40\n"
        "いいえ,深山,miyama@kirino.example,2026/04/02 10:00:00,--,--,--\n"
    )
    kizuna("load", write(tmp_path, "report.csv", text))
    assert kizuna.raw("select section, attended, joined_at, _row from raw_zoom.attendees") == [
        ("host", True, datetime(2026, 4, 10, 4, 50), 7),
        ("attendee", True, datetime(2026, 4, 10, 5), 10),
        ("attendee", False, None, 11),
    ]
    assert kizuna.raw("select webinar_id, duration_minutes from raw_zoom.webinars") == [
        ("812 3456 7890", 60)
    ]


def test_a_file_name_is_no_pattern(kizuna: Kizuna, tmp_path: Path) -> None:
    write(tmp_path, "in/a1.csv", ACCOUNTS + "OTHER,b,1,\n")
    file = write(tmp_path, "in/c0=evil/a[1]*?.csv", ACCOUNTS + "REAL,b,1,\n")
    kizuna("load", file, "--source", "generic", "--table", "accounts")
    assert kizuna.raw("select account_id from raw_generic.accounts") == [("REAL",)]


def test_a_broken_utf_8_file_is_not_taken_for_another_encoding(
    kizuna: Kizuna, tmp_path: Path
) -> None:
    file = tmp_path / "accounts.csv"
    file.write_bytes((ACCOUNTS + "a,東京商会,1,\nb,大阪市役所,2,").encode()[:-5])
    assert "mostly UTF-8" in refused(kizuna, file)
    file.write_bytes((ACCOUNTS + "a,東京商会,1,\n").encode("iso2022_jp"))
    assert "ISO-2022-JP" in refused(kizuna, file)


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ("created_at", "26-4-1 10:00"),
        ("created_at", "infinity"),
        ("created_at", "epoch"),
        ("created_at", "0000-01-01"),
        ("created_at", "2026-04-01TT10:00"),
        ("created_at", "2026101"),
        ("created_at", "2026-04-01 10:00+99:99"),
        ("created_at", "04/01/2026"),
        ("employees", "1.000"),
        ("employees", "1e3"),
        ("employees", "NaN"),
    ],
)
def test_what_could_mean_something_else_is_rejected(
    kizuna: Kizuna, tmp_path: Path, column: str, written: str
) -> None:
    text = f"account_id,account_name,{column}\n1,a,{written}\n2,b,\n"
    kizuna("load", write(tmp_path, "accounts.csv", text))
    assert kizuna.raw("select column_name, value from ops.rejected_rows") == [(column, written)]
    assert ledger(kizuna) == [(2, 1, 1, "loaded_with_rejects")]


def test_amounts_are_exact_or_rejected(kizuna: Kizuna, tmp_path: Path) -> None:
    rows = "1,a,0.00004,2026-01-01\n2,a,1.0005,2026-01-01\n3,a,1.2E7,2026-01-01\n"
    rows += "4,a,1e-3,2026-01-01\n5,a,1e99,2026-01-01\n"
    text = "subscription_id,account_id,amount,started_on\n" + rows
    kizuna("load", write(tmp_path, "subscriptions.csv", text))
    assert kizuna.raw("select subscription_id, amount::varchar from raw_generic.subscriptions") == [
        ("2", "1.0005"),
        ("3", "12000000.0000"),
    ]


@pytest.mark.parametrize("year", ["26", "2026"])
def test_facebook_times_with_two_and_four_digit_years(
    kizuna: Kizuna, tmp_path: Path, year: str
) -> None:
    header = (
        "Post ID,Permalink,Posted,Lifetime Post Total Reach,Lifetime Post Total Impressions,"
        "Lifetime Engaged Users,Lifetime Post Consumptions\n"
    )
    described = ",,,Lifetime: people,Lifetime: times,Lifetime: people,Lifetime: clicks\n"
    row = f"1_2,https://f.example/1,04/01/{year} 10:00 AM,1,2,3,4\n"
    kizuna("load", write(tmp_path, "posts.csv", header + described + row))
    time = datetime(2026, 4, 1, 17)
    if year == "26":
        assert kizuna.raw("select published_at from raw_facebook.post_insights") == [(time,)]
    else:
        assert kizuna.raw("select value from ops.rejected_rows") == [("04/01/2026 10:00 AM",)]


def test_a_first_row_without_a_key_is_a_description_only_if_it_describes(
    kizuna: Kizuna, tmp_path: Path
) -> None:
    header = (
        "Post ID,Permalink,Posted,Lifetime Post Total Reach,Lifetime Post Total Impressions,"
        "Lifetime Engaged Users,Lifetime Post Consumptions\n"
    )
    row = ",https://f.example/1,04/01/2026 10:00:00 AM,1,2,3,4\n"
    kizuna("load", write(tmp_path, "posts.csv", header + row))
    assert ledger(kizuna) == [(1, 0, 1, "loaded_with_rejects")]


def test_row_numbers_with_blank_lines_of_old_macs(kizuna: Kizuna, tmp_path: Path) -> None:
    text = "account_id,account_name,employees\r\r1,a,x\r"
    kizuna("load", write(tmp_path, "accounts.csv", text))
    assert kizuna.raw("select row_number from ops.rejected_rows") == [(3,)]


def test_mixed_line_ends(kizuna: Kizuna, tmp_path: Path) -> None:
    text = 'account_id,account_name\n1,"two\nlines"\r\n2,b\n3,c\r\n'
    kizuna("load", write(tmp_path, "accounts.csv", text))
    assert kizuna.raw("select account_id, account_name, _row from raw_generic.accounts") == [
        ("1", "two\nlines", 2),
        ("2", "b", 3),
        ("3", "c", 4),
    ]


def test_a_column_named_like_the_loaders_own(kizuna: Kizuna, tmp_path: Path) -> None:
    kizuna("load", write(tmp_path, "accounts.csv", "_row,account_id,account_name\nx,a,b\n"))
    assert kizuna.raw("select account_id, _row from raw_generic.accounts") == [("a", 2)]
    assert kizuna.raw("select ignored_columns from ops.loads") == [('["_row"]',)]


def test_line_separators_in_names_do_not_break_the_ledger(kizuna: Kizuna, tmp_path: Path) -> None:
    text = "account_id,account_name,no\u2028te\u0085\n1,a,b\n"
    kizuna("load", write(tmp_path, "acc\u2028ounts.csv", text))
    assert "skipped" in kizuna("load").stdout


@pytest.mark.parametrize("cut", [0, 1, 40])
def test_a_ledger_cut_off_in_its_last_line_is_mended(
    kizuna: Kizuna, tmp_path: Path, cut: int
) -> None:
    kizuna("load", write(tmp_path, "accounts.csv", ACCOUNTS + "1,a,1,\n"))
    kizuna("load", write(tmp_path, "accounts2.csv", ACCOUNTS + "2,b,1,\n"))
    log = kizuna.home / "landing/loads.jsonl"
    whole = log.read_text()
    log.write_text(whole[: len(whole) - cut])
    kizuna("load", write(tmp_path, "accounts3.csv", ACCOUNTS + "3,c,1,\n"))
    records = [json.loads(line) for line in log.read_text().splitlines()]
    assert sorted(record["file"] for record in records) == [
        "generic/accounts/accounts.csv",
        "generic/accounts/accounts2.csv",
        "generic/accounts/accounts3.csv",
    ]


def test_a_rebuild_knows_what_files_were_and_what_was_there_before(
    kizuna: Kizuna, tmp_path: Path
) -> None:
    """Flags are not in landing, so the ledger remembers them; a new file is no backfill."""
    odd = write(
        kizuna.home, "landing/export.csv", "account_id,account_name,contact_id,email\n1,a,,\n"
    )
    kizuna("load", odd, "--source", "generic", "--table", "accounts")
    assert "skipped" in kizuna("load").stdout
    (kizuna.home / "warehouse/kizuna.duckdb").unlink()
    write(kizuna.home, "landing/generic/accounts/aaa.csv", ACCOUNTS + "2,b,1,2020-01-01\n")
    kizuna("load")
    assert kizuna.raw(
        "select account_id, is_backfill, _available_at > '2025-01-01' "
        "from raw_generic.accounts join ops.loads on file = _file order by 1"
    ) == [
        ("1", True, False),
        ("2", False, True),
    ]


def test_a_failure_after_the_commit_keeps_the_file(kizuna: Kizuna, tmp_path: Path) -> None:
    kizuna("load")
    log = kizuna.home / "landing/loads.jsonl"
    log.parent.mkdir(exist_ok=True)
    file = write(tmp_path, "accounts.csv", ACCOUNTS + "1,a,1,\n")
    script = (
        "from kizuna.load import ledger\n"
        "def full(*_): raise OSError(28, 'No space left on device')\n"
        "ledger.append_log = full\n"
        "from kizuna.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "load", str(file)],
        env=os.environ | {"KIZUNA_HOME": str(kizuna.home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "No space left" in done.stderr
    assert (kizuna.home / "landing/generic/accounts/accounts.csv").exists()
    kizuna("load")
    assert len(log.read_text().splitlines()) == 1


ZOOM = (
    "Attendee Report\n"
    "Topic,Webinar ID,Actual Start Time,Actual Duration (minutes)\n"
    "経費精算の基本,812 3456 7890,04/10/2026 02:00:00 PM,60\n"
    "Attendee Details\n"
    "Attended,User Name (Original Name),Email,Join Time,Leave Time\n"
    "Yes,早瀬,hayase@kirino.example,04/10/2026 02:00:00 PM,04/10/2026 02:40:00 PM\n"
)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Attendee Details", "Visitors", "'Visitors' is no section"),
        ("Attended,User Name (Original Name)", "Da,Name", "lacks attended or Attended"),
        ("Attended,User Name (Original Name),Email,Join Time,Leave", "a,b,c,d", "should be the"),
        ("Email,Join", "Email,Email,Join", "more than once"),
        ("Yes,早瀬", '"Yes,早瀬', "is no CSV file"),
        ("Topic,Webinar ID", "Topic,Number", "lacks webinar_id"),
    ],
)
def test_a_zoom_report_is_read_whole_or_refused(
    kizuna: Kizuna, tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert said in refused(kizuna, write(tmp_path, "report.csv", ZOOM.replace(old, new)))


def test_ragged_rows_of_a_zoom_report_are_rejected(kizuna: Kizuna, tmp_path: Path) -> None:
    text = ZOOM + "Yes,短い\n" + "Yes,長い,a@b.example,04/10/2026 02:00 PM,x,y\n"
    kizuna("load", write(tmp_path, "report.csv", text))
    assert kizuna.raw("select row_number, record from ops.rejected_rows order by 1") == [
        (7, '["Yes", "短い"]'),
        (8, '["Yes", "長い", "a@b.example", "04/10/2026 02:00 PM", "x", "y"]'),
    ]


def test_many_rejected_rows_cost_little_more_than_good_ones(kizuna: Kizuna, tmp_path: Path) -> None:
    rows = "".join(f"{number},a,many,\n" for number in range(50_000))
    kizuna("load", write(tmp_path, "accounts.csv", ACCOUNTS + rows))
    assert ledger(kizuna) == [(50_000, 0, 50_000, "loaded_with_rejects")]
    assert kizuna.raw("select count(*), max(row_number) from ops.rejected_rows") == [
        (50_000, 50_001)
    ]


def test_order_and_row_numbers_of_a_large_file(kizuna: Kizuna, tmp_path: Path) -> None:
    rows = "".join(
        f"{number},a,{'x' if number % 1000 == 7 else number},\n"
        + ("short\n" * (number % 5000 == 9))
        for number in range(100_000)
    )
    file = write(tmp_path, "accounts.csv", ACCOUNTS + rows)
    kizuna("load", file)
    lines = file.read_text().splitlines()
    loaded = kizuna.raw("select account_id, _row from raw_generic.accounts")
    assert all(lines[row - 1].split(",")[0] == account for account, row in loaded)
    assert [row for _, row in loaded] == sorted(row for _, row in loaded)
    assert kizuna.raw("select count(*) from ops.rejected_rows") == [(120,)]


def test_load_times_rise_even_if_the_clock_is_set_back(
    kizuna: Kizuna, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kizuna("load", write(tmp_path, "accounts.csv", "account_id,account_name\n1,霧島製作所\n"))
    monkeypatch.setattr("kizuna.load.ledger.utc_now", lambda: datetime(2020, 1, 1))
    kizuna("load", write(tmp_path, "accounts.csv", "account_id,account_name\n1,霧島電機\n"))
    (first, second) = kizuna.raw("select loaded_at from ops.loads order by rows_read, loaded_at")
    assert second[0] - first[0] == timedelta(seconds=1)
    assert kizuna.raw(
        "select account_name from raw_generic.accounts order by _loaded_at desc limit 1"
    ) == [("霧島電機",)]
