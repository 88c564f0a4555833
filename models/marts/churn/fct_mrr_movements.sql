-- Grain: one row per account, currency and month in which the account had MRR at the month's start
-- or end. end = start + new + reactivation + expansion - contraction - churn, for every account and
-- in total. In the reporting currency both stand at the rate of the month's start, so that a change
-- of rates is no movement.
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
    with_account.account_id,
    with_account.currency,
    with_account.month,
    {{ mrr_movement(
        'with_account.start_mrr',
        'with_account.end_mrr',
        'with_account.account_had_mrr',
        'with_account.account_has_mrr',
        'with_account.was_customer_before'
    ) }} as movement,
    with_account.start_mrr,
    with_account.end_mrr,
    cast(with_account.end_mrr - with_account.start_mrr as decimal(18, 2)) as delta_mrr,
    {{ in_reporting_currency('with_account.start_mrr', 'rates.rate') }} as start_mrr_reporting,
    {{ in_reporting_currency('with_account.end_mrr', 'rates.rate') }} as end_mrr_reporting

from with_account
left join {{ ref('int_revenue__rates') }} as rates
    on
        with_account.currency = rates.currency
        and with_account.month = rates.month
where with_account.start_mrr > 0 or with_account.end_mrr > 0
