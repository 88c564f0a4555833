-- Grain: one row per call, logged mail or meeting, and exported version in which it had happened.
-- An entry without a person and without an account is our own calendar.
with happened as (

    select
        task_id as source_event_id,
        account_id,
        who_id,
        event_type,
        campaign_id,
        done_at as occurred_at,
        {{ lineage_columns() | join(',\n        ') }}

    from {{ ref('base_salesforce__task') }}
    where event_type is not null and is_done and not is_deleted

    union all

    select
        event_id as source_event_id,
        account_id,
        who_id,
        'meeting_held' as event_type,
        campaign_id,
        started_at as occurred_at,
        {{ lineage_columns() | join(',\n        ') }}

    from {{ ref('base_salesforce__event') }}
    where is_event and not is_deleted

)

select
    'salesforce' as source,
    source_event_id,
    account_id as source_account_id,
    who_id as source_contact_id,
    cast(null as string) as email,
    event_type,
    campaign_id,
    cast(null as string) as content_id,
    occurred_at,
    {{ lineage_columns() | join(',\n    ') }}

from happened
where occurred_at <= loaded_at and (who_id is not null or account_id is not null)
