-- Grain: one row per subscription period and exported version; [started_on, ends_on), an empty end
-- runs on.
select
    source_system as source,
    subscription_id,
    account_id as source_account_id,
    product,
    charge_type,
    upper(currency) as currency,
    billing_interval,
    interval_count,
    amount,
    coalesce(is_trial, false) as is_trial,
    started_on,
    ends_on,
    cancelled_on,
    cast(null as date) as terms_from,
    false as is_continued,
    {{ lineage() }}

from {{ source('generic', 'subscriptions') }}
