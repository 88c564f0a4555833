-- Grain: one row per account and date with an engaged contact: how many contacts and roles were
-- engaged in the last 90 days.
with limits as (

    select
        min(day) as first_day,
        max(day) as last_day
    from {{ ref('int_score__dates') }}

),

clipped as (

    select
        periods.account_no,
        periods.contact_no,
        greatest(periods.from_day, limits.first_day) as first_day,
        least({{ add_days('periods.until_day', -1) }}, limits.last_day) as last_day

    from {{ ref('int_score__engaged_periods') }} as periods
    cross join limits

),

stretches as (

    select
        clipped.account_no,
        clipped.contact_no,
        first_dates.date_no as first_date_no,
        {{ last_date_no('last_dates') }} as last_date_no

    from clipped
    inner join {{ ref('int_score__dates') }} as first_dates
        on clipped.first_day = first_dates.day
    inner join {{ ref('int_score__dates') }} as last_dates
        on clipped.last_day = last_dates.day

),

engaged as (

    select
        account_no,
        contact_no,
        {{ numbers_between('first_date_no', 'last_date_no') }} as date_no

    from stretches
    where first_date_no <= last_date_no

),

roles as (

    select
        engaged.account_no,
        engaged.date_no,
        roles.role,
        count(*) as contacts

    from engaged
    inner join {{ ref('int_score__dates') }} as dates
        on
            engaged.date_no = dates.date_no
            and dates.is_date
    left join {{ ref('int_score__contact_titles') }} as titles
        on
            engaged.contact_no = titles.contact_no
            and engaged.date_no >= titles.first_date_no
            and engaged.date_no <= titles.last_date_no
    inner join {{ ref('int_score__role_rules') }} as roles
        on
            dates.rules_from = roles.rules_from
            and coalesce(titles.role_title, '') = roles.role_title
    group by
        engaged.account_no,
        engaged.date_no,
        roles.role

),

counted as (

    select
        account_no,
        date_no,
        sum(contacts) as engaged_contacts,
        count(*) as engaged_roles

    from roles
    group by
        account_no,
        date_no

)

select
    accounts.account_id,
    counted.date_no,
    counted.engaged_contacts,
    counted.engaged_roles

from counted
inner join {{ ref('int_score__account_numbers') }} as accounts
    on counted.account_no = accounts.account_no
