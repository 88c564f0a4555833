-- Grain: one row per team of our own staff and version.
select
    id as team_id,
    name as team_name,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('hubspot', 'team') }}
