-- The accounts with most MRR, then the highest scores; beside them who is to be called today.
select
    dim_accounts.account_id,
    dim_accounts.account_name,
    dim_accounts.domain,
    dim_accounts.corporate_number,
    dim_accounts.industry,
    dim_accounts.region,
    dim_accounts.company_size_band,
    dim_accounts.lifecycle,
    dim_accounts.first_customer_date,
    dim_owners.owner_name,
    dim_accounts.mrr,
    dim_accounts.engagement_score,
    dim_accounts.engagement_rank,
    dim_accounts.engagement_status,
    dim_accounts.nps_band,
    dim_accounts.loyalty_quadrant,
    next_approach.approach_colour,
    next_approach.last_contact_date,
    next_approach.call_priority,
    next_approach.reason_code,
    next_approach.reason,
    next_approach.reason_en,
    next_approach.due_date,
    next_approach.channel,
    next_approach.is_suppressed,
    next_approach.open_questions,
    next_approach.renewal_date,
    dim_contacts.role,
    account_pressure.state as pressure,
    account_pressure.touches_28d,
    account_engagement_history.depth_score,
    account_engagement_history.breadth_score,
    account_engagement_history.recency_score,
    account_engagement_history.trend_28d

from marts.dim_accounts
left join marts.next_approach
    on dim_accounts.account_id = next_approach.account_id
left join marts.dim_contacts
    on next_approach.contact_id = dim_contacts.contact_id
left join marts.dim_owners
    on dim_accounts.owner_id = dim_owners.owner_id
left join marts.account_pressure
    on dim_accounts.account_id = account_pressure.account_id
left join marts.account_engagement_history
    on
        dim_accounts.account_id = account_engagement_history.account_id
        and account_engagement_history.as_of_date = getvariable('as_of')
where not dim_accounts.is_deleted
qualify
    next_approach.call_priority <= $accounts
    or row_number() over (
        order by
            dim_accounts.mrr desc nulls last,
            dim_accounts.engagement_score desc nulls last,
            dim_accounts.account_id asc
    ) <= $accounts
order by
    dim_accounts.mrr desc nulls last,
    dim_accounts.engagement_score desc nulls last,
    dim_accounts.account_id asc
