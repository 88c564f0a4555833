-- Grain: one row per page, day and written version. The connector's date is the end of the measured
-- day, midnight in Pacific Time, which is the next day's morning in UTC.
select
    'facebook' as source,
    'facebook' as platform,
    page_id as account_handle,
    followers,
    impressions,
    reach,
    engaged_people,
    page_views,
    new_follows,
    lost_follows,
    {{ add_days('cast(measured_until as date)', -1) }} as measured_on,
    {{ lineage(updated_at='synced_at') }}

from {{ source('facebook', 'daily_page_metrics_total') }}
