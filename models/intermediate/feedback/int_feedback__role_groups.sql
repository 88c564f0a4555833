-- Grain: one row per role as a CRM writes it, and '' for everybody of whom none is known: the group
-- and the weight that it stands for by the rules of the as-of date.
with ranked as (

    select
        rules.role_title,
        rules.role,
        rules.weight,
        row_number() over (
            partition by rules.role_title order by rules.rules_from desc
        ) as place

    from {{ ref('int_score__role_rules') }} as rules
    cross join {{ ref('int_inputs__as_of') }} as as_of
    where rules.rules_from <= as_of.as_of_date

)

select
    role_title,
    role,
    weight

from ranked
where place = 1
