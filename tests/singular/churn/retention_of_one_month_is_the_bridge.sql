-- Promise: customers roll: a window of one month begins with the customers and the MRR that the
-- month before ended with, and loses what the MRR bridge says: the churned customers, and churn
-- plus contraction. Growth is at most the bridge's, which also holds customers who began to pay in
-- a second currency. Every month after the first has a window. It says nothing of longer windows.
with bridge as (

    select
        months.*,
        min(month) over (partition by currency) as first_month

    from {{ ref('mrr_monthly') }} as months

),

windows as (

    select * from {{ ref('retention_monthly') }}
    where window_months = 1 and segment_type = 'all'

)

select
    bridge.currency,
    bridge.month,
    bridge.customers_start as customers_of_bridge,
    windows.customers_start as customers_of_window,
    bridge.customers_churned,
    windows.customers_lost,
    bridge.churned_mrr + bridge.contraction_mrr as lost_mrr_of_bridge,
    windows.lost_mrr as lost_mrr_of_window

from bridge
left join windows
    on
        bridge.currency = windows.currency
        and bridge.month = windows.month
where
    bridge.month > bridge.first_month
    and (
        windows.month is null
        or windows.customers_start <> bridge.customers_start
        or windows.customers_lost <> bridge.customers_churned
        or windows.start_mrr <> bridge.start_mrr
        or windows.lost_mrr <> bridge.churned_mrr + bridge.contraction_mrr
        or windows.expansion_mrr > bridge.expansion_mrr
    )
