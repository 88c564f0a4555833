-- Grain: one row per account and date on which the warehouse knew of it: sub-scores, score and
-- status (METRICS 3), from nothing but what was known on that day.
with counted as (

    select
        coverage.account_id,
        coverage.date_no,
        coverage.as_of_date,
        coverage.is_published,
        coverage.is_week_end,
        coverage.known_contacts,
        coalesce(engaged.engaged_contacts, 0) as engaged_contacts,
        coalesce(engaged.engaged_roles, 0) as engaged_roles,
        recency.last_engaged_date,
        coalesce(points.negative_points, 0) as negative_points,
        {{ rate('directions.inbound', 'directions.inbound + directions.outbound') }}
            as reciprocity_90d,
        rules.model_version,
        rules.dormant_below,
        rules.rank_margin,
        case
            when coverage.known_contacts = 0 then 'no_coverage'
            when
                {{ days_from('coverage.first_known_on', 'coverage.as_of_date') }} < 28
                or {{ days_from('coverage.first_contact_on', 'coverage.as_of_date') }} < 28
                then 'insufficient_history'
            when recency.last_engaged_date is null then 'never'
        end as status_without_score,
        {{ score_parts(
            'rules',
            'aims',
            'points.depth_sum',
            'engaged.engaged_contacts',
            'engaged.engaged_roles',
            'recency.last_engaged_date',
            'coverage.as_of_date'
        ) }}

    from {{ ref('int_score__account_coverage') }} as coverage
    inner join {{ ref('int_score__rule_periods') }} as rules
        on coverage.rules_from = rules.rules_from
    inner join {{ ref('int_score__size_targets') }} as aims
        on
            coverage.rules_from = aims.rules_from
            and coverage.company_size_band = aims.company_size_band
    left join {{ ref('int_score__account_depth') }} as points
        on
            coverage.account_id = points.account_id
            and coverage.date_no = points.date_no
    left join {{ ref('int_score__account_breadth') }} as engaged
        on
            coverage.account_id = engaged.account_id
            and coverage.date_no = engaged.date_no
    left join {{ ref('int_score__account_recency') }} as recency
        on
            coverage.account_id = recency.account_id
            and coverage.date_no = recency.date_no
    left join {{ ref('int_score__account_directions') }} as directions
        on
            coverage.account_id = directions.account_id
            and coverage.date_no = directions.date_no

),

scored as (

    select
        counted.*,
        case
            when status_without_score in ('no_coverage', 'insufficient_history')
                then cast(null as double)
            when status_without_score = 'never' then cast(0 as double)
            else cast(1 as double)
        end as factor

    from counted

)

select
    account_id,
    date_no,
    as_of_date,
    is_published,
    is_week_end,
    factor * score as engagement_score,
    factor * depth_score as depth_score,
    factor * breadth_score as breadth_score,
    factor * recency_score as recency_score,
    coalesce(
        status_without_score,
        case when score < dormant_below then 'dormant' else 'active' end
    ) as status,
    known_contacts,
    engaged_contacts,
    engaged_roles,
    last_engaged_date,
    {{ rounded('negative_points') }} as negative_points,
    reciprocity_90d,
    model_version,
    rank_margin

from scored
