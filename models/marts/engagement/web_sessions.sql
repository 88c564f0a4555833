-- Grain: one row per session of a website, with our verdict whether it was engaged beside the
-- tool's own. is_engaged_vendor is NULL where the tool gave none: that is no "no".
select
    session_id,
    contact_id,
    account_id,
    started_at,
    views,
    key_events,
    engagement_seconds,
    is_engaged,
    is_engaged_vendor,
    channel_group

from {{ ref('int_activity__web_sessions') }}
