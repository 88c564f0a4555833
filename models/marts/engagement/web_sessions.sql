-- Grain: one row per session of a website, with our verdict whether it was engaged beside the
-- tool's own. A session is of the local day on which it started. is_engaged_vendor is NULL where
-- the tool gave none: that is no "no".
select
    session_id,
    contact_id,
    account_id,
    started_at,
    {{ local_date('started_at') }} as started_date,
    views,
    key_events,
    engagement_seconds,
    is_engaged,
    is_engaged_vendor,
    channel_group

from {{ ref('int_activity__web_sessions') }}
