"""A corpus of broken and nasty files: each ends in rejected rows or in one sentence, never between.

A case is a file's name and bytes with what must become of it: the number of rows loaded and
rejected, or a part of the sentence that refuses it.
"""

# ruff: noqa: E501 - a case is a line

from __future__ import annotations

import codecs
import gzip
import io
import json
import os
import struct
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import openpyxl  # type: ignore[import-untyped]
import pytest
import xlwt  # type: ignore[import-untyped]

from loading import Desk, desk_in

HEAD = "account_id,account_name,employees,created_at,is_deleted\n"
ROW = "1,霧島製作所,120,2026-01-05,false\n"
PLAIN = "account_id,account_name\n"
KANJI = (
    "account_id,account_name,region\n1,株式会社霧島製作所,鹿児島県\n2,有限会社きたの,ほっかいどう\n"
)
MAIL = "campaign_id,email,event_type,occurred_at\n"
ANSWERS = "response_id,survey_id,survey_type,question_type,score,responded_at,email\n"
CONTRACTS = "subscription_id,account_id,amount,started_on\n"


@dataclass(frozen=True)
class Case:
    """One file, and what must become of it."""

    name: str
    content: bytes
    loaded: int = 0
    rejected: int = 0
    refused: str = ""
    file: str = "accounts.csv"


def text(name: str, content: str, loaded: int = 0, rejected: int = 0, **others: str) -> Case:
    return Case(name, content.encode(), loaded, rejected, **others)


def refused(name: str, content: bytes | str, reason: str, file: str = "accounts.csv") -> Case:
    content = content.encode() if isinstance(content, str) else content
    return Case(name, content, refused=reason, file=file)


