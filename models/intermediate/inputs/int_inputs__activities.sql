-- Grain: one row per activity that is neither mail nor webinar, and that its tool has not taken
-- back. It is known since the first version that says that it happened: a plan is no news of it.
{% set columns = [
    'source', 'source_event_id', 'source_account_id', 'source_contact_id', 'email',
    'owner_id', 'event_type', 'campaign_id', 'content_id', 'is_deleted', 'occurred_at'
] %}
with exported as (

    {{ union_sources('activity_sources', 'activities', columns) }}

),

told as (

    select
        exported.*,
        min(case when not coalesce(is_deleted, false) then available_at end) over (
            partition by source, source_event_id
        ) as told_at

    from exported

),

known as (

    {{ latest_known('told', ['source', 'source_event_id'], occurred_at='occurred_at') }}

)

select
    {{ columns | reject('equalto', 'is_deleted') | join(',\n    ') }},
    greatest(told_at, coalesce(occurred_at, told_at)) as available_at

from known
where not coalesce(is_deleted, false)
