-- Grain: one row per contact that was merged into another, and exported version.
select
    canonical_vid as contact_id,
    vid_to_merge as merged_contact_id,
    merged_at,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('hubspot', 'contact_merge_audit') }}
