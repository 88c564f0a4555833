-- Grain: one row per account. Built last and read by no other model, so that attributes from every
-- area can stand here without a cycle.
with as_of as (

    select as_of_date from {{ ref('int_inputs__as_of') }}

),

current_mrr as (

    select
        account_months.account_id,
        sum(account_months.mrr) as mrr_any_currency,
        sum({{ in_reporting_currency('account_months.mrr', 'rates.rate') }}) as mrr_known,
        max(case when account_months.mrr > 0 and rates.rate is null then 1 else 0 end) = 1
            as has_unknown

    from {{ ref('int_revenue__account_months') }} as account_months
    cross join as_of
    left join {{ ref('int_revenue__rates') }} as rates
        on
            account_months.currency = rates.currency
            and account_months.month = rates.month
    where account_months.month = {{ month_start('as_of.as_of_date') }}
    group by account_months.account_id

),

first_contracts as (

    select
        subscriptions.account_id,
        min(subscriptions.started_on) as first_customer_date

    from {{ ref('int_revenue__subscriptions') }} as subscriptions
    cross join as_of
    where
        subscriptions.mrr > 0
        and subscriptions.started_on <= as_of.as_of_date
    group by subscriptions.account_id

)

select
    accounts.account_id,
    accounts.account_name,
    accounts.corporate_number,
    accounts.domain,
    accounts.industry,
    accounts.company_size_band,
    accounts.region,
    accounts.owner_id,
    case
        when current_mrr.mrr_any_currency > 0 then 'customer'
        when first_contracts.first_customer_date is not null then 'former'
        else 'prospect'
    end as lifecycle,
    first_contracts.first_customer_date,
    -- An amount in a currency without a rate is unknown, not nothing.
    case
        when current_mrr.account_id is null then cast(0 as decimal(18, 2))
        when not current_mrr.has_unknown then cast(current_mrr.mrr_known as decimal(18, 2))
    end as mrr,
    scores.engagement_score,
    scores.rank as engagement_rank,
    scores.status as engagement_status,
    loyalty.nps_band,
    loyalty.quadrant as loyalty_quadrant,
    accounts.is_deleted,
    as_of.as_of_date

from {{ ref('int_identity__accounts') }} as accounts
cross join as_of
left join current_mrr
    on accounts.account_id = current_mrr.account_id
left join first_contracts
    on accounts.account_id = first_contracts.account_id
left join {{ ref('loyalty_matrix') }} as loyalty
    on accounts.account_id = loyalty.account_id
left join {{ ref('account_engagement_history') }} as scores
    on
        accounts.account_id = scores.account_id
        and as_of.as_of_date = scores.as_of_date
