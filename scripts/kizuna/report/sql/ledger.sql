-- The eight largest parts of each account's score.
with placed as (

    select
        account_id,
        component,
        event_type,
        occurred_at,
        points,
        count(*) over (partition by account_id) as ledger_rows,
        sum(points) over (partition by account_id) as ledger_points,
        row_number() over (
            partition by account_id
            order by points desc, component asc, event_id asc, contact_id asc
        ) as place

    from marts.engagement_score_ledger

)

select
    account_id,
    component,
    event_type,
    strftime(occurred_at, '%Y-%m-%d') as occurred_date,
    round(points, 9) as points,
    ledger_rows,
    round(ledger_points, 9) as ledger_points

from placed
where place <= 8
order by account_id, place
