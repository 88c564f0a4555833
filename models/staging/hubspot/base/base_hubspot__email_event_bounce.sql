-- Grain: one row per BOUNCE event and exported version. HubSpot names the reasons after which it
-- gives an address up; where it names none, the code of the recipient's server tells (5 is final).
select
    id as event_id,
    category,
    case
        when
            category in ('UNKNOWN_USER', 'CONTENT', 'SPAM', 'POLICY', 'HUBSPOT_GLOBAL_BOUNCE')
            then true
        when category is null or category in ('OTHER', 'UNCATEGORIZED')
            then coalesce(status like '5%', false)
        else false
    end as is_hard,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('hubspot', 'email_event_bounce') }}
