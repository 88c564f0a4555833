-- The currency that amounts without one are in: the one that is never converted. Without any
-- revenue, nothing.
select currency

from marts.fct_mrr_movements
group by currency
having bool_and(start_mrr = start_mrr_reporting and end_mrr = end_mrr_reporting)
order by count(distinct account_id) desc, currency
limit 1
