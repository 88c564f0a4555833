"""`kizuna map`: an unknown file becomes a mapping that people finish, and that loads."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
import yaml
from typer.testing import CliRunner

from conftest import PROJECT, REAL_MAPPINGS, Kizuna, make_home
from kizuna.cli import app
from kizuna.contracts import load_yaml, read_sources
from kizuna.errors import KizunaError
from kizuna.home import Home, Project
from kizuna.mappings import read_mapping
from kizuna.proposals.draft import file_pattern, mapping_name, scalar
from kizuna.proposals.seen import Dates, date_forms, dates_of, is_corporate_number, rating
from kizuna.proposals.words import header_score, vocabulary
from kizuna.propose import Proposal, Wishes, propose

GENERIC = read_sources(PROJECT / "models/staging")["generic"]


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_bytes(text.encode(encoding))
    return file


@pytest.fixture(autouse=True, scope="module")
def _contracts_read_once() -> Iterator[None]:
    """Reading all contracts takes longer than a proposal."""
    sources = read_sources(PROJECT / "models/staging")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kizuna.propose.read_sources", lambda staging: sources)
        yield


def proposed(home: Path, file: Path, **wishes: Any) -> Proposal:
    return propose(Project(PROJECT), Home(home), file, Wishes(**wishes))


def columns_of(proposal: Proposal) -> dict[str, Any]:
    return dict(load_yaml(Path(proposal.mapping))["columns"])


def refusal(home: Path, file: Path, **wishes: Any) -> str:
    """Propose what must be refused: one sentence, and nothing is written."""
    before = sorted(home.rglob("*"))
    with pytest.raises(KizunaError) as told:
        proposed(home, file, **wishes)
    assert sorted(home.rglob("*")) == before
    said = str(told.value)
    assert "\n" not in said
    assert said.endswith(".")
    return said


@dataclass(frozen=True)
class Known:
    """A file, what must be proposed for it, and what it must load."""

    name: str
    text: str
    template: str
    columns: dict[str, Any]
    sql: str
    rows: list[tuple[Any, ...]]
    rejected: int = 0
    settings: dict[str, Any] | None = None
    encoding: str = "utf-8"


COMPANIES = Known(
    "得意先リスト_20260401.csv",
    "得意先一覧,,,,,,,,\n"
    "出力日,2026/04/01,,,,,,,\n"
    "得意先コード,会社名（必須）,法人番号,ホームページ,業種,従業員数,所在地（都道府県）,登録日,備考\n"
    'T-001,株式会社霧島製作所,6010001000001,https://kirishima.example/,製造業,"1,200",宮崎県,'
    "2024/4/1,\n"
    "T-002,つむぎ商会合同会社,2020003000002,tsumugi.example,卸売業,35,東京都,2025年1月15日,紹介\n"
    "T-003,有限会社みどり電機,,,電気工事,８,大阪府,2025/12/1,\n",
    "accounts",
    {
        "account_id": "得意先コード",
        "account_name": "会社名（必須）",
        "corporate_number": "法人番号",
        "domain": "ホームページ",
        "industry": "業種",
        "employees": "従業員数",
        "region": "所在地（都道府県）",
        "created_at": "登録日",
    },
    "select account_id, account_name, corporate_number, employees, region, created_at "
    "from raw_generic.accounts where source_system = 'accounts_file' order by 1",
    [
        ("T-001", "株式会社霧島製作所", "6010001000001", 1200, "宮崎県", datetime(2024, 3, 31, 15)),
        ("T-002", "つむぎ商会合同会社", "2020003000002", 35, "東京都", datetime(2025, 1, 14, 15)),
        ("T-003", "有限会社みどり電機", None, 8, "大阪府", datetime(2025, 11, 30, 15)),
    ],
    settings={"source": "accounts_file", "file_patterns": ["得意先リスト_*.csv"]},
)

PEOPLE = Known(
    "business_cards_2026-04.csv",
    "Person ID,Client Code,Contact Name,Mail Address,Job Title,Opt-in,Date added,Phone\n"
    "P1,T-001,早瀬 花,hana.hayase@kirishima.example,部長,subscribed,13/04/2026,03-0000-0001\n"
    "P2,T-001,小田 健,ken.oda@kirishima.example,課長,unsubscribed,05/04/2026,\n"
    "P3,T-002,荒井 芽衣,,購買,subscribed,01/03/2026,N/A\n",
    "contacts",
    {
        "contact_id": "Person ID",
        "account_id": "Client Code",
        "email": "Mail Address",
        "full_name": "Contact Name",
        "role": "Job Title",
        "consent_email": {
            "from": "Opt-in",
            "values": {"subscribed": "true", "unsubscribed": "false"},
        },
        "created_at": {"from": "Date added", "date_formats": ["%d/%m/%Y"]},
    },
    "select contact_id, account_id, email, full_name, consent_email, created_at "
    "from raw_generic.contacts where source_system = 'business_cards' order by 1",
    [
        (
            *("P1", "T-001", "hana.hayase@kirishima.example", "早瀬 花", True),
            datetime(2026, 4, 12, 15),
        ),
        ("P2", "T-001", "ken.oda@kirishima.example", "小田 健", False, datetime(2026, 4, 4, 15)),
        ("P3", "T-002", None, "荒井 芽衣", True, datetime(2026, 2, 28, 15)),
    ],
    settings={"source": "business_cards", "file_patterns": ["business_cards_*.csv"]},
)

QUESTION = "当社のサービスを友人や同僚に薦める可能性はどのくらいありますか？（0〜10）"
SATISFACTION = "総合的な満足度を教えてください（1〜5）"
SURVEY = Known(
    "顧客アンケート（回答）.csv",
    f"タイムスタンプ,メールアドレス,貴社名,お名前,{QUESTION},その点数をつけた理由,{SATISFACTION}\n"
    "2026/04/01 9:05:13,hana.hayase@kirishima.example,霧島製作所,早瀬 花,9,対応が早い,5\n"
    "2026/04/01 10:15:00,ken.oda@kirishima.example,霧島製作所,小田 健,6,価格が高い,3\n"
    "2026/04/02 18:00:59,,つむぎ商会,荒井 芽衣,10,,4\n",
    "survey_responses",
    {
        "response_id": {"hash_row": True},
        "survey_id": {"constant": "survey_responses_file"},
        "survey_type": {"constant": "relational"},
        "question_type": {"constant": "recommend"},
        "score": QUESTION,
        "responded_at": "タイムスタンプ",
        "email": "メールアドレス",
    },
    "select score, responded_at, email, survey_type, question_type "
    "from raw_generic.survey_responses where source_system = 'survey_responses_file' order by 2",
    [
        (
            *(9, datetime(2026, 4, 1, 0, 5, 13), "hana.hayase@kirishima.example"),
            *("relational", "recommend"),
        ),
        (
            *(6, datetime(2026, 4, 1, 1, 15), "ken.oda@kirishima.example"),
            *("relational", "recommend"),
        ),
        (10, datetime(2026, 4, 2, 9, 0, 59), None, "relational", "recommend"),
    ],
    settings={"source": "survey_responses_file", "file_patterns": ["顧客アンケート（回答）*.csv"]},
)

MAILS = Known(
    "mail_log_202604.csv",
    "日時,メルマガID,件名,宛先アドレス,反応,クリックURL,ユーザーエージェント\n"
    "2026-04-01 09:00:00,M-12,春の新製品,hana.hayase@kirishima.example,配信完了,,\n"
    "2026-04-01 09:30:10,M-12,春の新製品,hana.hayase@kirishima.example,開封,,Mozilla/5.0\n"
    "2026-04-01 09:31:00,M-12,春の新製品,hana.hayase@kirishima.example,クリック,"
    "https://www.tsukumo.example/a,Mozilla/5.0\n"
    "2026-04-02 08:00:00,M-12,春の新製品,ken.oda@kirishima.example,配信停止,,\n"
    "2026-04-02 08:00:01,M-12,春の新製品,mei.arai@tsumugi.example,転送,,\n",
    "email_events",
    {
        "campaign_id": "メルマガID",
        "email": "宛先アドレス",
        "event_type": {
            "from": "反応",
            "values": {
                "配信完了": "delivered",
                "開封": "open",
                "クリック": "click",
                "配信停止": "unsubscribe",
            },
        },
        "occurred_at": "日時",
        "url": "クリックURL",
        "user_agent": "ユーザーエージェント",
    },
    "select campaign_id, email, event_type, occurred_at, url from raw_generic.email_events "
    "where source_system = 'mail_log' order by occurred_at",
    [
        (
            *("M-12", "hana.hayase@kirishima.example", "delivered", datetime(2026, 4, 1, 0, 0)),
            None,
        ),
        ("M-12", "hana.hayase@kirishima.example", "open", datetime(2026, 4, 1, 0, 30, 10), None),
        (
            *("M-12", "hana.hayase@kirishima.example", "click", datetime(2026, 4, 1, 0, 31)),
            "https://www.tsukumo.example/a",
        ),
        ("M-12", "ken.oda@kirishima.example", "unsubscribe", datetime(2026, 4, 1, 23), None),
    ],
    rejected=1,
    settings={"source": "mail_log", "file_patterns": ["mail_log_*.csv"]},
)

CONTRACTS = Known(
    "契約一覧_令和8年4月.csv",
    "契約番号,得意先コード,契約プラン,金額（税抜）,支払サイクル,契約開始日,契約終了日,担当\n"
    'K-0001,T-001,スタンダード,"120,000円",月額,令和6年4月1日,無期限,佐藤\n'
    'K-0002,T-002,ライト,"￥600,000",年額,令和7年10月1日,令和8年9月30日,鈴木\n'
    'K-0003,T-003,ライト,"50,000円",月額,令和元年5月1日,R2.3.31,鈴木\n',
    "subscriptions",
    {
        "subscription_id": "契約番号",
        "account_id": "得意先コード",
        "product": "契約プラン",
        "currency": {"constant": "JPY"},
        "amount": "金額（税抜）",
        "billing_interval": {
            "from": "支払サイクル",
            "values": {"月額": "month", "年額": "year"},
        },
        "started_on": "契約開始日",
        "ends_on": "契約終了日",
    },
    "select subscription_id, account_id, product, currency, amount, billing_interval, started_on, "
    "ends_on from raw_generic.subscriptions where source_system = 'subscriptions_file' order by 1",
    [
        (
            *("K-0001", "T-001", "スタンダード", "JPY", Decimal(120_000), "month"),
            *(date(2024, 4, 1), None),
        ),
        (
            *("K-0002", "T-002", "ライト", "JPY", Decimal(600_000), "year"),
            *(date(2025, 10, 1), date(2026, 9, 30)),
        ),
        (
            *("K-0003", "T-003", "ライト", "JPY", Decimal(50_000), "month"),
            *(date(2019, 5, 1), date(2020, 3, 31)),
        ),
    ],
    settings={
        "source": "subscriptions_file",
        "file_patterns": ["契約一覧_令和*年*月.csv"],
        "null_values": ["無期限"],
    },
    encoding="cp932",
)

POSTS = Known(
    "sns_posts_2026Q1.csv",
    "媒体;投稿番号;投稿日時;アカウント名;表示数;いいね数;リツイート数;返信数;エンゲージメント率\n"
    "X(旧Twitter);1900000000000000001;2026/01/05 10:00;tsukumo_jp;12,345;120;14;3;1.6%\n"
    "インスタ;18000000000000002;2026/02/01 12:30;tsukumo.jp;5,000;230;;4;4.7%\n"
    "Facebook;990000000000003;2026/03/03 08:00;つくも;800;12;;1;2.8%\n",
    "social_posts",
    {
        "platform": {
            "from": "媒体",
            "values": {"X(旧Twitter)": "x", "インスタ": "instagram"},
        },
        "post_id": "投稿番号",
        "account_handle": "アカウント名",
        "published_at": "投稿日時",
        "impressions": "表示数",
        "likes": "いいね数",
        "reposts": "リツイート数",
        "replies": "返信数",
    },
    "select platform, post_id, published_at, impressions, likes, reposts "
    "from raw_generic.social_posts where source_system = 'sns_posts_q1' order by 3",
    [
        ("x", "1900000000000000001", datetime(2026, 1, 5, 1), 12_345, 120, 14),
        ("instagram", "18000000000000002", datetime(2026, 2, 1, 3, 30), 5_000, 230, None),
        ("facebook", "990000000000003", datetime(2026, 3, 2, 23), 800, 12, None),
    ],
    settings={"source": "sns_posts_q1", "file_patterns": ["sns_posts_*Q*.csv"]},
)

KINDS = [COMPANIES, PEOPLE, SURVEY, MAILS, CONTRACTS, POSTS]
BY_NAME = [pytest.param(known, id=known.template) for known in KINDS]


UNFINISHED = (
    '契約番号,会社名,月額料金,開始日\nK1,霧島製作所,"11,000",01/02/2026\nK2,つむぎ,900,03/04/2026\n'
)


def finish_by_hand(mapping: Path) -> None:
    text = mapping.read_text(encoding="utf-8")
    day_first = '# started_on: {from: 開始日, date_formats: ["%d/%m/%Y"]}'
    for line in ("# account_id: 会社名", day_first):
        assert line in text
        text = text.replace(line, line.removeprefix("# "))
    mapping.write_text(text, encoding="utf-8")


def told(home: Path, *arguments: str | Path) -> str:
    environment = {"KIZUNA_HOME": str(home), "COLUMNS": "200"}
    done = CliRunner().invoke(app, [*map(str, arguments)], env=environment)
    assert done.exit_code == 0, done.output
    return done.stdout


def workbook(file: Path, text: str) -> Path:
    book = openpyxl.Workbook()
    for row in csv.reader(io.StringIO(text)):
        book.active.append(row)
    book.save(file)
    return file


@dataclass(frozen=True)
class Loaded:
    """A home in which a mapping was proposed for every file, and all files were loaded."""

    home: Kizuna
    proposals: dict[str, Proposal]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    folder = tmp_path_factory.mktemp("map")
    home = make_home(folder / "home")
    paths = [write(folder, known.name, known.text, known.encoding) for known in KINDS]
    tabs = PEOPLE.text.replace(",", "\t").replace("P", "U")
    paths.append(write(folder, "cards_utf16.txt", tabs, "utf-16"))
    paths.append(workbook(folder / "cards_book.xlsx", PEOPLE.text.replace("P", "X")))
    packed = folder / "cards_packed.csv.gz"
    packed.write_bytes(gzip.compress(PEOPLE.text.replace("P", "G").encode()))
    paths.append(packed)
    paths.append(write(home.home / "landing/meishi", "2026-04.csv", PEOPLE.text.replace("P", "L")))
    paths.append(write(folder, "keiyaku.csv", UNFINISHED))
    proposals = {path.name: proposed(home.home, path) for path in paths}
    finish_by_hand(Path(proposals["keiyaku.csv"].mapping))
    home("load", *paths)
    return Loaded(home, proposals)


@pytest.mark.parametrize("known", BY_NAME)
def test_template_and_columns_are_proposed(loaded: Loaded, known: Known) -> None:
    proposal = loaded.proposals[known.name]
    assert proposal.template == known.template
    assert proposal.is_finished
    whole = load_yaml(Path(proposal.mapping))
    assert whole.pop("columns") == known.columns
    assert whole == {"template": known.template} | (known.settings or {})
    assert read_mapping(Path(proposal.mapping), GENERIC).mapping == proposal.name


@pytest.mark.parametrize("known", BY_NAME)
def test_the_file_loads_without_flags(loaded: Loaded, known: Known) -> None:
    proposal = loaded.proposals[known.name]
    assert "--source" not in proposal.load_with
    assert loaded.home.raw(known.sql) == known.rows
    assert loaded.home.raw(
        f"select rows_loaded, rows_rejected from ops.loads where mapping = '{proposal.name}'"
    ) == [(len(known.rows), known.rejected)]


@pytest.mark.parametrize("known", BY_NAME)
def test_what_is_shown_is_what_is_loaded(loaded: Loaded, known: Known) -> None:
    proposal = loaded.proposals[known.name]
    assert (proposal.rows_loaded, proposal.rows_rejected) == (len(known.rows), known.rejected)
    assert proposal.whole_file
    assert len(proposal.first_rows) == len(known.rows)
    assert len(proposal.problems) == known.rejected


@pytest.mark.parametrize("name", ["cards_utf16.txt", "cards_book.xlsx", "cards_packed.csv.gz"])
def test_every_form_of_file_is_read(loaded: Loaded, name: str) -> None:
    proposal = loaded.proposals[name]
    assert proposal.template == "contacts"
    whole = load_yaml(Path(proposal.mapping))
    assert set(whole) == {"template", "source", "file_patterns", "columns"}
    assert loaded.home.raw(
        f"select count(*), count(created_at) from raw_generic.contacts "
        f"where source_system = '{proposal.name}'"
    ) == [(3, 3)]


def test_comments_name_one_value_and_no_person(loaded: Loaded) -> None:
    text = Path(loaded.proposals[PEOPLE.name].mapping).read_text(encoding="utf-8")
    assert "  contact_id: Person ID  # P1\n" in text
    assert "  email: Mail Address  # h…@kirishima.example\n" in text
    assert "  full_name: Contact Name  # 早…\n" in text
    assert "# - Phone\n" in text
    assert "にある値の例です" in text


def test_a_time_that_the_loader_does_not_read_is_told(tmp_path: Path) -> None:
    file = write(tmp_path, "form.csv", "タイムスタンプ,推奨度\n2026/04/01 9:05 いつか,9\n")
    proposal = proposed(tmp_path / "home", file)
    assert columns_of(proposal)["responded_at"] == {"constant": None}
    assert any("2026/04/01 9:05 いつか is no time" in said for said in proposal.to_check)


def test_why_a_column_is_left_out_is_said(tmp_path: Path) -> None:
    file = write(
        tmp_path, "list.csv", "会社コード,会社名,従業員数\n1,霧島製作所,120名\n2,つむぎ,8名\n"
    )
    proposal = proposed(tmp_path / "home", file)
    assert proposal.left_out == {"従業員数": "no employees: 120名 is no whole number"}
    text = Path(proposal.mapping).read_text(encoding="utf-8")
    assert "# - 従業員数 (no employees: 120名 is no whole number)\n" in text


def test_other_questions_and_unknown_words_are_told(loaded: Loaded) -> None:
    assert any(SATISFACTION[:10] in said for said in loaded.proposals[SURVEY.name].to_check)
    said = " ".join(loaded.proposals[MAILS.name].to_check)
    assert "no meaning is known for 転送" in said
    assert "'転送' is none of delivered" in str(loaded.proposals[MAILS.name].problems[0])


def test_a_list_of_who_was_asked_is_no_mailing(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "survey_invitations_2026.csv",
        "アンケート名,宛先,招待日時\n"
        "NPS春,hana.hayase@kirishima.example,2026-04-01 09:00:00\n"
        "NPS春,ken.oda@kirishima.example,2026-04-01 09:00:00\n",
    )
    proposal = proposed(tmp_path / "home", file)
    assert proposal.template == "survey_invitations"
    assert columns_of(proposal) == {
        "survey_id": "アンケート名",
        "email": "宛先",
        "invited_at": "招待日時",
    }


# --- The command ----------------------------------------------------------------------------------


def test_the_command_shows_and_writes(tmp_path: Path) -> None:
    home, file = tmp_path / "home", write(tmp_path, PEOPLE.name, PEOPLE.text)
    said = told(home, "map", file)
    assert "template contacts" in said
    assert (
        "2026-04-12" in said
    )  # a day in Japan begins on the day before in UTC; narrow terminals cut it
    assert "tried    3 rows: 3 good" in said
    assert f"next     kizuna load {file}" in said
    assert (home / "mappings/business_cards.yml").is_file()
    document = json.loads(told(home, "map", file, "--force", "--json"))
    assert (document["template"], document["is_finished"]) == ("contacts", True)
    assert document["first_rows"][0]["contact_id"] == "P1"
    assert document["columns"]["email"] == "Mail Address"
    assert document["left_out"] == {"Phone": ""}


def test_what_must_be_finished_is_said(tmp_path: Path) -> None:
    file = write(tmp_path, "keiyaku.csv", UNFINISHED)
    said = told(tmp_path / "home", "map", file)
    assert "it does not load yet: it lacks account_id, started_on" in said
    mapping = tmp_path / "home/mappings/keiyaku.yml"
    text = mapping.read_text(encoding="utf-8")
    assert "# TO FINISH before it loads / 取り込む前に要記入: account_id, started_on\n" in text
    assert "  # account_id: 会社名  # TODO" in text
    with pytest.raises(KizunaError, match="leaves out account_id, started_on"):
        read_mapping(mapping, GENERIC)


def test_a_finished_mapping_loads(loaded: Loaded) -> None:
    assert loaded.home.raw(
        "select account_id, amount, billing_interval, started_on from raw_generic.subscriptions "
        "where source_system = 'keiyaku' order by 1 desc"
    ) == [
        ("霧島製作所", 11_000, "month", date(2026, 2, 1)),
        ("つむぎ", 900, "month", date(2026, 4, 3)),
    ]


# --- Names, and what is there already -------------------------------------------------------------


def test_nothing_is_overwritten_without_force(tmp_path: Path) -> None:
    home, file = tmp_path / "home", write(tmp_path, PEOPLE.name, PEOPLE.text)
    mapping = Path(proposed(home, file).mapping)
    mapping.write_text("mine", encoding="utf-8")
    assert "choose another --name, or --force to overwrite it" in refusal(home, file)
    assert mapping.read_text(encoding="utf-8") == "mine"
    proposed(home, file, force=True)
    assert read_mapping(mapping, GENERIC).name == "contacts"
    assert Path(proposed(home, file, name="cards").mapping).name == "cards.yml"


def test_a_second_mapping_of_the_same_file_needs_a_flag(tmp_path: Path) -> None:
    home, file = tmp_path / "home", write(tmp_path, PEOPLE.name, PEOPLE.text)
    proposed(home, file)
    second = proposed(home, file, name="cards", source="crm")
    assert second.load_with == f"kizuna load {file} --source cards"
    assert load_yaml(Path(second.mapping))["source"] == "crm"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("form_nps", "put another in its place"),
        ("generic", "is the name of a source"),
        ("Cards", "use small letters"),
        ("../cards", "use small letters"),
        ("", "use small letters"),
    ],
)
def test_a_name_that_cannot_be(tmp_path: Path, name: str, said: str) -> None:
    assert said in refusal(tmp_path / "home", write(tmp_path, "a.csv", PEOPLE.text), name=name)


def test_a_file_in_landing_is_named_by_its_folder(loaded: Loaded) -> None:
    proposal = loaded.proposals["2026-04.csv"]
    assert proposal.name == "meishi"
    assert "file_patterns" not in load_yaml(Path(proposal.mapping))
    assert loaded.home.raw("select file, rows_loaded from ops.loads where mapping = 'meishi'") == [
        ("meishi/2026-04.csv", 3)
    ]


@pytest.mark.parametrize(
    ("file", "name", "pattern"),
    [
        ("NPS-Export 2026-04-01 (2).csv", "nps_export", "NPS-Export *.csv"),
        ("20200326-longterm.no-open.csv", "longterm_no_open", "*-longterm.no-open.csv"),
        ("CRM[live]_v2.xlsx", "crm_live_v2", "CRM[[]live]_v*.xlsx"),
        ("契約一覧.csv.gz", "contacts_file", "契約一覧*.csv.gz"),
        ("2026-04-01.csv", "contacts_file", None),
        ("AccountList.tsv", "account_list", "AccountList*.tsv"),
    ],
)
def test_names_and_patterns_forget_dates(file: str, name: str, pattern: str | None) -> None:
    assert mapping_name(Path(file), "contacts") == name
    assert file_pattern(Path(file)) == pattern


def test_a_file_that_is_known_needs_none(tmp_path: Path) -> None:
    file = write(tmp_path, "a.csv", "account_id,account_name\n1,霧島製作所\n")
    assert "needs no mapping: it loads as generic.accounts" in refusal(tmp_path / "home", file)
    more = write(tmp_path, "b.csv", "account_id,account_name,country\n1,霧島製作所,JP\n")
    proposal = proposed(tmp_path / "home", more)
    assert "loads as generic.accounts, which leaves out country" in proposal.to_check[-1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("社内メモ,重さ\nあ,1.5\nい,2.5\n", "its columns are 社内メモ, 重さ;"),
        ("会社コード,会社名,会社名\n1,霧島,x\n2,つむぎ,y\n", "another column has the same header"),
        ("1,2\n3,4\n", "no line that names its columns"),
        ("", "is empty"),
    ],
)
def test_an_unknown_file_is_told_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    assert said in refusal(tmp_path / "home", write(tmp_path, "a.csv", text))


def test_flags_that_name_nothing(tmp_path: Path) -> None:
    file = write(tmp_path, "a.csv", PEOPLE.text)
    home = tmp_path / "home"
    assert "--template people is not known" in refusal(home, file, template="people")
    assert "cannot be mdy" in refusal(home, file, date_order="mdy")
    assert "is no file" in refusal(home, tmp_path / "b.csv")
    assert "is a folder" in refusal(home, tmp_path)


def test_the_template_may_be_said(tmp_path: Path) -> None:
    file = write(tmp_path, "log.csv", MAILS.text)
    assert "email_sends" in proposed(tmp_path / "home", file).also_possible
    proposal = proposed(tmp_path / "home", file, template="activities", name="acts")
    assert proposal.template == "activities"
    assert columns_of(proposal)["activity_id"] == {"hash_row": True}


def test_one_sheet_of_several(tmp_path: Path) -> None:
    file = workbook(tmp_path / "book.xlsx", PEOPLE.text)
    book = openpyxl.load_workbook(file)
    book.create_sheet("集計").append(["a", "b"])
    book.save(file)
    home = tmp_path / "home"
    assert "has 2 filled sheets" in refusal(home, file)
    proposal = proposed(home, file, sheet="Sheet")
    assert load_yaml(Path(proposal.mapping))["sheet"] == "Sheet"
    assert proposal.load_with.endswith("--source book")


# --- Content --------------------------------------------------------------------------------------


def survey(tmp_path: Path, *days: str, others: str = "") -> Path:
    rows = "".join(f"{day},9\n" for day in days)
    return write(tmp_path, "form.csv", f"回答日,推奨度\n{rows}{others}")


def test_day_and_month_are_told_only_by_a_number_above_12(tmp_path: Path) -> None:
    open_one = proposed(tmp_path / "a", survey(tmp_path, "01/02/2026", "03/04/2026"))
    assert open_one.to_finish == ["responded_at"]
    assert not open_one.is_finished
    told = proposed(tmp_path / "b", survey(tmp_path, "01/02/2026", "03/14/2026"))
    assert columns_of(told)["responded_at"]["date_formats"] == ["%m/%d/%Y"]
    late = [*["01/02/2026"] * 1_500, "31/01/2026"]
    told = proposed(tmp_path / "c", survey(tmp_path, *late))
    assert columns_of(told)["responded_at"]["date_formats"] == ["%d/%m/%Y"]
    said = proposed(tmp_path / "d", survey(tmp_path, "01/02/2026"), date_order="dmy")
    assert columns_of(said)["responded_at"]["date_formats"] == ["%d/%m/%Y"]
    mixed = proposed(tmp_path / "e", survey(tmp_path, "31/01/2026", "01/31/2026"))
    assert "some month first" in mixed.left_out["回答日"]


def test_one_column_tells_the_order_of_the_others(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "plans.csv",
        "contract no,client id,monthly fee,start date,end date\n"
        "1,7,$50,01/02/2026,12/31/2026\n2,8,$60,03/04/2026,\n",
    )
    columns = columns_of(proposed(tmp_path / "home", file))
    assert columns["started_on"] == {"from": "start date", "date_formats": ["%m/%d/%Y"]}
    assert columns["currency"] == {"constant": "USD"}
    assert columns["billing_interval"] == {"constant": "month"}


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("13/04/2026 9:30", {"dmy": "%d/%m/%Y %H:%M"}),
        ("04-13-26", {"mdy": "%m-%d-%y"}),
        ("2026.04.01", {"ymd": "%Y.%m.%d"}),
        ("1/2/2026 09:30:00 PM", {"dmy": "%d/%m/%Y %I:%M:%S %p", "mdy": "%m/%d/%Y %I:%M:%S %p"}),
        ("3 Apr 2026", {"named": "%d %b %Y"}),
        ("April 3, 2026 10:00", {"named": "%B %d, %Y %H:%M"}),
        ("13/13/2026", {}),
        ("192.168.1", {}),
        ("1.5", {}),
        ("12/2026", {}),
        ("1.2.3", {}),
    ],
)
def test_dates_are_known_by_their_form(text: str, forms: dict[str, str]) -> None:
    assert date_forms(text) == forms


def test_dates_of_several_forms() -> None:
    dates = dates_of(["13/04/2026", "14/04/2026 10:00", "x"])
    assert dates == Dates({"dmy": ["%d/%m/%Y", "%d/%m/%Y %H:%M"]})
    assert dates_of(["31/01/2026", "01/31/2026"]).mixed


@pytest.mark.parametrize(
    "written",
    ["3 Apr 2026 10:00", "April 13, 2026 10:00", "13.04.2026 10:00", "4/13/26 10:00 AM"],
)
def test_proposed_formats_load(tmp_path: Path, written: str) -> None:
    proposal = proposed(
        tmp_path / "home", write(tmp_path, "f.csv", f'推奨度;回答日\n9;"{written}"\n')
    )
    day = "03" if written.startswith("3") else "13"
    assert proposal.first_rows[0]["responded_at"] == f"2026-04-{day} 01:00:00Z"


def test_rare_words_late_in_a_file_are_found(tmp_path: Path) -> None:
    rows = "M1,hana@kirishima.example,到達,2026-04-01 09:00:00\n" * 1_500
    rows += "M1,hana@kirishima.example,迷惑メール報告,2026-04-02 09:00:00\n"
    file = write(tmp_path, "log.csv", "配信ID,アドレス,結果,日時\n" + rows)
    proposal = proposed(tmp_path / "home", file)
    assert columns_of(proposal)["event_type"]["values"] == {
        "到達": "delivered",
        "迷惑メール報告": "complaint",
    }
    assert columns_of(proposal)["email"] == "アドレス"
    assert proposal.rows_rejected == 0


def test_of_a_large_file_the_first_rows_are_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("kizuna.propose", "kizuna.proposals.seen"):
        monkeypatch.setattr(f"{module}.WHOLE_BYTES", 1_000)
    monkeypatch.setattr("kizuna.proposals.seen.FIRST_ROWS", 20)
    days = [f"2026-04-{1 + at % 28:02}" for at in range(200)]
    proposal = proposed(tmp_path / "home", survey(tmp_path, *days))
    assert (proposal.whole_file, proposal.rows_read) == (False, 20)
    objects = "".join(f'{{"回答日": "{day}", "推奨度": 9}}\n' for day in days)
    lines = write(tmp_path, "form.jsonl", objects)
    proposal = proposed(tmp_path / "home", lines, name="lines")
    assert (proposal.template, proposal.rows_read) == ("survey_responses", 20)


def test_answers_with_words_are_numbers(tmp_path: Path) -> None:
    text = "回答日時,当社をお勧めいただけますか\n2026-04-01 10:00,10（必ず薦める）\n"
    text += "2026-04-02 10:00,7点\n"
    columns = columns_of(proposed(tmp_path / "home", write(tmp_path, "f.csv", text)))
    assert columns["score"]["values"] == {"10（必ず薦める）": "10", "7点": "7"}
    assert [rating(said) for said in ("9", "10 - always", "2-3 times", "11", "9.5", "")] == [
        *(9, 10, None, None, None, None)
    ]


def test_the_scale_and_the_kind_of_question(tmp_path: Path) -> None:
    text = "回答日時,満足度\n2026-04-01 10:00,5\n2026-04-02 10:00,3\n"
    columns = columns_of(proposed(tmp_path / "home", write(tmp_path, "f.csv", text)))
    assert columns["question_type"] == {"constant": "satisfaction"}
    assert (columns["scale_min"], columns["scale_max"]) == ({"constant": 1}, {"constant": 5})


def test_settings_are_written_where_they_are_needed(tmp_path: Path) -> None:
    text = "会社コード^会社名^作成日 (UTC)\n"
    text += "1^きりしま製作所^2026-04-01 00:00\n2^つむぎ商会^2026-04-02 00:00\n"
    proposal = proposed(tmp_path / "home", write(tmp_path, "list.csv", text, "euc_jp"))
    whole = load_yaml(Path(proposal.mapping))
    assert (whole["delimiter"], whole["encodings"], whole["timezone"]) == ("^", ["euc_jp"], "UTC")
    assert proposal.first_rows[0]["created_at"] == "2026-04-01 00:00:00Z"


def test_companies_without_an_id(tmp_path: Path) -> None:
    text = "会社名,業種\n霧島製作所,製造\nつむぎ商会,卸売\n"
    proposal = proposed(tmp_path / "a", write(tmp_path, "list.csv", text))
    assert columns_of(proposal)["account_id"] == "会社名"
    assert "stands for it" in proposal.to_check[0]
    text += "霧島製作所,サービス\n"
    assert "none of the 15" in refusal(tmp_path / "b", write(tmp_path, "list.csv", text))


def test_posts_of_a_platform_that_only_the_name_tells(tmp_path: Path) -> None:
    text = "投稿日,いいね数,シェア数,リーチ\n2026-04-01,1,2,3\n2026-04-02,2,3,4\n"
    columns = columns_of(proposed(tmp_path / "a", write(tmp_path, "facebook_insights.csv", text)))
    assert columns["platform"] == {"constant": "facebook"}
    assert columns["post_id"] == {"hash_row": True}
    open_one = proposed(tmp_path / "b", write(tmp_path, "insights.csv", text))
    assert open_one.to_finish == ["platform"]
    assert "TODO one of x, facebook" in Path(open_one.mapping).read_text(encoding="utf-8")


def test_a_file_without_rows_is_known_by_its_headers(tmp_path: Path) -> None:
    file = write(tmp_path, "list.csv", "会社コード,会社名,作成日\n")
    proposal = proposed(tmp_path / "home", file)
    assert (proposal.template, proposal.rows_read) == ("accounts", 0)
    assert "only its headers were looked at" in proposal.to_check[-1]


def test_corporate_numbers_have_a_check_digit() -> None:
    assert is_corporate_number("7000012050002")
    assert not is_corporate_number("7000012050003")
    assert not is_corporate_number("700001205000")


# --- Words and YAML -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "column", "header", "least"),
    [
        ("accounts", "account_name", "お客様企業名（必須）", 0.6),
        ("accounts", "account_name", "Client Company", 0.6),
        ("contacts", "email", "ご担当者メールアドレス", 0.6),
        ("contacts", "email", "workEmail", 0.9),
        ("survey_responses", "score", "How likely are you to recommend us?", 0.5),
        ("survey_responses", "score", "今後も弊社を友人に勧めたいと思いますか", 0.5),
        ("survey_responses", "responded_at", "Submission Date/Time", 0.6),
        ("subscriptions", "amount", "MRR (USD)", 0.9),
    ],
)
def test_headers_name_columns(template: str, column: str, header: str, least: float) -> None:
    table = GENERIC.table(template)
    assert header_score(table, table.column(column), header) >= least


@pytest.mark.parametrize(
    ("template", "column", "header"),
    [
        ("accounts", "account_name", "会社名カナ"),
        ("accounts", "account_name", "company size"),
        ("contacts", "email", "差出人メール"),
        ("survey_responses", "score", "推奨度の理由"),
        ("contacts", "consent_email", "メルマガ配信停止日"),
        ("accounts", "account_id", "paid"),
    ],
)
def test_headers_that_name_something_else(template: str, column: str, header: str) -> None:
    table = GENERIC.table(template)
    assert header_score(table, table.column(column), header) <= 0


def test_the_words_are_those_of_the_templates() -> None:
    words = vocabulary()
    tables = {table.name: table for table in GENERIC.tables}
    assert set(words.templates) == set(tables)
    known = {column.name for table in tables.values() for column in table.columns}
    for key in [*words.columns, *words.values]:
        template, _, column = key.rpartition(".")
        assert column in ({one.name for one in tables[template].columns} if template else known)
    for hints, table in ((words.templates[name], tables[name]) for name in tables):
        own = {column.name for column in table.columns}
        needed = {name for need in hints.needs for name in need.of}
        assert needed | set(hints.weights) | set(hints.named) | set(hints.id_from) <= own
    events = (PROJECT / "seeds/event_types.csv").read_text(encoding="utf-8")
    for key, meanings in words.values.items():
        column = key.rpartition(".")[2]
        allowed = {
            value
            for table in tables.values()
            for one in table.columns
            if one.name == column and key in (column, f"{table.name}.{column}")
            for value in one.allowed
        }
        if key == "activities.event_type":
            allowed = {line.split(",")[0] for line in events.splitlines()[1:]}
        assert set(meanings) <= allowed, key


@pytest.mark.parametrize(
    "value",
    [
        *(
            "plain",
            "会社名",
            "no",
            "null",
            "2026",
            "1.5",
            "a: b",
            "a #b",
            "[x]",
            "{x}",
            "x, y",
            "*",
        ),
        *("?", "- x", "'", '"', "\\", "a\nb", "\t", " x ", "@a", "%d/%m", "\u2028", "絆\U0001f60a"),
        *("", "~", "=", "!", "&x", "0x1f", "12:30", "2026-04-01", "\ufeff", "\x85"),
    ],
)
def test_any_text_is_written_as_itself(value: str) -> None:
    for text in (f"a: {scalar(value)}  # x", f"a: {{b: {scalar(value)}}}"):
        assert "\n" not in text
        found = yaml.safe_load(text)["a"]
        assert (found["b"] if isinstance(found, dict) else found) == value


def test_odd_headers_are_written_so_that_they_are_found(tmp_path: Path) -> None:
    header = '"会社名\n(必須): #1","会社コード, [id]",\'yes\'\n'
    file = write(tmp_path, "odd.csv", header + "霧島,1,x\nつむぎ,2,y\n")
    proposal = proposed(tmp_path / "home", file)
    assert columns_of(proposal) == {
        "account_id": "会社コード, [id]",
        "account_name": "会社名\n(必須): #1",
    }


# --- Real exports ---------------------------------------------------------------------------------

REAL_FILES = {
    "carpentries": ["nps/carpentries/20200326-longterm-other_questions-no-open.csv"],
    "sudzilla": ["nps/prepbench_040_sudzilla/input_01.csv"],
    "ravenstack_accounts": ["crm/ravenstack/ravenstack_accounts.csv"],
    "ravenstack_subscriptions": ["crm/ravenstack/ravenstack_subscriptions.csv"],
    "uci_facebook": [
        "sns/uci_facebook_metrics/dataset_Facebook.comma_crlf.csv",
        "sns/uci_facebook_metrics/dataset_Facebook.semicolon_crlf.csv",
    ],
    "mrr_playbook": ["churn/mrr_playbook/subscription_periods.csv"],
}


@pytest.mark.real
@pytest.mark.parametrize("name", REAL_FILES)
def test_real_exports_are_mapped_as_people_did(real: Path, tmp_path: Path, name: str) -> None:
    by_hand = load_yaml(REAL_MAPPINGS / f"{name}.yml")
    for file in REAL_FILES[name]:
        order = "mdy" if name == "sudzilla" else None
        proposal = proposed(tmp_path / "home", real / file, date_order=order)
        assert (proposal.is_finished, proposal.rows_rejected) == (True, 0)
        found = columns_of(proposal)
        if by_hand["template"] == "survey_forms":
            # One question is proposed; that there are more is said.
            assert proposal.template == "survey_responses"
            assert found["score"] == by_hand["questions"]["recommend"]["from"]
            by_hand["columns"] |= {"response_id": by_hand["columns"].pop("form_id")}
        else:
            assert proposal.template == by_hand["template"]
        for column, rule in by_hand["columns"].items():
            wanted = rule.get("from") if isinstance(rule, dict) else rule
            got = found.get(column)
            header = got.get("from") if isinstance(got, dict) else got
            if wanted is not None:
                assert header in (wanted if isinstance(wanted, list) else [wanted]), column
            if isinstance(rule, dict) and "date_formats" in rule:
                assert isinstance(got, dict)
                assert got["date_formats"] == rule["date_formats"]
