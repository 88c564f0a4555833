-- Grain: one row per account and month at whose end it has MRR, in whatever currency. The plan is
-- what it had on that day, all currencies together; the other attributes are those of today.
with customers as (

    select
        products.account_id,
        products.month,
        least({{ month_end('products.month') }}, max(as_of.as_of_date)) as measured_on,
        {{ distinct_texts("nullif(products.product, '(unknown)')", ' + ') }} as plan

    from {{ ref('int_revenue__product_months') }} as products
    cross join {{ ref('int_inputs__as_of') }} as as_of
    group by
        products.account_id,
        products.month

)

select
    customers.account_id,
    customers.month,
    customers.measured_on,
    coalesce(accounts.industry, '(unknown)') as industry,
    coalesce(accounts.company_size_band, '(unknown)') as company_size_band,
    coalesce(accounts.region, '(unknown)') as region,
    coalesce(customers.plan, '(unknown)') as plan

from customers
left join {{ ref('int_identity__accounts') }} as accounts
    on customers.account_id = accounts.account_id
