-- Grain: one row per invitation of one person to one survey; reminders are rows too.
{% set columns = [
    'source', 'source_invitation_id', 'survey_id', 'survey_type', 'touchpoint',
    'source_account_id', 'source_contact_id', 'email', 'is_test', 'invited_at'
] %}
with exported as (

    {{ union_sources('survey_invitation_sources', 'survey_invitations', columns) }}

),

known as (

    {{ latest_known('exported', ['source', 'source_invitation_id'], occurred_at='invited_at') }}

)

select
    {{ columns | join(',\n    ') }},
    greatest(first_available_at, invited_at) as available_at

from known
