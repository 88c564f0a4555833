-- Grain: one row per person in a campaign, in the version known at the as-of date. A response is
-- known since the first version that tells of it.
{% set columns = [
    'source', 'source_event_id', 'campaign_id', 'source_contact_id', 'email', 'status',
    'has_responded', 'is_deleted', 'responded_at', 'created_at'
] %}
with exported as (

    {{ union_sources('campaign_member_sources', 'campaign_members', columns) }}

),

told as (

    select
        exported.*,
        min(case when has_responded then available_at end) over (
            partition by source, source_event_id
        ) as response_told_at

    from exported

),

known as (

    {{ latest_known('told', ['source', 'source_event_id'], 'created_at') }}

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
    case when has_responded then response_told_at end as responded_available_at,
    first_available_at as available_at

from known
