"""The text macros, compiled by dbt once and held against Python and against written vectors."""

from __future__ import annotations

import csv
import itertools
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiling import read_project
from conftest import PROJECT
from kizuna.load.reference import write_reference_tables
from loading import times_when_full

MACROS = [
    "nfkc",
    "normalised_email",
    "normalised_company_name",
    "valid_corporate_number",
    "normalised_phone",
    "prefecture_of",
    "host_of",
]
DOMAINS = "models/intermediate/identity/int_identity__domains.sql"
LEGACY_ENCODINGS = ["shift_jis", "cp932", "euc_jp", "euc_jis_2004", "shift_jis_2004"]
BLOCKS = {
    "ASCII and Latin-1": (0x0000, 0x00FF),
    "Latin Extended-A and -B": (0x0100, 0x024F),
    "General Punctuation": (0x2000, 0x206F),
    "Superscripts and Subscripts": (0x2070, 0x209F),
    "Currency Symbols": (0x20A0, 0x20CF),
    "Letterlike Symbols": (0x2100, 0x214F),
    "Number Forms": (0x2150, 0x218F),
    "Enclosed Alphanumerics": (0x2460, 0x24FF),
    "Radicals": (0x2E80, 0x2FDF),
    "CJK Symbols and Punctuation, kana": (0x3000, 0x30FF),
    "Hangul Compatibility Jamo": (0x3130, 0x318F),
    "Kanbun": (0x3190, 0x319F),
    "Katakana Phonetic Extensions": (0x31F0, 0x31FF),
    "Enclosed CJK Letters and Months": (0x3200, 0x32FF),
    "CJK Compatibility": (0x3300, 0x33FF),
    "CJK Compatibility Ideographs": (0xF900, 0xFAFF),
    "Latin ligatures": (0xFB00, 0xFB06),
    "Vertical Forms": (0xFE10, 0xFE1F),
    "CJK Compatibility Forms, Small Form Variants": (0xFE30, 0xFE6F),
    "Halfwidth and Fullwidth Forms": (0xFF00, 0xFFEF),
    "Enclosed Alphanumeric Supplement": (0x1F100, 0x1F1FF),
    "Enclosed Ideographic Supplement": (0x1F200, 0x1F2FF),
    "CJK Compatibility Ideographs Supplement": (0x2F800, 0x2FA1F),
}

Apply = Callable[[str, Iterable[str | None]], list[str | None]]


