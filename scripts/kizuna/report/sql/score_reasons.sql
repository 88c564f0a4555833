-- Why the scores of customers moved in four weeks: the points of each reason, added up.
select
    engagement_score_changes.reason,
    round(sum(engagement_score_changes.points), 9) as points,
    round(avg(engagement_score_changes.points), 9) as mean_points,
    count(*) filter (where engagement_score_changes.points > 0) as accounts_up,
    count(*) filter (where engagement_score_changes.points < 0) as accounts_down

from marts.engagement_score_changes
inner join marts.dim_accounts
    on engagement_score_changes.account_id = dim_accounts.account_id
where dim_accounts.lifecycle = 'customer'
group by engagement_score_changes.reason
order by points, engagement_score_changes.reason
