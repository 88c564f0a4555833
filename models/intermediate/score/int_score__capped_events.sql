-- Grain: one row per period of the rules and human event of a capped day that counted at some time:
-- on the days, from available_on to before counted_until, on which fewer earlier events of its
-- contact, type and day were known than the cap allows. An event that comes late can only push out
-- later ones.
with events as (

    select
        events.event_id,
        capped_days.counted_contact,
        events.event_type,
        events.event_date,
        {{ local_date('events.available_at') }} as available_on,
        row_number() over (
            partition by
                capped_days.counted_contact,
                capped_days.event_type,
                capped_days.event_date
            order by
                events.occurred_at,
                events.event_id
        ) as place

    from {{ ref('int_activity__engagement_events') }} as events
    inner join {{ ref('int_score__capped_days') }} as capped_days
        on
            coalesce(events.contact_id, {{ unknown_contact_of('events.account_id') }})
            = capped_days.counted_contact
            and events.event_type = capped_days.event_type
            and events.event_date = capped_days.event_date
    where not events.is_machine

),

with_rules as (

    select
        events.*,
        rules.rules_from,
        rules.daily_cap,
        max(events.available_on) over (
            partition by
                rules.rules_from,
                events.counted_contact,
                events.event_type,
                events.event_date
            order by events.place
            rows between unbounded preceding and 1 preceding
        ) as earlier_known_on

    from events
    inner join {{ ref('int_score__event_rules') }} as rules
        on events.event_type = rules.event_type

),

-- Those behind the cap that were known before some earlier one.
overtaken as (

    select
        later.rules_from,
        later.event_id,
        later.daily_cap,
        earlier.available_on as pushed_on,
        row_number() over (
            partition by later.rules_from, later.event_id
            order by earlier.available_on, earlier.place
        ) as push_no

    from with_rules as later
    inner join with_rules as earlier
        on
            later.rules_from = earlier.rules_from
            and later.counted_contact = earlier.counted_contact
            and later.event_type = earlier.event_type
            and later.event_date = earlier.event_date
            and later.place > earlier.place
    where later.place > later.daily_cap and later.available_on < later.earlier_known_on

)

select
    with_rules.rules_from,
    with_rules.event_id,
    case
        when with_rules.place <= with_rules.daily_cap then {{ no_day() }}
        else overtaken.pushed_on
    end as counted_until

from with_rules
left join overtaken
    on
        with_rules.rules_from = overtaken.rules_from
        and with_rules.event_id = overtaken.event_id
        and with_rules.daily_cap = overtaken.push_no
where
    with_rules.place <= with_rules.daily_cap
    or overtaken.pushed_on > with_rules.available_on
