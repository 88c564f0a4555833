-- Grain: one row per mail to one person and exported version. A mail is known by person, e-mail,
-- smart campaign and run, since the events of a mail do not name the activity that sent it; a run
-- that sends one e-mail twice to one person counts as one mail. What was skipped was not sent.
select
    'marketo' as source,
    {{ entity_key('marketo_mail', [
        'lead_id', 'primary_attribute_value_id', 'campaign_id', 'campaign_run_id'
    ]) }} as send_id,
    'email-' || primary_attribute_value_id as campaign_id,
    lead_id as source_contact_id,
    primary_attribute_value as campaign_name,
    cast(null as string) as email,
    activity_date as sent_at,
    {{ lineage() }}

from {{ source('marketo', 'activity_send_email') }}
where coalesce(lower(action_result), 'succeeded') = 'succeeded'
