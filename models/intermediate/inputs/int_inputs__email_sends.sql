-- Grain: one row per mail to one recipient.
{% set columns = [
    'source', 'send_id', 'campaign_id', 'source_contact_id', 'campaign_name', 'email', 'sent_at'
] %}
with exported as (

    {{ union_sources('email_sources', 'email_sends', columns) }}

),

known as (

    {{ latest_known('exported', ['source', 'send_id'], occurred_at='sent_at') }}

)

select
    {{ columns | join(',\n    ') }},
    greatest(first_available_at, coalesce(sent_at, first_available_at)) as available_at

from known
