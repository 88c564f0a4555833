-- Grain: one row per agent or admin and exported version.
select
    'zendesk' as source,
    source_user_id as owner_id,
    user_name as owner_name,
    cast(null as string) as team,
    not is_deleted and not is_suspended as is_active,
    {{ lineage_columns() | join(',\n    ') }}

from {{ ref('base_zendesk__users') }}
where is_staff
