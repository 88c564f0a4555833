-- Grain: one row per step from the score of 28 days ago to that of the as-of day. Each step lets
-- one thing more become what it is now: the clock (day), what had become known of the past
-- (facts_known_on), what has happened since (occurred_by), who belongs to whom (links_known_on),
-- and the rules. The first row is the state that all begins with and has no reason.
with days as (

    select
        as_of_date,
        {{ add_days('as_of_date', -28) }} as from_date
    from {{ ref('int_inputs__as_of') }}

),

states as (

    {% for reason, clock, facts, occurred, links, rules in [
        (none, 'from_date', 'from_date', 'from_date', 'from_date', 'from_date'),
        ('passing_of_time', 'as_of_date', 'from_date', 'from_date', 'from_date', 'from_date'),
        ('late_facts', 'as_of_date', 'as_of_date', 'from_date', 'from_date', 'from_date'),
        ('new_events', 'as_of_date', 'as_of_date', 'as_of_date', 'from_date', 'from_date'),
        ('people_and_identity', 'as_of_date', 'as_of_date', 'as_of_date', 'as_of_date', 'from_date'),
        ('rules', 'as_of_date', 'as_of_date', 'as_of_date', 'as_of_date', 'as_of_date'),
    ] %}
        {{ 'union all' if not loop.first }}
        select
            {{ loop.index0 }} as step_no,
            cast({{ "'" ~ reason ~ "'" if reason else 'null' }} as string) as reason,
            as_of_date,
            from_date,
            {{ clock }} as day,
            {{ facts }} as facts_known_on,
            {{ occurred }} as occurred_by,
            {{ links }} as links_known_on,
            {{ rules }} as rules_of_day
        from days
    {% endfor %}

)

select
    states.step_no,
    states.reason,
    states.as_of_date,
    states.from_date,
    states.day,
    states.facts_known_on,
    states.occurred_by,
    states.links_known_on,
    rules.rules_from

from states
inner join {{ ref('int_score__rule_periods') }} as rules
    on
        states.rules_of_day >= rules.rules_from
        and states.rules_of_day < rules.rules_until
