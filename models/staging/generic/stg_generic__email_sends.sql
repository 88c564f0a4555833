-- Grain: one row per mail to one recipient and exported version.
select
    source_system as source,
    send_id,
    campaign_id,
    contact_id as source_contact_id,
    campaign_name,
    {{ normalised_email('email') }} as email,
    sent_at,
    {{ lineage() }}

from {{ source('generic', 'email_sends') }}
