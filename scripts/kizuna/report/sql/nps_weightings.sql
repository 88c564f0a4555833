-- The same quarters counted three ways: by answer, by account, by MRR.
select
    survey_type,
    period,
    weighting,
    responses,
    accounts,
    nps,
    ci_low,
    ci_high,
    is_hidden,
    is_low_sample

from marts.nps_company
where
    survey_type = 'relational'
    and period_type = 'quarter'
order by period_start, weighting
