-- Grain: one row per company of a source, whether the CRM describes it or only a contract or an
-- answer names it. A company is linked by the explicit id of its own source.
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

)

select
    source,
    source_account_id,
    {{ entity_key('account', ['source', 'source_account_id']) }} as account_id,
    min(available_at) as first_known_at

from mentions
where source_account_id is not null
group by source, source_account_id
