-- Grain: one row per currency and month in which somebody had MRR in it, or had had some: what one
-- unit is worth in the reporting currency. NULL before the first rate of a currency.
with months as (

    select distinct
        currency,
        month
    from {{ ref('int_revenue__account_months') }}

),

ranked as (

    select
        months.currency,
        months.month,
        rates.rate,
        row_number() over (
            partition by months.currency, months.month order by rates.month desc
        ) as place

    from months
    left join {{ ref('exchange_rates') }} as rates
        on months.currency = rates.currency and months.month >= rates.month

)

select
    currency,
    month,
    case
        when currency = '{{ var("reporting_currency") }}' then cast(1 as decimal(18, 6))
        else rate
    end as rate

from ranked
where place = 1
