-- Grain: one row per activity that is neither mail nor webinar, and that its tool has not taken
-- back.
{% set columns = [
    'source', 'source_event_id', 'source_account_id', 'source_contact_id', 'email',
    'event_type', 'campaign_id', 'content_id', 'is_deleted', 'occurred_at'
] %}
with exported as (

    {{ union_sources('activity_sources', 'activities', columns) }}

),

known as (

    {{ latest_known('exported', ['source', 'source_event_id'], occurred_at='occurred_at') }}

)

select
    {{ columns | reject('equalto', 'is_deleted') | join(',\n    ') }},
    greatest(first_available_at, coalesce(occurred_at, first_available_at)) as available_at

from known
where not coalesce(is_deleted, false)
