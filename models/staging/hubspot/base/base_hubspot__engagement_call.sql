-- Grain: one row per call and version. HubSpot gives its own outcomes fixed ids, the first of them
-- `Connected`; an account's further outcomes have ids that say nothing, and count as not connected.
-- A call that came in and was completed was a talk. One that is not over yet, or came in and was
-- missed, is no event.
with calls as (

    select
        engagement_id,
        property_hubspot_owner_id as owner_id,
        lower(property_hs_call_disposition) as disposition,
        upper(property_hs_call_status) as call_status,
        upper(property_hs_call_direction) as direction,
        coalesce(fivetran_deleted, false) as is_deleted,
        property_hs_timestamp as occurred_at,
        {{ lineage(updated_at='coalesce(property_hs_lastmodifieddate, fivetran_synced)') }}

    from {{ source('hubspot', 'engagement_call') }}

)

select
    engagement_id,
    owner_id,
    case
        when
            call_status in (
                'QUEUED', 'CONNECTING', 'CALLING_CRM_USER', 'RINGING', 'IN_PROGRESS', 'CANCELED'
            )
            then cast(null as string)
        when disposition in ('f240bbac-87c9-4f6e-bf70-924b57d47db7', 'connected')
            then 'call_connected'
        when direction = 'INBOUND' and disposition is null and call_status = 'COMPLETED'
            then 'call_connected'
        when direction = 'INBOUND' then cast(null as string)
        else 'call_attempted'
    end as event_type,
    is_deleted,
    occurred_at,
    {{ lineage_columns() | join(',\n    ') }}

from calls
