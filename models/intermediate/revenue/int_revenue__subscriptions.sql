-- Grain: one row per subscription period with the MRR it carries while it runs, or the reason why
-- it carries none. Nothing is dropped: a period of no length, a trial, a one-off charge stay here,
-- with an MRR of 0.
with priced as (

    {{ priced_subscriptions(ref('int_inputs__subscriptions')) }}

)

select
    priced.source,
    priced.subscription_id,
    account_keys.account_id,
    priced.product,
    priced.charge_type,
    priced.currency,
    priced.billing_interval,
    priced.interval_count,
    priced.mrr,
    case when priced.mrr = 0 then coalesce(priced.exclusion_reason, 'free') end as exclusion_reason,
    priced.started_on,
    coalesce(priced.terms_from, priced.started_on) as terms_from,
    coalesce(priced.is_continued, false) as is_continued,
    priced.recognised_ends_on as ends_on

from priced
inner join {{ ref('int_identity__account_keys') }} as account_keys
    on
        priced.source = account_keys.source
        and priced.source_account_id = account_keys.source_account_id
