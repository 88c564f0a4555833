-- Grain: one row per period in which the rules of the score stayed the same, from rules_from to
-- before rules_until, with its constants. A change of any seed begins a new period, and all that
-- counts in it counts for every event, old ones too.
with changes as (

    {% for seed in ['scoring_rules', 'score_parameters', 'role_weights', 'breadth_targets'] %}
        {{ 'union all' if not loop.first }}
        select
            valid_from,
            model_version
        from {{ ref(seed) }}
    {% endfor %}

),

periods as (

    select
        valid_from as rules_from,
        max(model_version) as model_version

    from changes
    group by valid_from

),

ranked as (

    select
        periods.rules_from,
        periods.model_version,
        constants.contact_k,
        constants.account_k,
        constants.depth_weight,
        constants.breadth_weight,
        constants.recency_weight,
        constants.recency_half_life_days,
        constants.dormant_below,
        constants.rank_margin,
        row_number() over (
            partition by periods.rules_from order by constants.valid_from desc
        ) as place

    from periods
    inner join {{ ref('score_parameters') }} as constants
        on periods.rules_from >= constants.valid_from

)

select
    rules_from,
    coalesce(lead(rules_from) over (order by rules_from), {{ no_day() }}) as rules_until,
    model_version,
    contact_k,
    account_k,
    depth_weight,
    breadth_weight,
    recency_weight,
    recency_half_life_days,
    dormant_below,
    rank_margin

from ranked
where place = 1
