-- Grain: one row per touch: something of ours that reached for a customer, whoever of sales or
-- marketing sent it: every outbound event of the spine (mail, message, attempted call, invitation,
-- request of a survey). A mail that bounced reached nobody and is none. Two-way events (meetings,
-- calls that connected) are conversations and no pressure. The sender is the person whom the CRM
-- names, else the tool.
with bounced_mails as (

    select distinct
        events.source,
        {{ mail_id('events') }} as mail_id

    from {{ ref('int_inputs__email_events') }} as events
    where events.event_type in ('hard_bounce', 'soft_bounce')

),

undelivered as (

    select
        sends.source,
        sends.send_id
    from {{ ref('int_inputs__email_sends') }} as sends
    inner join bounced_mails
        on sends.source = bounced_mails.source and sends.send_id = bounced_mails.mail_id

    union

    -- A bounce that does not name its send names mailing and recipient.
    select
        sends.source,
        sends.send_id
    from {{ ref('int_inputs__email_sends') }} as sends
    inner join bounced_mails
        on
            sends.source = bounced_mails.source
            and {{ mail_of_recipient('sends') }} = bounced_mails.mail_id

)

select
    events.event_id,
    events.contact_id,
    events.account_id,
    events.channel,
    events.event_type,
    coalesce(activities.owner_id, events.source) as sender,
    events.event_date as touch_date,
    events.occurred_at

from {{ ref('int_activity__engagement_events') }} as events
left join undelivered
    on
        events.event_type = 'email_sent'
        and events.source = undelivered.source
        and events.source_event_id = undelivered.send_id
left join {{ ref('int_inputs__activities') }} as activities
    on
        events.event_type not in ('email_sent', 'survey_requested')
        and events.source = activities.source
        and events.source_event_id = activities.source_event_id
where
    events.direction = 'outbound'
    and not events.is_machine
    and undelivered.send_id is null
