"""Loading: every row is in the raw table or in quarantine, and every fault is one sentence."""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from conftest import Kizuna

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
    tables = kizuna.raw("select count(*) from duckdb_tables() where schema_name like 'raw_%'")
    assert tables == [(16,)]


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
    assert "cannot be read" in refused(kizuna, tmp_path / "nothing.csv")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_an_unreadable_file_is_refused(kizuna: Kizuna, tmp_path: Path) -> None:
    file = write(tmp_path, "accounts.csv", ACCOUNTS)
    file.chmod(0)
    assert "Permission denied" in refused(kizuna, file)


def test_binary_files_are_refused(kizuna: Kizuna, tmp_path: Path) -> None:
    file = tmp_path / "accounts.csv"
    file.write_bytes(b"PK\x03\x04\0\0\0")
    assert "no text file" in refused(kizuna, file)


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
    assert "2 times" in refused(kizuna, write(tmp_path, "accounts.csv", text))
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
