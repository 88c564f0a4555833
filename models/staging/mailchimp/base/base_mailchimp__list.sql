-- Grain: one row per audience and exported version. An audience feeds nothing of its own.
select
    id as list_id,
    name as list_name,
    coalesce(fivetran_deleted, false) as is_deleted,
    date_created as created_at,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('mailchimp', 'list') }}
