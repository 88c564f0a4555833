-- Stripe, as a connector writes it: times in UTC, amounts in the smallest unit of the currency.
-- Each yearly export has what was new or changed since the one before.
create macro stripe_file(name, exported_on) as dated_file(
    'stripe/' || name, name, exported_on
);

-- When contracts begin and end: 10:00 in Tokyo.
create macro at_ten(day) as strftime(
    utc(cast(day as timestamp) + interval 10 hour), '%Y-%m-%d %H:%M:%S'
);

create table stripe__customer as
with customers as (

    select
        account_records.*,
        companies.is_foreign,
        -- The address that invoices go to: the company's, or the free one of somebody there.
        coalesce(
            'keiri@' || account_records.domain,
            if(companies.domain is null, champions.email, null)
        ) as email

    from account_records
    inner join companies
        on account_records.company_no = companies.company_no
    left join employments as champions
        on
            account_records.company_no = champions.company_no
            and account_records.company_no * 16 + 1 = champions.person_no
    where account_records.system = 'stripe'

)

select
    stripe_file('customer', yearly_export(created_on)) as _file,
    source_account_id as id,
    account_name as name,
    if(copy_no = 2, '部門契約', null) as description,
    email,
    if(is_foreign, 'usd', 'jpy') as currency,
    region as address_state,
    case
        when corporate_number is null then null
        when u('kind of tax id', record_key) < 0.6 then 'jp_trn'
        else 'jp_cn'
    end as tax_info_type,
    if(tax_info_type = 'jp_trn', 'T', '') || corporate_number as tax_info_tax_id,
    false as delinquent,
    true as livemode,
    strftime(utc(created_at), '%Y-%m-%d %H:%M:%S') as created

from customers

union all

-- Our own trial of the checkout.
select
    stripe_file('customer', date '2024-03-31') as _file,
    'cus_test00000001' as id,
    'テスト株式会社' as name,
    null as description,
    'test@tsumugino.example' as email,
    'jpy' as currency,
    null as address_state,
    null as tax_info_type,
    null as tax_info_tax_id,
    false as delinquent,
    false as livemode,
    '2023-04-03 01:00:00' as created

order by _file, created, id;

create table stripe__product as
select
    'stripe/product/product_20240331.csv' as _file,
    'prod_tsumugino' || plan_level as id,
    product as name,
    '2023-03-20 02:00:00' as created,
    '2023-03-20 02:00:00' as updated

from plans
order by id;

create table stripe__price as
select
    'stripe/price/price_20240331.csv' as _file,
    'price_'
    || plans.plan_level
    || '_'
    || billings.billing_interval
    || '_'
    || lower(t.currency) as id,
    'prod_tsumugino' || plans.plan_level as product,
    lower(t.currency) as currency,
    if(t.currency = 'USD', plans.price_usd * 100, plans.price_jpy)
    * billings.term_months * billings.percent_of_list // 100 as unit_amount,
    'per_unit' as billing_scheme,
    'recurring' as type,
    if(billings.billing_interval = 'year', 'year', 'month') as recurring_interval,
    if(billings.billing_interval = 'year', 1, billings.term_months) as recurring_interval_count,
    'licensed' as recurring_usage_type,
    '2023-03-20 02:00:00' as created

from plans
cross join billings
cross join (values ('JPY'), ('USD')) as t (currency)

union all

-- By use, so outside MRR.
select
    'stripe/price/price_20240331.csv' as _file,
    'price_storage_jpy' as id,
    'prod_tsumugino3' as product,
    'jpy' as currency,
    120 as unit_amount,
    'per_unit' as billing_scheme,
    'recurring' as type,
    'month' as recurring_interval,
    1 as recurring_interval_count,
    'metered' as recurring_usage_type,
    '2023-03-20 02:00:00' as created

order by id;

-- Prospects that tried and did not buy.
create table lost_trials as
select
    companies.company_no,
    account_records.source_account_id as stripe_customer_id,
    'sub_1'
    || left(md5('trial' || companies.company_no || getvariable('seed')), 23) as subscription_id,
    account_records.created_on + 1 as started_on,
    account_records.created_on + 31 as ended_on

from companies
inner join account_records
    on companies.company_no = account_records.company_no and account_records.system = 'stripe'
where not companies.becomes_customer and account_records.created_on < date '2026-02-20';

-- One row per subscription and export that it is new or changed in.
create table stripe__subscription as
with versions as (

    select
        *,
        yearly_export(started_on) as exported_on

    from contracts

    union

    select
        *,
        yearly_export(ended_on) as exported_on

    from contracts
    where ended_on is not null and ended_on <= last_day_of_all()

),

known as (

    select
        *,
        ended_on is not null and ended_on <= exported_on as has_ended,
        datesub('month', started_on, exported_on) // term_months + 1 as term_no

    from versions

)

