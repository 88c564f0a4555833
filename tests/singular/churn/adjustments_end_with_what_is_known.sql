-- Promise: the last adjustment of a closed month and account is the MRR that today's contracts give
-- it. A correction that is missed or told twice breaks it. It says nothing of months that are open.
with last_told as (

    select
        account_id,
        currency,
        month,
        corrected_mrr,
        row_number() over (
            partition by account_id, currency, month order by found_at desc
        ) as place

    from {{ ref('mrr_adjustments') }}

),

today as (

    select
        last_told.account_id,
        last_told.currency,
        last_told.month,
        sum(subscriptions.mrr) as mrr

    from last_told
    inner join {{ ref('int_revenue__subscriptions') }} as subscriptions
        on
            last_told.account_id = subscriptions.account_id
            and last_told.currency = subscriptions.currency
            and subscriptions.started_on <= {{ month_end('last_told.month') }}
            and coalesce(subscriptions.ends_on, {{ no_day() }}) > {{ month_end('last_told.month') }}
    where last_told.place = 1
    group by
        last_told.account_id,
        last_told.currency,
        last_told.month

)

select
    last_told.account_id,
    last_told.currency,
    last_told.month,
    last_told.corrected_mrr,
    today.mrr

from last_told
left join today
    on
        last_told.account_id = today.account_id
        and last_told.currency = today.currency
        and last_told.month = today.month
where
    last_told.place = 1
    and last_told.corrected_mrr <> coalesce(today.mrr, 0)
