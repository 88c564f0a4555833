-- Grain: one row per company of a source, whether the CRM describes it or only a contract or an
-- answer names it. A company is linked by the explicit id of its own source; records that the
-- source merged are one account, under the id of the one that was known first.
with mentions as (

    select
        source,
        source_account_id,
        available_at
    from {{ ref('int_inputs__accounts') }}
    union all
    select
        source,
        source_account_id,
        available_at
    from {{ ref('int_inputs__contacts') }}
    union all
    select
        source,
        source_account_id,
        available_at
    from {{ ref('int_inputs__activities') }}
    union all
    select
        source,
        source_account_id,
        available_at
    from {{ ref('int_inputs__subscriptions') }}
    union all
    select
        source,
        source_account_id,
        available_at
    from {{ ref('int_inputs__survey_responses') }}

),

keys as (

    select
        source,
        source_account_id,
        min(available_at) as first_known_at

    from mentions
    where source_account_id is not null
    group by source, source_account_id

)

select
    keys.source,
    keys.source_account_id,
    first_value({{ entity_key('account', ['keys.source', 'keys.source_account_id']) }}) over (
        partition by keys.source, coalesce(merged.survivor_id, keys.source_account_id)
        order by keys.first_known_at, keys.source_account_id
    ) as account_id,
    keys.first_known_at

from keys
left join {{ ref('int_identity__merged_records') }} as merged
    on
        merged.record_type = 'account'
        and keys.source = merged.source
        and keys.source_account_id = merged.source_record_id
