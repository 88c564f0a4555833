"""Column mappings: any CSV becomes rows of a template; a mistake in one is one sentence."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from conftest import Kizuna

GOOD = """
template: subscriptions
delimiter: ";"
null_values: [無期限]
columns:
  subscription_id: 契約番号
  account_id: {from: [会社コード, 得意先コード]}
  currency: {constant: JPY}
  amount: 契約金額（税抜）
  billing_interval: {from: 支払, values: {月払い: month, 年払い: year}}
  started_on: {from: 開始, date_formats: ["%d.%m.%Y"]}
  ends_on: {from: 終了, date_formats: ["%d.%m.%Y"]}
"""

ROWS = (
    "契約番号;得意先コード;契約金額(税抜);支払;開始;終了\n"
    "K-1;C-7;￥1,200,000;年払い;01.04.2025;無期限\n"
    "K-2;C-8;50,000円;月払い;30.04.2025;31.12.2025\n"
    "K-3;C-8;50,000;週払い;30.04.2025;\n"
    "K-4;C-8;50,000;月払い;04/30/2025;\n"
)


def mapping(kizuna: Kizuna, text: str, name: str = "keiri") -> Path:
    file = kizuna.home / "mappings" / f"{name}.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_a_mapping_makes_any_csv_a_template(kizuna: Kizuna, tmp_path: Path) -> None:
    mapping(kizuna, GOOD)
    file = tmp_path / "contracts.csv"
    file.write_text(ROWS, encoding="cp932")
    done = kizuna("load", file, "--source", "keiri")
    assert kizuna.raw(
        "select source_system, subscription_id, account_id, currency, amount, billing_interval, "
        "interval_count, started_on, ends_on from raw_generic.subscriptions order by 2"
    ) == [
        ("keiri", "K-1", "C-7", "JPY", 1_200_000, "year", 1, date(2025, 4, 1), None),
        ("keiri", "K-2", "C-8", "JPY", 50_000, "month", 1, date(2025, 4, 30), date(2025, 12, 31)),
    ]
    assert "row 4, column billing_interval: '週払い' is none of day, week" in done.stderr
    assert "row 5, column started_on: '04/30/2025' is no date written as %d.%m.%Y" in done.stderr
    assert (kizuna.home / "landing/keiri/contracts.csv").is_file()


def test_a_mapped_file_is_known_by_folder_and_by_header(kizuna: Kizuna, tmp_path: Path) -> None:
    mapping(kizuna, GOOD)
    landed = kizuna.home / "landing/keiri/a.csv"
    landed.parent.mkdir(parents=True)
    landed.write_text(ROWS, encoding="utf-8")
    other = tmp_path / "b.csv"
    other.write_text(ROWS.replace("K-", "L-"), encoding="utf-8")
    kizuna("load")
    kizuna("load", other)
    assert kizuna.raw("select mapping, count(*) from ops.loads group by 1") == [("keiri", 2)]


def test_equal_rows_are_different_rows(kizuna: Kizuna, tmp_path: Path) -> None:
    mapping(
        kizuna,
        "template: survey_responses\n"
        "columns:\n"
        "  response_id: {hash_row: true}\n"
        "  survey_id: {constant: nps-2026}\n"
        "  score: 点数\n"
        "  responded_at: {constant: null}\n",
        "form",
    )
    for name in ("a.csv", "b.csv"):
        file = tmp_path / name
        file.write_text("点数\n9\n9\n10\n" + ("7\n" if name == "b.csv" else ""), encoding="utf-8")
        kizuna("load", file, "--source", "form")
    counted = kizuna.raw(
        "select count(*), count(distinct response_id), count(responded_at) "
        "from raw_generic.survey_responses"
    )
    assert counted == [(7, 4, 0)]


def test_a_new_mapping_is_a_backfill_of_its_own(kizuna: Kizuna, tmp_path: Path) -> None:
    kizuna("load")
    plain = tmp_path / "subscriptions.csv"
    plain.write_text("subscription_id,account_id,amount,started_on\n1,2,3,2020-01-01\n")
    kizuna("load", plain)
    mapping(kizuna, GOOD)
    file = tmp_path / "contracts.csv"
    file.write_text(ROWS, encoding="utf-8")
    kizuna("load", file)
    assert kizuna.raw(
        "select _available_at from raw_generic.subscriptions where subscription_id = 'K-1'"
    ) == [(datetime(2025, 3, 31, 15),)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("template: subscriptions\ncolumns: {amount: x}\n", "leaves out account_id, started_on"),
        (GOOD.replace("ends_on:", "end_on:"), "maps end_on, which the template subscriptions"),
        (GOOD.replace("template: subscriptions", "template: contracts"), "the template contracts"),
        (GOOD.replace("{constant: JPY}", "{constant: JPY, from: x}"), "exactly one of from"),
        (GOOD.replace("date_formats", "dateformat"), "dateformat"),
        (GOOD.replace('delimiter: ";"', "delimitre: x"), "delimitre"),
        ("columns: [", "is no mapping"),
        (GOOD.replace('delimiter: ";"', 'delimiter: ";;"'), "delimiter"),
        (GOOD.replace("%d.%m.%Y", "%d.%m"), "does not name year, month and day"),
        (GOOD.replace("%d.%m.%Y", "%Q"), "unknown part %Q"),
        (GOOD.replace("columns:", "encodings: [rot13]\ncolumns:"), "rot13 is no text encoding"),
        ("", "is no mapping"),
        ("template: subscriptions\ntimezone: Asia/Tokio\n" + GOOD[25:], "Asia/Tokio"),
    ],
)
def test_a_mistake_in_a_mapping_is_one_sentence(kizuna: Kizuna, text: str, said: str) -> None:
    mapping(kizuna, text)
    done = kizuna("load", ok=False)
    assert done.returncode == 2
    assert said in done.stderr
    assert "keiri.yml" in done.stderr
    assert "Traceback" not in done.stderr


def test_two_mappings_may_read_one_file(kizuna: Kizuna, tmp_path: Path) -> None:
    form = "template: survey_responses\ncolumns:\n  response_id: 番号\n  responded_at: 日時\n"
    mapping(kizuna, form + "  score: 推奨度\n  survey_id: {constant: nps}\n", "nps")
    mapping(kizuna, form + "  score: 満足度\n  survey_id: {constant: csat}\n", "csat")
    file = tmp_path / "form.csv"
    file.write_text("番号,日時,推奨度,満足度\n1,2026-04-01 10:00,9,4\n", encoding="utf-8")
    kizuna("load", file, "--source", "nps")
    kizuna("load", file, "--source", "csat")
    assert kizuna.raw("select survey_id, score from raw_generic.survey_responses order by 1") == [
        ("csat", 4),
        ("nps", 9),
    ]


def test_one_mappings_encodings_are_not_anothers(kizuna: Kizuna, tmp_path: Path) -> None:
    mapping(kizuna, GOOD.replace("columns:", "encodings: [latin-1]\ncolumns:"))
    file = tmp_path / "accounts.csv"
    file.write_bytes("account_id,account_name\n1,株式会社日本\n".encode("euc_jp"))
    done = kizuna("load", file, ok=False)
    assert done.returncode == 2
    assert "is not written in utf-8 or cp932" in done.stderr


FORM = """
template: survey_forms
null_values: ["-"]
columns:
  form_id: 番号
  survey_id: {constant: nps}
  responded_at: {constant: null}
