-- Grain: one row per member of staff and version. A deactivated user keeps an id and loses the
-- active one. Names without upper and lower case (山田 太郎) begin with the family.
select
    owner_id,
    nullif(
        case
            when lower(last_name) = upper(last_name) then concat_ws(' ', last_name, first_name)
            else concat_ws(' ', first_name, last_name)
        end,
        ''
    ) as owner_name,
    not coalesce(fivetran_deleted, false)
    and coalesce(is_active, true)
    and not (active_user_id is null and user_id_including_inactive is not null) as is_active,
    {{ lineage(updated_at='coalesce(updated_at, fivetran_synced)') }}

from {{ source('hubspot', 'owner') }}
