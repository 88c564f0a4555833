-- Grain: one row per stratum and time at which a customer of it churned or was last seen, and time
-- 0. Kaplan-Meier: survival is the product of 1 - churned / at_risk, who churns at a time does so
-- before who is last seen then, and std_error is Greenwood's. Strata are those of the entry month.
{% set segment_types = customer_segment_types() %}
with lives as (

    select
        lives.time_months,
        case when lives.is_churned then 1 else 0 end as is_churned,
        entries.industry,
        entries.company_size_band,
        entries.region,
        entries.plan,
        coalesce(history.rank, '(unknown)') as engagement_rank,
        coalesce(means.nps_band, '(unknown)') as nps_band

    from {{ ref('int_revenue__customer_lives') }} as lives
    inner join {{ ref('int_revenue__customer_months') }} as entries
        on
            lives.account_id = entries.account_id
            and lives.entry_month = entries.month
    left join {{ ref('account_engagement_history') }} as history
        on
            entries.account_id = history.account_id
            and entries.measured_on = history.as_of_date
    left join {{ ref('int_feedback__account_means') }} as means
        on
            entries.account_id = means.account_id
            and entries.measured_on = means.measured_on

),

by_stratum as (

    select
        'all' as stratum_type,
        'all' as stratum,
        time_months,
        is_churned
    from lives
    {% for segment_type in segment_types %}
        union all
        select
            '{{ segment_type }}' as stratum_type,
            {{ segment_type }} as stratum,
            time_months,
            is_churned
        from lives
    {% endfor %}

),

times as (

    select
        stratum_type,
        stratum,
        time_months,
        1 as lives,
        is_churned as churned
    from by_stratum
    union all
    select distinct
        stratum_type,
        stratum,
        cast(0 as bigint) as time_months,
        0 as lives,
        0 as churned
    from by_stratum

),

counted as (

    select
        stratum_type,
        stratum,
        time_months,
        sum(lives) as lives,
        sum(churned) as churned

    from times
    group by stratum_type, stratum, time_months

),

exposed as (

    select
        counted.*,
        sum(lives) over (
            partition by stratum_type, stratum
            order by time_months desc
            rows between unbounded preceding and current row
        ) as at_risk

    from counted

),

-- Sums of logarithms instead of a product. Where the last customer at risk churns, nobody is left
-- to take a logarithm of; no time follows it.
summed as (

    select
        exposed.*,
        sum(ln(nullif(at_risk - churned, 0) / cast(at_risk as double))) over (
            partition by stratum_type, stratum
            order by time_months
            rows between unbounded preceding and current row
        ) as log_survival,
        sum(churned / (cast(at_risk as double) * nullif(at_risk - churned, 0))) over (
            partition by stratum_type, stratum
            order by time_months
            rows between unbounded preceding and current row
        ) as greenwood_sum

    from exposed

)

select
    stratum_type,
    stratum,
    time_months,
    cast(at_risk as bigint) as at_risk,
    cast(churned as bigint) as churned,
    cast(lives - churned as bigint) as censored,
    {{ rounded('case when at_risk = churned then 0 else exp(log_survival) end') }} as survival,
    {{ rounded('case when at_risk > churned then exp(log_survival) * sqrt(greenwood_sum) end') }}
        as std_error

from summed
