"""Identity: which records are one company, why, since when it was known, and what stays undecided."""

# ruff: noqa: E501 - the rows of an export do not break

from __future__ import annotations

import csv
import hashlib
import io
import json
import random
import sys
from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from conftest import Kizuna
from identity import Links, World, accounts_csv, world_in
from loading import times_when_full

N1, WRONG = "7123456789012", "7123456789013"
N2, N3, N4, N5, N6, N7, N8 = (
    *("8000000000001", "7000000000002", "6000000000003", "5000000000004"),
    *("4000000000005", "3000000000006", "2000000000007"),
)

RECORDS = [
    # One number, two names.
    f"crm,num1,アルファ商会,{N1},,東京都,2025-01-01",
    f"erp,num2,ALPHA INC.,{N1},,大阪府,2025-01-02",
    # A wrong check digit is no number.
    f"crm,wrong1,ベータ,{WRONG},,,2025-01-01",
    f"erp,wrong2,ガンマ,{WRONG},,,2025-01-02",
    # One registrable domain; free mail and carriers are none.
    "crm,dom1,デルタ物産,,www.delta.example,,2025-01-01",
    "erp,dom2,Delta Trading,,mail.delta.example,,2025-01-02",
    "desk,dom3,デルタ,,delta.example,,2025-01-03",
    "crm,free1,イプシロン,,gmail.com,,2025-01-01",
    "erp,free2,ゼータ,,gmail.com,,2025-01-02",
    "crm,carrier1,エータ,,docomo.ne.jp,,2025-01-01",
    "erp,carrier2,シータ,,docomo.ne.jp,,2025-01-02",
    # A name links with the prefecture, never alone.
    "crm,name1,株式会社髙橋製作所,,,東京都,2025-01-01",
    "erp,name2,高橋製作所(株),,,東京,2025-01-02",
    "desk,name3,高橋製作所,,,大阪府,2025-01-03",
    "desk,name4,高橋製作所,,,,2025-01-04",
    # Two companies of one name in one prefecture: the third record may be either.
    f"crm,same1,山田興業,{N2},,京都府,2025-01-01",
    f"crm,same2,山田興業,{N3},,京都府,2025-01-02",
    "erp,same3,(株)山田興業,,,京都府,2025-01-03",
    # Two companies share a domain: name and domain together tell whose the fourth is.
    f"crm,group1,ユリ電機,{N4},yuri.example,北海道,2025-01-01",
    f"crm,group2,ユリ販売,{N5},yuri.example,北海道,2025-01-02",
    "erp,group3,ユリグループ,,yuri.example,,2025-01-03",
    "erp,group4,ユリ販売株式会社,,yuri.example,,2025-01-04",
    # Name and prefecture agree, the domains do not.
    "crm,doubt1,中央システム,,chuo-a.example,福岡県,2025-01-01",
    "erp,doubt2,中央システム,,chuo-b.example,福岡県,2025-01-02",
    # Settled by hand: joined against two numbers, and kept apart at one domain.
    f"crm,hand1,岡田運輸,{N6},,,2025-01-01",
    f"erp,hand2,丘田運輸,{N7},,,2025-01-02",
    "crm,apart1,西村,,nishi.example,,2025-01-01",
    "erp,apart2,にしむら,,nishi.example,,2025-01-02",
    # A chain: by domain, then by number, then by name.
    "crm,chain1,鎖一,,chain.example,,2025-01-01",
    f"erp,chain2,鎖二,{N8},chain.example,,2025-01-02",
    f"desk,chain3,鎖三,{N8},,沖縄県,2025-01-03",
    "web,chain4,鎖三,,,沖縄県,2025-01-04",
]
RULES = [
    "link,crm,hand1,erp,hand2,,the merger of 2025",
    "separate,erp,apart2,crm,apart1,,a cousin's firm",
]
SALESFORCE = (
    "id,name,master_record_id,website,billing_state,phone,is_deleted,created_date\n"
    "S1,Sales One,,,,,false,2025-01-01\n"
    "S2,Sales Two,S1,,,,true,2025-01-02\n"
    "S3,Sales Three,,,,03-1234-5678,false,2025-01-03\n"
    "S4,セールス スリー,,,,03-9999-9999,false,2025-01-04\n"
)
HUBSPOT = (
    "id,property_name,property_phone,property_salesforceaccountid,property_createdate\n"
    "H1,Somebody,,S1,2025-01-05 00:00:00\n"
    "H3,SALES THREE K.K.,+81 3-1234-5678,,2025-01-06 00:00:00\n"
)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with world_in(tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One world per rule, all in one build."""
    with world_in(tmp_path_factory.mktemp("rules")) as world:
        world.load(
            date(2025, 2, 1),
            {
                "generic/accounts.csv": accounts_csv(RECORDS),
                "salesforce/account.csv": SALESFORCE,
                "hubspot/hubspot_company.csv": HUBSPOT,
            },
        )
        for line in RULES:
            world.rule(line)
        world.build()
        yield world


def test_records_are_one_company_by_each_rule(rules: World) -> None:
    assert rules.groups() == {
        frozenset(group.split())
        for group in (
            "crm:num1 erp:num2",
            "crm:dom1 erp:dom2 desk:dom3",
            "crm:name1 erp:name2",
            "crm:group2 erp:group4",
            "crm:hand1 erp:hand2",
            "crm:chain1 erp:chain2 desk:chain3 web:chain4",
            "salesforce:S1 salesforce:S2 hubspot:H1",
            "salesforce:S3 hubspot:H3",
        )
    }


def test_every_link_says_why(rules: World) -> None:
    reasons = rules.reasons()
    assert reasons["erp:num2"] == ("corporate_number", N1)
    assert reasons["erp:dom2"] == ("domain", "delta.example")
    assert reasons["erp:name2"] == ("name_prefecture", "東京都|高橋製作所")
    assert reasons["erp:group4"] == ("name_domain", "yuri.example|ユリ販売")
    assert reasons["erp:hand2"] == ("manual", "crm:hand1 = erp:hand2")
    assert reasons["salesforce:S2"] == ("tool_merge", "salesforce:S2 > S1")
    assert reasons["hubspot:H1"] == ("tool_id", "hubspot:H1 > salesforce:S1")
    assert reasons["hubspot:H3"][0] == "name_phone"
    assert "1234" not in str(reasons["hubspot:H3"])
    assert reasons["crm:wrong1"] == ("own_record", None)


def test_what_may_be_either_is_reported_and_left_alone(rules: World) -> None:
    found = rules.query(
        """
        select a.source || ':' || a.source_account_id, a.rule, list(l.source_account_id order by l.source_account_id)
        from marts.account_link_ambiguities as a
        inner join marts.account_links as l on a.candidate_account_id = l.account_id
        group by 1, 2
        order by 1, 2
        """
    )
    assert found == [
        ("erp:group3", "domain", ["group1", "group2", "group4"]),
        ("erp:same3", "name_prefecture", ["same1", "same2"]),
    ]


def test_contradictions_are_reported(rules: World) -> None:
    found = rules.query(
        """
        select c.contradiction, c.rule, a.source_account_id, b.source_account_id
        from intermediate.int_identity__account_conflicts as c
        inner join marts.account_links as a on c.account_id = a.account_id and a.source = 'crm'
        inner join marts.account_links as b
            on c.other_account_id = b.account_id and b.source_account_id in ('group2', 'same2', 'doubt2')
        order by all
        """
    )
    assert found == [
        ("different_domains", "name_prefecture", "doubt1", "doubt2"),
        ("different_numbers", "domain", "group1", "group2"),
        ("different_numbers", "name_prefecture", "same1", "same2"),
    ]


def days_of(world: World, days: list[date]) -> dict[date, Links]:
    """Build as of each day, and keep what was linked."""
    seen = {}
    for day in days:
        world.build(as_of=day)
        seen[day] = world.links()
    return seen


def test_the_past_can_be_read_from_the_history(world: World) -> None:
    header = "source_system,account_id,account_name,corporate_number,domain,region,created_at\n"
    days = [date(2025, 3, day) for day in (1, 5, 10, 15)]
    world.load(
        days[0],
        {
            "generic/accounts_1.csv": header
            + f"crm,a,アオイ,{N1},,,2025-02-01\ncrm,old,ムカシ,,mukashi.example,,2025-01-01\n",
            "generic/contacts_1.csv": "source_system,contact_id,account_id,email,role,created_at\ncrm,p,a,p@aoi.example,利用者,2025-02-01\n",
        },
    )
    world.load(
        days[1],
        {
            "generic/accounts_2.csv": header + "erp,b,Aoi Trading,,,,2025-03-04\n",
            "generic/contacts_2.csv": "source_system,contact_id,account_id,email,role,created_at\ncrm,p,old,p@aoi.example,決裁者,2025-02-01\n",
        },
    )
    # The erp learns the number: a merge, which keeps the id of the older account.
    world.load(
        days[2], {"generic/accounts_3.csv": header + f"erp,b,Aoi Trading,{N1},,,2025-03-04\n"}
    )
    world.rule("separate,crm,a,erp,b,2025-03-14,they were split up")
    world.load(days[3], {"generic/accounts_4.csv": header + "web,c,Sonstige,,,,2025-03-14\n"})
    as_built = days_of(world, days)
    employers_then = world_employers(world)
    world.build(known_until=datetime(2025, 3, 16))
    for day, links in as_built.items():
        assert world.links_at(day) == links, day
    a, b = ("crm", "a"), ("erp", "b")
    first, second, merged, split = (as_built[day] for day in days)
    assert first[a] == second[a] == merged[a] == split[a]
    assert second[b] != second[a]
    assert merged[b] == merged[a]
    assert split[b] == second[b]
    assert world.query(
        "select previous_account_id from marts.account_links where source = 'erp'"
    ) == [(merged[a],)]
    # The person went from a to old on the day on which that was first told.
    assert employers_then == world_employers(world)
    assert [row[:2] for row in world_employers(world)] == [
        (split[a], datetime(1900, 1, 1)),
        (split["crm", "old"], datetime(2025, 3, 5, 3)),
    ]
    assert world.query(
        "select role, valid_from from intermediate.int_identity__contact_roles where known_until is null order by valid_from"
    ) == [("利用者", datetime(1900, 1, 1)), ("決裁者", datetime(2025, 3, 5, 3))]


def world_employers(world: World) -> list[tuple[object, ...]]:
    return world.query(
        "select account_id, valid_from, valid_until from intermediate.int_identity__contact_employers "
        "where known_until is null order by valid_from"
    )


def random_records(chance: random.Random, count: int, first_id: int, day: int) -> list[str]:
    """Companies that share numbers, domains, names and prefectures at random, made on one day."""
    return [
        ",".join(
            (
                chance.choice(("crm", "erp", "desk")),
                f"x{first_id + place}",
                chance.choice(("アカ", "アオ", "キイロ", "シロ", "クロ")),
                chance.choice(("", "", "", N1, N2, N3)),
                chance.choice(
                    ("", "", "a.example", "b.example", "c.example", "d.example", "gmail.com")
                ),
                chance.choice(("", "東京都", "大阪府")),
                f"2025-01-{day:02}",
            )
        )
        for place in range(count)
    ]


@pytest.mark.parametrize("seed", range(times_when_full(1)))
def test_the_order_of_files_changes_no_link_and_adding_files_renames_no_account(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test wants the same numbers again
    batches = [random_records(chance, 12, 100 * day, day) for day in (1, 2, 3)]
    files = {f"generic/accounts_{n}.csv": accounts_csv(batch) for n, batch in enumerate(batches)}
    with world_in(tmp_path / "forth") as world:
        for n, (name, text) in enumerate(files.items()):
            world.load(date(2025, 5, 1 + n), {name: text}, backfill=True)
        world.build(known_until=datetime(2025, 6, 1))
        forth = world.links()
        more = random_records(chance, 12, 900, 4)
        world.load(date(2025, 7, 1), {"generic/accounts_more.csv": accounts_csv(more)})
        world.build(known_until=datetime(2025, 8, 1))
        after = world.links()
        before = world.told("previous_account_id")
        ages = {
            own_id(record): (age, record) for record, age in world.told("first_known_at").items()
        }
        assert world.links_at(date(2025, 6, 1)) == forth
        told = world.links_at(date(2025, 1, 2))
        world.build(as_of=date(2025, 1, 2))
        assert world.links() == told
    with world_in(tmp_path / "back") as world:
        for n, (name, text) in enumerate(reversed(files.items())):
            world.load(date(2025, 5, 1 + n), {name: text}, backfill=True)
        world.build(known_until=datetime(2025, 6, 1))
        assert world.links() == forth
    for record, account in forth.items():
        # Another account, by a merge or a split, is told.
        assert after[record] == account or before[record] == account
        if own_id(record) == account and after[record] != account:
            # The record that names an account loses it only to an older one.
            assert ages[after[record]] < ages[account]


def own_id(record: tuple[str, str]) -> str:
    """Return the id of the account that a record would be alone."""
    return hashlib.md5(f"account|{record[0]}|{record[1]}".encode()).hexdigest()  # noqa: S324 - no secret


def test_why_linked_tells_the_records_of_an_account(rules: World, kizuna: Kizuna) -> None:
    unpublished = kizuna("why-linked", "erp:dom2", ok=False)
    assert (unpublished.returncode, "kizuna run" in unpublished.stderr) == (2, True)
    published = kizuna.home / "published/current"
    published.mkdir(parents=True)
    connection = rules.desk.connection
    connection.execute(f"attach '{published / 'kizuna.duckdb'}' as published")
    connection.execute("create schema published.marts")
    for mart in ("account_links", "account_link_ambiguities"):
        connection.execute(f"create table published.marts.{mart} as from kizuna.marts.{mart}")
    connection.execute(
        "create table published.marts.dim_accounts as select *, 'prospect' as lifecycle "
        "from kizuna.intermediate.int_identity__accounts"
    )
    connection.execute("detach published")
    told = kizuna("why-linked", "erp:dom2").stdout
    assert "デルタ物産" in told
    assert "delta.example" in told
    found = json.loads(kizuna("why-linked", "desk:dom3", "--json").stdout)
    assert [(one["source"], one["rule"]) for one in found["records"]] == [
        ("crm", "domain"),
        ("erp", "domain"),
        ("desk", "domain"),
    ]
    undecided = kizuna("why-linked", "erp:same3").stdout
    assert undecided.count("may be 山田興業") == 2
    assert "account_link_rules.csv" in undecided
    several = kizuna("why-linked", "山田興業", ok=False)
    assert several.returncode == 2
    assert "names 2 accounts" in several.stderr
    assert several.stderr.count("(山田興業, no domain, prospect)") == 2
    assert kizuna("why-linked", "nobody", ok=False).returncode == 2


def pairs_with_telephone(pairs: list[tuple[str, str]]) -> str:
    """Companies as pairs that agree in nothing but a telephone number, and maybe in name."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["id", "name", "master_record_id", "billing_state", "phone", "created_date"])
    for place, names in enumerate(pairs):
        for side, name in zip("xy", names, strict=True):
            writer.writerow(
                [f"{side}{place}", name, "", "", f"03-{1000 + place}-0000", "2025-01-01"]
            )
    return text.getvalue()


def linked_and_named(world: World, text: str) -> list[tuple[bool, bool]]:
    """Return for each pair whether it is one account, and whether its names are one."""
    world.load(date(2025, 2, 1), {"salesforce/account.csv": text})
    world.build()
    return [
        (linked, named)
        for _, linked, named in world.query(
            """
            select
                cast(substr(x.source_account_id, 2) as integer) as place,
                x.account_id = y.account_id,
                a.name_key = b.name_key
            from intermediate.int_identity__account_links as x
            inner join intermediate.int_identity__account_links as y
                on 'y' || substr(x.source_account_id, 2) = y.source_account_id
            inner join intermediate.int_identity__account_records as r
                on x.source_account_id = r.source_account_id
            inner join intermediate.int_identity__account_records as s
                on y.source_account_id = s.source_account_id
            inner join intermediate.int_identity__account_attributes as a on r.record_no = a.record_no
            inner join intermediate.int_identity__account_attributes as b on s.record_no = b.record_no
            where x.source_account_id like 'x%'
            order by 1
            """
        )
    ]


def precision_and_recall(found: list[bool], true: list[bool]) -> str:
    both = sum(a and b for a, b in zip(found, true, strict=True))
    precision = f"{both / sum(found):.3f}" if sum(found) else "-"
    return f"{sum(found)} found, precision {precision}, recall {both / sum(true):.3f}"


@pytest.mark.real
def test_labelled_names(world: World, real: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = real / "company_matching/easonanalytica/test_data.csv"
    with file.open(encoding="utf-8-sig", newline="") as rows:
        pairs = list(csv.DictReader(rows))
    true = [row["Targets"] == "1" for row in pairs]
    assert (len(true), sum(true)) == (127, 71)
    found = linked_and_named(
        world, pairs_with_telephone([(row["Name_x"], row["Name_y"]) for row in pairs])
    )
    named, linked = [name for _, name in found], [link for link, _ in found]
    with capsys.disabled():
        sys.stdout.write("\n")
        sys.stdout.write(f"easonanalytica: names alone   {precision_and_recall(named, true)}\n")
        sys.stdout.write(f"easonanalytica: and telephone {precision_and_recall(linked, true)}\n")
    assert not any(name and not match for name, match in zip(named, true, strict=True))
    assert linked == named


@pytest.mark.real
def test_names_with_typing_mistakes(
    world: World, real: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = real / "company_matching/dnb_name_matching"
    names = []
    for file in ("test_names.csv", "adjusted_test_names.csv"):
        with (folder / file).open(encoding="utf-8", newline="") as rows:
            names.append({row[""]: row["company_name"] for row in csv.DictReader(rows)})
    keys = [key for key in names[0] if key in names[1]]
    # The same names in the same order, and in one that pairs each with its neighbour's.
    right = [(names[0][key], names[1][key]) for key in keys]
    wrong = [(names[0][key], names[1][other]) for key, other in pairwise(keys)]
    found = linked_and_named(world, pairs_with_telephone([*right, *wrong]))
    true = [True] * len(right) + [False] * len(wrong)
    with capsys.disabled():
        sys.stdout.write("\n")
        sys.stdout.write(
            f"dnb: names alone   {precision_and_recall([name for _, name in found], true)}\n"
        )
        sys.stdout.write(
            f"dnb: and telephone {precision_and_recall([link for link, _ in found], true)}\n"
        )
    assert not any(link and not match for (link, _), match in zip(found, true, strict=True))


@pytest.mark.real
def test_registered_companies_of_one_name_stay_apart(
    world: World, real: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (file,) = (real / "japanese/edinet_codelist").glob("*.csv")
    rows = list(csv.DictReader(file.read_text(encoding="cp932").splitlines()[1:]))
    assert len(rows) == 10823
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        ["source_system", "account_id", "account_name", "corporate_number", "region", "created_at"]
    )
    for row in rows:
        number, address = row["提出者法人番号"], row["所在地"]
        writer.writerow(
            ["edinet", row["ＥＤＩＮＥＴコード"], row["提出者名"], number, address, "2025-01-01"]
        )
    world.load(date(2025, 2, 1), {"generic/accounts.csv": text.getvalue()})
    world.build()
    named, in_place, linked = world.query(
        """
        with companies as (
            select a.name_key, a.prefecture, a.corporate_number, l.account_id
            from intermediate.int_identity__account_attributes as a
            inner join intermediate.int_identity__account_records as r on a.record_no = r.record_no
            inner join marts.account_links as l
                on r.source = l.source and r.source_account_id = l.source_account_id
            where a.corporate_number is not null
        )

        select
            count(*),
            count(*) filter (where x.prefecture = y.prefecture),
            count(*) filter (where x.account_id = y.account_id)
        from companies as x
        inner join companies as y
            on x.name_key = y.name_key and x.corporate_number < y.corporate_number
        """
    )[0]
    with capsys.disabled():
        sys.stdout.write("\n")
        sys.stdout.write(
            f"EDINET: {named} pairs of two numbers share a name, {in_place} of them a prefecture "
            f"too; {linked} are linked\n"
        )
    assert named > 0
    assert linked == 0
