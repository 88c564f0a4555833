-- Promise: upsell and cross-sell over all products are the expansion of the month, in each
-- currency. A product that is counted twice or under no kind breaks it. It does not check which
-- kind a change is.
with by_month as (

    select
        currency,
        month,
        sum(upsell_mrr + cross_sell_mrr) as expansion_mrr

    from {{ ref('expansion_monthly') }}
    group by currency, month

)

select
    months.currency,
    months.month,
    months.expansion_mrr,
    by_month.expansion_mrr as by_product

from {{ ref('mrr_monthly') }} as months
left join by_month
    on
        months.currency = by_month.currency
        and months.month = by_month.month
where months.expansion_mrr <> coalesce(by_month.expansion_mrr, 0)
