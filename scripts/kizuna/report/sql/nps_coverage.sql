-- Who was asked and who answered, by quarter.
select
    survey_type,
    period,
    invited,
    answered,
    response_rate,
    silent_contacts,
    accounts_invited,
    accounts_answered,
    silent_accounts,
    silent_mrr

from marts.nps_coverage
where period_type = 'quarter'
order by survey_type asc, period_start desc
