"""EDINET code list: a full dump in CP932 with one line above the header."""

from __future__ import annotations

from pathlib import Path

import pytest
from staging import build_staging

from conftest import Kizuna, make_home

JAPANESE = (
    "ダウンロード実行日,2026年04月01日現在,件数,5件\n"
    '"ＥＤＩＮＥＴコード","提出者種別","上場区分","連結の有無","資本金","決算日","提出者名",'
    '"提出者名（英字）","提出者名（ヨミ）","所在地","提出者業種","証券コード","提出者法人番号"\n'
    '"E90001","内国法人・組合","上場","有","1491","3月31日","株式会社つむぎ商会",'
    '"TSUMUGI SHOKAI CO., LTD.","カブシキガイシャツムギショウカイ","神奈川県横浜市西区１",'
    '"卸売業","99990","7123456789012"\n'
    '"E90002","内国法人・組合（有価証券報告書等の提出義務者以外）","","","","","霧野工業株式会社",'
    '"-","キリノコウギョウカブシキガイシャ","",'
    '"内国法人・組合（有価証券報告書等の提出義務者以外）","",""\n'
    '"E90003","個人（組合発行者を除く）","","","","","早瀬　一","","ハヤセ　ハジメ","",'
    '"個人（組合発行者を除く）","",""\n'
    '"E90004","外国政府等","","","","","とある共和国","","トアルキョウワコク","","外国政府等","",""\n'
    '"E90005","外国法人・組合","非上場","無","","12月31日","ヴェルデア・インク","Verdea Inc.",'
    '"ヴェルデアインク","アメリカ合衆国デラウェア州","外国法人・組合","",""\n'
)

ENGLISH = (
    "Date of Download,As of 2026.04.01,Number of Submitters,1\n"
    '"EDINET Code","Type of Submitter","Listed company / Unlisted company",'
    '"Consolidated / NonConsolidated","Capital stock","account closing date","Submitter Name",'
    '"Submitter Name（alphabetic）","Submitter Name（phonetic）","Province",'
    '"Submitter\'s industry","Securities Identification Code",'
    '"Submitter\'s Japan Corporate Number"\n'
    '"E90006","Domestic corporation・Partnership","Unlisted company","Consolidated","20",'
    '"May 31","MOEGI K.K.","MOEGI K.K.","モエギ","Tokyo","Machinery","",""\n'
)


@pytest.fixture(scope="module")
def edinet(tmp_path_factory: pytest.TempPathFactory) -> Kizuna:
    folder = tmp_path_factory.mktemp("edinet")
    home = make_home(folder / "home")
    japanese = folder / "EdinetcodeDlInfo.csv"
    japanese.write_bytes(JAPANESE.replace("\n", "\r\n").encode("cp932"))
    english = folder / "codes.csv"
    english.write_text(ENGLISH, encoding="utf-8")
    home("load", japanese, english)
    build_staging(home, "edinet")
    return home


def test_the_code_list_loads_under_its_own_name_and_by_its_header(edinet: Kizuna) -> None:
    assert edinet.raw(
        "select table_name, rows_loaded, rows_rejected, ignored_columns from ops.loads order by 2"
    ) == [("companies", 1, 0, "[]"), ("companies", 5, 0, "[]")]


def test_companies_people_and_governments(edinet: Kizuna) -> None:
    assert edinet.raw(
        "select registry_id, entity_kind, company_name, company_name_en, corporate_number, "
        "industry, region, is_listed, capital_yen from staging.stg_edinet__company_registry "
        "order by 1"
    ) == [
        (
            *("E90001", "company", "株式会社つむぎ商会", "TSUMUGI SHOKAI CO., LTD."),
            *("7123456789012", "卸売業", "神奈川県", True, 1_491_000_000),
        ),
        ("E90002", "company", "霧野工業株式会社", None, None, None, None, None, None),
        ("E90003", "individual", None, None, None, None, None, None, None),
        ("E90004", "government", "とある共和国", None, None, None, None, None, None),
        ("E90005", "company", "ヴェルデア・インク", "Verdea Inc.", None, None, None, False, None),
        (
            "E90006",
            "company",
            "MOEGI K.K.",
            "MOEGI K.K.",
            None,
            "Machinery",
            None,
            False,
            20_000_000,
        ),
    ]


def test_a_file_without_corporate_numbers_is_refused(kizuna: Kizuna, tmp_path: Path) -> None:
    file = tmp_path / "EdinetcodeDlInfo.csv"
    file.write_text(JAPANESE.replace("提出者法人番号", "番号"), encoding="cp932")
    done = kizuna("load", file, ok=False)
    assert done.returncode == 2
    assert "提出者法人番号" in done.stderr


@pytest.mark.real
def test_the_list_of_2024(real: Path, tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    home("load", real / "japanese/edinet_codelist/EdinetcodeDlInfo_20240721.csv")
    build_staging(home, "edinet")
    registry = "staging.stg_edinet__company_registry"
    assert home.raw(
        "select count(*), count(distinct registry_id), count(corporate_number), "
        f"count(distinct corporate_number) from {registry}"
    ) == [(10_823, 10_823, 6_863, 6_854)]
    assert dict(home.raw(f"select entity_kind, count(*) from {registry} group by 1")) == {
        "company": 7_696,
        "individual": 3_091,
        "government": 36,
    }
    assert home.raw(
        f"select count(company_name) from {registry} where entity_kind = 'individual'"
    ) == [(0,)]
    assert home.raw(
        f"select count(*) from {registry} "
        "where not regexp_full_match(corporate_number, '[0-9]{13}')"
    ) == [(0,)]
    assert dict(home.raw(f"select is_listed, count(*) from {registry} group by 1")) == {
        None: 5_746,
        True: 3_935,
        False: 1_142,
    }
    regions = home.raw(f"select distinct region from {registry} where region is not null")
    assert len(regions) <= 47
