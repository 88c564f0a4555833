-- The customers whose score moved most in four weeks, with the reason that moved it most.
with moved as (

    select
        account_id,
        sum(points) as trend_28d,
        arg_max(reason, abs(points)) as main_reason,
        arg_max(points, abs(points)) as main_points

    from marts.engagement_score_changes
    group by account_id

),

placed as (

    select
        dim_accounts.account_id,
        dim_accounts.account_name,
        dim_accounts.engagement_score,
        moved.trend_28d,
        moved.main_reason,
        moved.main_points,
        dim_accounts.mrr,
        row_number() over (order by moved.trend_28d, dim_accounts.account_id) as place_down,
        row_number() over (order by moved.trend_28d desc, dim_accounts.account_id asc) as place_up

    from moved
    inner join marts.dim_accounts
        on moved.account_id = dim_accounts.account_id
    where dim_accounts.lifecycle = 'customer'

)

select
    account_id,
    account_name,
    engagement_score,
    round(trend_28d, 9) as trend_28d,
    main_reason,
    round(main_points, 9) as main_points,
    mrr

from placed
where
    (place_down <= 5 and trend_28d < 0)
    or (place_up <= 5 and trend_28d > 0)
order by trend_28d, account_id
