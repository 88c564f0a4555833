-- Grain: one row per account and week end, month end or as-of date: what the account's score was,
-- from nothing but what was known on that day. Trend and its z look back over the same history; a
-- rank changes only when the score is past the edge by the margin.
with scores as (

    select * from {{ ref('int_score__account_scores') }}

),

trends as (

    select
        scores.account_id,
        scores.as_of_date,
        scores.is_week_end,
        {{ rounded('scores.engagement_score - earlier.engagement_score') }} as trend

    from scores
    inner join scores as earlier
        on
            scores.account_id = earlier.account_id
            and {{ add_days('scores.as_of_date', -28) }} = earlier.as_of_date
    where scores.is_published

),

-- The last 26 week ends before each date, by the week that a date lies in.
weekly as (

    select
        account_id,
        as_of_date as week_end,
        avg(trend) over (
            partition by account_id order by as_of_date rows between 25 preceding and current row
        ) as mean_trend,
        stddev_samp(trend) over (
            partition by account_id order by as_of_date rows between 25 preceding and current row
        ) as sd_trend,
        count(trend) over (
            partition by account_id order by as_of_date rows between 25 preceding and current row
        ) as trends,
        lag(as_of_date, 25) over (partition by account_id order by as_of_date) as first_week_end

    from trends
    where is_week_end

),

edges as (

    select score_from as edge
    from {{ ref('rank_bands') }}
    where score_from > 0

),

-- Above or below each edge: as the last score said that was past it by the margin; before any was,
-- as the account's first score says.
decisions as (

    select
        scores.account_id,
        scores.as_of_date,
        edges.edge,
        case
            when
                row_number() over (
                    partition by scores.account_id, edges.edge order by scores.as_of_date
                ) = 1
                then case when scores.engagement_score >= edges.edge then 1 else 0 end
            when scores.engagement_score >= edges.edge + scores.rank_margin then 1
            when scores.engagement_score < edges.edge - scores.rank_margin then 0
        end as is_above,
        scores.date_no

    from scores
    cross join edges
    where scores.is_published and scores.engagement_score is not null

),

ranked as (

    select
        account_id,
        as_of_date,
        edge,
        max(2 * date_no + is_above) over (
            partition by account_id, edge order by date_no rows unbounded preceding
        ) % 2 as is_above

    from decisions

),

ranks as (

    select
        ranked.account_id,
        ranked.as_of_date,
        coalesce(max(case when ranked.is_above = 1 then ranked.edge end), 0) as score_from

    from ranked
    group by
        ranked.account_id,
        ranked.as_of_date

)

select
    scores.account_id,
    scores.as_of_date,
    scores.engagement_score,
    scores.depth_score,
    scores.breadth_score,
    scores.recency_score,
    trends.trend as trend_28d,
    case
        when weekly.trends = 26 and weekly.first_week_end = {{ add_days('weekly.week_end', -175) }}
            then {{ rounded('(trends.trend - weekly.mean_trend) / nullif(weekly.sd_trend, 0)') }}
    end as trend_z,
    scores.reciprocity_90d,
    scores.negative_points,
    scores.status,
    bands.rank,
    scores.model_version,
    cast(scores.known_contacts as bigint) as known_contacts,
    cast(scores.engaged_contacts as bigint) as engaged_contacts_90d,
    cast(scores.engaged_roles as bigint) as engaged_roles_90d

from scores
left join trends
    on
        scores.account_id = trends.account_id
        and scores.as_of_date = trends.as_of_date
left join weekly
    on
        scores.account_id = weekly.account_id
        and {{ add_days(week_start('scores.as_of_date'), -1) }} = weekly.week_end
left join ranks
    on
        scores.account_id = ranks.account_id
        and scores.as_of_date = ranks.as_of_date
left join {{ ref('rank_bands') }} as bands
    on ranks.score_from = bands.score_from
where scores.is_published
