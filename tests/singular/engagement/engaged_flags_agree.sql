-- Promise: our verdict whether a session was engaged is the tool's own in 95 of 100 sessions that
-- have both. More disagreement is no wrong figure but a sign that the tool's rule, its export or
-- our reading of it has changed, so it warns. It says nothing of sessions without the tool's
-- verdict.
{{ config(severity='warn') }}
with compared as (

    select
        count(*) as sessions,
        count(case when is_engaged <> is_engaged_vendor then 1 end) as differing_sessions

    from {{ ref('web_sessions') }}
    where is_engaged_vendor is not null

)

select
    sessions,
    differing_sessions,
    {{ rate('differing_sessions', 'sessions') }} as differing_share

from compared
where differing_sessions > 0.05 * sessions
