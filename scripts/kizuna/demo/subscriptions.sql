-- Contracts. Periods are half-open: a renewal, an upgrade or a downgrade starts on the day that the
-- period before ends.
create table periods as
with boundaries as (

    select
        customers.*,
        1 as chain,
        cast(started_on + to_months(after_months) as date) as period_start

    from customers
    cross join generate_series(0, 17) as t (after_months)
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
        customers.* replace (
            'month' as billing_interval, 1 as term_months, 100 as percent_of_list,
            cast(null as date) as churned_on
        ),
        2 as chain,
        returned_on as period_start

    from customers
    where returned_on is not null

),

priced as (

    select
        boundaries.no,
        chain,
        period_start,
        coalesce(
            lead(period_start) over (partition by boundaries.no, chain order by period_start),
            churned_on,
            if(term_months >= 6, cast(period_start + to_months(term_months) as date), null)
        ) as period_end,
        billing_interval,
        product,
        if(boundaries.no <= 2, price_usd, price_jpy) * term_months * percent_of_list // 100
            as amount

    from boundaries
    inner join plans
        on plans.plan_level = if(
            period_start >= coalesce(changed_on, date '9999-12-31'),
            boundaries.changed_level, boundaries.plan_level
        )

),

trials as (

    select
        no,
        started_on - 30 as period_start
    from customers
    where had_trial

    union all

    -- Prospects that tried and did not buy.
    select
        no,
        cast(created_at as date) + 10
    from accounts
    where
        not becomes_customer
        and u('trial', no) < 0.25
        and created_at < timestamp '2026-03-20 00:00:00'

),

one_offs as (

    select
        no,
        started_on as period_start
    from customers
    where no > 2 and plan_level = 3
    order by u('one off', no), no
    limit 2

)

select * from priced

union all by name

select
    no,
    0 as chain,
    period_start,
    period_start + 30 as period_end,
    'ツムギノ スタンダード' as product,
    0 as amount,
    true as is_trial

from trials

union all by name

select
    no,
    9 as chain,
    period_start,
    period_start + 1 as period_end,
    '初期導入支援' as product,
    350000 as amount,
    'one_off' as charge_type

from one_offs;

create table file_subscriptions as
select
    'generic/subscriptions/subscriptions.csv' as _file,
    row_number() over (order by account_id, chain, period_start) as _line,
    replace(account_id, 'A-', 'S') || '-'
    || row_number() over (partition by account_id order by chain, period_start) as subscription_id,
    account_id,
    product,
    coalesce(charge_type, 'recurring') as charge_type,
    if(no <= 2, 'USD', 'JPY') as currency,
    amount,
    coalesce(billing_interval, 'month') as billing_interval,
    1 as interval_count,
    if(is_trial, 'true', 'false') as is_trial,
    period_start as started_on,
    period_end as ends_on

from periods
inner join accounts using (no);

-- How lively the relation is, by month: customers by their health, less before they leave, little
-- afterwards.
create table account_months as
select
    accounts.no,
    months.month_no,
    coalesce(
        (started_on <= last_day and last_day < coalesce(churned_on, date '9999-12-31'))
        or returned_on <= last_day,
        false
    ) as is_customer,
    case
        when is_customer and churned_on > last_day and churned_on <= last_day + 95 then 0.3
        when is_customer then 0.45 + 1.1 * accounts.health
        when churned_on <= last_day then 0.1
        else 0.4
    end as liveliness

from accounts
cross join months
left join customers using (no)
where accounts.created_at < last_day + 1;
