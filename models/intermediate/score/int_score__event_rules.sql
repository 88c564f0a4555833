-- Grain: one row per period of the rules and scored type of event. Types of valence -1 count beside
-- the score, never inside it.
with ranked as (

    select
        periods.rules_from,
        rules.event_type,
        rules.points,
        rules.half_life_days,
        rules.daily_cap,
        row_number() over (
            partition by periods.rules_from, rules.event_type order by rules.valid_from desc
        ) as place

    from {{ ref('int_score__rule_periods') }} as periods
    inner join {{ ref('scoring_rules') }} as rules
        on periods.rules_from >= rules.valid_from

)

select
    ranked.rules_from,
    ranked.event_type,
    ranked.points,
    ranked.half_life_days,
    ranked.daily_cap,
    event_types.valence < 0 as is_negative

from ranked
inner join {{ ref('event_types') }} as event_types
    on ranked.event_type = event_types.event_type
where ranked.place = 1
