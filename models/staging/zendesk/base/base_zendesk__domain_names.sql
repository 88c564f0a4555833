-- Grain: one row per organization and domain, however often it was exported.
select
    organization_id as source_account_id,
    lower(domain_name) as domain,
    min(index) as domain_place,
    min(_loaded_at) as loaded_at

from {{ source('zendesk', 'domain_names') }}
group by organization_id, lower(domain_name)
