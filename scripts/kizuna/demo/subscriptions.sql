-- Contracts. Periods are half-open: a renewal, an upgrade or a downgrade starts on the day the one before ends.
create table periods as
with boundaries as (

    select
        customers.*,
        1 as chain,
        boundary,
        cast(started_on + to_months(boundary) as date) as period_start

    from customers
    cross join generate_series(0, 17) as t (boundary)
    where
        period_start <= date '2026-03-31'
        and period_start < coalesce(churned_on, date '9999-12-31')
        and (
            boundary = 0
            or period_start = changed_on
            -- Half-years and years are renewed by a new period; months and quarters run on in the same one.
            or (term_months >= 6 and boundary % term_months = 0)
        )

    union all

    select
        customers.* replace ('month' as billing_interval, 1 as term_months, 100 as percent_of_list),
        2,
        0,
        returned_on

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
            if(chain = 1, churned_on, null),
            if(term_months >= 6, cast(period_start + to_months(term_months) as date), null)
        ) as period_end,
        billing_interval,
        product,
        if(no <= 2, 'USD', 'JPY') as currency,
        if(no <= 2, price_usd, price_jpy) * term_months * percent_of_list // 100 as amount

    from boundaries
    inner join plans
        on plans.plan_level = if(
            chain = 1 and period_start >= coalesce(changed_on, date '9999-12-31'),
            boundaries.wished_level, boundaries.plan_level
        )

)

select
    *,
    'recurring' as charge_type,
    false as is_trial

from priced

union all

select
    no, 0, started_on - 30, started_on, 'month', 'ツムギノ スタンダード', 'JPY', 0, 'recurring', true

from customers
where had_trial

union all

-- Prospects that tried and did not buy.
select
    no, 0, cast(created_at as date) + 10, cast(created_at as date) + 40, 'month', 'ツムギノ スタンダード', 'JPY', 0,
    'recurring', true

from accounts
where not becomes_customer and u('trial', no) < 0.25 and created_at < timestamp '2026-03-20 00:00:00'

union all

select
    no, 9, started_on, started_on + 1, 'month', '初期導入支援', 'JPY', 350000, 'one_off', false

from (
    select * from customers
    where no > 2 and plan_level = 3
    order by u('one off', no), no
    limit 2
);

create table file_subscriptions as
select
    'generic/subscriptions/subscriptions.csv' as _file,
    row_number() over (order by account_id, chain, period_start) as _line,
    'S' || substr(account_id, 3) || '-'
    || row_number() over (partition by account_id order by chain, period_start) as subscription_id,
    account_id,
    product,
    charge_type,
    currency,
    amount,
    billing_interval,
    1 as interval_count,
    if(is_trial, 'true', 'false') as is_trial,
    period_start as started_on,
    period_end as ends_on

from periods
inner join accounts using (no);

-- How lively the relation is, by month: customers by their health, less before they leave, little afterwards.
create table account_months as
select
    accounts.no,
    months.month_no,
    coalesce(
        (started_on <= last_day and last_day < coalesce(churned_on, date '9999-12-31'))
        or returned_on <= last_day, false
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
