-- Grain: one row per open and exported version. Apple's mail privacy proxy gives itself away by a
-- user agent that is only "Mozilla/5.0".
select
    id as source_event_id,
    {{ entity_key('marketo_mail', [
        'lead_id', 'primary_attribute_value_id', 'campaign_id', 'campaign_run_id'
    ]) }} as send_id,
    'email-' || primary_attribute_value_id as campaign_id,
    lead_id as source_contact_id,
    cast(null as string) as email,
    'open' as event_type,
    cast(null as string) as url,
    coalesce(is_bot_activity, false) or bot_activity_pattern is not null as is_vendor_bot,
    coalesce(user_agent = 'Mozilla/5.0', false) as is_privacy_proxy,
    activity_date as occurred_at,
    {{ lineage() }}

from {{ source('marketo', 'activity_open_email') }}
