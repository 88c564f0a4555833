-- Grain: one row per subscription period and time in which the warehouse knew it to be so, from
-- known_from to before known_until, of those that carry MRR.
with priced as (

    {{ priced_subscriptions(ref('int_inputs__subscription_versions')) }}

)

select
    priced.source,
    priced.subscription_id,
    account_keys.account_id,
    coalesce(priced.product, '(unknown)') as product,
    priced.currency,
    priced.mrr,
    priced.started_on,
    coalesce(priced.recognised_ends_on, {{ no_day() }}) as ends_on,
    priced.known_from,
    {{ end_or_never('priced.known_until') }} as known_until

from priced
inner join {{ ref('int_identity__account_keys') }} as account_keys
    on
        priced.source = account_keys.source
        and priced.source_account_id = account_keys.source_account_id
where priced.mrr > 0
