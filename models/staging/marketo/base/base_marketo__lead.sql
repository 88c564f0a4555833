-- Grain: one row per person and exported version. replaced_at is the load that brought the next
-- version.
select
    id as source_contact_id,
    {{ normalised_email('email') }} as email,
    title as role,
    case
        when unsubscribed or black_listed or marketing_suspended then false
        when not unsubscribed then true
    end as consent_email,
    coalesce(is_deleted, false) as is_deleted,
    created_at,
    lead(_loaded_at) over (
        partition by id
        order by _loaded_at, coalesce(updated_at, cast('1970-01-01' as timestamp)), _file, _row
    ) as replaced_at,
    {{ lineage(updated_at='updated_at') }}

from {{ source('marketo', 'lead') }}
