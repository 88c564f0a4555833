-- Promise: the segments of every type add up to all customers, in every window. A customer without
-- a value that is left out, or one that a join doubles, breaks it.
{% set measures = [
    'customers_start', 'customers_lost', 'start_mrr', 'end_mrr', 'kept_mrr', 'lost_mrr',
    'expansion_mrr'
] %}
with types as (

    {% for segment_type in customer_segment_types() %}
        {{ 'union all' if not loop.first }}
        select '{{ segment_type }}' as segment_type
    {% endfor %}

),

summed as (

    select
        currency,
        month,
        window_months,
        segment_type,
        {% for measure in measures %}
            sum({{ measure }}) as {{ measure }},
        {% endfor %}
        count(*) as segments

    from {{ ref('retention_monthly') }}
    where segment_type <> 'all'
    group by currency, month, window_months, segment_type

)

select
    alls.currency,
    alls.month,
    alls.window_months,
    types.segment_type,
    summed.segments,
    alls.customers_start as customers_of_all,
    summed.customers_start as customers_of_segments,
    alls.start_mrr as mrr_of_all,
    summed.start_mrr as mrr_of_segments

from {{ ref('retention_monthly') }} as alls
cross join types
left join summed
    on
        alls.currency = summed.currency
        and alls.month = summed.month
        and alls.window_months = summed.window_months
        and types.segment_type = summed.segment_type
where
    alls.segment_type = 'all'
    and (
        {% for measure in measures %}
            {{ 'or' if not loop.first }} alls.{{ measure }} <> coalesce(summed.{{ measure }}, 0)
        {% endfor %}
    )
