-- Contracts of three months and more, or with a known end, that come up for renewal in 90 days.
select
    fct_subscriptions.renewal_date,
    fct_subscriptions.account_id,
    dim_accounts.account_name,
    fct_subscriptions.product,
    fct_subscriptions.currency,
    fct_subscriptions.mrr,
    dim_accounts.engagement_score,
    dim_accounts.engagement_rank,
    dim_accounts.nps_band,
    dim_owners.owner_name

from marts.fct_subscriptions
inner join marts.dim_accounts
    on fct_subscriptions.account_id = dim_accounts.account_id
left join marts.dim_owners
    on dim_accounts.owner_id = dim_owners.owner_id
where
    fct_subscriptions.renewal_date >= getvariable('as_of')
    and fct_subscriptions.renewal_date <= getvariable('as_of') + 90
    and (fct_subscriptions.term_months >= 3 or fct_subscriptions.ends_on is not null)
order by
    fct_subscriptions.renewal_date asc,
    fct_subscriptions.mrr desc,
    fct_subscriptions.source asc,
    fct_subscriptions.subscription_id asc
