-- Promise: an account's movements of a currency add up to its MRR in its last month with a row. A
-- lost or doubled movement breaks it.
with accounts as (

    select
        account_id,
        currency,
        sum(delta_mrr) as summed,
        max(month) as last_month

    from {{ ref('fct_mrr_movements') }}
    group by account_id, currency

)

select
    accounts.account_id,
    accounts.currency,
    accounts.summed,
    last_months.end_mrr

from accounts
inner join {{ ref('fct_mrr_movements') }} as last_months
    on
        accounts.account_id = last_months.account_id
        and accounts.currency = last_months.currency
        and accounts.last_month = last_months.month
where accounts.summed <> last_months.end_mrr
