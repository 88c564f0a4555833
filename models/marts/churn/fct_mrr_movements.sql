-- Grain: one row per account, currency and month in which the account had MRR at the month's start
-- or end. end = start + new + reactivation + expansion - contraction - churn, for every account and
-- in total.
with months as (

    select
        account_months.account_id,
        account_months.currency,
        account_months.month,
        account_months.mrr as end_mrr,
        lag(account_months.mrr, 1, cast(0 as decimal(18, 2))) over (
            partition by account_months.account_id, account_months.currency
            order by account_months.month
        ) as start_mrr

    from {{ ref('int_revenue__account_months') }} as account_months

),

with_account as (

    select
        months.*,
        sum(start_mrr) over (partition by account_id, month) > 0 as account_had_mrr,
        sum(end_mrr) over (partition by account_id, month) > 0 as account_has_mrr,
        min(case when end_mrr > 0 then month end) over (
            partition by account_id
        ) < month as was_customer_before

    from months

)

select
    account_id,
    currency,
    month,
    {{ mrr_movement(
        'start_mrr', 'end_mrr', 'account_had_mrr', 'account_has_mrr', 'was_customer_before'
    ) }} as movement,
    start_mrr,
    end_mrr,
    cast(end_mrr - start_mrr as decimal(18, 2)) as delta_mrr

from with_account
where start_mrr > 0 or end_mrr > 0
