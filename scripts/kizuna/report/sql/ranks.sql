-- Accounts by rank at the last thirteen month ends and on the as-of day.
select
    strftime(as_of_date, '%Y-%m-%d') as as_of_date,
    coalesce(rank, 'none') as rank,
    count(*) as accounts

from marts.account_engagement_history
where
    (as_of_date = last_day(as_of_date) or as_of_date = getvariable('as_of'))
    and as_of_date > getvariable('as_of') - interval 13 month
group by all
order by as_of_date, rank