questions:
  q1: {from: [おすすめ度, 推奨度], type: recommend}
  q2: {from: 満足度, type: satisfaction, scale: [1, 5], touchpoint: support,
       values: {満足: 5, "?": null}}
  q3: {from: 理由, type: text, text: なぜですか, optional: true}
"""


def test_a_mapping_collects_a_column_for_each_question(kizuna: Kizuna, tmp_path: Path) -> None:
    mapping(kizuna, FORM, "form")
    for name, text in {
        "a.csv": '番号,お名前,推奨度,満足度,理由\n1,花,９,満足,"早い, ""安い"""\n2,健,-,?,\n',
        "b.csv": "番号,満足度,おすすめ度\n3,2,10\n",
    }.items():
        file = tmp_path / name
        file.write_text(text, encoding="cp932")
        kizuna("load", file, "--source", "form")
    rows = kizuna.raw("select form_id, answers, questions from raw_generic.survey_forms order by 1")
    assert [(form, json.loads(answers)) for form, answers, _ in rows] == [
        ("1", {"q1": "９", "q2": "5", "q3": '早い, "安い"'}),
        ("2", {"q1": None, "q2": None, "q3": None}),
        # The question was not asked in this file: that is not the same as no answer.
        ("3", {"q1": "10", "q2": "2"}),
    ]
    assert json.loads(rows[0][2]) == {
        "q1": {
            "question_type": "recommend",
            "scale_min": 0,
            "scale_max": 10,
            "question_text": "おすすめ度",
        },
        "q2": {
            "question_type": "satisfaction",
            "scale_min": 1,
            "scale_max": 5,
            "touchpoint": "support",
            "question_text": "満足度",
        },
        "q3": {"question_type": "text", "question_text": "なぜですか"},
    }


