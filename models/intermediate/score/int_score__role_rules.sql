-- Grain: one row per period of the rules and text that a CRM gives as a role, with the role and the
-- weight it stands for; the text '' stands for everybody of whom no role is known.
with titles as (

    select '' as role_title
    union
    select role_title
    from {{ ref('int_score__role_periods') }}

),

weights as (

    select
        periods.rules_from,
        weights.priority,
        lower(weights.title) as title,
        weights.role,
        weights.weight,
        row_number() over (
            partition by periods.rules_from, weights.priority order by weights.valid_from desc
        ) as place

    from {{ ref('int_score__rule_periods') }} as periods
    inner join {{ ref('role_weights') }} as weights
        on periods.rules_from >= weights.valid_from

),

matched as (

    select
        weights.rules_from,
        titles.role_title,
        weights.role,
        weights.weight,
        row_number() over (
            partition by weights.rules_from, titles.role_title
            order by case when weights.title is null then 1 else 0 end, weights.priority
        ) as choice

    from weights
    inner join titles
        on weights.title is null or instr(lower(titles.role_title), weights.title) > 0
    where weights.place = 1

)

select
    rules_from,
    role_title,
    role,
    weight

from matched
where choice = 1