def packed(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return buffer.getvalue()


def locked_zip() -> bytes:
    content = bytearray(packed(a__csv=(HEAD + ROW).encode()))
    for magic, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.index(magic) + place
        content[at : at + 2] = struct.pack("<H", 1)
    return bytes(content)


def torn_zip() -> bytes:
    content = bytearray(packed(a__csv=(HEAD + ROW * 50).encode()))
    content[60] ^= 0xFF
    return bytes(content)


def workbook(*sheets: Sequence[Sequence[object]]) -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Sheet{number + 1}")
        for row in rows:
            sheet.append(list(row))
    book.save(buffer)
    return buffer.getvalue()


def old_workbook(rows: Sequence[Sequence[object]]) -> bytes:
    book, buffer = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("Sheet1")
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            sheet.write(number, place, cell)
    book.save(buffer)
    return buffer.getvalue()


def parquet(query: str, tmp: Path) -> bytes:
    place = tmp / "made.parquet"
    duckdb.sql(f"copy ({query}) to '{place}' (format parquet)")
    return place.read_bytes()


def encodings() -> list[Case]:
    good, ja = (HEAD + ROW).encode(), KANJI.encode()
    chinese = "account_id,account_name\n1,北京软件有限公司\n2,上海贸易发展有限公司\n"
    korean = "account_id,account_name\n1,주식회사 한국소프트웨어\n2,서울무역\n"
    return [
        Case("utf-8", ja, 2),
        Case("utf-8 with a mark", codecs.BOM_UTF8 + ja, 2),
        Case("utf-16 little", KANJI.encode("utf-16"), 2),
        Case("utf-16 big", codecs.BOM_UTF16_BE + KANJI.encode("utf-16-be"), 2),
        Case("utf-16 without a mark", (HEAD + ROW * 1).encode("utf-16-le"), 1),
        Case("cp932", KANJI.encode("cp932"), 2),
        Case("cp932 with signs of Windows", KANJI.replace("有限会社", "㈲①").encode("cp932"), 2),
        Case("euc-jp", KANJI.encode("euc_jp"), 2),
        Case("half-width kana", f"{PLAIN}1,ｶﾌﾞｼｷｶﾞｲｼｬｷﾘｼﾏ\n".encode("cp932"), 1),
        Case("western", f"{PLAIN}1,Café Zürich AG\n2,Señor Núñez\n".encode("cp1252"), 2),
        refused("utf-32", KANJI.encode("utf-32"), "UTF-32"),
        refused("utf-32 big", codecs.BOM_UTF32_BE + KANJI.encode("utf-32-be"), "UTF-32"),
        refused("iso-2022-jp", KANJI.encode("iso2022_jp"), "ISO-2022-JP"),
        refused("utf-8 cut in a character", ja[:-3], "mostly UTF-8"),
        refused("utf-8 with a pasted cp932 line", ja * 9 + "9,髙島\n".encode("cp932"), "mostly"),
        refused("utf-8 with a lone byte", ja * 9 + b"9,\xff\n", "mostly UTF-8"),
        refused("overlong utf-8", ja * 9 + b"9,\xc0\xaf\n", "mostly UTF-8"),
        refused("surrogates in utf-8", ja * 9 + b"9,\xed\xa0\x80\n", "mostly UTF-8"),
        refused("gbk", chinese.encode("gbk"), "is not written in"),
        refused("big5", chinese.replace("软", "軟").replace("贸", "貿").replace("发", "發")
                .replace("务", "務").encode("big5", "ignore"), "is not written in"),
        refused("euc-kr", korean.encode("euc_kr"), "is not written in"),
        refused("utf-16 of an odd length", KANJI.encode("utf-16")[:-1], "UTF-16"),
        refused("utf-16 that is none", codecs.BOM_UTF16_LE + b"\x00\xd8\x00\xd8", "UTF-16"),
        refused("nothing but a mark", codecs.BOM_UTF8, "is empty"),
        refused("zero bytes inside", good + b"2,\x00,1,,\n", "NUL"),
        refused("zero bytes at the start", b"\x00\x00" + good, "NUL"),
        refused("zero bytes at the end", good + b"\x00" * 7, "NUL"),
        refused("a zero byte behind a mebibyte", good + ROW.encode() * 40_000 + b"\0", "NUL"),
        Case("a mark in the middle", good + "2,\ufeff北野電機,1,,\n".encode(), 2),
    ]  # fmt: skip


def structures() -> list[Case]:
    many = "".join(f"{number},a\n" for number in range(30_000))
    wide = ",".join(f"c{number}" for number in range(4_999))
    return [
        refused("nothing at all", b"", "is empty"),
        refused("blanks only", b" \n\t\r\n ", "is empty"),
        refused("separators only", ",,,\n,,,\n", "lacks account"),
        Case("a header alone", HEAD.encode()),
        Case("a header without a line end", HEAD.strip().encode()),
        refused("no header", "1,霧島製作所\n2,北野電機\n", "lacks account"),
        refused("another header", "foo,bar\n1,2\n", "lacks account"),
        refused("a header that lacks the name", "account_id,employees\n1,5\n", "lacks account"),
        text("a header twice", PLAIN + "1,a\n" + PLAIN + "2,b\n", 3),
        refused("one column twice", "account_id,account_name,account_id\n1,a,2\n", "more than once"),
        text("a strange column twice", "account_id,account_name,x,x\n1,a,2,3\n", 1),
        text("too few cells", PLAIN + "1\n2,b\n", 1, 1),
        text("too many cells", PLAIN + "1,a,x\n2,b\n", 1, 1),
        text("one row of each", PLAIN + "1\n2,b\n3,c,d\n4,e\n", 2, 2),
        text("every row ragged", PLAIN + "1\n2\n", 0, 2),
        text("an empty cell at the end of each row", PLAIN.strip() + ",\n1,a,\n2,b,\n", 2),
        refused("a quote that is never closed", PLAIN + '1,"a\n2,b\n3,c\n', "never closed"),
        refused("a quote open at the last row", PLAIN + '1,a\n2,"b\n', "never closed"),
        text("a quote inside a cell", PLAIN + '1,a"b\n2,"c ""d"""\n', 2),
        text("text behind a quote", PLAIN + '1,"a"x\n2,b\n', 1, 1),
        text("a line break inside a cell", PLAIN + '1,"a\nb"\n2,c\n', 2),
        text("two line breaks inside a cell", PLAIN + '1,"a\n\nb"\n2,c\n', 2),
        text("a carriage return inside a cell", PLAIN + '1,"a\rb"\n2,c\n', 2),
        text("separators inside cells", PLAIN + '1,"a,b;c\td|e"\n', 1),
        text("crlf", (PLAIN + "1,a\n2,b\n").replace("\n", "\r\n"), 2),
        text("cr", (PLAIN + "1,a\n2,b\n").replace("\n", "\r"), 2),
        text("line ends of three kinds", PLAIN + "1,a\r\n2,b\r3,c\n", 3),
        text("blank lines", PLAIN + "\n1,a\n\n\n2,b\n\n", 2),
        text("thousands of blank lines", PLAIN + "\n" * 50_000 + "1,a\n", 1),
        text("tabs", (PLAIN + "1,a\n").replace(",", "\t"), 1),
        text("semicolons", (PLAIN + "1,a\n").replace(",", ";"), 1),
        text("bars", (PLAIN + "1,a\n").replace(",", "|"), 1),
        text("another separator in the rows", PLAIN.replace(",", ";") + "1,a\n2;b\n", 1, 1),
        refused("carets", (PLAIN + "1,a\n").replace(",", "^"), "lacks account"),
        text("a preamble", "出力日,2026-04-01\n件数,2\n\n" + PLAIN + "1,a\n2,b\n", 2),
        refused("a header too far down", "x\n" * 30 + PLAIN + "1,a\n", "lacks account"),
        text("comments above the header", "# made by CRM\n" + PLAIN + "1,a\n", 1),
        text("a row of blanks", PLAIN + " ,　\n1,a\n", 1, 1),
        text("a cell of half a megabyte", PLAIN + "1," + "あ" * 180_000 + "\n2,b\n", 2),
        text("a cell of three megabytes", PLAIN + "1," + "a" * 3_000_000 + "\n2,b\n", 1, 1),
        refused(
            "a quoted cell of two megabytes",
            PLAIN + '1,a\n2,"' + "長" * 700_000 + '"\n',
            "quoted cell longer",
        ),
        refused("no line end in twenty megabytes", PLAIN + "1," + "a" * (20 << 20), "has a line of"),
        text("five thousand columns", f"account_id,{wide},account_name\n1{',' * 5_000}a\n", 1),
        text("many rows and a bad one", PLAIN + many + ",b\n" + "x,y\n", 30_001, 1),
        text("two tables in one file", PLAIN + "1,a\n\ncontact_id,email,x\np,q,r\n", 1, 2),
        text("headers in Japanese", "取引先ID,取引先名\n1,霧島製作所\n", 1),
        text("headers in full width", "ＡＣＣＯＵＮＴ　ＩＤ,Account_Name\n1,a\n", 1),
        text("headers in quotes", '"AccountId","Account Name"\n"1","a"\n', 1),
        text("formulas", PLAIN + '1,"=HYPERLINK(""http://x"")"\n2,@cmd\n', 2),
    ]  # fmt: skip


def values() -> list[Case]:
    numbers = [
        ("1234", 1), ("1,234", 1), ("１２３４", 1), ("¥1,234円", 1), ("▲5", 1), ("5.00", 1),
        ("many", 0), ("1.000", 0), ("1e3", 0), ("0x1F", 0), ("1_000", 0), ("NaN", 0), ("inf", 0),
        ("9223372036854775808", 0), ("1,23", 0), ("12 34", 0), ("5.5", 0), ("--5", 0), ("５．５", 0),
    ]  # fmt: skip
    dates = [
        ("2026-04-01", 1), ("2026/4/1", 1), ("2026年4月1日", 1), ("令和8年4月1日", 1), ("R8.4.1", 1),
        ("20260401", 1), ("2026-04-01T09:00:00Z", 1), ("2026/04/01 9:05:13 午前 GMT+9", 1),
        ("2026-02-29", 0), ("2026-02-30", 0), ("2026-13-01", 0), ("2026-00-10", 0), ("0000-01-01", 0),
        ("26-04-01", 0), ("04/01/2026", 0), ("1.4.2026", 0), ("令和0年4月1日", 0), ("令和8年13月1日", 0),
        ("平成元年0月8日", 0), ("1899-12-31", 0), ("昨日", 0), ("2026-04-01 25:00:00", 0),
        ("2026-04-01 10:00+99:99", 0), ("infinity", 0), ("45748", 0),
    ]  # fmt: skip
    flags = [
        ("はい", 1),
        ("○", 1),
        ("ＴＲＵＥ", 1),
        ("0", 1),
        ("maybe", 0),
        ("2", 0),
        ("はいはい", 0),
    ]
    amounts = [
        ("1000", 1), ("¥1,000,000円", 1), ("1.0E7", 1), ("-5.25", 1), ("0.00001", 0), ("千円", 0),
        ("99999999999999999999", 0), ("1.2.3", 0), ("1e99", 0), ("1/2", 0),
    ]  # fmt: skip
    scores = [("10", 1), ("0", 1), ("９", 1), ("x", 0), ("九", 0)]
    cases = []
    for column, place, written in (
        ("employees", 2, numbers), ("created_at", 3, dates), ("is_deleted", 4, flags)
    ):  # fmt: skip
        for value, good in written:
            cells = ["1", "霧島製作所", "", "", ""]
            cells[place] = f'"{value}"'
            cases.append(
                text(f"{column} {value}", HEAD + ",".join(cells) + "\n2,b,,,\n", 1 + good, 1 - good)
            )
    for value, good in amounts:
        cases.append(
            text(f"amount {value}", f'{CONTRACTS}s1,a1,"{value}",2026-04-01\n', good, 1 - good,
                 file="subscriptions.csv")
        )  # fmt: skip
    for value, good in scores:
        row = f"r1,s1,relational,recommend,{value},2026-04-01,a@b.example\n"
        cases.append(
            text(f"score {value}", ANSWERS + row, good, 1 - good, file="survey_responses.csv")
        )
    mail = "c1,a@b.example,{},2026-04-01 10:00:00\n"
    return [
        *cases,
        text("an unknown kind of event", MAIL + mail.format("teleport"), 0, 1,
             file="email_events.csv"),
        text("a kind of event in capitals", MAIL + mail.format("Open"), 1, file="email_events.csv"),
        text("a missing time", MAIL + "c1,a@b.example,open,\n", 0, 1, file="email_events.csv"),
        text("a missing id", HEAD + ",霧島製作所,,,\n", 0, 1),
        text("a missing name", HEAD + "1,,,,\n", 0, 1),
        text("one key twice", PLAIN + "1,a\n1,b\n", 2),
        text("a bad value in every column", HEAD + "1,a,x,y,z\n", 0, 1),
    ]  # fmt: skip


def containers(tmp: Path) -> list[Case]:
    good = (HEAD + ROW).encode()
    table = [["account_id", "account_name"], ["1", "霧島製作所"]]
    lines = '{"account_id": "1", "account_name": "霧島製作所"}\n'
    rows = "select '1' as account_id, 'a' as account_name"
    whole = parquet(rows, tmp)
    return [
        Case("gzip", gzip.compress(good), 1, file="accounts.csv.gz"),
        Case("zip", packed(accounts__csv=good), 1, file="accounts.zip"),
        Case("zip with a hidden file", packed(accounts__csv=good, __DS_Store=b"x"), 1,
                  file="accounts.zip"),
        Case("zip in cp932", packed(accounts__csv=KANJI.encode("cp932")), 2, file="accounts.zip"),
        Case("parquet in gzip", gzip.compress(whole), 1, file="accounts.parquet.gz"),
        refused("gzip cut off", gzip.compress(good * 9)[:-12], "broken archive", "a.csv.gz"),
        refused("gzip of nothing", gzip.compress(b""), "empty", "a.csv.gz"),
        refused("gzip of noise", b"\x1f\x8b" + b"\x99" * 40, "broken archive", "a.csv.gz"),
        refused("gzip in gzip", gzip.compress(gzip.compress(good)), "archive inside", "a.csv.gz"),
        refused("zip with two files", packed(a__csv=good, b__csv=good), "holds 2 files", "a.zip"),
        refused("zip of nothing", packed(), "no file", "a.zip"),
        refused("zip cut off", packed(a__csv=good * 9)[:-30], "broken archive", "a.zip"),
        refused("zip in zip", packed(a__zip=packed(b__csv=good)), "archive inside", "a.zip"),
        refused("zip with a password", locked_zip(), "password", "a.zip"),
        refused("zip with a torn file", torn_zip(), "broken archive", "a.zip"),
        refused("zip of an empty file", packed(a__csv=b""), "empty", "a.zip"),
        Case("xlsx", workbook(table), 1, file="accounts.xlsx"),
        Case("xlsx with an empty second sheet", workbook(table, []), 1, file="accounts.xlsx"),
        Case("xlsx with numbers as ids", workbook([table[0], [1, "a"], [2.0, "b"]]), 2,
             file="accounts.xlsx"),
        Case("xlsx with a bad row", workbook([[*table[0], "employees"], ["1", "a", "many"]]), 0, 1,
             file="accounts.xlsx"),
        Case("xls", old_workbook(table), 1, file="accounts.xls"),
        refused("xlsx of two sheets", workbook(table, table), "2 filled sheets", "accounts.xlsx"),
        refused("xlsx of nothing", workbook([]), "is empty", "accounts.xlsx"),
        refused("xlsx cut off", workbook(table)[:-200], "broken archive", "accounts.xlsx"),
        refused("xlsx of another table", workbook([["a", "b"], [1, 2]]), "unknown", "x.xlsx"),
        refused("xls cut off", old_workbook(table)[:600], "no workbook", "accounts.xls"),
        refused("xls with a password", codecs.decode("d0cf11e0a1b11ae1", "hex") + b"\0" * 600,
                "no workbook", "accounts.xls"),
        refused("a web page called xls", "<html><table><tr><td>1</td></tr></table></html>",
                "lacks account", "accounts.xls"),
        Case("json lines", lines.encode() * 2, 2, file="accounts.jsonl"),
        Case("json lines with blank ones", f"\n{lines}\n\n{lines}".encode(), 2, file="accounts.json"),
        Case("json lines with nested values",
             b'{"account_id": 1, "account_name": {"ja": "x", "en": [1]}}\n', 1,
             file="accounts.ndjson"),
        Case("json lines with a broken one", f"{lines}{{oops\n{lines}".encode(), 2, 1,
             file="accounts.jsonl"),
        Case("json lines with scalars", f"{lines}7\n[1]\n\"x\"\n".encode(), 1, 3,
             file="accounts.jsonl"),
        Case("json lines cut off", (lines + lines[:20]).encode(), 1, 1, file="accounts.jsonl"),
        Case("json lines with odd keys",
             b'{"account_id": "1", "account_name": "a", "no\\"te": 1, "*": 2, "": 3}\n', 1,
             file="accounts.jsonl"),
        Case("json lines without a name", b'{"account_id": "1", "account_name": null}\n', 0, 1,
             file="accounts.jsonl"),
        refused("a json document", json.dumps([{"account_id": 1}], indent=1), "JSON", "a.json"),
        refused("a json array on one line", json.dumps([{"account_id": 1}]), "JSON", "a.json"),
        refused("json of other keys", '{"a": 1}\n', "unknown layout", "a.jsonl"),
        Case("parquet", whole, 1, file="accounts.parquet"),
        Case("parquet with numbers as ids",
             parquet("select 1 as account_id, 'a' as account_name, 5.0 as employees", tmp), 1,
             file="accounts.parquet"),
        Case("parquet with a bad value",
             parquet("select '1' as account_id, 'a' as account_name, 'x' as employees", tmp), 0, 1,
             file="accounts.parquet"),
        Case("parquet without rows", parquet(f"{rows} limit 0", tmp), 0, file="accounts.parquet"),
        refused("parquet cut off", whole[:-9], "no Parquet", "accounts.parquet"),
        refused("parquet's name alone", b"PAR1", "no Parquet", "accounts.parquet"),
        refused("parquet without the name", parquet("select 1 as account_id", tmp), "lacks account",
                "accounts.parquet"),
        refused("a PDF", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\n", "lacks account"),
        refused("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "NUL"),
        refused("a database", b"SQLite format 3\0\x10\0\x01\x01", "NUL"),
        refused("a program", b"\x7fELF\x02\x01\x01\0\0\0", "NUL"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_in(tmp_path_factory.mktemp("broken") / "home") as found:
        yield found


def check(desk: Desk, case: Case, folder: Path) -> None:
    """Load one file and compare; whatever it is, nothing half done may be left."""
    file = folder / case.file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(case.content)
    desk.forget()
    result = desk.load(file)
    read, loaded, rejected = (
        sum(getattr(table, name) for table in result.tables)
        for name in ("rows_read", "rows_loaded", "rows_rejected")
    )
    told = f"{case.name}: {result}"
    ((in_raw,),) = desk.query(
        " union all ".join(
            f"select count(*) as n from {table}" for table in desk.raw_tables()
        ).join(("select sum(n) from (", ")"))
    )
    assert in_raw == loaded, told
    assert desk.query("select count(*) from ops.rejected_rows") == [(rejected,)], told
    assert read == loaded + rejected, told
    assert desk.left_in_tmp() == [], told
    if case.refused or result.error:
        assert result.error is not None, told
        assert case.refused, told
        assert case.refused.lower() in result.error.lower(), told
        assert str(file) in result.error, told
        assert "\n" not in result.error.strip(), told
        assert (loaded, rejected, desk.landed()) == (0, 0, []), told
    else:
        assert (loaded, rejected) == (case.loaded, case.rejected), told
        assert len(desk.landed()) == 1, told


GROUPS = {
    "encodings": lambda _: encodings(),
    "structures": lambda _: structures(),
    "values": lambda _: values(),
    "containers": containers,
}


@pytest.mark.parametrize("group", GROUPS)
def test_broken_files(group: str, desk: Desk, tmp_path: Path) -> None:
    cases = GROUPS[group](tmp_path)
    assert len({case.name for case in cases}) == len(cases)
    failures = []
    for number, case in enumerate(cases):
        try:
            check(desk, case, tmp_path / str(number))
        except AssertionError as error:
            failures.append(str(error).splitlines()[0][:400])
    assert not failures, f"{len(failures)} of {len(cases)}:\n" + "\n".join(failures)


def test_the_corpus_is_large_enough(tmp_path: Path) -> None:
    assert sum(len(cases(tmp_path)) for cases in GROUPS.values()) >= 150


@pytest.mark.parametrize("pack", ["gzip", "zip"])
def test_a_bomb_is_not_unpacked(desk: Desk, tmp_path: Path, pack: str) -> None:
    zeros = b"0" * (1 << 20)
    if pack == "gzip":
        file = tmp_path / "accounts.csv.gz"
        with gzip.open(file, "wb", compresslevel=6) as out:
            for _ in range(400):
                out.write(zeros)
    else:
        file = tmp_path / "accounts.zip"
        with (
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
            archive.open("accounts.csv", "w") as out,
        ):
            for _ in range(400):
                out.write(zeros)
    desk.forget()
    result = desk.load(file)
    assert "times its size" in (result.error or "")
    assert desk.left_in_tmp() == []


def test_folders_pipes_and_missing_files_are_told(desk: Desk, tmp_path: Path) -> None:
    desk.forget()
    (tmp_path / "accounts.csv").mkdir()
    assert list(desk.loader.load([tmp_path / "accounts.csv"])) == []
    os.mkfifo(tmp_path / "pipe.csv")
    assert "is no file" in (desk.load(tmp_path / "pipe.csv").error or "")
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    assert desk.load(tmp_path / "loop.csv").error
    assert "is not there" in (desk.load(tmp_path / "gone.csv").error or "")
