-- Grain: one row per currency, month and product that took part in the growth of a customer's MRR.
-- Cross-sell is what customers took of a product they did not have; the rest is upsell: more of
-- what they had, or another plan in the place of one they gave up, whose fall stands here as a
-- negative amount. Both add up to the expansion_mrr of mrr_monthly.
with grown as (

    select
        account_id,
        currency,
        month,
        {{ add_months('month', -1) }} as month_before

    from {{ ref('fct_mrr_movements') }}
    where movement = 'expansion'

),

products as (

    select
        grown.account_id,
        grown.currency,
        grown.month,
        products.product,
        products.mrr as end_mrr,
        cast(0 as decimal(18, 2)) as start_mrr

    from grown
    inner join {{ ref('int_revenue__product_months') }} as products
        on
            grown.account_id = products.account_id
            and grown.currency = products.currency
            and grown.month = products.month

    union all

    select
        grown.account_id,
        grown.currency,
        grown.month,
        products.product,
        cast(0 as decimal(18, 2)) as end_mrr,
        products.mrr as start_mrr

    from grown
    inner join {{ ref('int_revenue__product_months') }} as products
        on
            grown.account_id = products.account_id
            and grown.currency = products.currency
            and grown.month_before = products.month

),

changes as (

    select
        account_id,
        currency,
        month,
        product,
        sum(start_mrr) as start_mrr,
        sum(end_mrr) as end_mrr,
        sum(end_mrr) - sum(start_mrr) as delta_mrr

    from products
    group by
        account_id,
        currency,
        month,
        product

),

judged as (

    select
        changes.*,
        start_mrr = 0
        and max(case when end_mrr = 0 then 1 else 0 end) over (
            partition by account_id, currency, month
        ) = 0 as is_cross_sell

    from changes

)

select
    currency,
    month,
    product,
    cast(sum(case when is_cross_sell then 0 else delta_mrr end) as decimal(18, 2)) as upsell_mrr,
    cast(sum(case when is_cross_sell then delta_mrr else 0 end) as decimal(18, 2))
        as cross_sell_mrr,
    count(*) as accounts

from judged
where delta_mrr <> 0
group by
    currency,
    month,
    product
