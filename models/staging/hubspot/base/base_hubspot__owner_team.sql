-- Grain: one row per membership of an owner in a team, and version.
select
    owner_id,
    team_id,
    coalesce(is_team_primary, false) as is_primary,
    coalesce(fivetran_deleted, false) as is_removed,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('hubspot', 'owner_team') }}
