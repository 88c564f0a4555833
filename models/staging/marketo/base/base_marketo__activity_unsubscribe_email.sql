-- Grain: one row per unsubscription and exported version.
select
    id as source_event_id,
    {{ entity_key('marketo_mail', [
        'lead_id', 'primary_attribute_value_id', 'campaign_id', 'campaign_run_id'
    ]) }} as send_id,
    'email-' || primary_attribute_value_id as campaign_id,
    lead_id as source_contact_id,
    cast(null as string) as email,
    'unsubscribe' as event_type,
    cast(null as string) as url,
    false as is_vendor_bot,
    false as is_privacy_proxy,
    activity_date as occurred_at,
    {{ lineage() }}

from {{ source('marketo', 'activity_unsubscribe_email') }}
