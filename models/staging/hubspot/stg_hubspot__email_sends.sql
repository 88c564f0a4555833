-- Grain: one row per mail to one recipient and exported version. A mail that HubSpot dropped was
-- never sent, though it has a SENT event.
with dropped as (

    select distinct send_id
    from {{ ref('base_hubspot__email_event') }}
    where event_type = 'DROPPED' and send_id is not null

),

campaigns as (

    select
        campaign_id,
        max(campaign_name) as campaign_name

    from {{ ref('base_hubspot__email_campaign') }}
    group by campaign_id

),

sent as (

    select *
    from {{ ref('base_hubspot__email_event') }}
    where event_type = 'SENT'

)

select
    'hubspot' as source,
    sent.send_id,
    sent.campaign_id,
    cast(null as string) as source_contact_id,
    campaigns.campaign_name,
    sent.email,
    sent.occurred_at as sent_at,
    sent.updated_at,
    sent.available_at,
    sent.loaded_at,
    sent.load_id,
    sent.file_name,
    sent.file_row

from sent
left join dropped on sent.send_id = dropped.send_id
left join campaigns on sent.campaign_id = campaigns.campaign_id
where dropped.send_id is null
