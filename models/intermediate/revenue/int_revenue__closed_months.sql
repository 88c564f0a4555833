-- Grain: one row per month that is closed: its figures are those known at closed_at, some days
-- after its end, and no later correction changes them. The variable months_closed_until closes all
-- months that end by that day; without it none is.
{% set closed_until = var('months_closed_until') %}
with bounds as (

    select
        min({{ month_start('started_on') }}) as first_month,
        {{ add_months(
            month_start(add_days("cast('" ~ (closed_until or '1900-01-01') ~ "' as date)", 1)), -1
        ) }} as last_month

    from {{ ref('int_inputs__subscriptions') }}

),

months as (

    select {{ months_between('first_month', 'last_month') }} as month
    from bounds
    where first_month <= last_month

)

select
    month,
    {{ day_start_utc(add_days(month_end('month'), var('months_close_after_days') + 1)) }}
        as closed_at

from months
