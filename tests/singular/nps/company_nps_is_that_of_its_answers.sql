-- Promise: one vote per respondent is the NPS of nps_summary, digit for digit; no weighting counts
-- more answers than there are, or more equal votes than accounts; few votes hide the score, its
-- interval and nothing else, and a shown score lies inside its interval.
with everyone as (

    select
        survey_type,
        period_type,
        period,
        responses,
        nps,
        ci_low,
        ci_high

    from {{ ref('nps_summary') }}
    where segment_type = 'all'

)

select
    company.survey_type,
    company.period_type,
    company.period,
    company.weighting,
    company.responses,
    company.effective_votes,
    company.nps,
    everyone.nps as nps_of_summary

from {{ ref('nps_company') }} as company
left join everyone
    on
        company.survey_type = everyone.survey_type
        and company.period_type = everyone.period_type
        and company.period = everyone.period
where
    everyone.responses is null
    or company.responses > everyone.responses
    or (company.weighting <> 'respondent' and company.effective_votes > company.accounts + 1e-9)
    or (
        company.weighting = 'respondent'
        and (
            company.responses <> everyone.responses
            or coalesce(abs(company.nps - everyone.nps) > 1e-9, false)
            or coalesce(abs(company.ci_low - everyone.ci_low) > 1e-9, false)
            or coalesce(abs(company.ci_high - everyone.ci_high) > 1e-9, false)
        )
    )
    or company.is_hidden <> (company.effective_votes < 5)
    or (
        company.is_hidden
        and coalesce(company.nps, company.ci_low, company.ci_high) is not null
    )
    or (
        not company.is_hidden
        and (
            company.nps is null
            or company.nps < company.ci_low
            or company.nps > company.ci_high
            or company.ci_low < -100
            or company.ci_high > 100
        )
    )
