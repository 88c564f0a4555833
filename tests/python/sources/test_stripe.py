"""Stripe: files as connectors, Sigma and the Dashboard write them."""

# ruff: noqa: E501 - the rows of an export do not break

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from staging import build_staging, land

from conftest import Kizuna, make_home

# 1767225600 is 2026-01-01 00:00:00 UTC, 1768435200 two weeks later.
FIRST_EXPORT = {
    "customer/customer.csv": """\
id,created,currency,description,email,is_deleted,livemode,name,address_state,tax_info_type,tax_info_tax_id
cus_1,2026-01-01 00:00:00,jpy,,keiri@kitano.example,FALSE,TRUE,株式会社北野製作所,大阪府,jp_trn,T7123456789012
cus_2,2026-01-01 00:00:00,usd,Nankai Trading,ap@nankai.example,TRUE,TRUE,,,,
cus_3,2026-01-01 00:00:00,usd,,test@our.example,FALSE,FALSE,Test,,,
""",
    "customer/customers.csv": """\
id,Description,Email,Name,Created (UTC),Delinquent,Currency
cus_4,,billing@higashi.example,東工業株式会社,2026-02-01 03:04,false,jpy
""",
    "subscription/subscription.csv": """\
id,customer,status,created,start_date,current_period_end,trial_start,trial_end,cancel_at,cancel_at_period_end,canceled_at,ended_at,livemode
sub_1,cus_1,active,1767225600,1767225600,1772323200,1767225600,1768435200,,false,,,true
sub_2,cus_2,canceled,1767225600,1767225600,1772323200,,,,false,1769904000,1772323200,true
sub_3,cus_3,active,1767225600,1767225600,1772323200,,,,false,,,false
sub_4,cus_1,trialing,1767225600,1767225600,1768435200,1767225600,1768435200,,false,,,true
""",
    "subscription_history/subscription_history.csv": """\
id,_fivetran_active,_fivetran_start,customer_id,status,created,start_date,cancel_at_period_end,livemode
sub_5,false,2026-01-01 00:00:00,cus_4,incomplete,2026-01-01 00:00:00,2026-01-01 00:00:00,false,true
sub_5,true,2026-01-01 00:05:00,cus_4,active,2026-01-01 00:00:00,2026-01-01 00:00:00,false,true
""",
    "subscription_item/subscription_item.csv": """\
id,subscription_id,price_id,quantity,created
si_1,sub_1,price_jpy,3,1767225600
si_2,sub_2,price_usd,1,1767225600
si_3,sub_3,price_usd,1,1767225600
si_4,sub_4,price_jpy,1,1767225600
si_5,sub_5,price_kwd,2,1767225600
si_6,sub_1,price_metered,,1767225600
si_7,sub_1,price_jpy,2,1769904000
""",
    "price/price.csv": """\
id,active,billing_scheme,created,currency,nickname,product_id,recurring_interval,recurring_interval_count,recurring_usage_type,type,unit_amount,unit_amount_decimal
price_jpy,TRUE,per_unit,2025-04-01 00:00:00,jpy,月額,prod_1,month,1,licensed,recurring,50000,50000
price_usd,TRUE,per_unit,2025-04-01 00:00:00,usd,,prod_2,year,1,licensed,recurring,119900,119900
price_metered,TRUE,per_unit,2025-04-01 00:00:00,usd,,prod_2,month,1,metered,recurring,,0.5
""",
    "plan/plan.csv": """\
id,amount,billing_scheme,created,currency,interval,interval_count,nickname,product_id,usage_type
price_kwd,1234,per_unit,2025-04-01 00:00:00,kwd,month,3,四半期,prod_3,licensed
""",
    "product/product.csv": """\
id,active,created,name,updated
prod_1,true,2025-04-01 00:00:00,スタンダード,2025-04-01 00:00:00
prod_2,true,2025-04-01 00:00:00,Enterprise,2025-04-01 00:00:00
""",
    "coupon/coupon.csv": """\
id,amount_off,created,currency,duration,duration_in_months,livemode,max_redemptions,metadata,name,percent_off,redeem_by,times_redeemed,valid,_fivetran_synced
half,,2025-04-01 00:00:00,,forever,,true,,,半額,50,,1,true,2026-01-10 00:00:00
three,300,2025-04-01 00:00:00,usd,repeating,3,true,,,,,,1,true,2026-01-10 00:00:00
once,,2025-04-01 00:00:00,,once,,true,,,,12.5,,1,true,2026-01-10 00:00:00
""",
    "subscription_discount/subscription_discount.csv": """\
id,_fivetran_synced,checkout_session,coupon_id,customer_id,end,invoice_id,invoice_item_id,start,subscription_id
di_1,2026-01-10 00:00:00,,three,cus_2,,,,2026-01-01 00:00:00,sub_2
di_2,2026-01-10 00:00:00,,once,cus_4,,,,2026-01-01 00:00:00,sub_5
""",
    "invoice/invoice.csv": """\
id,customer_id,subscription_id,currency,total,amount_paid,amount_remaining,status,paid,created,status_transitions_finalized_at,status_transitions_paid_at,livemode,is_deleted
in_1,cus_1,sub_1,jpy,165000,165000,0,paid,true,2026-01-15 00:00:00,2026-01-15 01:00:00,2026-01-15 01:00:05,true,false
in_2,cus_2,sub_2,usd,119900,0,119900,open,false,2026-01-01 00:00:00,,,true,false
in_3,cus_3,sub_3,usd,1,0,1,open,false,2026-01-01 00:00:00,,,false,false
""",
    "invoice_line_item/invoice_line_item.csv": """\
id,invoice_id,amount,currency,period_start,period_end,proration,quantity,subscription_id,subscription_item_id,livemode
il_1,in_1,150000,jpy,2026-01-15 00:00:00,2026-02-15 00:00:00,FALSE,3,sub_1,si_1,TRUE
""",
    "dashboard_subscriptions/subscriptions.csv": """\
id,Customer ID,Customer Description,Customer Email,Plan,Product,Quantity,Currency,Interval,Amount,Status,Created (UTC),Start (UTC),Current Period Start (UTC),Current Period End (UTC),Trial Start (UTC),Trial End (UTC),Canceled At (UTC),Ended At (UTC),Cancel At Period End
sub_8,cus_8,,ap@nishi.example,price_8,ライト,2,usd,month,"1,199.50",active,2026-01-31 15:30,2026-01-31 15:30,2026-02-28 15:30,2026-03-31 15:30,,,2026-03-01 00:00,,true
""",
    "dashboard_invoices/invoices.csv": """\
id,Amount Due,Billing,Closed,Currency,Customer,Date (UTC),Due Date (UTC),Number,Paid,Subscription,Subtotal,Total,Amount Paid,Status,Finalized At (UTC),Paid At (UTC)
in_8,"2,638.90",Send,TRUE,usd,cus_8,2026-02-01 00:00,,A-1,TRUE,sub_8,"2,399.00","2,638.90","2,638.90",paid,2026-02-01 01:00,2026-02-03 04:00
""",
}

