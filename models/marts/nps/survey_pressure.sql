-- Grain: one row per contact who was ever asked. An ask is a survey and a day, so that two tools
-- that write about one survey on one day ask once; a reminder of another day asks again.
{% set throttle_days = var('survey_throttle_days') %}
with asks as (

    select
        contact_id,
        asked_on,
        {{ days_from(
            'lag(asked_on) over (partition by contact_id order by asked_on, survey_id, ask_key)',
            'asked_on'
        ) }} as days_since_previous

    from {{ ref('int_feedback__survey_asks') }}
    where asked_on is not null

),

counted as (

    select
        asks.contact_id,
        count(
            case
                when asks.asked_on > {{ add_days('as_of.as_of_date', -throttle_days) }} then 1
            end
        ) as asks_in_window,
        count(
            case when asks.days_since_previous < {{ throttle_days }} then 1 end
        ) as times_over_surveyed,
        max(asks.asked_on) as last_asked_on

    from asks
    cross join {{ ref('int_inputs__as_of') }} as as_of
    group by asks.contact_id

),

-- An ask of which the day is unknown counts here alone.
totals as (

    select
        contact_id,
        count(*) as asks_total

    from {{ ref('int_feedback__survey_asks') }}
    group by contact_id

)

select
    totals.contact_id,
    contacts.account_id,
    cast(coalesce(counted.asks_in_window, 0) as bigint) as asks_in_window,
    cast(totals.asks_total as bigint) as asks_total,
    counted.last_asked_on,
    coalesce(counted.asks_in_window, 0) >= 2 as is_over_surveyed,
    cast(coalesce(counted.times_over_surveyed, 0) as bigint) as times_over_surveyed,
    {{ add_days('counted.last_asked_on', throttle_days) }} as next_allowed_on,
    as_of.as_of_date

from totals
cross join {{ ref('int_inputs__as_of') }} as as_of
left join counted on totals.contact_id = counted.contact_id
left join {{ ref('int_identity__contacts') }} as contacts
    on totals.contact_id = contacts.contact_id
