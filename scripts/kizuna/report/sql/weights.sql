-- How much each part counts in the score: the points of the ledger by those of the part.
with parts as (

    select
        account_id,
        depth_score,
        breadth_score,
        recency_score

    from marts.account_engagement_history
    where as_of_date = getvariable('as_of')

),

scores as (

    unpivot parts
    on depth_score, breadth_score, recency_score
    into name component value score

),

points as (

    select
        account_id,
        split_part(component, '_', 1) || '_score' as component,
        sum(points) as points

    from marts.engagement_score_ledger
    group by all

)

select
    scores.component,
    round(sum(points.points) / sum(scores.score), 6) as weight

from scores
inner join points
    on
        scores.account_id = points.account_id
        and scores.component = points.component
where scores.score > 0
group by scores.component
order by
    weight desc,
    scores.component asc
