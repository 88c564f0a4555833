-- Why each account's score moved in four weeks.
select
    account_id,
    reason,
    round(points, 9) as points

from marts.engagement_score_changes
order by account_id, points, reason
