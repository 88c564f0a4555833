-- Promise: the event that stands for a duplicate is in the mart, and is nobody's duplicate itself.
-- A chain of more duplicates than int_activity__event_duplicates follows breaks it.
select
    duplicates.event_id,
    duplicates.kept_event_id

from {{ ref('int_activity__event_duplicates') }} as duplicates
left join {{ ref('fct_engagement_events') }} as events
    on duplicates.kept_event_id = events.event_id
where events.event_id is null