@cache
def repertoire() -> list[str]:
    """Every assigned character of the blocks, and all that Japanese legacy encodings can write."""
    named = {chr(code) for low, high in BLOCKS.values() for code in range(low, high + 1)}
    every = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x110000))))
    written = {
        character
        for encoding in LEGACY_ENCODINGS
        for character in every.encode(encoding, "ignore").decode(encoding)
    }
    # DuckDB has no text with the character of code 0 in it.
    return sorted(
        one for one in (named | written) - {"\0"} if unicodedata.category(one) not in ("Cn", "Cs")
    )


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The SQL of each macro over the column `x`, and of the domains, as dbt compiles them."""
    from dbt.cli.main import dbtRunner

    folder = tmp_path_factory.mktemp("dbt")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KIZUNA_HOME", str(folder))
        patch.setenv("DBT_SEND_ANONYMOUS_USAGE_STATS", "false")
        (folder / "warehouse").mkdir()
        places = ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT / "profiles")]
        places += ["--target-path", str(folder / "target"), "--log-path", str(folder / "logs")]
        places += ["--no-introspect"]
        parts = ["{{ create_functions() }}", *(f"{{{{ {macro}('x') }}}}" for macro in MACROS)]
        parts.append((PROJECT / DOMAINS).read_text(encoding="utf-8"))
        answer = dbtRunner(manifest=read_project({})).invoke(
            ["--log-level", "none", "compile", *places, "--inline", " @@ ".join(parts)]
        )
    assert answer.success, answer.exception
    results: Any = answer.result
    (result,) = results.results
    names = ["functions", *MACROS, DOMAINS]
    return dict(zip(names, result.node.compiled_code.split(" @@ "), strict=True))


@pytest.fixture(scope="module")
def apply(compiled: dict[str, str]) -> Iterator[Apply]:
    """Apply a macro to texts, in their order."""
    with duckdb.connect() as connection:
        connection.execute(compiled["functions"])

        def values(macro: str, texts: Iterable[str | None]) -> list[str | None]:
            rows = connection.execute(
                f"select {compiled[macro]} from ("
                "select unnest(from_json(?, '[\"varchar\"]')) as x)",
                [json.dumps(list(texts))],
            ).fetchall()
            return [row[0] for row in rows]

        yield values


def assert_nfkc(apply: Apply, texts: list[str]) -> None:
    differing = [
        (text, found)
        for text, found in zip(texts, apply("nfkc", texts), strict=True)
        if found != unicodedata.normalize("NFKC", text)
    ]
    assert differing == []


def test_nfkc_of_every_character(apply: Apply) -> None:
    characters = repertoire()
    assert len(characters) > 19_000
    assert sum(unicodedata.normalize("NFKC", one) != one for one in characters) > 2_000
    assert_nfkc(apply, characters)


def test_nfkc_between_other_characters(apply: Apply) -> None:
    assert_nfkc(apply, [f"a{one}高{one}" for one in repertoire()])


def test_nfkc_joins_kana_with_their_marks(apply: Apply) -> None:
    kana = [chr(code) for code in (*range(0x3041, 0x3097), *range(0x30A1, 0x30FB), 0x309D, 0x30FD)]
    narrow = [chr(code) for code in range(0xFF66, 0xFF9E)]
    marks = ["\u3099", "\u309a", "ﾞ", "ﾟ", "゛", "゜"]
    assert_nfkc(apply, [one + mark for one in kana + narrow for mark in marks])


def test_nfkc_joins_letters_with_their_accents(apply: Apply) -> None:
    letters = [chr(code) for code in (*range(0x41, 0x5B), *range(0x61, 0x7B), *range(0xC0, 0x180))]
    accents = [chr(code) for code in range(0x300, 0x330)]
    assert_nfkc(apply, ["".join(pair) for pair in itertools.product(letters, accents)])


@settings(max_examples=times_when_full(40), deadline=None)
@given(data=st.data())
def test_nfkc_of_any_text_of_the_repertoire(apply: Apply, data: st.DataObject) -> None:
    characters = st.sampled_from([*repertoire(), "\u3099", "\u309a", "\u0301", "\u0308"])
    assert_nfkc(apply, data.draw(st.lists(st.text(characters, max_size=20), max_size=20)))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("㈱ｶﾈｺ製作所　第１２工場", "(株)カネコ製作所 第12工場"),
        ("㍿青葉", "株式会社青葉"),
        ("ﾊﾟｰﾂｾﾝﾀｰ", "パーツセンター"),
        ("か\u3099っこう", "がっこう"),
        ("①㈲ＡＢＣ ㌔㍍㎡", "1(有)ABC キロメートルm2"),
        ("Ⅷ号館 ﬁnal №５", "VIII号館 final No5"),
        ("㋐㋿㍻", "ア令和平成"),
        ("\uf9dcー\ufa19ー﨑", "隆ー神ー﨑"),
        ("‐–—−ー〜～", "‐–—−ー〜~"),
        ("plain ASCII, as it is: ~!", "plain ASCII, as it is: ~!"),
        ("", ""),
    ],
)
def test_nfkc_of_texts_as_people_write_them(apply: Apply, written: str, expected: str) -> None:
    assert unicodedata.normalize("NFKC", written) == expected
    assert apply("nfkc", [written]) == [expected]


@pytest.mark.parametrize("macro", MACROS)
def test_nothing_stays_nothing(apply: Apply, macro: str) -> None:
    assert apply(macro, [None]) == [None]
    assert apply(macro, [""]) in ([""], [None])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("  Taro.Yamada+News@Example.JP\t", "taro.yamada+news@example.jp"),
        ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "taro@example.jp"),
        ("\u3000taro@example.jp\u00a0\n", "taro@example.jp"),
        ("\ufefftaro@example.jp\u200b", "taro@example.jp"),
        ("a@b", "a@b"),
        ("@example.jp", None),
        ("taro@", None),
        ("taro＠ ", None),
        ("山田太郎", None),
    ],
)
def test_emails(apply: Apply, written: str, expected: str | None) -> None:
    assert apply("normalised_email", [written]) == [expected]


ONE_COMPANY = [
    [
        "株式会社青葉システム",
        "青葉システム株式会社",
        "（株）青葉システム",
        "㈱青葉ｼｽﾃﾑ",
        "青葉システム㈱",
        "青葉システム㍿",
        "株式会社　青葉　システム",
        "青葉・システム (株)",
        "青葉システム　株式會社",
        "青葉システム(株",
        "株）青葉システム",
    ],
    [
        "カ）アオバシステム",
        "アオバシステム（カ",
        "ｶﾌﾞｼｷｶﾞｲｼｬ ｱｵﾊﾞｼｽﾃﾑ",
        "アオバシステムカブシキカイシャ",
    ],
    ["有限会社髙橋工務店", "高橋工務店（有）", "㈲髙橋工務店", "有限会社 高橋 工務店"],
    ["合同会社山﨑", "山崎合同会社", "(同)山崎", "山嵜合同会社"],
    ["渡邉商事合資会社", "渡邊商事（資）", "渡辺商事合資会社"],
    [
        "一般社団法人日本検査協会",
        "（一社）日本検査協会",
        "日本検査協会",
        "日本檢查協会".replace("查", "査"),
    ],
    ["国立大学法人北東大学", "北東大学"],
    ["医療法人社団みどり会", "医療法人みどり会", "みどり会"],
    [
        "Aoba Systems Co., Ltd.",
        "AOBA SYSTEMS CO.,LTD",
        "Aoba Systems Co.Ltd.",
        "Ａｏｂａ Systems Company Limited",
        "Aoba Systems, Inc.",
        "Aoba-Systems K.K.",
        "K.K. Aoba Systems",
        "Aoba Systems Kabushiki Kaisha",
        "Aoba Systems Corp",
        "Aoba Systems G.K.",
        "AOBA SYSTEMS LLC",
        "Aoba Systems GmbH & Co. KG",
        "Aoba Systems Pte. Ltd.",
        "Aoba Systems S.p.A.",
        "Aoba Systems AG",
    ],
    ["株式会社ABC Inc.", "ＡＢＣ株式会社", "A.B.C. Co., Ltd."],
]


@pytest.mark.parametrize("names", ONE_COMPANY, ids=lambda names: names[0])
def test_spellings_of_one_company_are_one_name(apply: Apply, names: list[str]) -> None:
    normalised = apply("normalised_company_name", names)
    assert dict(zip(names, normalised, strict=True)) == dict.fromkeys(names, normalised[0])
    assert normalised[0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("株式会社", "株式会社"),
        ("㈱", "(株)"),
        ("Co., Ltd.", "co., ltd."),
        ("K.K.", "k.k."),
        ("合同会社 株式会社", "合同会社 株式会社"),
        ("AS ONE Corporation", "asone"),
        ("Limited Express Inc.", "limitedexpress"),
        ("Company Store Ltd.", "companystore"),
        ("Cisco Systems Incorporated", "ciscosystems"),
        ("SAS株式会社", "sas"),
        ("コーヒー－豆・専門店", "コーヒー豆専門店"),
        ("Coca-Cola Company", "cocacola"),
        ("GK Design Group Inc.", "gkdesigngroup"),
        ("・", "・"),
        ("ストラーダ", "ストラーダ"),
    ],
)
def test_company_names(apply: Apply, name: str, expected: str) -> None:
    assert apply("normalised_company_name", [name]) == [expected]


def test_different_names_stay_apart(apply: Apply) -> None:
    names = ["斉藤商店", "斎藤商店", "青葉", "青葉会", "aoba", "aoba co op", "カネコ", "カネコー"]
    assert len(set(apply("normalised_company_name", names))) == len(names)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("7123456789012", "7123456789012"),
        ("７１２３４５６７８９０１２", "7123456789012"),
        (" 7-1234-5678-9012 ", "7123456789012"),
        ("T7123456789012", "7123456789012"),
        ("7123456789012.0", "7123456789012"),
        ("8123456789012", None),
        ("7123456789021", None),
        ("0000000000000", None),
        ("712345678901", None),
        ("71234567890123", None),
        ("7.12346E+12", None),
        ("unknown", None),
    ],
)
def test_corporate_numbers(apply: Apply, written: str, expected: str | None) -> None:
    assert apply("valid_corporate_number", [written]) == [expected]


def test_exactly_one_check_digit_is_valid(apply: Apply) -> None:
    bodies = [f"{number * 7919 % 10**12:012d}" for number in range(1, 400)]
    expected = []
    for body in bodies:
        weighted = sum(
            int(digit) * (1 if place % 2 else 2) for place, digit in enumerate(reversed(body), 1)
        )
        expected.append(f"{9 - weighted % 9}{body}")
    tried = [f"{digit}{body}" for body in bodies for digit in range(10)]
    assert [one for one in apply("valid_corporate_number", tried) if one] == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("03-1234-5678", "+81312345678"),
        ("０３（１２３４）５６７８", "+81312345678"),
        ("03 1234 5678 内線 12", "+81312345678"),
        ("TEL: 03-1234-5678 / 06-1234-5678", "+81312345678"),
        ("+81-3-1234-5678", "+81312345678"),
        ("+81 (0)3 1234 5678", "+81312345678"),
        ("0081 3 1234 5678", "+81312345678"),
        ("81-3-1234-5678", "+81312345678"),
        ("090ー1234ー5678", "+819012345678"),
        ("+81 90 1234 5678", "+819012345678"),
        ("0120-123-456", "+81120123456"),
        ("0800-123-4567", "+818001234567"),
        ("050-1234-5678", "+815012345678"),
        ("+1 (212) 555-0100", "+12125550100"),
        ("(03) 1234-5678", "+81312345678"),
        ("1234-5678", None),
        ("000-0000-0000", None),
        ("03-1234-567", None),
        ("+81 3 1234", None),
        ("なし", None),
    ],
)
def test_phones(apply: Apply, written: str, expected: str | None) -> None:
    assert apply("normalised_phone", [written]) == [expected]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("東京都府中市1-2-3", "東京都"),
        ("〒100-0005 東京都千代田区丸の内1-1", "東京都"),
        ("1000005東京都千代田区", "東京都"),
        ("京都府京都市", "京都府"),
        ("東京", "東京都"),
        ("大阪", "大阪府"),
        ("北海道", "北海道"),
        ("日本 神奈川県横浜市", "神奈川県"),
        ("横浜市西区みなとみらい", "神奈川県"),
        ("津市丸之内", "三重県"),
        ("渋谷区道玄坂", "東京都"),
        ("Tokyo", "東京都"),
        ("ＴＯＫＹＯ", "東京都"),
        ("Tōkyō-to", "東京都"),
        ("Osaka Prefecture", "大阪府"),
        ("Hokkaidō, Japan", "北海道"),
        ("1-1 Marunouchi, Chiyoda-ku, Tokyo 100-0005, Japan", "東京都"),
        ("Fukushima-ku, Osaka", "大阪府"),
        ("Kanagawa-ken", "神奈川県"),
        ("中央区銀座", None),
        ("関東", None),
        ("California", None),
        ("Naranja", None),
    ],
)
def test_prefectures(apply: Apply, written: str, expected: str | None) -> None:
    assert apply("prefecture_of", [written]) == [expected]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://www.example.co.jp/about?x=1#top", "example.co.jp"),
        ("HTTP://Example.co.jp:8080", "example.co.jp"),
        ("www.example.jp", "example.jp"),
        ("example.jp:8080", "example.jp"),
        ("example.jp.", "example.jp"),
        ("//example.jp/", "example.jp"),
        (" example.jp ", "example.jp"),
        ("ｗｗｗ．ｅｘａｍｐｌｅ．ｊｐ", "example.jp"),
        ("https://user:secret@example.jp/", "example.jp"),
        ("info@example.jp", "example.jp"),
        ("mailto:info@example.jp", "example.jp"),
        ("https://日本語。jp/", "日本語.jp"),
        ("https://xn--wgv71a119e.jp/", "xn--wgv71a119e.jp"),
        ("http:/example.jp", "example.jp"),
        ("www2.example.jp", "example.jp"),
        ("mail.example.jp", "mail.example.jp"),
        ("localhost", None),
        ("https://", None),
        ("なし", None),
        ("n/a", None),
        ("-", None),
        ("192.168.0.1", None),
        ("http://[::1]/", None),
        (".example.jp", None),
        ("example..jp", None),
    ],
)
def test_hosts(apply: Apply, written: str, expected: str | None) -> None:
    assert apply("host_of", [written]) == [expected]


def registrable(compiled: dict[str, str], domains: list[str]) -> dict[str, str | None]:
    """Run the model of the domains over these, with the rules that the loader writes."""
    with duckdb.connect() as connection:
        connection.execute("attach ':memory:' as kizuna; use kizuna; create schema intermediate")
        connection.execute(compiled["functions"])
        write_reference_tables(connection)
        connection.execute(
            "create table intermediate.int_identity__written_domains as "
            "select unnest(from_json(?, '[\"varchar\"]')) as domain",
            [json.dumps(domains)],
        )
        rows = connection.execute(
            f"select domain, registrable_domain from ({compiled[DOMAINS]})"
        ).fetchall()
    return dict(rows)


@pytest.mark.real
def test_vectors_of_the_public_suffix_list(compiled: dict[str, str], real: Path) -> None:
    text = (real / "company_matching/public_suffix/test_psl.txt").read_text(encoding="utf-8")
    pattern = r"^checkPublicSuffix\((?:null|'(.*?)'), (?:null|'(.*?)')\);"
    vectors = re.findall(pattern, text, flags=re.M)
    assert len(vectors) == 78
    found = registrable(compiled, [domain for domain, _ in vectors if domain])
    wrong = {
        domain: (found.get(domain), expected)
        for domain, expected in vectors
        if found.get(domain) != (expected or None)
    }
    assert wrong == {}


def read_csv(path: Path, encoding: str = "utf-8-sig", skip: int = 0) -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(itertools.islice(file, skip, None)))


@pytest.mark.real
def test_names_alone_on_labelled_pairs(
    apply: Apply, real: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What equal normalised names find of labelled pairs: printed, and never a wrong pair."""
    pairs = read_csv(real / "company_matching/easonanalytica/test_data.csv")
    left, right = (
        apply("normalised_company_name", [pair[name] for pair in pairs])
        for name in ("Name_x", "Name_y")
    )
    counts = Counter(
        (pair["Targets"] == "1", one == other)
        for pair, one, other in zip(pairs, left, right, strict=True)
    )
    found, wrong = counts[True, True], counts[False, True]
    matches = found + counts[True, False]
    with capsys.disabled():
        print(  # noqa: T201 - figures of the report
            f"\nnames alone, labelled pairs: precision {found / (found + wrong):.3f}, recall "
            f"{found / matches:.3f} ({found} of {matches} found, {wrong} wrong)"
        )
    assert (len(pairs), matches) == (127, 71)
    assert wrong == 0
    assert found >= 30


