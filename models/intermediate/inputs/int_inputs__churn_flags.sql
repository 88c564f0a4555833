-- Grain: one row per flag of a tool and record, in the version known at the as-of date. A day that
-- has not come is no churn yet; what a full dump no longer holds is gone.
{% set columns = [
    'source', 'flag', 'unit', 'record_id', 'source_account_id', 'is_churned', 'churned_on'
] %}
with exported as (

    {{ union_sources('churn_flag_sources', 'churn_flags', columns) }}

),

known as (

    {{ latest_known('exported', ['source', 'flag', 'record_id']) }}

)

select
    known.source,
    known.flag,
    known.unit,
    known.record_id,
    known.source_account_id,
    known.is_churned and coalesce(known.churned_on <= as_of.as_of_date, true) as is_churned,
    known.churned_on,
    known.first_available_at as available_at

from known
cross join {{ ref('int_inputs__as_of') }} as as_of
where known.vanished_at is null
