-- Grain: one row per form that a contact sent, and exported version.
select
    contact_id,
    form_id,
    conversion_id,
    title,
    page_url,
    occurred_at,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('hubspot', 'contact_form_submission') }}
