-- Whom to call today: the first five in the order that the mart gives.
select
    next_approach.account_id,
    dim_accounts.account_name,
    next_approach.call_priority,
    next_approach.reason_code,
    next_approach.reason,
    next_approach.reason_en,
    next_approach.due_date,
    next_approach.channel,
    dim_contacts.role,
    dim_owners.owner_name,
    dim_accounts.mrr,
    dim_accounts.engagement_score,
    dim_accounts.engagement_rank,
    next_approach.approach_colour,
    next_approach.last_contact_date,
    next_approach.as_of_date - next_approach.last_contact_date as contact_days,
    next_approach.renewal_date,
    count(*) over () as calls_due

from marts.next_approach
inner join marts.dim_accounts
    on next_approach.account_id = dim_accounts.account_id
left join marts.dim_contacts
    on next_approach.contact_id = dim_contacts.contact_id
left join marts.dim_owners
    on dim_accounts.owner_id = dim_owners.owner_id
where next_approach.call_priority is not null
order by next_approach.call_priority
limit 5
