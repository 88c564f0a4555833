-- Grain: one row per period of the rules and band of company sizes, `(unknown)` with them: how many
-- engaged contacts and roles make full breadth.
with bands as (

    select company_size_band
    from {{ ref('company_size_bands') }}
    union
    select '(unknown)' as company_size_band

),

ranked as (

    select
        periods.rules_from,
        bands.company_size_band,
        targets.target_contacts,
        targets.expected_roles,
        row_number() over (
            partition by periods.rules_from, bands.company_size_band
            order by
                case when targets.company_size_band = bands.company_size_band then 0 else 1 end,
                targets.valid_from desc
        ) as place

    from {{ ref('int_score__rule_periods') }} as periods
    cross join bands
    inner join {{ ref('breadth_targets') }} as targets
        on
            periods.rules_from >= targets.valid_from
            and targets.company_size_band in (bands.company_size_band, '(default)')

)

select
    rules_from,
    company_size_band,
    target_contacts,
    expected_roles

from ranked
where place = 1
