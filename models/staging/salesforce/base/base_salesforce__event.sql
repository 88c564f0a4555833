-- Grain: one row per event and exported version. The start of a whole day is midnight UTC of a day
-- that means the local one. A colleague's copy and the pattern of a series are no events.
select
    id as event_id,
    account_id,
    who_id,
    owner_id,
    case when what_id like '701%' then what_id end as campaign_id,
    not coalesce(is_child, false) and not coalesce(is_recurrence, false) as is_event,
    coalesce(is_deleted, false) or coalesce(fivetran_deleted, false) as is_deleted,
    case
        when not coalesce(is_all_day_event, false)
            then
                coalesce(
                    start_date_time, activity_date_time, {{ day_start_utc('activity_date') }}
                )
        else
            {{ day_start_utc(
                'coalesce(activity_date, cast(start_date_time as date), '
                ~ 'cast(activity_date_time as date))'
            ) }}
    end as started_at,
    {{ lineage(updated_at='coalesce(fivetran_start, system_modstamp, last_modified_date)') }}

from {{ source('salesforce', 'event') }}
