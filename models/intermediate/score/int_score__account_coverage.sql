-- Grain: one row per account and date on which the warehouse knew of it: its size, how many
-- contacts were known, and since when it and its first contact were known.
with first_contacts as (

    select
        account_id,
        min(from_date) as first_contact_on

    from {{ ref('int_score__contact_periods') }}
    where from_date < until_date
    group by account_id

),

contact_changes as (

    select
        account_id,
        from_date as day,
        1 as contacts
    from {{ ref('int_score__contact_periods') }}
    where from_date < until_date

    union all

    select
        account_id,
        until_date as day,
        -1 as contacts
    from {{ ref('int_score__contact_periods') }}
    where from_date < until_date

),

limits as (

    select
        min(day) as first_day,
        max(day) as last_day,
        max(date_no) as last_date_no
    from {{ ref('int_score__dates') }}

),

added as (

    select
        changes.account_id,
        dates.date_no,
        sum(changes.contacts) as contacts

    from contact_changes as changes
    cross join limits
    inner join {{ ref('int_score__dates') }} as dates
        on greatest(changes.day, limits.first_day) = dates.day
    group by
        changes.account_id,
        dates.date_no

),

contact_stretches as (

    select
        added.account_id,
        added.date_no as first_date_no,
        coalesce(
            lead(added.date_no) over (partition by added.account_id order by added.date_no) - 1,
            limits.last_date_no
        ) as last_date_no,
        sum(added.contacts) over (
            partition by added.account_id order by added.date_no rows unbounded preceding
        ) as known_contacts

    from added
    cross join limits

),

account_stretches as (

    select
        periods.account_id,
        periods.first_known_on,
        periods.company_size_band,
        first_dates.date_no as first_date_no,
        {{ last_date_no('last_dates') }} as last_date_no

    from {{ ref('int_score__account_periods') }} as periods
    cross join limits
    inner join {{ ref('int_score__dates') }} as first_dates
        on greatest(periods.from_date, limits.first_day) = first_dates.day
    inner join {{ ref('int_score__dates') }} as last_dates
        on least({{ add_days('periods.until_date', -1) }}, limits.last_day) = last_dates.day

),

known as (

    select
        account_id,
        first_known_on,
        company_size_band,
        {{ numbers_between('first_date_no', 'last_date_no') }} as date_no

    from account_stretches
    where first_date_no <= last_date_no

)

select
    known.account_id,
    known.date_no,
    dates.day as as_of_date,
    dates.is_published,
    dates.is_week_end,
    dates.rules_from,
    known.company_size_band,
    coalesce(stretches.known_contacts, 0) as known_contacts,
    known.first_known_on,
    first_contacts.first_contact_on

from known
inner join {{ ref('int_score__dates') }} as dates
    on
        known.date_no = dates.date_no
        and dates.is_date
left join first_contacts
    on known.account_id = first_contacts.account_id
left join contact_stretches as stretches
    on
        known.account_id = stretches.account_id
        and known.date_no >= stretches.first_date_no
        and known.date_no <= stretches.last_date_no
