-- Grain: one row per recipient of a campaign, or of an automation's mail, and exported version.
-- Recipients carry no time. A campaign has one for all; a mail of an automation goes to each on a
-- day of its own that nobody tells, so the first trace of it stands in: what the recipient did with
-- it, or the connector's first sight of it.
with campaigns as (

    select
        campaign_id,
        max(campaign_name) as campaign_name,
        max(sent_at) as sent_at

    from {{ ref('base_mailchimp__campaign') }}
    group by campaign_id

),

automation_emails as (

    select
        campaign_id,
        max(campaign_name) as campaign_name

    from {{ ref('base_mailchimp__automation_email') }}
    group by campaign_id

),

traces as (

    select
        campaign_id,
        member_id,
        min(traced_at) as traced_at

    from (
        select
            campaign_id,
            member_id,
            occurred_at as traced_at
        from {{ ref('base_mailchimp__automation_recipient_activity') }}

        union all

        select
            campaign_id,
            member_id,
            synced_at as traced_at
        from {{ ref('base_mailchimp__automation_recipient') }}
        where synced_at is not null
    ) as seen
    group by campaign_id, member_id

),

recipients as (

    select
        recipients.campaign_id,
        recipients.member_id,
        recipients.list_id,
        campaigns.campaign_name,
        campaigns.sent_at,
        recipients.updated_at,
        recipients.available_at,
        recipients.loaded_at,
        recipients.load_id,
        recipients.file_name,
        recipients.file_row

    from {{ ref('base_mailchimp__campaign_recipient') }} as recipients
    left join campaigns on recipients.campaign_id = campaigns.campaign_id

    union all

    select
        recipients.campaign_id,
        recipients.member_id,
        recipients.list_id,
        automation_emails.campaign_name,
        traces.traced_at as sent_at,
        recipients.updated_at,
        recipients.available_at,
        recipients.loaded_at,
        recipients.load_id,
        recipients.file_name,
        recipients.file_row

    from {{ ref('base_mailchimp__automation_recipient') }} as recipients
    left join automation_emails on recipients.campaign_id = automation_emails.campaign_id
    left join traces
        on
            recipients.campaign_id = traces.campaign_id
            and recipients.member_id = traces.member_id

)

select
    'mailchimp' as source,
    {{ entity_key('mailchimp_send', ['campaign_id', 'member_id']) }} as send_id,
    campaign_id,
    concat_ws(':', list_id, member_id) as source_contact_id,
    campaign_name,
    cast(null as string) as email,
    sent_at,
    {{ lineage_columns() | join(',\n    ') }}

from recipients
where sent_at is not null