# 1768435200: the trial of sub_4 went over into a paid contract, which ends on 2026-12-31 UTC. One
# more of si_5 since 2026-05-01 in Japan, and half the price for all that cus_1 has.
SECOND_EXPORT = {
    "subscription/subscription_2.csv": """\
id,customer,status,created,start_date,current_period_end,trial_start,trial_end,cancel_at,cancel_at_period_end,canceled_at,ended_at,livemode
sub_4,cus_1,active,1767225600,1767225600,1771113600,1767225600,1768435200,1798675200,false,1770000000,,true
""",
    "subscription_item/subscription_item_2.csv": """\
id,subscription_id,price_id,quantity,created,_fivetran_deleted,_fivetran_synced
si_7,sub_1,price_jpy,2,1769904000,true,2026-03-10 00:00:00
si_5,sub_5,price_kwd,3,1767225600,false,2026-04-30 16:00:00
si_1,sub_1,price_jpy,3,1767225600,false,2026-04-30 16:00:00
""",
    "subscription_discount/discount.csv": """\
id,type,type_id,_fivetran_synced,amount,checkout_session_id,checkout_session_line_item_id,coupon_id,credit_note_line_item_id,customer_id,end,invoice_id,invoice_item_id,promotion_code,start,subscription_id
di_3,CUSTOMER,cus_1,2026-03-02 00:00:00,,,,half,,cus_1,,,,,2026-03-01 00:00:00,
di_4,INVOICE,in_1,2026-03-02 00:00:00,,,,half,,cus_4,,in_9,,,2026-03-01 00:00:00,sub_5
""",
}


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Kizuna:
    """Two loads: everything, then changes of a subscription and of items, and a discount."""
    home = make_home(tmp_path_factory.mktemp("stripe") / "home")
    land(home, "stripe", FIRST_EXPORT)
    home("load")
    land(home, "stripe", SECOND_EXPORT)
    home("load")
    build_staging(home, "stripe")
    return home


def test_every_row_is_loaded(made_up: Kizuna) -> None:
    assert made_up.raw(
        "select table_name, sum(rows_loaded), sum(rows_rejected) from ops.loads "
        "group by 1 order by 1"
    ) == [
        ("coupon", 3, 0),
        ("customer", 4, 0),
        ("dashboard_invoices", 1, 0),
        ("dashboard_subscriptions", 1, 0),
        ("invoice", 3, 0),
        ("invoice_line_item", 1, 0),
        ("plan", 1, 0),
        ("price", 3, 0),
        ("product", 2, 0),
        ("subscription", 5, 0),
        ("subscription_discount", 4, 0),
        ("subscription_history", 2, 0),
        ("subscription_item", 10, 0),
    ]


