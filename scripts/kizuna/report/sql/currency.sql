-- The currency that amounts without one are in. Without any revenue in it, nothing.
select distinct currency

from marts.mrr_monthly
where is_reporting_currency
