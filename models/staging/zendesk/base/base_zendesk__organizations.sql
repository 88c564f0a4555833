-- Grain: one row per organization and exported version. Domains are a JSON list, or text with
-- commas or blanks; the first counts.
select
    id as source_account_id,
    name as account_name,
    {{ part_of("translate(lower(domain_names), ' []\"', ',')", ',', 1) }} as domain,
    coalesce(is_deleted, false) as is_deleted,
    created_at,
    {{ lineage(updated_at='updated_at') }}

from {{ source('zendesk', 'organizations') }}