def test_seconds_and_text_are_the_same_time(made_up: Kizuna) -> None:
    assert made_up.raw(
        "select distinct created from raw_stripe.subscription "
        "union select created from raw_stripe.subscription_history"
    ) == [(datetime(2026, 1, 1),)]


def test_customers_of_connector_and_dashboard(made_up: Kizuna) -> None:
    assert made_up.raw(
        "select source_account_id, account_name, corporate_number, domain, region, is_deleted, "
        "created_at from staging.stg_stripe__accounts order by 1"
    ) == [
        (
            *("cus_1", "株式会社北野製作所", "7123456789012", "kitano.example", "大阪府", False),
            datetime(2026, 1, 1),
        ),
        ("cus_2", "Nankai Trading", None, "nankai.example", None, True, datetime(2026, 1, 1)),
        (
            *("cus_4", "東工業株式会社", None, "higashi.example", None, False),
            datetime(2026, 2, 1, 3, 4),
        ),
    ]


def newest(home: Kizuna) -> list[tuple[object, ...]]:
    return home.raw(
        "select subscription_id, source_account_id, product, charge_type, currency, "
        "billing_interval, interval_count, amount, is_trial, started_on, ends_on "
        "from staging.stg_stripe__subscriptions "
        "qualify row_number() over (partition by subscription_id "
        "order by coalesce(updated_at, loaded_at) desc) = 1 order by 1"
    )


def test_subscriptions_by_item_and_price(made_up: Kizuna) -> None:
    january, paid, half = date(2026, 1, 1), date(2026, 1, 15), date(2026, 3, 1)
    jpy = ("スタンダード", "recurring", "JPY", "month", 1)
    kwd = ("四半期", "recurring", "KWD", "month", 3)
    metered = ("Enterprise", "metered", "USD", "month", 1, None)
    assert newest(made_up) == [
        ("si_1", "cus_1", *jpy, Decimal(150_000), False, paid, half),
        ("si_1:d20260301", "cus_1", *jpy, Decimal(75_000), False, half, None),
        ("si_1:trial", "cus_1", *jpy, Decimal(150_000), True, january, paid),
        (
            *("si_2", "cus_2", "Enterprise", "recurring", "USD", "year", 1, Decimal(1_196)),
            *(False, january, date(2026, 3, 1)),
        ),
        ("si_4", "cus_1", *jpy, Decimal(50_000), False, paid, half),
        ("si_4:d20260301", "cus_1", *jpy, Decimal(25_000), False, half, date(2026, 12, 31)),
        ("si_4:trial", "cus_1", *jpy, Decimal(50_000), True, january, paid),
        ("si_5", "cus_4", *kwd, Decimal("2.468"), False, january, date(2026, 5, 1)),
        ("si_5:1", "cus_4", *kwd, Decimal("3.702"), False, date(2026, 5, 1), None),
        ("si_6", "cus_1", *metered, False, paid, None),
        ("si_6:trial", "cus_1", *metered, True, january, paid),
        ("si_7", "cus_1", *jpy, Decimal(100_000), False, date(2026, 2, 1), half),
        ("si_7:d20260301", "cus_1", *jpy, Decimal(50_000), False, half, date(2026, 3, 10)),
        (
            *("sub_8", "cus_8", "ライト", "recurring", "USD", "month", 1, Decimal(2_399)),
            *(False, date(2026, 2, 1), date(2026, 4, 1)),
        ),
    ]


def known_states(home: Kizuna, subscription_id: str) -> list[tuple[object, ...]]:
    return home.raw(
        "select is_trial, amount, started_on, ends_on, available_at = timestamp '2026-01-01' "
        "from staging.stg_stripe__subscriptions "
        f"where subscription_id = '{subscription_id}' order by available_at"
    )


def test_a_trial_was_one_until_it_was_known_to_be_paid(made_up: Kizuna) -> None:
    assert known_states(made_up, "si_4") == [
        (True, Decimal(50_000), date(2026, 1, 1), None, True),
        (False, Decimal(50_000), date(2026, 1, 15), date(2026, 3, 1), False),
    ]


def test_a_change_was_not_known_before_it_was_loaded(made_up: Kizuna) -> None:
    assert known_states(made_up, "si_5") == [
        (False, Decimal("2.468"), date(2026, 1, 1), None, True),
        (False, Decimal("2.468"), date(2026, 1, 1), date(2026, 5, 1), False),
    ]
    assert known_states(made_up, "si_5:1") == [
        (False, Decimal("3.702"), date(2026, 5, 1), None, False)
    ]


