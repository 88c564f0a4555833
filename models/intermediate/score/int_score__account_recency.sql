-- Grain: one row per account and date with an engaged event by then, as known then: the day of the
-- last one. An event that was the account's for a time only counts on the dates of that time.
with limits as (

    select
        min(day) as first_day,
        max(day) as last_day,
        max(date_no) as last_date_no
    from {{ ref('int_score__dates') }}

),

engaged as (

    select
        events.account_no,
        greatest(events.available_on, events.linked_from, limits.first_day) as from_day,
        events.linked_until as until_day,
        least({{ add_days('events.linked_until', -1) }}, limits.last_day) as last_day,
        events.event_date

    from {{ ref('int_score__daily_events') }} as events
    cross join limits
    where events.depth >= 2

),

-- Of what stayed: the latest day, as a running maximum.
news as (

    select
        engaged.account_no,
        dates.date_no,
        max(engaged.event_date) as event_date

    from engaged
    inner join {{ ref('int_score__dates') }} as dates
        on engaged.from_day = dates.day
    where engaged.until_day = {{ no_day() }}
    group by
        engaged.account_no,
        dates.date_no

),

stretches as (

    select
        account_no,
        date_no as first_date_no,
        lead(date_no) over (partition by account_no order by date_no) - 1 as last_date_no,
        max(event_date) over (
            partition by account_no order by date_no rows unbounded preceding
        ) as event_date
    from news

    union all

    select
        engaged.account_no,
        first_dates.date_no as first_date_no,
        {{ last_date_no('last_dates') }} as last_date_no,
        max(engaged.event_date) as event_date

    from engaged
    inner join {{ ref('int_score__dates') }} as first_dates
        on engaged.from_day = first_dates.day
    inner join {{ ref('int_score__dates') }} as last_dates
        on engaged.last_day = last_dates.day
    where engaged.until_day < {{ no_day() }} and engaged.from_day < engaged.until_day
    group by
        engaged.account_no,
        first_dates.date_no,
        {{ last_date_no('last_dates') }}

),

spread as (

    select
        stretches.account_no,
        {{ numbers_between(
            'stretches.first_date_no', 'coalesce(stretches.last_date_no, limits.last_date_no)'
        ) }} as date_no,
        stretches.event_date

    from stretches
    cross join limits

),

latest as (

    select
        account_no,
        date_no,
        max(event_date) as last_engaged_date

    from spread
    group by
        account_no,
        date_no

)

select
    accounts.account_id,
    latest.date_no,
    latest.last_engaged_date

from latest
inner join {{ ref('int_score__account_numbers') }} as accounts
    on latest.account_no = accounts.account_no