def test_every_other_column_can_be_a_question(kizuna: Kizuna, tmp_path: Path) -> None:
    others = "other_questions: {type: text, except: [お名前]}\ndescription_rows: 1\n"
    mapping(kizuna, FORM + others, "form")
    file = tmp_path / "a.csv"
    file.write_text(
        "番号,お名前,推奨度,満足度,ご要望 \n説明,,,,\n1,花,9,4,なし\n", encoding="utf-8"
    )
    kizuna("load", file, "--source", "form")
    ((answers, questions),) = kizuna.raw("select answers, questions from raw_generic.survey_forms")
    assert json.loads(answers) == {"q1": "9", "q2": "4", "ご要望": "なし"}
    assert json.loads(questions)["*"] == {"question_type": "text"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FORM.replace(", scale: [1, 5]", ""), "needs its scale"),
        (FORM.replace("[1, 5]", "[5, 1]"), "begins with its lower end"),
        (FORM.replace("type: text", "type: text, scale: [0, 1]"), "has no scale"),
        (FORM.replace("type: text", "type: open"), "q3.type"),
        (FORM.replace("survey_forms", "survey_responses"), "are rows of survey_forms"),
        (FORM.replace("  form_id", "  answers: 回答\n  form_id"), "maps answers beside"),
        (FORM.split("questions:")[0], "leaves out answers"),
        (FORM + "description_rows: -1\n", "description_rows"),
    ],
)
def test_a_mistake_in_questions_is_one_sentence(
    kizuna: Kizuna, tmp_path: Path, text: str, said: str
) -> None:
    mapping(kizuna, text, "form")
    file = tmp_path / "a.csv"
    file.write_text("番号,推奨度,満足度\n1,9,4\n", encoding="utf-8")
    done = kizuna("load", file, "--source", "form", ok=False)
    assert done.returncode == 2
    assert said in done.stdout + done.stderr


def test_a_question_that_the_file_lacks_or_doubles_is_told(kizuna: Kizuna, tmp_path: Path) -> None:
    mapping(kizuna, FORM, "form")
    for text, said in {
        "番号,推奨度\n1,9\n": "満足度",
        "番号,推奨度,満足度,満足度\n1,9,4,4\n": "more than once",
    }.items():
        file = tmp_path / f"{len(said)}.csv"
        file.write_text(text, encoding="utf-8")
        done = kizuna("load", file, "--source", "form", ok=False)
        assert said in done.stdout + done.stderr
