-- Grain: one row per call, logged mail or meeting, and exported version. A version in which it has
-- not happened (open, postponed, deleted) says is_deleted and no time, so that it takes back an
-- earlier one. An entry without a person and without an account is our own calendar.
with entries as (

    select
        task_id as source_event_id,
        account_id,
        who_id,
        owner_id,
        event_type,
        campaign_id,
        done_at as occurred_at,
        is_deleted or not is_done as is_deleted,
        {{ lineage_columns() | join(',\n        ') }}

    from {{ ref('base_salesforce__task') }}
    where event_type is not null

    union all

    select
        event_id as source_event_id,
        account_id,
        who_id,
        owner_id,
        'meeting_held' as event_type,
        campaign_id,
        started_at as occurred_at,
        is_deleted,
        {{ lineage_columns() | join(',\n        ') }}

    from {{ ref('base_salesforce__event') }}
    where is_event

),

judged as (

    select
        entries.*,
        not is_deleted and coalesce(occurred_at <= loaded_at, false) as has_happened

    from entries
    where who_id is not null or account_id is not null

)

select
    'salesforce' as source,
    source_event_id,
    account_id as source_account_id,
    who_id as source_contact_id,
    cast(null as string) as email,
    owner_id,
    event_type,
    campaign_id,
    cast(null as string) as content_id,
    not has_happened as is_deleted,
    case when has_happened then occurred_at end as occurred_at,
    {{ lineage_columns() | join(',\n    ') }}

from judged
