-- Grain: one row per account and month from its first month with MRR to the as-of month: the MRR at
-- the month's end in the reporting currency, at the rate of the month. NULL where a currency that
-- the account pays in had no rate yet.
select
    account_months.account_id,
    account_months.month,
    case
        when max(case when account_months.mrr > 0 and rates.rate is null then 1 else 0 end) = 0
            then
                cast(
                    sum(coalesce(
                        {{ in_reporting_currency('account_months.mrr', 'rates.rate') }}, 0
                    )) as decimal(18, 2)
                )
    end as mrr

from {{ ref('int_revenue__account_months') }} as account_months
left join {{ ref('int_revenue__rates') }} as rates
    on
        account_months.currency = rates.currency
        and account_months.month = rates.month
group by
    account_months.account_id,
    account_months.month
