-- Promise: a month starts with the MRR that the month before ended with, and no month is missing in
-- between. A gap in the months would hide a churn. It does not check the amounts themselves.
with months as (

    select
        currency,
        month,
        start_mrr,
        customers_start,
        lag(month) over (partition by currency order by month) as previous_month,
        lag(end_mrr) over (partition by currency order by month) as previous_end_mrr,
        lag(customers_end) over (partition by currency order by month) as previous_customers_end

    from {{ ref('mrr_monthly') }}

)

select
    currency,
    month,
    previous_month,
    previous_end_mrr,
    start_mrr

from months
where
    {{ add_months('previous_month', 1) }} <> month
    or previous_end_mrr <> start_mrr
    or previous_customers_end <> customers_start
    or (previous_month is null and start_mrr <> 0)
