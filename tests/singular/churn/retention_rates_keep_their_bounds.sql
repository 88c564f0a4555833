-- Promise: 0 <= GRR <= 1 and GRR <= NRR in every window and segment, GRR and gross revenue churn
-- are each other's rest, NRR and net revenue churn too, and a window has rates if and only if
-- somebody was a customer at its start. A customer of the end who was none at the start breaks it.
-- Equal means within 1e-9.
select
    currency,
    month,
    window_months,
    segment_type,
    segment,
    customers_start,
    customers_lost,
    logo_churn,
    gross_revenue_churn,
    grr,
    nrr

from {{ ref('retention_monthly') }}
where
    grr < 0
    or grr > 1
    or grr > nrr + 1e-9
    or abs(grr + gross_revenue_churn - 1) > 1e-9
    or abs(nrr + net_revenue_churn - 1) > 1e-9
    or customers_lost > customers_start
    or (customers_start = 0) <> (logo_churn is null)
    or (customers_start = 0) <> (nrr is null)
