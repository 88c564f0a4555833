-- Promise: the ledger of the as-of day adds up to every account's score, and an account without a
-- score has no rows. A row that is lost, doubled by a join or of another day breaks it. It does not
-- check how the points are shared among contacts and events.
with scores as (

    select
        history.account_id,
        history.as_of_date,
        history.engagement_score

    from {{ ref('account_engagement_history') }} as history
    inner join {{ ref('int_inputs__as_of') }} as as_of
        on history.as_of_date = as_of.as_of_date

),

ledger as (

    select
        account_id,
        as_of_date,
        sum(points) as points,
        count(*) as ledger_rows

    from {{ ref('engagement_score_ledger') }}
    group by account_id, as_of_date

)

select
    scores.account_id,
    ledger.account_id as account_of_ledger,
    ledger.as_of_date,
    scores.engagement_score,
    ledger.points,
    ledger.ledger_rows

from scores
full outer join ledger
    on
        scores.account_id = ledger.account_id
        and scores.as_of_date = ledger.as_of_date
where
    (scores.engagement_score is null and ledger.account_id is not null)
    or abs(coalesce(scores.engagement_score, 0) - coalesce(ledger.points, 0)) > 1e-9
