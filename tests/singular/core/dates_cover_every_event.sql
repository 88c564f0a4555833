-- Promise: every day on which something happened, and every month with MRR, is in dim_dates, so
-- that joining it loses no fact.
with days as (

    select event_date as local_day from {{ ref('fct_engagement_events') }}
    union
    select month as local_day from {{ ref('fct_mrr_movements') }}

)

select days.local_day

from days
left join {{ ref('dim_dates') }} as dates
    on days.local_day = dates.date
where dates.date is null
