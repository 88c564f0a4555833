-- Grain: one row per survey type, period and weighting: every respondent one vote, every account
-- one vote, or accounts by their MRR. Weighted votes count as so many equal ones as carry the same
-- information (Kish): (sum of weights)^2 / sum of squared weights.
with by_respondent as (

    select
        survey_type,
        period_type,
        period_start,
        period_key,
        'respondent' as weighting,
        count(*) as responses,
        count(distinct account_id) as accounts,
        cast(count(*) as double) as votes,
        sum(case when nps_group = 'promoter' then 1 else 0 end) / cast(count(*) as double)
            as promoter_share,
        sum(case when nps_group = 'detractor' then 1 else 0 end) / cast(count(*) as double)
            as detractor_share

    from {{ ref('int_feedback__nps_answers') }}
    group by survey_type, period_type, period_start, period_key

),

weighted as (

    select
        votes.*,
        'account' as weighting,
        cast(1 as double) as weight
    from {{ ref('int_feedback__account_votes') }} as votes

    union all

    select
        votes.*,
        'mrr' as weighting,
        cast(mrr as double) as weight
    from {{ ref('int_feedback__account_votes') }} as votes
    where mrr > 0

),

by_account as (

    select
        survey_type,
        period_type,
        period_start,
        period_key,
        weighting,
        sum(responses) as responses,
        count(*) as accounts,
        power(sum(weight), 2) / sum(weight * weight) as votes,
        sum(weight * promoter_share) / sum(weight) as promoter_share,
        sum(weight * detractor_share) / sum(weight) as detractor_share

    from weighted
    group by survey_type, period_type, period_start, period_key, weighting

),

-- Sums in another order differ in their last digits, and 5 equal votes are 5.
voted as (

    select
        survey_type,
        period_type,
        period_start,
        period_key,
        weighting,
        responses,
        accounts,
        {{ rounded('votes') }} as votes,
        promoter_share * votes as promoter_votes,
        detractor_share * votes as detractor_votes
    from by_respondent

    union all

    select
        survey_type,
        period_type,
        period_start,
        period_key,
        weighting,
        responses,
        accounts,
        {{ rounded('votes') }} as votes,
        promoter_share * votes as promoter_votes,
        detractor_share * votes as detractor_votes
    from by_account

),

scored as (

    select
        voted.*,
        votes < 5 as is_hidden,
        {{ nps('promoter_votes', 'detractor_votes', 'votes') }} as nps,
        {{ nps_centre('promoter_votes', 'detractor_votes', 'votes') }} as centre,
        {{ nps_standard_error('promoter_votes', 'detractor_votes', 'votes') }} as standard_error

    from voted

)

select
    survey_type,
    period_type,
    {{ period_label('period_type', 'period_start', 'period_key') }} as period,
    weighting,
    period_start,
    cast(responses as bigint) as responses,
    cast(accounts as bigint) as accounts,
    cast(votes as double) as effective_votes,
    case when not is_hidden then {{ rounded('nps') }} end as nps,
    case
        when not is_hidden then {{ rounded('greatest(-100, centre - 1.96 * standard_error)') }}
    end as ci_low,
    case
        when not is_hidden then {{ rounded('least(100, centre + 1.96 * standard_error)') }}
    end as ci_high,
    is_hidden,
    votes < 30 as is_low_sample

from scored
