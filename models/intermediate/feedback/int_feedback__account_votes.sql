-- Grain: one row per survey type, period and account: the account's one vote, split over its
-- answers, and its MRR at the end of the period's last month: of `all` and of a running period the
-- as-of month, of a wave the month of its last counted answer.
with answers as (

    select *
    from {{ ref('int_feedback__nps_answers') }}
    where account_id is not null

),

wave_months as (

    select
        period_key,
        {{ month_start('max(' ~ local_date('responded_at') ~ ')') }} as last_month

    from {{ ref('int_feedback__nps_answers') }}
    where period_type = 'survey_wave'
    group by period_key

),

votes as (

    select
        survey_type,
        period_type,
        period_start,
        period_key,
        account_id,
        count(*) as responses,
        sum(case when nps_group = 'promoter' then 1 else 0 end) / cast(count(*) as double)
            as promoter_share,
        sum(case when nps_group = 'detractor' then 1 else 0 end) / cast(count(*) as double)
            as detractor_share

    from answers
    group by survey_type, period_type, period_start, period_key, account_id

),

dated as (

    select
        votes.*,
        least(
            {{ month_start('as_of.as_of_date') }},
            coalesce(
                wave_months.last_month,
                {{ last_month_of_period('votes.period_type', 'votes.period_start') }},
                {{ month_start('as_of.as_of_date') }}
            )
        ) as mrr_month

    from votes
    cross join {{ ref('int_inputs__as_of') }} as as_of
    left join wave_months
        on
            votes.period_type = 'survey_wave'
            and votes.period_key = wave_months.period_key

)

select
    dated.survey_type,
    dated.period_type,
    dated.period_start,
    dated.period_key,
    dated.account_id,
    dated.responses,
    dated.promoter_share,
    dated.detractor_share,
    dated.mrr_month,
    cast(coalesce(months.mrr, 0) as decimal(18, 2)) as mrr

from dated
left join {{ ref('int_revenue__reporting_months') }} as months
    on
        dated.account_id = months.account_id
        and dated.mrr_month = months.month
