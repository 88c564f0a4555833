-- From which rank to which the accounts went since the month end before.
with dates as (

    select
        max(as_of_date) as now_date,
        max(as_of_date) filter (
            where as_of_date < date_trunc('month', getvariable('as_of'))
        ) as before_date

    from marts.account_engagement_history

),

ranks_now as (

    select
        account_engagement_history.account_id,
        account_engagement_history.rank

    from marts.account_engagement_history
    inner join dates
        on account_engagement_history.as_of_date = dates.now_date

),

ranks_before as (

    select
        account_engagement_history.account_id,
        account_engagement_history.rank,
        dates.before_date

    from marts.account_engagement_history
    inner join dates
        on account_engagement_history.as_of_date = dates.before_date

)

select
    coalesce(ranks_before.rank, 'none') as from_rank,
    coalesce(ranks_now.rank, 'none') as to_rank,
    count(*) as accounts,
    max(ranks_before.before_date) as from_date

from ranks_now
inner join ranks_before
    on ranks_now.account_id = ranks_before.account_id
group by all
order by from_rank, to_rank
