-- Grain: one row per page, day and exported version. The export names its page in the file's name
-- only; a renamed file leaves it unknown.
select
    'facebook' as source,
    'facebook' as platform,
    {{ first_match(
        '_file', 'Facebook Insights Data Export - (.+) - [0-9]{4}-[0-9]{2}-[0-9]{2} - '
    ) }} as account_handle,
    followers,
    impressions,
    reach,
    engaged_people,
    page_views,
    new_follows,
    lost_follows,
    measured_on,
    {{ lineage() }}

from {{ source('facebook', 'page_days') }}
