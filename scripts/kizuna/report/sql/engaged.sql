-- Customers by status; the share of the active ones among those whose score is known.
select
    count(*) as customers,
    count(engagement_score) as scored,
    count(*) filter (where engagement_status = 'active') as active,
    round(
        count(*) filter (where engagement_status = 'active') / nullif(count(engagement_score), 0), 9
    ) as active_share,
    round(avg(engagement_score), 9) as mean_score,
    sum(mrr) as mrr

from marts.dim_accounts
where lifecycle = 'customer'
