-- Grain: one row per person in a campaign, in the version known at the as-of date.
{% set columns = [
    'source', 'source_event_id', 'campaign_id', 'source_contact_id', 'email', 'status',
    'has_responded', 'is_deleted', 'responded_at', 'created_at'
] %}
with exported as (

    {{ union_sources('campaign_member_sources', 'campaign_members', columns) }}

),

known as (

    {{ latest_known('exported', ['source', 'source_event_id'], 'created_at') }}

)

select
    source,
    source_event_id,
    campaign_id,
    source_contact_id,
    email,
    status,
    has_responded,
    coalesce(is_deleted, false) or vanished_at is not null as is_deleted,
    responded_at,
    created_at,
    first_available_at as available_at

from known
