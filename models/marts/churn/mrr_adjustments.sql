-- Grain: one row per currency, closed month, account and time at which its MRR turned out to have
-- been another one than it was closed with. The closed month keeps its figure; what was found shows
-- in the first open month.
with versions as (

    select
        versions.account_id,
        versions.currency,
        closed.month,
        closed.closed_at,
        versions.mrr,
        versions.known_from,
        versions.known_until

    from {{ ref('int_revenue__closed_months') }} as closed
    inner join {{ ref('int_revenue__subscription_versions') }} as versions
        on
            closed.closed_at <= versions.known_until
            and {{ month_end('closed.month') }} >= versions.started_on
            and {{ month_end('closed.month') }} < versions.ends_on

),

-- What was known before the month was closed stands at that time; later it comes and goes.
changes as (

    select
        account_id,
        currency,
        month,
        known_from < closed_at as is_closing,
        greatest(known_from, closed_at) as found_at,
        mrr as delta
    from versions

    union all

    select
        account_id,
        currency,
        month,
        false as is_closing,
        known_until as found_at,
        -mrr as delta
    from versions
    where known_until < {{ end_or_never('cast(null as timestamp)') }}

),

moments as (

    select
        account_id,
        currency,
        month,
        is_closing,
        found_at,
        sum(delta) as delta

    from changes
    group by
        account_id,
        currency,
        month,
        is_closing,
        found_at

),

told as (

    select
        account_id,
        currency,
        month,
        is_closing,
        found_at,
        delta,
        sum(delta) over (
            partition by account_id, currency, month
            order by case when is_closing then 0 else 1 end, found_at
            rows unbounded preceding
        ) as corrected_mrr,
        sum(case when is_closing then delta else 0 end) over (
            partition by account_id, currency, month
        ) as closed_mrr

    from moments

)

select
    currency,
    month,
    account_id,
    found_at,
    cast(closed_mrr as decimal(18, 2)) as closed_mrr,
    cast(corrected_mrr as decimal(18, 2)) as corrected_mrr

from told
where not is_closing and delta <> 0
