-- Grain: one row per person and exported version, and one more for a version that was the newest,
-- or came, when the person was known to be deleted. Nobody is deleted before that was known.
with versions as (

    select
        source_contact_id,
        email,
        role,
        consent_email,
        is_deleted,
        created_at,
        {{ lineage_columns() | join(', ') }}

    from {{ ref('base_marketo__lead') }}

    union all

    select
        leads.source_contact_id,
        leads.email,
        leads.role,
        leads.consent_email,
        true as is_deleted,
        leads.created_at,
        deletions.deleted_at as updated_at,
        greatest(leads.available_at, deletions.available_at) as available_at,
        greatest(leads.loaded_at, deletions.loaded_at) as loaded_at,
        deletions.load_id,
        leads.file_name,
        leads.file_row

    from {{ ref('base_marketo__lead') }} as leads
    inner join {{ ref('base_marketo__activity_delete_lead') }} as deletions
        on leads.source_contact_id = deletions.source_contact_id
    where
        not leads.is_deleted
        and coalesce(leads.replaced_at > deletions.loaded_at, true)

)

select
    'marketo' as source,
    source_contact_id,
    cast(null as string) as source_account_id,
    email,
    role,
    false as is_decision_maker,
    consent_email,
    false as is_internal,
    is_deleted,
    created_at,
    {{ lineage_columns() | join(',\n    ') }}

from versions
