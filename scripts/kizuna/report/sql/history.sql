-- Each account's score at the last thirteen month ends and on the as-of day; one that was not
-- known after others stays a gap.
select
    account_id,
    strftime(as_of_date, '%Y-%m-%d') as as_of_date,
    round(engagement_score, 1) as engagement_score

from marts.account_engagement_history
where
    (as_of_date = last_day(as_of_date) or as_of_date = getvariable('as_of'))
    and as_of_date > getvariable('as_of') - interval 13 month
qualify max(engagement_score) over (partition by account_id order by as_of_date) is not null
order by account_id, as_of_date
