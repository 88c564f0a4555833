-- Grain: one row per subscription period with the MRR it carries while it runs, or the reason why
-- it carries none. Nothing is dropped: a period of no length, a trial, a one-off charge stay here,
-- with an MRR of 0.
with judged as (

    select
        subscriptions.*,
        case
            when subscriptions.charge_type <> 'recurring' then subscriptions.charge_type
            when subscriptions.is_trial then 'trial'
            when subscriptions.ends_on = subscriptions.started_on then 'zero_length'
            when subscriptions.ends_on < subscriptions.started_on then 'ends_before_start'
            when subscriptions.amount <= 0 then 'free'
            when subscriptions.interval_count <= 0 then 'no_interval'
        end as exclusion_reason

    from {{ ref('int_inputs__subscriptions') }} as subscriptions

),

priced as (

    select
        judged.*,
        case
            when exclusion_reason is null
                then {{ mrr_of('amount', 'billing_interval', 'interval_count') }}
            else cast(0 as decimal(18, 2))
        end as mrr

    from judged

)

select
    priced.source,
    priced.subscription_id,
    account_keys.account_id,
    priced.product,
    priced.currency,
    priced.mrr,
    case when priced.mrr = 0 then coalesce(priced.exclusion_reason, 'free') end as exclusion_reason,
    priced.started_on,
    priced.ends_on

from priced
inner join {{ ref('int_identity__account_keys') }} as account_keys
    on
        priced.source = account_keys.source
        and priced.source_account_id = account_keys.source_account_id
