-- The as-of day of the build, and the first stored date of an account (variable `account_id`).
select
    (select max(build_info.as_of_date) from marts.build_info) as as_of_date,
    (
        select min(history.as_of_date)
        from marts.account_engagement_history as history
        where history.account_id = getvariable('account_id')
    ) as first_date
