-- Grain: one row per deal of a CRM, as known at the as-of date. Deleted ones are left out.
select
    opportunities.source,
    opportunities.source_opportunity_id as opportunity_id,
    account_keys.account_id,
    opportunities.stage,
    cast(opportunities.amount as decimal(18, 2)) as amount,
    opportunities.currency,
    opportunities.is_won,
    opportunities.is_closed,
    {{ local_date('opportunities.created_at') }} as opened_on,
    opportunities.closed_on,
    opportunities.lead_source

from {{ ref('int_inputs__opportunities') }} as opportunities
left join {{ ref('int_identity__account_keys') }} as account_keys
    on
        opportunities.source = account_keys.source
        and opportunities.source_account_id = account_keys.source_account_id
where not opportunities.is_deleted
