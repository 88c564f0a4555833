-- Grain: one row per opportunity that was ever won and exported version: the contract that it
-- stands for, where no billing tool tells of one (name salesforce among the billing_sources then).
-- It runs from the closing day for opportunity_term_months; one that is won no longer, or was
-- deleted, is worth nothing.
with opportunities as (

    select
        opportunities.*,
        max(case when is_won then 1 else 0 end) over (
            partition by source_opportunity_id
        ) = 1 as was_ever_won

    from {{ ref('stg_salesforce__opportunities') }} as opportunities

)

select
    source,
    source_opportunity_id as subscription_id,
    source_account_id,
    cast(null as string) as product,
    'recurring' as charge_type,
    coalesce(currency, '{{ var("reporting_currency") }}') as currency,
    'month' as billing_interval,
    {{ var('opportunity_term_months') }} as interval_count,
    case when is_won and not is_deleted then cast(amount as decimal(18, 4)) else 0 end as amount,
    false as is_trial,
    closed_on as started_on,
    {{ add_months('closed_on', var('opportunity_term_months')) }} as ends_on,
    cast(null as date) as cancelled_on,
    cast(null as date) as terms_from,
    false as is_continued,
    {{ lineage_columns() | join(',\n    ') }}

from opportunities
where was_ever_won and amount is not null and closed_on is not null