select
    stripe_file('subscription', exported_on) as _file,
    subscription_id as id,
    stripe_customer_id as customer_id,
    if(has_ended, 'canceled', 'active') as status,
    at_ten(if(has_trial, started_on - 30, started_on)) as created,
    at_ten(if(has_trial, started_on - 30, started_on)) as start_date,
    at_ten(if(has_ended, ended_on, cast(started_on + to_months(term_no * term_months) as date)))
        as current_period_end,
    if(has_trial, at_ten(started_on - 30), null) as trial_start,
    if(has_trial, at_ten(started_on), null) as trial_end,
    false as cancel_at_period_end,
    if(has_ended, at_ten(ended_on), null) as canceled_at,
    if(has_ended, at_ten(ended_on), null) as ended_at,
    true as livemode

from known

union all

select
    stripe_file('subscription', yearly_export(ended_on)) as _file,
    subscription_id as id,
    stripe_customer_id as customer_id,
    'canceled' as status,
    at_ten(started_on) as created,
    at_ten(started_on) as start_date,
    at_ten(ended_on) as current_period_end,
    at_ten(started_on) as trial_start,
    at_ten(ended_on) as trial_end,
    false as cancel_at_period_end,
    at_ten(ended_on) as canceled_at,
    at_ten(ended_on) as ended_at,
    true as livemode

from lost_trials

union all

select
    stripe_file('subscription', date '2024-03-31') as _file,
    'sub_test0000000000000001' as id,
    'cus_test00000001' as customer_id,
    'active' as status,
    '2023-04-03 01:10:00' as created,
    '2023-04-03 01:10:00' as start_date,
    '2026-05-03 01:10:00' as current_period_end,
    null as trial_start,
    null as trial_end,
    false as cancel_at_period_end,
    null as canceled_at,
    null as ended_at,
    false as livemode

order by _file, created, id;

create table stripe__subscription_item as
with versions as (

    select
        *,
        yearly_export(from_on) as exported_on

    from contract_items

    union

    -- Replaced by another item, not ended with its subscription.
    select
        *,
        yearly_export(until_on) as exported_on

    from contract_items
    where until_on is not null and until_on is distinct from ended_on

)

select
    stripe_file('subscription_item', exported_on) as _file,
    'si_' || left(md5('item' || item_no || getvariable('seed')), 14) as id,
    subscription_id as subscription,
    price_key as price_id,
    quantity,
    coalesce(until_on <= exported_on and until_on is distinct from ended_on, false) as deleted,
    at_ten(if(deleted, until_on, exported_on)) as _fivetran_synced,
    at_ten(if(change_no = 0 and has_trial, from_on - 30, from_on)) as created

from versions

union all

select
    stripe_file('subscription_item', yearly_export(ended_on)) as _file,
    'si_' || left(md5('trial item' || company_no || getvariable('seed')), 14) as id,
    subscription_id as subscription,
    'price_2_month_jpy' as price_id,
    1 as quantity,
    false as deleted,
    at_ten(ended_on) as _fivetran_synced,
    at_ten(started_on) as created

from lost_trials

union all

select
    stripe_file('subscription_item', yearly_export(started_on)) as _file,
    'si_' || left(md5('storage' || contract_no || getvariable('seed')), 14) as id,
    subscription_id as subscription,
    'price_storage_jpy' as price_id,
    40 as quantity,
    false as deleted,
    at_ten(yearly_export(started_on)) as _fivetran_synced,
    at_ten(started_on) as created

from contracts
where currency = 'JPY' and not has_trial and u('storage', contract_no) < 0.06

order by _file, created, id;

-- With consumption tax. An invoice is exported when it is paid; the newest are not yet.
create table stripe__invoice as
with terms as (

    select
        contract_items.*,
        cast(contract_items.started_on + to_months(t.term_no * contract_items.term_months) as date)
            as issued_on,
        contract_items.contract_no * 64 + t.term_no as invoice_no

    from contract_items
    cross join generate_series(0, 35) as t (term_no)
    where
        t.term_no * contract_items.term_months < 36
        and issued_on >= contract_items.from_on
        and issued_on < coalesce(contract_items.until_on, date '9999-12-31')
        and issued_on <= last_day_of_all()

),

priced as (

    select
        *,
        unit_amount * quantity * if(currency = 'JPY', 110, 100) // 100 as total,
        issued_on + cast(
            if(
                u('pays late', invoice_no) < 0.04,
                whole(20, 50, 'late payment', invoice_no), whole(0, 6, 'payment', invoice_no)
            ) as integer
        ) as paid_on,
        paid_on <= last_day_of_all() as is_paid

    from terms

)

select
    stripe_file('invoice', yearly_export(least(paid_on, last_day_of_all()))) as _file,
    'in_1' || left(md5('invoice' || invoice_no || getvariable('seed')), 23) as id,
    stripe_customer_id as customer_id,
    subscription_id,
    lower(currency) as currency,
    total,
    if(is_paid, total, 0) as amount_paid,
    if(is_paid, 0, total) as amount_remaining,
    if(is_paid, 'paid', 'open') as status,
    is_paid as paid,
    at_ten(issued_on) as created,
    at_ten(issued_on + 30) as due_date,
    at_ten(cast(issued_on + to_months(term_months) as date)) as period_end,
    at_ten(issued_on) as finalized_at,
    if(is_paid, at_ten(paid_on), null) as paid_at,
    true as livemode

from priced
order by _file, created, id;
