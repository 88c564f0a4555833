-- Grain: one row per STATUSCHANGE event and exported version. It is an unsubscribe when the person
-- ended all mail, or one subscription of several; not when staff or a bounce did.
select
    id as event_id,
    coalesce(
        (
            upper(portal_subscription_status) = 'UNSUBSCRIBED'
            or upper(subscriptions) like '%"UNSUBSCRIBED"%'
        )
        and coalesce(source, 'SOURCE_RECIPIENT') = 'SOURCE_RECIPIENT'
        and requested_by is null
        and not coalesce(bounced, false),
        false
    ) as is_unsubscribe,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('hubspot', 'email_event_status_change') }}