def test_invoices_of_connector_and_dashboard(made_up: Kizuna) -> None:
    assert made_up.raw(
        "select invoice_id, source_account_id, subscription_id, currency, amount, amount_paid, "
        "status, is_paid, issued_at, paid_at from staging.stg_stripe__invoices order by 1"
    ) == [
        (
            *("in_1", "cus_1", "sub_1", "JPY", Decimal(165_000), Decimal(165_000), "paid", True),
            *(datetime(2026, 1, 15, 1), datetime(2026, 1, 15, 1, 0, 5)),
        ),
        (
            *("in_2", "cus_2", "sub_2", "USD", Decimal(1_199), Decimal(0), "open", False),
            *(datetime(2026, 1, 1), None),
        ),
        (
            *("in_8", "cus_8", "sub_8", "USD", Decimal("2638.90"), Decimal("2638.90"), "paid"),
            *(True, datetime(2026, 2, 1, 1), datetime(2026, 2, 3, 4)),
        ),
    ]


def test_dashboard_files_do_not_load_as_smallest_units(kizuna: Kizuna) -> None:
    for wrong, table in (
        ("dashboard_invoices/invoices.csv", "invoice"),
        ("dashboard_subscriptions/subscriptions.csv", "subscription"),
    ):
        file = kizuna.home / "export.csv"
        file.write_text(FIRST_EXPORT[wrong], encoding="utf-8")
        done = kizuna("load", file, "--source", "stripe", "--table", table, ok=False)
        assert done.returncode == 2
    assert kizuna.raw("select count(*) from ops.loads") == [(0,)]


def test_dashboard_files_are_known_by_name_and_header(kizuna: Kizuna) -> None:
    for name in ("invoices.csv", "subscriptions.csv"):
        file = kizuna.home / name
        file.write_text(FIRST_EXPORT[f"dashboard_{name[:-4]}/{name}"], encoding="utf-8")
        kizuna("load", file)
    assert kizuna.raw("select table_name from ops.loads order by 1") == [
        ("dashboard_invoices",),
        ("dashboard_subscriptions",),
    ]


TABLES = {
    "customer": 12,
    "subscription": 2,
    "subscription_history": 2,
    "subscription_item": 14,
    "price": 4,
    "plan": 13,
    "product": 10,
    "coupon": 10,
    "discount": 10,
    "subscription_discount": 3,
    "invoice": 2,
    "invoice_line_item": 3,
}


@pytest.fixture(scope="module")
def exported(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Kizuna:
    home = make_home(tmp_path_factory.mktemp("stripe_real") / "home")
    home("load", *(real / f"fivetran_seeds/stripe/{table}_data.csv" for table in TABLES))
    build_staging(home, "stripe")
    return home


@pytest.mark.real
def test_real_files_load_whole(exported: Kizuna) -> None:
    loads = exported.raw("select table_name, rows_loaded, rows_rejected from ops.loads")
    into = {"discount": "subscription_discount"}
    expected = [(into.get(table, table), rows, 0) for table, rows in TABLES.items()]
    assert sorted(loads) == sorted(expected)


@pytest.mark.real
def test_real_prices_are_in_the_currency(exported: Kizuna) -> None:
    assert exported.raw(
        "select charge_type, currency, count(*), sum(unit_price) "
        "from staging.base_stripe__price group by 1, 2 order by 1, 2"
    ) == [
        ("one_off", "USD", 1, Decimal(1000)),
        ("recurring", "EUR", 1, Decimal(80)),
        ("recurring", "USD", 15, Decimal("11976.19")),
    ]


@pytest.mark.real
def test_real_subscriptions_are_those_whose_parts_are_all_there(exported: Kizuna) -> None:
    """Of 14 items two have their subscription in the files; both were trials to their end."""
    assert exported.raw(
        "select currency, amount, billing_interval, is_trial, started_on, ends_on "
        "from staging.stg_stripe__subscriptions order by amount"
    ) == [
        ("USD", Decimal(1500), "month", True, date(2024, 7, 1), date(2021, 2, 19)),
        ("USD", Decimal(3000), "month", True, date(2024, 7, 2), date(2021, 2, 19)),
    ]


@pytest.mark.real
def test_real_customers_and_invoices(exported: Kizuna) -> None:
    assert exported.raw(
        "select count(*), count(*) filter (where is_deleted) from staging.stg_stripe__accounts"
    ) == [(12, 1)]
    assert exported.raw(
        "select count(*), sum(amount), sum(amount_paid), bool_and(is_paid) "
        "from staging.stg_stripe__invoices"
    ) == [(1, Decimal(10), Decimal(10), True)]