@pytest.mark.real
def test_names_alone_on_names_with_typing_errors(
    apply: Apply, real: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = real / "company_matching/dnb_name_matching"
    clean, typed = (
        apply("normalised_company_name", [row["company_name"] for row in read_csv(folder / name)])
        for name in ("test_names.csv", "adjusted_test_names.csv")
    )
    places = defaultdict(list)
    for place, name in enumerate(clean):
        places[name].append(place)
    pairs = [(place, at) for at, name in enumerate(typed) for place in places[name]]
    right = sum(one == other for one, other in pairs)
    with capsys.disabled():
        print(  # noqa: T201 - figures of the report
            f"\nnames alone, typing errors: precision {right / len(pairs):.3f}, recall "
            f"{right / len(clean):.3f} ({right} of {len(clean)} found, {len(pairs) - right} wrong)"
        )
    assert len(clean) == 500
    assert right >= 90
    assert len(pairs) - right <= 4


@pytest.mark.real
def test_companies_of_one_name_in_the_register(
    apply: Apply, real: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Different 法人番号 under one normalised name: why a name alone links nothing."""
    (path,) = (real / "japanese/edinet_codelist").glob("*.csv")
    companies = read_csv(path, "cp932", skip=1)
    names = apply("normalised_company_name", [row["提出者名"] for row in companies])
    given = [row["提出者法人番号"] for row in companies]
    valid = apply("valid_corporate_number", given)
    assert [number or None for number in given] == valid
    numbers = defaultdict(set)
    for name, number in zip(names, valid, strict=True):
        if number is not None:
            numbers[name].add(number)
    shared = [len(found) for found in numbers.values() if len(found) > 1]
    pairs = sum(count * (count - 1) // 2 for count in shared)
    with capsys.disabled():
        print(  # noqa: T201 - figures of the report
            f"\nregister: {pairs} pairs of different 法人番号 share a normalised name, "
            f"{len(shared)} names of {len(numbers):,}"
        )
    assert (len(companies), len(given) - given.count("")) == (10_823, 6_863)
    assert 0 < pairs < 50
