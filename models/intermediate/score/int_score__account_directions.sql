-- Grain: one row per account and date: human events of the last 90 days that came in and that went
-- out, as known then; two-way events are both.
with windows as (

    select
        account_id,
        greatest(available_on, linked_from) as from_day,
        least(linked_until, {{ add_days('event_date', 90) }}) as until_day,
        sum(events * is_inbound) as inbound,
        sum(events * is_outbound) as outbound

    from {{ ref('int_score__daily_events') }}
    group by
        account_id,
        greatest(available_on, linked_from),
        least(linked_until, {{ add_days('event_date', 90) }})

),

changes as (

    select
        account_id,
        from_day as day,
        inbound,
        outbound
    from windows
    where from_day < until_day

    union all

    select
        account_id,
        until_day as day,
        -inbound as inbound,
        -outbound as outbound
    from windows
    where from_day < until_day

),

limits as (

    select
        min(day) as first_day,
        max(date_no) as last_date_no
    from {{ ref('int_score__dates') }}

),

added as (

    select
        changes.account_id,
        dates.date_no,
        sum(changes.inbound) as inbound,
        sum(changes.outbound) as outbound

    from changes
    cross join limits
    inner join {{ ref('int_score__dates') }} as dates
        on greatest(changes.day, limits.first_day) = dates.day
    group by
        changes.account_id,
        dates.date_no

),

stretches as (

    select
        account_id,
        date_no as first_date_no,
        lead(date_no) over (partition by account_id order by date_no) - 1 as last_date_no,
        sum(inbound) over (
            partition by account_id order by date_no rows unbounded preceding
        ) as inbound,
        sum(outbound) over (
            partition by account_id order by date_no rows unbounded preceding
        ) as outbound

    from added

)

select
    stretches.account_id,
    {{ numbers_between(
        'stretches.first_date_no', 'coalesce(stretches.last_date_no, limits.last_date_no)'
    ) }} as date_no,
    stretches.inbound,
    stretches.outbound

from stretches
cross join limits
