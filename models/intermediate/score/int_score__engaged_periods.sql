-- Grain: one row per account, contact and period, in local days, in which the contact counted as
-- engaged there: at least one human event of depth 2 or more within the last 90 days, as known
-- then.
with windows as (

    select
        account_no,
        contact_no,
        greatest(available_on, linked_from) as from_day,
        least(linked_until, {{ add_days('event_date', 90) }}) as until_day

    from {{ ref('int_score__daily_events') }}
    where depth >= 2

),

ordered as (

    select
        account_no,
        contact_no,
        from_day,
        until_day,
        max(until_day) over (
            partition by account_no, contact_no
            order by from_day, until_day
            rows between unbounded preceding and 1 preceding
        ) as covered_until

    from windows
    where from_day < until_day

),

numbered as (

    select
        account_no,
        contact_no,
        from_day,
        until_day,
        sum(case when from_day <= covered_until then 0 else 1 end) over (
            partition by account_no, contact_no
            order by from_day, until_day
            rows unbounded preceding
        ) as period_no

    from ordered

)

select
    account_no,
    contact_no,
    min(from_day) as from_day,
    max(until_day) as until_day

from numbered
group by
    account_no,
    contact_no,
    period_no
