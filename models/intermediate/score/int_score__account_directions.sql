-- Grain: one row per account and date: human events of the last 90 days that came in and that went
-- out, as known then; two-way events are both.
with limits as (

    select
        min(day) as first_day,
        max(date_no) as last_date_no
    from {{ ref('int_score__dates') }}

),

windows as (

    select
        events.account_no,
        greatest(events.available_on, events.linked_from, limits.first_day) as from_day,
        greatest(
            least(events.linked_until, {{ add_days('events.event_date', 90) }}), limits.first_day
        ) as until_day,
        events.events * events.is_inbound as inbound,
        events.events * events.is_outbound as outbound

    from {{ ref('int_score__daily_events') }} as events
    cross join limits

),

changes as (

    select
        windows.account_no,
        dates.date_no,
        sum(windows.inbound) as inbound,
        sum(windows.outbound) as outbound

    from windows
    inner join {{ ref('int_score__dates') }} as dates
        on windows.from_day = dates.day
    where windows.from_day < windows.until_day
    group by
        windows.account_no,
        dates.date_no

    union all

    select
        windows.account_no,
        dates.date_no,
        -sum(windows.inbound) as inbound,
        -sum(windows.outbound) as outbound

    from windows
    inner join {{ ref('int_score__dates') }} as dates
        on windows.until_day = dates.day
    where windows.from_day < windows.until_day
    group by
        windows.account_no,
        dates.date_no

),

added as (

    select
        account_no,
        date_no,
        sum(inbound) as inbound,
        sum(outbound) as outbound

    from changes
    group by
        account_no,
        date_no

),

stretches as (

    select
        account_no,
        date_no as first_date_no,
        lead(date_no) over (partition by account_no order by date_no) - 1 as last_date_no,
        sum(inbound) over (
            partition by account_no order by date_no rows unbounded preceding
        ) as inbound,
        sum(outbound) over (
            partition by account_no order by date_no rows unbounded preceding
        ) as outbound

    from added

),

spread as (

    select
        stretches.account_no,
        {{ numbers_between(
            'stretches.first_date_no', 'coalesce(stretches.last_date_no, limits.last_date_no)'
        ) }} as date_no,
        stretches.inbound,
        stretches.outbound

    from stretches
    cross join limits

)

select
    accounts.account_id,
    spread.date_no,
    spread.inbound,
    spread.outbound

from spread
inner join {{ ref('int_score__account_numbers') }} as accounts
    on spread.account_no = accounts.account_no
