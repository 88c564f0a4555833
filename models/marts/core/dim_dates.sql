-- Grain: one row per local day, from the beginning of the fiscal year in which the first thing
-- happened to the end of the one that the as-of date lies in. is_business_day_jp is NULL in years
-- whose holidays are not known.
{% set happened_at = [
    ('activities', 'occurred_at'),
    ('campaign_members', 'created_at'),
    ('email_sends', 'sent_at'),
    ('email_events', 'occurred_at'),
    ('invoices', 'issued_at'),
    ('opportunities', 'created_at'),
    ('opportunity_stages', 'changed_at'),
    ('social_posts', 'published_at'),
    ('survey_responses', 'responded_at'),
    ('survey_invitations', 'invited_at'),
    ('tickets', 'created_at'),
    ('web_events', 'event_at'),
    ('webinars', 'started_at'),
    ('webinar_interactions', 'occurred_at'),
    ('webinar_joins', 'joined_at'),
    ('webinar_registrations', 'registered_at')
] %}
with first_days as (

    {% for concept, column in happened_at %}
        select {{ local_date('min(' ~ column ~ ')') }} as first_day
        from {{ ref('int_inputs__' ~ concept) }}
        union all
    {% endfor %}
    select min(started_on) as first_day
    from {{ ref('int_inputs__subscriptions') }}

),

bounds as (

    select
        least(coalesce(min(first_days.first_day), as_of.as_of_date), as_of.as_of_date) as first_day,
        as_of.as_of_date as last_day

    from {{ ref('int_inputs__as_of') }} as as_of
    cross join first_days
    group by as_of.as_of_date

),

days as (

    select {{ days_between(
        fiscal_start('first_day', 12),
        add_days(add_months(fiscal_start('last_day', 12), 12), -1)
    ) }} as date

    from bounds

),

holidays as (

    select
        date,
        name as holiday_name

    from {{ source('reference', 'japanese_holidays') }}

),

known_years as (

    select
        extract(year from min(date)) as first_year,
        extract(year from max(date)) as last_year

    from holidays

)

select
    days.date,
    {{ month_start('days.date') }} as month,
    cast(date_trunc('quarter', days.date) as date) as quarter,
    cast({{ fiscal_year('days.date') }} as bigint) as fiscal_year,
    cast({{ fiscal_quarter('days.date') }} as bigint) as fiscal_quarter,
    {{ add_days(week_start('days.date'), 6) }} as week_end,
    case
        when extract(year from days.date) between known_years.first_year and known_years.last_year
            then
                days.date < {{ add_days(week_start('days.date'), 5) }}
                and holidays.holiday_name is null
                and not (extract(month from days.date) = 12 and extract(day from days.date) >= 29)
                and not (extract(month from days.date) = 1 and extract(day from days.date) <= 3)
    end as is_business_day_jp,
    holidays.holiday_name

from days
cross join known_years
left join holidays on days.date = holidays.date
