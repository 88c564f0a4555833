-- Contracts. Periods are half-open: a renewal, an upgrade or a downgrade starts on the day that the
-- period before ends.
create table periods as
with contract_months as (

    select
        customers.*,
        t.after_months,
        1 as chain_no,
        cast(customers.started_on + to_months(t.after_months) as date) as period_start

    from customers
    cross join generate_series(0, 17) as t (after_months)

),

boundaries as (

    select * exclude (after_months)
    from contract_months
    where
        period_start <= date '2026-03-31'
        and period_start < coalesce(churned_on, date '9999-12-31')
        and (
            after_months = 0
            or period_start = changed_on
            -- Half-years and years are renewed by a new period; the others run on in the same one.
            or (term_months >= 6 and after_months % term_months = 0)
        )

    union all by name

    select
        * replace (
            'month' as billing_interval, 1 as term_months, 100 as percent_of_list,
            cast(null as date) as churned_on
        ),
        2 as chain_no,
        returned_on as period_start

    from customers
    where returned_on is not null

),

bounded as (

    select
        *,
        coalesce(
            lead(period_start) over (partition by company_no, chain_no order by period_start),
            churned_on,
            if(term_months >= 6, cast(period_start + to_months(term_months) as date), null)
        ) as period_end,
        if(
            period_start >= coalesce(changed_on, date '9999-12-31'), changed_level, plan_level
        ) as level_then

    from boundaries

),

priced as (

    select
        bounded.company_no,
        bounded.chain_no,
        bounded.period_start,
        bounded.period_end,
        bounded.billing_interval,
        plans.product,
        if(bounded.company_no <= 2, plans.price_usd, plans.price_jpy)
        * bounded.term_months * bounded.percent_of_list // 100 as amount

    from bounded
    inner join plans
        on bounded.level_then = plans.plan_level

),

trials as (

    select
        company_no,
        started_on - 30 as period_start

    from customers
    where had_trial

    union all

    -- Prospects that tried and did not buy.
    select
        company_no,
        cast(created_at as date) + 10 as period_start

    from accounts
    where
        not becomes_customer
        and u('trial', company_no) < 0.25
        and created_at < timestamp '2026-03-20 00:00:00'

),

one_offs as (

    select
        company_no,
        started_on as period_start

    from customers
    where company_no > 2 and plan_level = 3
    order by u('one off', company_no), company_no
    limit 2

)

select * from priced

union all by name

select
    company_no,
    0 as chain_no,
    period_start,
    period_start + 30 as period_end,
    'ツムギノ スタンダード' as product,
    0 as amount,
    true as is_trial

from trials

union all by name

select
    company_no,
    9 as chain_no,
    period_start,
    period_start + 1 as period_end,
    '初期導入支援' as product,
    350000 as amount,
    'one_off' as charge_type

from one_offs;

create table file_subscriptions as
with listed as (

    select
        periods.*,
        accounts.account_id

    from periods
    inner join accounts
        on periods.company_no = accounts.company_no

)

select
    'generic/subscriptions/subscriptions.csv' as _file,
    row_number() over (order by account_id, chain_no, period_start) as _line,
    replace(account_id, 'A-', 'S') || '-'
    || row_number() over (partition by account_id order by chain_no, period_start)
        as subscription_id,
    account_id,
    product,
    coalesce(charge_type, 'recurring') as charge_type,
    if(company_no <= 2, 'USD', 'JPY') as currency,
    amount,
    coalesce(billing_interval, 'month') as billing_interval,
    1 as interval_count,
    if(is_trial, 'true', 'false') as is_trial,
    period_start as started_on,
    period_end as ends_on

from listed;

-- How lively the relation is, by month: customers by their health, less before they leave, little
-- afterwards.
create table account_months as
with known as (

    select
        accounts.company_no,
        accounts.health,
        months.month_no,
        months.last_day,
        customers.started_on,
        customers.churned_on,
        customers.returned_on

    from accounts
    cross join months
    left join customers
        on accounts.company_no = customers.company_no
    where accounts.created_at < months.last_day + 1

)

select
    company_no,
    month_no,
    coalesce(
        (started_on <= last_day and last_day < coalesce(churned_on, date '9999-12-31'))
        or returned_on <= last_day,
        false
    ) as is_customer,
    case
        when is_customer and churned_on > last_day and churned_on <= last_day + 95 then 0.3
        when is_customer then 0.45 + 1.1 * health
        when churned_on <= last_day then 0.1
        else 0.4
    end as liveliness

from known;
