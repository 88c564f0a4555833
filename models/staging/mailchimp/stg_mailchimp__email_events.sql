-- Grain: one row per open, click, bounce or unsubscribe, and exported row that tells so. Mailchimp
-- gives events no id: one is known by mail, member, kind, link and second. It tells neither
-- deliveries nor machines.
with activity as (

    {% for base in ['campaign', 'automation'] %}
        {{ 'union all' if not loop.first }}
        select
            campaign_id,
            member_id,
            list_id,
            cast(null as string) as email,
            case
                when activity in ('open', 'click') then activity
                when activity = 'bounce' and bounce_type = 'hard' then 'hard_bounce'
                when activity = 'bounce' then 'soft_bounce'
            end as event_type,
            url,
            occurred_at,
            {{ lineage_columns() | join(',\n            ') }}
        from {{ ref('base_mailchimp__' ~ base ~ '_recipient_activity') }}
    {% endfor %}

),

events as (

    select * from activity

    union all

    select
        campaign_id,
        member_id,
        list_id,
        cast(null as string) as email,
        'unsubscribe' as event_type,
        cast(null as string) as url,
        occurred_at,
        {{ lineage_columns() | join(',\n        ') }}
    from {{ ref('base_mailchimp__unsubscribe') }}

    union all

    select
        unsub_campaign_id as campaign_id,
        member_id,
        list_id,
        email,
        'unsubscribe' as event_type,
        cast(null as string) as url,
        unsubscribed_at as occurred_at,
        {{ lineage_columns() | join(',\n        ') }}
    from {{ ref('base_mailchimp__member_export') }}
    where unsubscribed_at is not null

)

select
    'mailchimp' as source,
    {{ entity_key('mailchimp_event', [
        'campaign_id', 'member_id', 'event_type', 'url', "date_trunc('second', occurred_at)"
    ]) }} as source_event_id,
    case
        when campaign_id is not null
            then {{ entity_key('mailchimp_send', ['campaign_id', 'member_id']) }}
    end as send_id,
    campaign_id,
    concat_ws(':', list_id, member_id) as source_contact_id,
    email,
    event_type,
    url,
    false as is_vendor_bot,
    false as is_privacy_proxy,
    occurred_at,
    {{ lineage_columns() | join(',\n    ') }}

from events
where event_type is not null
