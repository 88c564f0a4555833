-- Grain: one row per month, product and engagement rank of customers at the month's end: how many
-- of them have the product. Whoever has no rank stands under (unknown).
with holdings as (

    select distinct
        account_id,
        product,
        month
    from {{ ref('int_revenue__product_months') }}

),

as_of as (

    select as_of_date from {{ ref('int_inputs__as_of') }}

),

customers as (

    select distinct
        holdings.account_id,
        holdings.month,
        coalesce(history.rank, '(unknown)') as engagement_rank

    from holdings
    cross join as_of
    left join {{ ref('account_engagement_history') }} as history
        on
            holdings.account_id = history.account_id
            and least({{ month_end('holdings.month') }}, as_of.as_of_date) = history.as_of_date

),

sizes as (

    select
        month,
        engagement_rank,
        count(*) as customers

    from customers
    group by month, engagement_rank

),

products as (

    select distinct
        month,
        product
    from holdings

),

holders as (

    select
        holdings.month,
        holdings.product,
        customers.engagement_rank,
        count(*) as holders

    from holdings
    inner join customers
        on holdings.account_id = customers.account_id and holdings.month = customers.month
    group by
        holdings.month,
        holdings.product,
        customers.engagement_rank

)

select
    sizes.month,
    products.product,
    sizes.engagement_rank,
    sizes.customers,
    coalesce(holders.holders, 0) as customers_with_product,
    {{ rate('coalesce(holders.holders, 0)', 'sizes.customers') }} as attach_rate

from sizes
inner join products
    on sizes.month = products.month
left join holders
    on
        sizes.month = holders.month
        and products.product = holders.product
        and sizes.engagement_rank = holders.engagement_rank
