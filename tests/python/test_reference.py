"""Reference tables, and the registrable domains that the models find by them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import Any

import duckdb
import pytest

from kizuna.errors import KizunaError
from kizuna.load import reference
from kizuna.load.reference import suffix_rules, write_reference_tables

Connection = duckdb.DuckDBPyConnection

LIST = """
// A comment, and below it a section.
// ===BEGIN ICANN DOMAINS===
com

jp // and what follows a blank is no part of a rule
*.kobe.jp
!city.kobe.jp
公司.cn
// ===END ICANN DOMAINS===
// ===BEGIN PRIVATE DOMAINS===
Shop.Example
"""


@pytest.fixture(scope="module")
def written() -> Iterator[Connection]:
    with duckdb.connect() as connection:
        write_reference_tables(connection)
        yield connection


def rows(connection: Connection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql).fetchall()


def test_rules_of_a_list() -> None:
    assert list(suffix_rules(LIST)) == [
        ("com", "normal", "icann"),
        ("jp", "normal", "icann"),
        ("kobe.jp", "wildcard", "icann"),
        ("city.kobe.jp", "exception", "icann"),
        ("公司.cn", "normal", "icann"),
        ("xn--55qx5d.cn", "normal", "icann"),
        ("shop.example", "normal", "private"),
    ]


def test_a_rule_that_no_one_foresaw_is_refused() -> None:
    with pytest.raises(KizunaError, match=r"a\.\*\.jp"):
        list(suffix_rules("a.*.jp"))


def test_rules_are_few_enough_labels_for_the_model(written: Connection) -> None:
    """int_identity__domains looks at the last eight labels: one more than any suffix may have."""
    ((most,),) = rows(
        written,
        "select max(len(string_split(rule, '.')) + (kind = 'wildcard')::int) "
        "from raw_reference.public_suffixes",
    )
    assert most == 7


def test_public_suffixes_are_there(written: Connection) -> None:
    found = dict(rows(written, "select rule, kind from raw_reference.public_suffixes"))
    assert len(found) > 9_000
    expected = {"co.jp": "normal", "ck": "wildcard", "www.ck": "exception", "github.io": "normal"}
    assert {rule: found.get(rule) for rule in expected} == expected


def test_free_mail_domains_of_the_world_and_of_japan(written: Connection) -> None:
    found = dict(rows(written, "select domain, kind from raw_reference.free_mail_domains"))
    expected = {
        "gmail.com": "free_mail",
        "yahoo.co.jp": "free_mail",
        "mailinator.com": "disposable",
        "docomo.ne.jp": "carrier",
        "ezweb.ne.jp": "carrier",
        "softbank.ne.jp": "carrier",
        "au.com": "carrier",
        "ocn.ne.jp": "provider",
        "nifty.com": "provider",
        "biglobe.ne.jp": "provider",
        "so-net.ne.jp": "provider",
        "goo.jp": "provider",
    }
    assert {domain: found.get(domain) for domain in expected} == expected
    assert all(domain == domain.lower().strip() for domain in found)


def test_our_own_list_is_in_order_and_names_each_domain_once() -> None:
    text = (files("kizuna.load") / "japanese_mail_domains.csv").read_text(encoding="utf-8")
    listed = [(row["kind"], row["domain"]) for row in csv.DictReader(text.splitlines())]
    assert len({domain for _, domain in listed}) == len(listed)
    order = {"carrier": 0, "provider": 1, "free_mail": 2}
    assert listed == sorted(listed, key=lambda row: (order[row[0]], row[1]))


def test_holidays(written: Connection) -> None:
    found = dict(rows(written, "select date, name from raw_reference.japanese_holidays"))
    expected = {
        date(2015, 9, 22): "国民の休日",
        date(2019, 5, 1): "天皇の即位の日",
        date(2020, 7, 24): "スポーツの日",
        date(2021, 8, 9): "振替休日",
        date(2024, 2, 23): "天皇誕生日",
        date(2025, 1, 13): "成人の日",
        date(2026, 9, 22): "国民の休日",
    }
    assert {day: found.get(day) for day in expected} == expected
    for moved in (date(2020, 7, 20), date(2020, 10, 12), date(2019, 12, 23)):
        assert moved not in found
    assert {day.year for day in found} == set(range(2000, 2041))


def test_a_second_load_writes_nothing() -> None:
    with duckdb.connect() as connection:
        assert len(write_reference_tables(connection)) == 3
        assert write_reference_tables(connection) == []


def test_another_version_of_a_package_writes_its_table_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with duckdb.connect() as connection:
        write_reference_tables(connection)
        connection.execute("delete from raw_reference.public_suffixes")
        origins = reference._origins() | {"public_suffixes": "publicsuffixlist 9"}
        monkeypatch.setattr(reference, "_origins", lambda: origins)
        assert write_reference_tables(connection) == ["public_suffixes"]
        assert write_reference_tables(connection) == []
        ((count,),) = rows(connection, "select count(*) from raw_reference.public_suffixes")
        assert count > 9_000


def test_a_write_that_fails_leaves_the_old_table(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Iterator[tuple[str, ...]]:
        yield ("com", "normal", "icann")
        raise KizunaError("the list is broken")

    with duckdb.connect() as connection:
        write_reference_tables(connection)
        before = rows(connection, "from raw_reference.public_suffixes order by all")
        origins = reference._origins() | {"public_suffixes": "publicsuffixlist 9"}
        monkeypatch.setattr(reference, "_origins", lambda: origins)
        tables = [
            reference.ReferenceTable(table.name, table.columns, table.packages, broken)
            if table.name == "public_suffixes"
            else table
            for table in reference.TABLES
        ]
        monkeypatch.setattr(reference, "TABLES", tables)
        with pytest.raises(KizunaError):
            write_reference_tables(connection)
        assert rows(connection, "from raw_reference.public_suffixes order by all") == before
